"""`massicot account create|link|reset-second-factor|confirm`: accounts, one-time links, telephones that were lost."""

import argparse
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from massicot.accounts import rules
from massicot.accounts import services as accounts
from massicot.commands.console import actor_of, add_by, now, say
from massicot.core.actor import Role
from massicot.core.refused import N_
from massicot.markers import services as markers
from massicot.web.shared.letter_addresses import link_address

NAME = "account"
PURPOSE = N_(
    "create an account and print its one-time link, draw a new link, take away a lost second factor, or confirm that "
    "an access of the office is its holder's"
)
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
RESET, CONFIRM = "reset-second-factor", "confirm"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("create", "link", RESET, CONFIRM))
    parser.add_argument("email", help=gettext("the e-mail, which is the login"))
    parser.add_argument("--role", default="", help=gettext("one of {roles}").format(roles=", ".join(Role)))
    parser.add_argument("--scope", default="", help=gettext("UAI of the centre or school, or code of the session"))
    parser.add_argument("--reason", default="", help=gettext("why a second factor is taken away"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Give a person a role, or a new link when theirs was lost, and print the link; or do what the other verbs say."""
    by = actor_of(options.by)
    at = now()
    email = options.email
    if options.act == RESET:
        accounts.reset_second_factor(email=email, reason=options.reason, by=by, at=at)
        say(N_("{email} adds a new second factor at the next sign-in; a letter tells them."), email=email)
        return 0
    if options.act == CONFIRM:
        accounts.confirm_access(email=email, by=by, at=at)
        say(N_("The access of {email} is confirmed: it rests on nobody else."), email=email)
        return 0
    if options.act == "create":
        role = rules.parse_role(options.role)
        email = markers.appoint(email=email, role=role, scope=options.scope.strip().upper(), by=by, at=at).email
        say(N_("{email} is appointed."), email=email)
    code = accounts.draw_link(email=email, by=by, at=at)
    say(N_("One-time link of {email}, good for seven days:"), email=email)
    if urlsplit(settings.MASSICOT_BASE_URL).hostname in THIS_MACHINE:
        say(
            N_("(It opens on this machine while “massicot serve” serves {address}; else set MASSICOT_BASE_URL.)"),
            address=settings.MASSICOT_BASE_URL,
        )
    print(link_address(code))
    return 0
