"""What must be there before a paper is lifted, and what somebody saw who acts on it.

A paper on which nothing has come yet has no gap, or none that a decision does not close: it is lifted only once each
centre that numbers scripts has closed its day, and once marks are entered.

Two persons may have opened the page to propose. The second one's act would confirm what the first proposed meanwhile:
it is refused, and so is a confirmation of marks that are no longer those that were read.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from massicot.core.refused import N_, Refused
from massicot.results.rules import few
from massicot.results.rules.ladder import Counts


class DaysOpen(Refused):
    """Anonymity lifted while a centre has not closed its day: what it holds is not counted yet."""

    sentence = N_(
        "{count} exam centres of {paper} have not closed their day ({centres}): their scripts are not counted yet. "
        "Have each day closed before lifting; where nobody is left to close it, invite another head."
    )


class NothingMarked(Refused):
    """Anonymity lifted before any mark is entered."""

    sentence = N_("No mark of {paper} is entered yet: there is nothing to lift.")


class ProposedSince(Refused):
    """A lifting proposed since the page was read."""

    sentence = N_(
        "{who} has proposed the lifting of {paper} since this page was opened: nothing is done. Read the page as it is "
        "now, then confirm with another code."
    )


class ProposerLeft(Refused):
    """A lifting proposed by somebody who has no role in the office any more."""

    sentence = N_(
        "{who}, who proposed the lifting of {paper}, is not of the exam office any more: propose it in your own name, "
        "for another person to confirm."
    )


class MarksChangedSince(Refused):
    """Marks changed since the page was read."""

    sentence = N_(
        "Marks of {paper} have changed since this page was opened: nothing is lifted. Read them on the page as it is "
        "now, then confirm with another code."
    )


def proposal_seen(proposed_by: str, proposed_at: datetime, changed: Iterable[Sequence[str]]) -> str:
    """Write in few signs what a page shows of a proposal: whose, when, and the marks changed since."""
    lines = json.dumps([list(change) for change in changed])
    return f"{proposed_by} {proposed_at.isoformat()} {hashlib.sha256(lines.encode()).hexdigest()[:16]}"


def check_seen(paper: str, who: str, seen: str, stands: str) -> None:
    """Refuse to act on a page that showed another proposal than stands, or other marks changed since."""
    if seen == stands:
        return
    if _proposal(seen) == _proposal(stands):
        raise MarksChangedSince(paper=paper)
    raise ProposedSince(paper=paper, who=who)


def _proposal(seen: str) -> str:
    return seen.rpartition(" ")[0]


def days_open(counted: Counts) -> list[str]:
    """List the centres that number scripts and have not closed their day."""
    on_site = {uai for uai, *_ in counted.facts.register}
    return [centre.uai for centre in counted.centres if centre.uai in on_site and centre.closed_at is None]


def check_days(paper: str, counted: Counts) -> None:
    """Refuse to lift while a centre that numbers scripts has not closed its day."""
    if still := days_open(counted):
        raise DaysOpen(paper=paper, count=len(still), centres=few(still))


def check_marked(paper: str, marks: int) -> None:
    """Refuse to lift a paper of which no mark is entered."""
    if not marks:
        raise NothingMarked(paper=paper)
