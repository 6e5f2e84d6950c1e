"""Who heads each centre of a session, and which centres nobody heads yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from massicot.accounts import queries as accounts
from massicot.accounts.queries import Appointed
from massicot.accounts.queries.accounts import HEADS_OUTSIDE, scopes_entered, scopes_headed
from massicot.accounts.queries.links import waiting_links
from massicot.accounts.rules import AccountStanding
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper, Session
from massicot.store.prepared import Question, ask_all

Place = tuple[Role, str]
"""A centre, and on which side it is one."""


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
        return tuple(head.email for head in self.heads)

    @property
    def is_wanted(self) -> bool:
        """Say whether nobody has access there, nor a link that is good."""
        return not any(head.standing in (AccountStanding.IN, AccountStanding.INVITED) for head in self.heads)

    @property
    def is_outside(self) -> bool:
        """Say whether nobody has come in yet."""
        return not any(head.standing is AccountStanding.IN for head in self.heads)

    @property
    def can_be_reached(self) -> bool:
        """Say whether somebody is appointed there, or an address is known to appoint somebody by."""
        return bool(self.email or self.heads)


class HeadCounts(NamedTuple):
    """How many centres of a session nobody has come in for, and of these how many nobody heads at all.

    `to_invite` and `to_print`: those of them whose address or whose head is known; `unposted`: of those who have not
    come in, without a letter on paper that is good.
    """

    outside: int
    wanted: int
    to_invite: int
    to_print: int
    unposted: int


def heads_wanted(session: Session, at: datetime) -> list[Headship]:
    """List the centres that nobody heads yet, or whose heads have no access and no link that is good."""
    return [headship for headship in _headships_of(session, at) if headship.is_wanted]


def heads_never_in(session: Session, at: datetime) -> list[Headship]:
    """List the centres of which nobody has come in yet, invited or not: whom a letter on paper still helps."""
    return [headship for headship in _headships_of(session, at) if headship.is_outside]


def heads_counted(at: datetime) -> dict[Session, HeadCounts]:
    """Count the centres of every session that has a paper whose head is missing, or never came."""
    sessions, written, marked, heads = ask_all(
        exams.EXAMINING.of(), _WRITTEN.of(at=at), _MARKED.of(at=at), HEADS_OUTSIDE.of(at=at)
    )
    outside = _by_session(written, marked)
    appointed = {(role, uai) for role, uai, _, _ in heads}
    invited = {(role, uai) for role, uai, is_invited, _ in heads if is_invited}
    posted = {(role, uai) for role, uai, _, is_posted in heads if is_posted}
    nobody = set[Place]().union(*outside.values()) - appointed
    with_email = exams.uais_with_email({uai for _, uai in nobody})
    reached = appointed | {place for place in nobody if place[1] in with_email}
    return {session: _counts(outside[session.pk], invited, posted, reached) for session in sessions}


def _by_session(written: Iterable[tuple[int, str]], marked: Iterable[tuple[int, str]]) -> defaultdict[int, set[Place]]:
    places: defaultdict[int, set[Place]] = defaultdict(set)
    for role, rows in ((Role.EXAM_CENTRE, written), (Role.MARKING_CENTRE, marked)):
        for session_id, uai in rows:
            places[session_id].add((role, uai))
    return places


def _written_outside(at: datetime) -> QuerySet[Any, Any]:
    """List where each session is written, as it says or as somebody is entered, while no head has come in."""
    come = scopes_entered(Role.EXAM_CENTRE, at)
    named = exams.named_rows().exclude(uai__in=come)
    return candidates.entered_rows().exclude(centre_uai__in=come).union(named)


def _counts(outside: set[Place], invited: set[Place], posted: set[Place], reached: set[Place]) -> HeadCounts:
    wanted = outside - invited
    return HeadCounts(
        outside=len(outside),
        wanted=len(wanted),
        to_invite=len(wanted & reached),
        to_print=len(outside & reached),
        unposted=len((outside - posted) & reached),
    )


def exam_centres_wanting_head(session: Session, at: datetime) -> QuerySet[Any]:
    """Find the exam centres that nobody heads yet, as `heads_wanted` says, for a list that the database cuts."""
    return _exam_centre_rows(session).exclude(uai__in=scopes_headed(Role.EXAM_CENTRE, at))


def exam_centres_outside(session: Session, at: datetime) -> QuerySet[Any]:
    """Find the exam centres of which nobody has come in yet, as `heads_never_in` says, for a list."""
    return _exam_centre_rows(session).exclude(uai__in=scopes_entered(Role.EXAM_CENTRE, at))


def marking_centres_outside(session: Session, at: datetime) -> list[Headship]:
    """List the marking centres of which nobody has come in yet: a session has few."""
    return [headship for headship in _marking_headships(session, at) if headship.is_outside]


def heads_chosen(
    session: Session, exam_centres: Collection[str], marking_centres: Collection[str], at: datetime
) -> list[Headship]:
    """List of some centres those of which nobody has come in yet."""
    rows = exam_centres_outside(session, at).filter(uai__in=exam_centres)
    marking = [headship for headship in marking_centres_outside(session, at) if headship.uai in marking_centres]
    return [*headships_at(list(rows), at), *marking]


def heads_to_print(session: Session, at: datetime, *, is_mailed: bool) -> list[Headship]:
    """List whose letter is printed without making another void.

    Those without a link that is good; where no mail server is named, those too whose link waits in the outbox.
    """
    outside = heads_never_in(session, at)
    if is_mailed:
        return [headship for headship in outside if headship.is_wanted]
    links = waiting_links([login for headship in outside for login in headship.logins], at)
    posted = {login for login, link in links.items() if link.is_on_paper}
    return [headship for headship in outside if posted.isdisjoint(headship.logins)]


def papers_told(role: Role, uai: str, at: datetime) -> list[Paper]:
    """List the papers that an invitation to a centre names: those it still has to do with."""
    return exams.coming_papers(role, uai, candidates.papers_entered_at(uai), at)


def papers_told_to(email: str, at: datetime) -> list[Paper]:
    """List the papers that an invitation to a person names, as what they were appointed to first."""
    return [paper for role, scope in accounts.appointments_of(email)[:1] for paper in papers_told(role, scope, at)]


def marking_centres_wanting_head(session: Session, at: datetime) -> list[Headship]:
    """List the marking centres that nobody heads yet: a session has few."""
    return [headship for headship in _marking_headships(session, at) if headship.is_wanted]


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
    contacts = exams.contacts_of(uais)
    return _headships(Role.MARKING_CENTRE, {uai: contacts.get(uai) or Contact(uai, uai) for uai in sorted(uais)}, at)


def _headships(role: Role, contacts: Mapping[str, Contact], at: datetime) -> list[Headship]:
    heads: dict[str, list[Appointed]] = {}
    for head in accounts.appointed_over(role, contacts, at):
        heads.setdefault(head.scope, []).append(head)
    return [
        Headship(role, uai, contact.name, contact.email, tuple(heads.get(uai, ()))) for uai, contact in contacts.items()
    ]


_WRITTEN: Question[tuple[int, str]] = Question(_written_outside)
_MARKED: Question[tuple[int, str]] = Question(
    lambda at: exams.on_site_rows().exclude(destination_uai__in=scopes_entered(Role.MARKING_CENTRE, at))
)
