"""What remains of registers: centres that have not sent that of a day that is over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.presence.rules.sending import RegisterState
from massicot.web.office.presence.shown import REMARK
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_registers(awaited: int, remarks: int) -> Iterator[Task]:
    """Say how many centres have not sent the register of a day that is over, and how many came with a remark."""
    if remarks:
        sentence = ngettext(
            "{n} list of those who came was sent with a remark.",
            "{n} lists of those who came were sent with a remark.",
            remarks,
        ).format(n=Grouped(remarks))
        yield Task(sentence, gettext("Read the remarks"), reverse("office:registers", query={"etat": REMARK}))
    if awaited:
        sentence = ngettext(
            "{n} centre has not sent the list of those who came.",
            "{n} centres have not sent the lists of those who came.",
            awaited,
        ).format(n=Grouped(awaited))
        address = reverse("office:registers", query={"etat": RegisterState.AWAITED})
        yield Task(sentence, gettext("See which"), address)
