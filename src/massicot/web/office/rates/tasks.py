"""What remains of rates: those that somebody else of the office entered, and that wait for a second person."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_rates(waiting: int) -> Iterator[Task]:
    """Say how many rates wait for a second person, to whoever may be that person."""
    if waiting:
        sentence = ngettext(
            "{n} rate waits for a second person to confirm it.",
            "{n} rates wait for a second person to confirm them.",
            waiting,
        ).format(n=Grouped(waiting))
        yield Task(sentence, gettext("See the rates"), reverse("office:rates"), Urgency.LATER)
