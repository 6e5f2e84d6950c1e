"""Reads of the staff of an institution in the pools of sessions, as its head sees them: no script and no mark."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.db.models.lookups import Exact

from massicot.exams.queries import Session
from massicot.markers.models import Marker, StaffConfirmation
from massicot.markers.queries import rows_of
from massicot.markers.rules.staff import StaffMember, staff_digest


@dataclass(frozen=True, slots=True)
class StaffList:
    """The staff of one institution in one pool, and who confirmed the list when; `is_confirmed`: as it is now."""

    session: Session
    uai: str
    count: int
    digest: str
    confirmed_by: str
    confirmed_at: datetime | None
    is_confirmed: bool


def staff_rows(session: Session, uai: str, day: date) -> QuerySet[Marker]:
    """Find who teaches at an institution on a day, of the pool of a session, by name."""
    rows = rows_of(session.pk, day).filter(Exact(F("institution_uai"), uai))
    return rows.order_by("person__surname", "person__first_name", "identifier")


def staff_list(session: Session, uai: str, day: date) -> StaffList:
    """Tell of the list of an institution in a pool whether it is confirmed as it stands on a day."""
    members = [_member(row) for row in staff_rows(session, uai, day)]
    digest = staff_digest(members)
    last = StaffConfirmation.objects.filter(session=session, institution_uai=uai).order_by("-pk").first()
    return StaffList(
        session,
        uai,
        len(members),
        digest,
        last.confirmed_by if last else "",
        last.confirmed_at if last else None,
        is_confirmed=last is not None and last.digest == digest,
    )


def pools_of_person(person_id: int) -> list[Marker]:
    """List the places of a person in the pools, the newest session first."""
    rows = Marker.objects.filter(person_id=person_id).select_related("session", "person")
    return list(rows.order_by("-session__pk"))


def sessions_by_person(person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Map persons to the codes of the sessions whose pool holds them."""
    codes: dict[int, tuple[str, ...]] = {}
    rows = Marker.objects.filter(person_id__in=list(person_ids)).order_by("session__code")
    for person_id, code in rows.values_list("person_id", "session__code"):
        codes[person_id] = (*codes.get(person_id, ()), code)
    return codes


def persons_of_pool(session_code: str) -> QuerySet[Marker, int]:
    """Find the persons of the pool of a session, for another question."""
    return Marker.objects.filter(session__code=session_code).values_list("person_id", flat=True)


def staff_member(session: Session, uai: str, person_id: int, day: date) -> Marker | None:
    """Find one person of the staff of an institution in a pool; nobody else's."""
    return staff_rows(session, uai, day).filter(person_id=person_id).first()


def _member(row: Marker) -> StaffMember:
    name = " ".join(filter(None, (row.civility, row.first_name, row.surname)))
    return StaffMember(row.identifier, name, row.discipline)
