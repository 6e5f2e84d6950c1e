"""What remains of accesses: those that rest on one person, until another confirms them."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from massicot.accounts.queries import holders as accesses
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_accesses(logins: Collection[str], now: datetime) -> Iterator[Task]:
    """Tell everybody of the office of each access that rests on one of them, until it is confirmed."""
    for email, others in accesses.resting_on_others(logins, now).items():
        sentence = gettext("The access of {email} rests on {others}: it counts as a second person once confirmed.")
        yield Task(
            sentence.format(email=email, others=", ".join(others)),
            gettext("See what was done"),
            reverse("office:person", args=[email]),
            Urgency.LATER,
        )
