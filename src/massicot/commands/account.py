"""`massicot account create`: first and further accounts."""

import argparse

from django.conf import settings
from django.utils.translation import gettext

from massicot.accounts import rules
from massicot.accounts import services as accounts
from massicot.commands.console import actor_of, add_by, now, say
from massicot.core.refused import N_
from massicot.exams import services as exams

NAME = "account"
PURPOSE = N_("create an account and print its one-time link")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("create",))
    parser.add_argument("email", help=gettext("the e-mail, which is the login"))
    parser.add_argument("--role", required=True, help=gettext("one of the seven roles"))
    parser.add_argument("--scope", default="", help=gettext("UAI of the centre or school, or code of the session"))
    add_by(parser)
    parser.set_defaults(run=create)


def create(options: argparse.Namespace) -> int:
    """Give a person a role, and print the link with which they choose a password."""
    by, at = actor_of(options.by), now()
    role = rules.parse_role(options.role)
    account = exams.appoint(email=options.email, role=role, scope=options.scope.upper(), by=by, at=at)
    token = accounts.draw_link(email=account.email, by=by, at=at)
    say(N_("{email} is appointed. One-time link, good for seven days:"), email=account.email)
    print(f"{settings.MASSICOT_BASE_URL}/bienvenue/{token}/")
    return 0
