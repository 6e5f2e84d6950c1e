"""What remains to be done of the incidents of a paper."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, TaskKind

_FOLLOW = TaskKind(
    ngettext_lazy(
        "{n} incident in a room has no end yet: follow it.",
        "{n} incidents in rooms have no end yet: follow them.",
        "n",
    ),
    gettext_lazy("See the incidents"),
    "incidents",
    "?suite=without-end",
)


def tasks_of_incidents(facts: OfficePaperFacts) -> Iterator[Task]:
    """List the incidents that have no end, and say how many of them bar the lifting."""
    if not facts.incidents:
        return
    detail = ngettext(
        "{n} touches a result and nobody has said a word of it: the anonymity is not lifted before.",
        "{n} touch results and nobody has said a word of them: the anonymity is not lifted before.",
        facts.unread,
    ).format(n=Grouped(facts.unread))
    yield replace(facts.task(_FOLLOW, facts.incidents), detail=detail if facts.unread else "")
