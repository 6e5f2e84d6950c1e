"""`massicot journal verify|seal`."""

import argparse

from django.utils.translation import gettext

from massicot.audit import queries, rules
from massicot.audit import services as audit
from massicot.audit.rules import ChainHead
from massicot.commands.console import actor_of, add_by, now, say
from massicot.core.refused import N_

NAME = "journal"
PURPOSE = N_("recompute the journal's chains, or seal the journal and print its head")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("verify", "seal"))
    parser.add_argument("--head", help=gettext("a printed head: sees a tail cut since then too"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify every chain, or seal the journal."""
    if options.act == "seal":
        print(audit.seal_journal(by=actor_of(options.by), at=now()))
        return 0
    return 0 if verify(rules.parse_head(options.head) if options.head else None) else 1


def verify(printed: ChainHead | None = None) -> bool:
    """Recompute every chain, and say whether the journal holds."""
    broken = queries.first_broken_link(printed)
    if broken is not None:
        say(N_("The journal was altered: the first broken link is {link}."), link=broken)
        return False
    say(N_("The journal holds: {count} chains."), count=len(queries.heads()))
    return True
