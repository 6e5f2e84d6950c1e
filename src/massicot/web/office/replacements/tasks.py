"""What remains of replacements: people who are absent and in whose stead nobody comes."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_replacements(count: int) -> Iterator[Task]:
    """Tell how many people are absent on half-days to come while nobody comes in their stead."""
    if count:
        sentence = ngettext(
            "{n} person is absent, and nobody comes in their stead.",
            "{n} persons are absent, and nobody comes in their stead.",
            count,
        ).format(n=Grouped(count))
        yield Task(sentence, gettext("Find somebody"), reverse("office:replacements"), Urgency.AT_ONCE)
