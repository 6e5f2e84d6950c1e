"""What somebody saw who acts on the lifting of a paper: no proposal, or one, and the marks changed since.

Two persons may have opened the page to propose. The second one's act would confirm what the first proposed meanwhile:
it is refused, and so is a confirmation of marks that are no longer those that were read.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from massicot.core.refused import N_, Refused


class ProposedSince(Refused):
    """A lifting proposed since the page was read."""

    sentence = N_(
        "{who} has proposed the lifting of {paper} since this page was opened: nothing is done. Read the page as it is "
        "now, then confirm with another code."
    )


class MarksChangedSince(Refused):
    """Marks changed since the page was read."""

    sentence = N_(
        "Marks of {paper} have changed since this page was opened: nothing is lifted. Read them on the page as it is "
        "now, then confirm with another code."
    )


def proposal_seen(proposed_by: str, proposed_at: datetime, changed: Iterable[Sequence[str]]) -> str:
    """Write in few signs what a page shows of a proposal: whose, when, and the marks changed since."""
    lines = json.dumps([list(one) for one in changed])
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
