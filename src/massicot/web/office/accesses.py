"""An access of the office as its page tells it: on whom it rests, by which acts, and who may confirm it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from massicot.accounts.queries import resting as accesses
from massicot.web.office.journal_words import ACTS
from massicot.web.shared.tasks import Task, Urgency

_TOLD = frozenset(
    {"RoleGiven", "LinkDrawn", "PasswordChosen", "SecondFactorReset", "SecondFactorAdded", "AccessConfirmed"}
)
"""The acts of an account that tell whose it is."""


@dataclass(frozen=True, slots=True)
class ShownDeed:
    """One act on an access."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownAccess:
    """An access of the office: those on whom it rests, those who keep the reader from confirming it, its story."""

    resting: str
    in_the_way: str
    story: tuple[ShownDeed, ...]


def shown_access(email: str, reader: str, now: datetime) -> ShownAccess:
    """Tell on whom an access rests, as somebody of the office sees it."""
    behind = accesses.stood_behind(email, now)
    shared = behind & accesses.stood_behind(reader, now)
    deeds = [deed for deed in accesses.deeds_on(email, now) if deed.act in _TOLD]
    story = (ShownDeed(str(ACTS[deed.act]), deed.by, timezone.localtime(deed.at)) for deed in deeds)
    return ShownAccess(", ".join(sorted(behind - {email})), ", ".join(sorted(shared)), tuple(story))


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
