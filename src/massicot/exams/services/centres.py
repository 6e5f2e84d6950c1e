"""Acts that name the exam centres of a session, and take them out again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries
from massicot.exams.models import ExamCentre, Institution, Session
from massicot.exams.rules import centres as rules
from massicot.exams.services.wall import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class CentresAdded:
    """Exam centres were named."""

    centres: Collection[str]


@dataclass(frozen=True, slots=True)
class CentreRemoved:
    """An exam centre was taken out."""

    centre: str


@transaction.atomic
def add_centres(
    *, session: Session, centres: Mapping[str, str], entered: Collection[str], by: Actor, at: datetime
) -> None:
    """Name exam centres (UAI → name); `entered` lists where somebody is entered already.

    Raise CentreAlreadyNamed, CentreHasEntries when the first ones named leave such a place out, or BothSidesOfTheWall.
    """
    named = _hold_named(session)
    for uai in centres:
        if uai in named:
            raise rules.CentreAlreadyNamed(centre=uai)
    rules.check_centres(named | centres.keys(), entered)
    for uai, name in centres.items():
        Institution.objects.get_or_create(uai=uai, defaults={"name": name})
    ExamCentre.objects.bulk_create(ExamCentre(session=session, uai=uai) for uai in centres)
    check_both_sides_everywhere()
    audit.record(subject=f"session:{session.code}", fact=CentresAdded(sorted(centres)), by=by, at=at)


@transaction.atomic
def remove_centre(*, session: Session, uai: str, entered: Collection[str], by: Actor, at: datetime) -> None:
    """Take an exam centre out; raise CentreNotNamed, CentreHasEntries or BothSidesOfTheWall."""
    named = _hold_named(session)
    if uai not in named:
        raise rules.CentreNotNamed(centre=uai)
    rules.check_nobody_entered(uai, entered)
    ExamCentre.objects.filter(session=session, uai=uai).delete()
    check_both_sides_everywhere()
    audit.record(subject=f"session:{session.code}", fact=CentreRemoved(uai), by=by, at=at)


def _hold_named(session: Session) -> set[str]:
    # Two who name the first centres at once would each see none: they wait for one another on the session.
    account_acts.hold_appointments()
    queries.hold_session(session)
    queries.check_at_work(session)
    return queries.named_centre_uais(session)
