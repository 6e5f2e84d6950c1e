"""A centre without a label left: it asks the office for more numbers; the draw answers it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries
from massicot.candidates.models import NumbersAsked
from massicot.candidates.services.holding import check_day_open
from massicot.core.actor import Actor
from massicot.exams.queries import Paper


@dataclass(frozen=True, slots=True)
class NumbersWanted:
    """A centre asked the office for more numbers."""

    centre: str


@transaction.atomic
def ask_for_numbers_unchecked_reserve(*, paper: Paper, centre_uai: str, by: Actor, at: datetime) -> None:
    """Ask the office for more numbers, were labels left; lower service of the act that counts them.

    Asked twice, it is one request. Raise CentreUnknown or DayIsClosed.
    """
    hold_day_for_numbers(paper, centre_uai)
    place = {"paper": paper, "centre_uai": centre_uai, "answered_at": None}
    _, is_new = NumbersAsked.objects.get_or_create(**place, defaults={"asked_by": by.login, "asked_at": at})
    if is_new:
        audit.record(subject=queries.day_subject(paper, centre_uai), fact=NumbersWanted(centre_uai), by=by, at=at)


def answer_numbers_asked(*, paper: Paper, centre_uai: str, at: datetime) -> None:
    """Close the request of a centre, if there is one: its numbers are drawn. The outer act writes the journal line."""
    NumbersAsked.objects.filter(paper=paper, centre_uai=centre_uai, answered_at=None).update(answered_at=at)


def hold_day_for_numbers(paper: Paper, centre_uai: str) -> None:
    """Hold the register of a centre, were it empty, and refuse one whose day is closed: its numbers are settled."""
    queries.hold_whoever_is_expected(paper, centre_uai)
    check_day_open(paper, centre_uai)
