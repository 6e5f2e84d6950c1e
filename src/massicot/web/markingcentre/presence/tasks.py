"""Tasks of a marking centre about registers: days that have begun and that the exam office does not have."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.presence.queries.sending import unsent_days
from massicot.web.shared import instants
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_registers(uais: Collection[str], now: datetime) -> Iterator[Task]:
    """Say of each session which days are to be keyed and sent: those that are over, and today’s."""
    for (code, uai), days in unsent_days(uais, now).items():
        over = [day for day, is_over in days if is_over]
        if over:
            sentence = ngettext(
                "{n} day is over, and the exam office does not have the list of those who came: send it.",
                "{n} days are over, and the exam office does not have the lists of those who came: send them.",
                len(over),
            ).format(n=Grouped(len(over)))
            address = reverse("markingcentre:registers", args=[uai, code])
            yield Task(sentence, gettext("See the days"), address, heading=code)
        for day in [day for day, is_over in days if not is_over]:
            sentence = gettext("Key the list of those who come on {day}, then send it.").format(day=instants.day(day))
            address = reverse("markingcentre:day_register", args=[uai, code, day.isoformat()])
            yield Task(sentence, gettext("Key the list"), address, heading=code)
