"""Who heads each centre of a session, and which centres nobody heads yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from massicot.accounts import queries as accounts
from massicot.accounts.queries import Appointed
from massicot.accounts.rules import Standing
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper, Session

Place = tuple[Role, str]
"""A centre, and on which side it is one."""

Headed = Mapping[Place, Standing]
"""How far those who head each place have come; a place that nobody heads is left out."""


@dataclass(frozen=True, slots=True)
class Headship:
    """One centre on one side, the address of its institution, and who is appointed there."""

    role: Role
    uai: str
    name: str
    email: str
    heads: tuple[Appointed, ...]

    @property
    def logins(self) -> tuple[str, ...]:
        """List the logins of those who are appointed."""
        return tuple(one.email for one in self.heads)

    @property
    def is_wanted(self) -> bool:
        """Say whether nobody has access there, nor a link that is good."""
        return not any(one.standing in (Standing.IN, Standing.INVITED) for one in self.heads)

    @property
    def is_outside(self) -> bool:
        """Say whether nobody has come in yet."""
        return not any(one.standing is Standing.IN for one in self.heads)

    @property
    def can_be_reached(self) -> bool:
        """Say whether somebody is appointed there, or an address is known to appoint somebody by."""
        return bool(self.email or self.heads)


class HeadCounts(NamedTuple):
    """How many centres of a session nobody has come in for, and of these how many nobody heads at all.

    `to_invite` and `to_print`: those of them whose address or whose head is known.
    """

    outside: int
    wanted: int
    to_invite: int
    to_print: int


def heads_wanted(session: Session, at: datetime) -> list[Headship]:
    """List the centres that nobody heads yet, or whose heads have no access and no link that is good."""
    return [one for one in _headships_of(session, at) if one.is_wanted]


def heads_never_in(session: Session, at: datetime) -> list[Headship]:
    """List the centres of which nobody has come in yet, invited or not: whom a letter on paper still helps."""
    return [one for one in _headships_of(session, at) if one.is_outside]


def heads_counted(papers: Collection[Paper], at: datetime) -> dict[Session, HeadCounts]:
    """Count the centres of the sessions of some papers that have no head, or whose head never came."""
    headed = accounts.headed((Role.EXAM_CENTRE, Role.MARKING_CENTRE), at)
    come = {place for place, standing in headed.items() if standing is Standing.IN}
    outside = {session: places - come for session, places in _places(papers).items()}
    nobody = {uai for places in outside.values() for _, uai in places - headed.keys()}
    with_email = exams.uais_with_email(nobody) if nobody else set()
    return {session: _counts(headed, places, with_email) for session, places in outside.items()}


def _places(papers: Collection[Paper]) -> dict[Session, set[Place]]:
    """List where each session is written, as it says or as somebody is entered, and where it is marked on site."""
    sessions = {paper.session_id: paper.session for paper in papers}
    places: dict[Session, set[Place]] = {session: set() for session in sessions.values()}
    written = candidates.centres_by_paper([paper.pk for paper in papers])
    for paper in papers:
        places[paper.session].update((Role.EXAM_CENTRE, uai) for uai in written[paper.pk])
    for session_id, uai in exams.centres_named(sessions):
        places[sessions[session_id]].add((Role.EXAM_CENTRE, uai))
    for session_id, uai in exams.on_site_destinations(sessions):
        places[sessions[session_id]].add((Role.MARKING_CENTRE, uai))
    return places


def _counts(headed: Headed, outside: Collection[Place], with_email: Collection[str]) -> HeadCounts:
    wanted = {place for place in outside if headed.get(place) is not Standing.INVITED}
    reached = [place for place in outside if place[1] in with_email or place in headed]
    return HeadCounts(
        outside=len(outside),
        wanted=len(wanted),
        to_invite=len(wanted.intersection(reached)),
        to_print=len(reached),
    )


def exam_centres_wanting_head(session: Session, at: datetime) -> QuerySet[Any]:
    """Find the exam centres that nobody heads yet, as `heads_wanted` says, for a list that the database cuts."""
    return _exam_centre_rows(session).exclude(uai__in=accounts.scopes_headed(Role.EXAM_CENTRE, at))


def marking_centres_wanting_head(session: Session, at: datetime) -> list[Headship]:
    """List the marking centres that nobody heads yet: a session has few."""
    return [one for one in _marking_headships(session, at) if one.is_wanted]


def headships_at(rows: Collection[Any], at: datetime) -> list[Headship]:
    """Tell of some exam centres who is appointed there."""
    contacts = {row.uai: Contact(row.uai, row.name, row.town, row.telephone, row.email) for row in rows}
    return _headships(Role.EXAM_CENTRE, contacts, at)


def _exam_centre_rows(session: Session) -> QuerySet[Any]:
    return exams.places_of(session, candidates.centres_of_session(session.pk))


def _headships_of(session: Session, at: datetime) -> list[Headship]:
    return [*headships_at(list(_exam_centre_rows(session)), at), *_marking_headships(session, at)]


def _marking_headships(session: Session, at: datetime) -> list[Headship]:
    uais = {uai for _, uai in exams.on_site_destinations([session.pk])}
    known = exams.contacts_of(uais)
    return _headships(Role.MARKING_CENTRE, {uai: known.get(uai) or Contact(uai, uai) for uai in sorted(uais)}, at)


def _headships(role: Role, contacts: Mapping[str, Contact], at: datetime) -> list[Headship]:
    heads: dict[str, list[Appointed]] = {}
    for one in accounts.appointed_over(role, contacts, at):
        heads.setdefault(one.scope, []).append(one)
    return [
        Headship(role, uai, contact.name, contact.email, tuple(heads.get(uai, ()))) for uai, contact in contacts.items()
    ]
