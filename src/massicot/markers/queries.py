"""Reads of markers, each of one session; for heads of institution, of their staff in its pool."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Exact, IContains

from massicot.accounts.queries.accounts import logins_of
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers import models, rules
from massicot.markers.models import StaffConfirmation
from massicot.markers.rules import StaffMember, staff_digest
from massicot.persons import queries as persons
from massicot.persons.queries import addresses_of, humans_at
from massicot.store.prepared import Question

Marker = models.Marker


"""The row that other areas are handed and may name; the table itself is imported by this area only."""

_NAMED = Question(
    lambda session_id, identifiers: Marker.objects.filter(
        session_id=session_id, identifier__in=identifiers
    ).select_related("person")
)
_COUNTED: Question[tuple[int, int]] = Question(
    lambda session_ids: (
        Marker.objects.filter(session_id__in=session_ids)
        .order_by("session_id")
        .values_list("session_id")
        .annotate(Count("pk"))
    )
)


def marker_by_identifier(session_id: int, identifier: str) -> Marker:
    """Fetch a marker by an identifier typed or scanned, in any case when only one fits; raise MarkerUnknown."""
    typed = identifier.strip()
    fitting = {marker.identifier: marker for marker in _of(session_id).filter(identifier__iexact=typed)}
    marker = fitting.get(typed) or (next(iter(fitting.values())) if len(fitting) == 1 else None)
    if marker is None:
        raise rules.MarkerUnknown(identifier=identifier)
    return marker


def hold_marker(session_id: int, identifier: str) -> Marker:
    """Fetch a marker, whose school and place in the pool stay until the end of the transaction; raise MarkerUnknown."""
    marker = marker_by_identifier(session_id, identifier)
    persons.hold_person(marker.person_id)
    if not is_in_pool(session_id, marker.person_id):  # taken out of it while the person was waited for
        raise rules.MarkerUnknown(identifier=identifier)
    return marker


def pooled_among(session_id: int, person_ids: Collection[int]) -> set[int]:
    """List those of some persons whom a session may call."""
    rows = Marker.objects.filter(session_id=session_id, person_id__in=sorted(person_ids))
    return set(rows.values_list("person_id", flat=True))


def pools_of(identifiers: Collection[str]) -> dict[str, list[Marker]]:
    """Map persons, by identifier, to their rows in the pools of all sessions."""
    pools: dict[str, list[Marker]] = defaultdict(list)
    rows = Marker.objects.filter(person__identifier__in=sorted(identifiers)).select_related("person", "session")
    for marker in rows.order_by("pk") if identifiers else ():
        pools[marker.person.identifier].append(marker)
    return pools


def person_of(session_id: OuterRef, identifier: OuterRef) -> Subquery:
    """Ask who is known under an identifier in the pool of a session, as a value of another statement."""
    return Subquery(Marker.objects.filter(session_id=session_id, identifier=identifier).values("person_id")[:1])


def identifier_of(session_id: OuterRef, person_id: OuterRef) -> Subquery:
    """Ask under which identifier the pool of a session knows a person, as a value of another statement."""
    return Subquery(Marker.objects.filter(session_id=session_id, person_id=person_id).values("identifier")[:1])


def markers_by_identifier(session_id: int, identifiers: Collection[str]) -> dict[str, Marker]:
    """Map identifiers to their markers; those that nobody has are left out."""
    rows = _NAMED.ask(session_id=session_id, identifiers=sorted(identifiers)) if identifiers else []
    return {marker.identifier: marker for marker in rows}


def count_markers(session_ids: Collection[int]) -> Counter[int]:
    return Counter(dict(_COUNTED.ask(session_ids=list(session_ids)))) if session_ids else Counter()


def markers_of(session_id: int) -> list[Marker]:
    """List the markers of a session, by identifier."""
    return list(_of(session_id).order_by("identifier"))


def papers_of_markers(session_id: int) -> Mapping[int, tuple[str, ...]]:
    """Map those markers of a session who may be called for some papers only to the codes of these."""
    rows = models.MarkerPaper.objects.filter(marker__session_id=session_id).order_by("paper__code")
    codes: dict[int, tuple[str, ...]] = {}
    for marker_id, code in rows.values_list("marker_id", "paper__code"):
        codes[marker_id] = (*codes.get(marker_id, ()), code)
    return codes


def institution_of(marker: Marker, day: date) -> str:
    """Give the UAI of the institution where a marker teaches on a day."""
    return persons.institution_of(marker.person_id, day)


def institutions_of(markers: Collection[Marker], day: date) -> dict[str, str]:
    """Map markers to the UAI of the institution where they teach on a day."""
    situations = persons.situations_of({marker.person_id for marker in markers}, day)
    return {
        marker.identifier: situations[marker.person_id].institution_uai
        for marker in markers
        if marker.person_id in situations
    }


def rows_of(session_id: int, day: date) -> QuerySet[Marker]:
    """Find the markers of a session, by identifier, for a list that the database cuts.

    Each has the UAI where they teach on a day, as `institution_uai`.
    """
    institution = persons.institution_on(OuterRef("person_id"), day)
    return _of(session_id).annotate(institution_uai=institution).order_by("identifier")


def uais_of(session_id: int, day: date) -> set[str]:
    """List where the markers of a session teach on a day."""
    rows: QuerySet[Any] = rows_of(session_id, day)
    return {uai for uai in rows.values_list("institution_uai", flat=True) if uai}


def has_in_name(words: str) -> Q:
    """Look for markers whose name, as people call them, holds these words."""
    called = Concat("person__civility", Value(" "), "person__first_name", Value(" "), "person__surname")
    return Q(IContains(called, words))


def has_in_institution(words: str) -> Q:
    """Look for markers the name of whose institution holds these words; its UAI when nobody named it."""
    return Q(IContains(exams.naming("institution_uai"), words))


def identifiers_called(session_id: int, words: str) -> list[str]:
    """List the identifiers of the markers of a session whose name holds these words."""
    called = Concat("person__first_name", Value(" "), "person__surname")
    fitting = _of(session_id).alias(called=called).filter(called__icontains=words)
    return list(fitting.values_list("identifier", flat=True))


def name_of(marker: Marker) -> str:
    """Write a marker's name as people call them: Mme Bob BADIANE."""
    return " ".join(filter(None, (marker.civility, marker.first_name, marker.surname)))


def side_of_names(session_code: str, email: str) -> exams.Conflict | None:
    """Find a role, held or taken away, that lets somebody know names of a session: such a person may not mark it.

    Whoever changed their address is found by each that was theirs.
    """
    login = email.strip().lower()
    conflict = exams.conflict_of(Role.MARKER, session_code, exams.held_roles(login))
    return conflict or exams.conflict_with_past(Role.MARKER, session_code, exams.left_roles(login))


def side_of_person(session_code: str, person: persons.Person) -> exams.Conflict | None:
    """Find such a role of a person, by their address and by the account that is theirs, whatever its address."""
    for email in addresses_of(person):
        if conflict := side_of_names(session_code, email):
            return conflict
    return None


def check_knows_no_names(marker: Marker) -> None:
    """Refuse that scripts go to a marker who knows, or knew, the names; raise KnowsNames."""
    if conflict := side_of_person(marker.session.code, marker.person):
        raise rules.KnowsNames(marker=marker.identifier, paper=conflict.paper)


def check_outside_pool(email: str, role: Role, scope: str) -> None:
    """Refuse a role with names to somebody who may mark the same papers; raise AmongMarkers."""
    rows = Marker.objects.filter(person__in=humans_at([email, *logins_of(email)])).order_by("session__code")
    pools = [(Role.MARKER, code) for code in rows.values_list("session__code", flat=True).distinct()]
    if conflict := exams.conflict_of(role, scope, pools):
        raise rules.AmongMarkers(email=email.strip().lower(), paper=conflict.paper)


def _of(session_id: int) -> QuerySet[Marker]:
    return Marker.objects.filter(session_id=session_id).select_related("person")


@dataclass(frozen=True, slots=True)
class PoolMember:
    """One of the pool of a session, as a list of whom to call asks: where they teach on a day, what they may mark."""

    marker: Marker
    institution_uai: str
    papers: tuple[str, ...]


def pool_of(session_id: int, day: date) -> list[PoolMember]:
    """List the pool of a session by identifier, with what is known of each on a day: a few statements for thousands."""
    markers = list(_of(session_id).select_related("person__account").order_by("identifier"))
    people = Marker.objects.filter(session_id=session_id).values("person_id")
    situations = persons.situations_among(people, day)
    papers = papers_of_markers(session_id)
    return [
        PoolMember(
            marker,
            situations[marker.person_id].institution_uai if marker.person_id in situations else "",
            papers.get(marker.pk, ()),
        )
        for marker in markers
    ]


def skills_of_pool(session_id: int) -> dict[int, tuple[str, ...]]:
    return persons.skills_among(Marker.objects.filter(session_id=session_id).values("person_id"))


def is_in_pool(session_id: int, person_id: int) -> bool:
    """Say whether a session may call a person."""
    return Marker.objects.filter(session_id=session_id, person_id=person_id).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
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
        session=session,
        uai=uai,
        count=len(members),
        digest=digest,
        confirmed_by=last.confirmed_by if last else "",
        confirmed_at=last.confirmed_at if last else None,
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
