"""The statement ("relevé de note") of one candidate for one paper, and its issues.

After the lifting the office draws up what a candidate got: the mark as the paper's scale writes it, or that they were
absent, gave in a blank script, or that their script is missing. A mark may still change afterwards, by a material error
or a decision of the board: the statement then says what no longer stands, and is issued again with the reason. The new
issue says which one it replaces; both are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core import codes
from massicot.core.refused import N_, Refused

SAID_LENGTH = 8
"""As long as any mark or code may be written: what is sealed is filled up to it, so that its length tells nothing."""


class StatementsNotYet(Refused):
    """A statement asked for before the lifting."""

    sentence = N_("The anonymity of {paper} is not lifted yet: statements are drawn up after that.")


class StatementReasonMissing(Refused):
    """A statement issued again without the reason."""

    sentence = N_("Say why the statement is issued again: the reason is printed on it.")


class StatementNamesScript(Refused):
    """A statement issued again for a reason with the number of a script in it."""

    sentence = N_(
        "The reason is printed on the statement of a candidate: write no number of a script in it ({number}). Say what "
        "happened, not on which script."
    )


class StatementStillRight(Refused):
    """A statement issued again while the last one says what stands."""

    sentence = N_("Issue {issue} says what stands: print it again rather than draw up another one.")


class StatementIssuedMeanwhile(Refused):
    """A statement issued on a page that did not show the last one."""

    sentence = N_("Another issue of this statement was drawn up meanwhile: read it, then decide whether one is wanted.")


class MarkNotLocked(Refused):
    """A statement of a mark that may still change."""

    sentence = N_("The batch {batch} is not locked: draw up the statement once it is.")


@dataclass(frozen=True, slots=True)
class StatementIssued:
    """The statement of a candidate was drawn up; neither their mark nor their number is told."""

    candidate_number: str
    issue: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A statement that no longer says what stands: whose, its issue, what it said, what stands."""

    entry_id: int
    issue: int
    said: str
    stands: str


def plan_issue(texts: Sequence[str], stands: str, reason: str, seen: int) -> int:
    """Number the next issue, `texts` being what those before it say and `seen` how many of them the page showed.

    Raise StatementIssuedMeanwhile, StatementStillRight, StatementReasonMissing or StatementNamesScript.
    """
    if seen != len(texts):
        raise StatementIssuedMeanwhile
    if texts and texts[-1] == stands:
        raise StatementStillRight(issue=len(texts))
    if texts and not reason.strip():
        raise StatementReasonMissing
    if number := codes.number_within(reason):
        raise StatementNamesScript(number=number)
    return len(texts) + 1
