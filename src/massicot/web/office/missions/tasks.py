"""What remains of missions: lists that have too few persons, people who mark without being called."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from massicot.missions.queries.events import CalledCount
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_missions(called: CalledCount) -> Iterator[Task]:
    """Say how many missions to come have too few persons and how many they lack, and who marks without being called."""
    lacking = called.lacking
    if called.uncalled:
        sentence = ngettext(
            "{n} person marks without a convocation.", "{n} persons mark without a convocation.", called.uncalled
        ).format(n=Grouped(called.uncalled))
        yield Task(sentence, gettext("See who"), reverse("office:uncalled"))
    if not lacking.missions:
        return
    sentence = ngettext(
        "{n} mission has too few persons: you have called {lacking} too few.",
        "{n} missions have too few persons: you have called {lacking} too few.",
        lacking.missions,
    ).format(n=Grouped(lacking.missions), lacking=Grouped(lacking.persons))
    due_at = lacking.begins_at and timezone.localtime(lacking.begins_at)
    yield Task(sentence, gettext("Fill the lists"), reverse("office:missions"), due_at=due_at)
