"""What remains of persons: those who ask to be written to at another address."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_persons(asking: int) -> Iterator[Task]:
    """Say how many persons ask for another address."""
    if asking:
        sentence = ngettext(
            "{n} person asks to be written to at another address.",
            "{n} persons ask to be written to at another address.",
            asking,
        ).format(n=Grouped(asking))
        yield Task(sentence, gettext("See who"), f"{reverse('office:all_persons')}?{urlencode({'ecartes': 'adresse'})}")
