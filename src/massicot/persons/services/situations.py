"""Acts on the dated situations of persons: told from a day on, taken away; told of several at once."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.persons import queries
from massicot.persons.models import Person, Situation
from massicot.persons.rules.persons import SituationDraft, checked_reason, situation_on, subject_of
from massicot.persons.rules.situations import (
    Employer,
    EmployersKnown,
    EmployerTold,
    NobodyToTell,
    OnlySituation,
    SituationChanged,
    SituationGone,
    SituationStandsAlready,
    SituationTakenBack,
    is_duty,
)


@transaction.atomic
def change_situation_unchecked_batches(
    *, person: Person, since: date, situation: SituationDraft, by: Actor, at: datetime
) -> str:
    """Say where a person teaches and lives, and who employs them, from a day on until the next situation begins.

    One that begins on the same day is put right. Give the UAI that held on that day before. Lower service of the act
    that looks at the batches they hold. Raise SituationStandsAlready, or InstitutionUnknown.
    """
    account_acts.hold_appointments()
    if situation.institution_uai:
        exams.check_known(situation.institution_uai)
    queries.hold_person(person.pk)
    before = situation_on(Situation.objects.filter(person=person), since)
    values = situation_values(situation)
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        raise SituationStandsAlready(since=f"{since:%d/%m/%Y}")
    Situation.objects.update_or_create(person=person, since=since, defaults=values)
    fact = SituationChanged(person.identifier, since.isoformat())
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return before.institution_uai if before else ""


@transaction.atomic
def take_back_situation_unchecked_batches(
    *, person: Person, since: date, reason: str, by: Actor, at: datetime
) -> tuple[str, str]:
    """Take away a situation that was told by mistake: the one before holds on its days.

    Give the UAI of its first day, before and after. Lower service of the act that looks at the batches they hold.
    Raise PersonReasonMissing, SituationGone, OnlySituation.
    """
    told = checked_reason(reason)
    account_acts.hold_appointments()
    queries.hold_person(person.pk)
    rows = list(Situation.objects.filter(person=person))
    gone = next((row for row in rows if row.since == since), None)
    if gone is None:
        raise SituationGone
    left = situation_on((row for row in rows if row != gone), since)
    if left is None:
        raise OnlySituation(identifier=person.identifier)
    Situation.objects.filter(pk=gone.pk).delete()
    fact = SituationTakenBack(person.identifier, since.isoformat(), told)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return gone.institution_uai, left.institution_uai


def situation_values(situation: SituationDraft) -> dict[str, Any]:
    """Give what a situation says, by the fields of its table; part of the caller's act."""
    return asdict(situation)


@transaction.atomic
def tell_employers(*, days: Mapping[int, date], employer: Employer, by: Actor, at: datetime) -> int:
    """Say who employs some persons: it is written into the situation that holds on the day of each; count them.

    Of whom it is known already nothing is changed. Raise NobodyToTell or EmployersKnown.
    """
    if not days:
        raise NobodyToTell
    account_acts.hold_appointments()
    queries.hold_persons(days)
    told = [person for person in Person.objects.filter(pk__in=list(days)) if _tell(person, days[person.pk], employer)]
    if not told:
        raise EmployersKnown
    for person in told:
        fact = EmployerTold(person.identifier, days[person.pk].isoformat(), employer.kind)
        audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return len(told)


def _tell(person: Person, day: date, employer: Employer) -> bool:
    """Write the employer where nobody has told it; say whether it was written."""
    known = situation_on(Situation.objects.filter(person=person), day)
    if known is not None and is_duty(known.employer_kind, is_state_agent=known.is_state_agent) is not None:
        return False
    row = known or Situation(person=person, since=day)
    row.employer_kind = employer.kind
    row.is_state_agent = employer.is_state_agent
    row.save()
    return True
