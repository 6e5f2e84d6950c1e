"""What remains of absences: those that wait for an answer, and whoever came who was known to be away."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.absences.queries.absences import AbsenceCount
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_absences(counts: AbsenceCount) -> Iterator[Task]:
    """Tell how many absences nobody has answered, and how many persons came all the same."""
    if counts.waiting:
        sentence = ngettext(
            "{n} absence waits for an answer.", "{n} absences wait for an answer.", counts.waiting
        ).format(n=Grouped(counts.waiting))
        yield Task(sentence, gettext("Answer"), reverse("office:absences"))
    if counts.came:
        sentence = ngettext(
            "{n} person announced absent has come.", "{n} persons announced absent have come.", counts.came
        ).format(n=Grouped(counts.came))
        yield Task(sentence, gettext("See who"), f"{reverse('office:absences')}?etat=came")
