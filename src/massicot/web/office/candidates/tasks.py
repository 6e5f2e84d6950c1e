"""What remains to be done of the candidates of a paper: kept marks whose candidates sat."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind

KEPT_MARK = TaskKind(
    ngettext_lazy(
        "{n} candidate keeps a mark and sat all the same: say which counts.",
        "{n} candidates keep a mark and sat all the same: say which counts.",
        "n",
    ),
    gettext_lazy("Decide"),
    "kept_marks",
)


def tasks_of_candidates(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the candidates of a paper."""
    if facts.kept_marks:
        yield facts.task(KEPT_MARK, facts.kept_marks)
