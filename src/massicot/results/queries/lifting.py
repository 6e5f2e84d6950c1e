"""The lifting of a paper as its page shows it."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.queries.changed import ChangedLine
from massicot.results.models import Lifting
from massicot.results.queries.ladder import lifting_of
from massicot.results.rules.lifting import proposal_seen


@dataclass(frozen=True, slots=True)
class ShownLifting:
    """The lifting of a paper, if it is proposed or done, and while it is proposed the marks changed since."""

    lifting: Lifting | None
    changed: Sequence[ChangedLine] = ()

    @property
    def seen(self) -> str:
        """Write in few signs what is shown; nothing while nothing is proposed."""
        if self.lifting is None:
            return ""
        rows = (astuple(change) for change in self.changed)
        return proposal_seen(self.lifting.proposed_by, self.lifting.proposed_at, rows)


def shown_lifting(paper: Paper) -> ShownLifting:
    """Read what the page of the lifting of a paper shows of it."""
    lifting = lifting_of(paper)
    if lifting is None or lifting.lifted_at is not None:
        return ShownLifting(lifting)
    return ShownLifting(lifting, marks.changed_since(paper, lifting.proposed_at))
