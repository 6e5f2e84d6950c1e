"""What remains to be done of missions: lists that have too few persons."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from massicot.exams import queries as exams
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_missions(lacking: Sequence[Any]) -> Iterator[Task]:
    """Say of each mission to come that has too few persons how many, and where."""
    for mission in lacking:
        sentence = ngettext(
            "{n} too few for “{title}” at {place}.", "{n} too few for “{title}” at {place}.", mission.lacking
        ).format(n=Grouped(mission.lacking), title=mission.title, place=mission.place)
        yield Task(
            sentence,
            str(gettext_lazy("Fill the list")),
            reverse("office:mission", args=[mission.session.code, mission.pk]),
            due_at=mission.begins_at.astimezone(exams.zone_of(mission.session)),
            heading=f"{mission.session.code} – {mission.session.title}",
        )
