"""Acts on the days on which a person cannot be called: declared, taken back."""

from datetime import date, datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.persons.models import Person, Unavailability
from massicot.persons.rules import UnavailabilityKind, subject_of
from massicot.persons.rules.absence import (
    DaysDeclared,
    UnavailabilityDeclared,
    UnavailabilityGone,
    UnavailabilityTakenBack,
    check_days,
)
from massicot.store.swap import swap_one


@transaction.atomic
def declare_unavailability(
    *, person: Person, starts_on: date, ends_on: date, kind: UnavailabilityKind, by: Actor, at: datetime
) -> Unavailability:
    """Declare days, both included, on which a person cannot be called.

    Raise EndsBeforeItStarts, LongerThanAYear, DaysDeclared.
    """
    check_days(starts_on, ends_on)
    # A table that declares the same days writes them after it looked: the two wait for one another here.
    account_acts.hold_appointments()
    row, is_new = Unavailability.objects.get_or_create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        taken_back_at=None,
        defaults={"kind": kind, "declared_by": by.login, "declared_at": at},
    )
    if not is_new:
        raise DaysDeclared(identifier=person.identifier)
    fact = UnavailabilityDeclared(person.identifier, starts_on.isoformat(), ends_on.isoformat())
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def take_back_unavailability(*, unavailability: Unavailability, by: Actor, at: datetime) -> None:
    """Say that somebody can be called on days that were declared; the row stays. Raise UnavailabilityGone."""
    rows = Unavailability.objects.filter(pk=unavailability.pk, taken_back_at__isnull=True)
    swap_one(rows, UnavailabilityGone(), taken_back_at=at)
    identifier = unavailability.person.identifier
    days = (unavailability.starts_on.isoformat(), unavailability.ends_on.isoformat())
    audit.record(subject=subject_of(identifier), fact=UnavailabilityTakenBack(identifier, *days), by=by, at=at)
