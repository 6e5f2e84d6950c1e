"""Acts on the pool of a session: one person put in, reached, given access, appointed; its staff lists confirmed.

The acts of appointing and inviting a person, whom the pool of markers must not already have on the other side. The
areas below do not know the pool: desks and commands appoint through here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.accounts.rules import PAPER_ROLES, UAI_ROLES, AccountStanding, tidy_email
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper, Session
from massicot.exams.services.invitations import LinkAddress
from massicot.markers import queries, rules
from massicot.markers.models import Marker, MarkerPaper, StaffConfirmation
from massicot.markers.queries import pools_of_person, staff_list
from massicot.markers.rules import (
    InPoolAlready,
    NobodyToConfirm,
    OutsideSession,
    PutIntoPool,
    StaffChanged,
    StaffConfirmed,
    StaffConfirmedAlready,
    TakenOutOfPool,
)
from massicot.persons import services as person_acts
from massicot.persons.queries import Person, hold_persons, person_by_id
from massicot.persons.rules.addresses import AccountThere, AddressMissing
from massicot.persons.rules.persons import PersonAside, PersonDraft, SituationDraft


@transaction.atomic
def appoint(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint a person, unless they stand in the pool; raise as `exams` does, or AmongMarkers."""
    appointed = exam_acts.appoint_unchecked_pool(email=email, role=role, scope=scope, by=by, at=at)
    # Looked at once written: appointments are held, and an import of markers waits or was here before.
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def appoint_at_known_place(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint somebody whose place is imported or named by a session, as whoever types a UAI means it.

    So is a session, or its paper, that an inspector is to see. The command line appoints before any import. Raise
    InstitutionUnknown, SessionUnknown, PaperUnknown, or as `appoint` does.
    """
    appointed = exam_acts.appoint_unchecked_pool(email=email, role=role, scope=scope, by=by, at=at)
    if role in UAI_ROLES:
        exams.check_known(scope)
    if role in PAPER_ROLES:
        exams.check_paper_scope(scope)
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def invite(
    *,
    email: str,
    role: Role,
    scope: str,
    papers: Sequence[Paper],
    link_address: LinkAddress,
    by: Actor,
    at: datetime,
) -> None:
    """Appoint a person at a known place and write to them; raise as `appoint_at_known_place` does."""
    login = appoint_at_known_place(email=email, role=role, scope=scope, by=by, at=at).email
    exam_acts.invite_again(email=login, papers=papers, link_address=link_address, by=by, at=at)


@dataclass(frozen=True, slots=True)
class PoolPlace:
    """A place in the pool of a session: for what discipline, for which papers; none means all of them."""

    session: Session
    discipline: str
    papers: Sequence[Paper] = ()


@transaction.atomic
def enter_person(
    *,
    draft: PersonDraft,
    situation: SituationDraft,
    place: PoolPlace,
    skills: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> Person:
    """Enter a person by hand, in the pool of a session too.

    Raise IdentifierTaken, InstitutionUnknown, or KnowsNames when the address is that of somebody who knows the names.
    """
    account_acts.hold_appointments()
    person = person_acts.enter_person_unchecked_pool(
        draft=draft, situation=situation, skills=skills, since=exams.day_of(place.session, at), by=by, at=at
    )
    _put(person, place, by, at)
    return person


@transaction.atomic
def put_into_pool(*, person: Person, place: PoolPlace, by: Actor, at: datetime) -> None:
    """Put somebody who is known into the pool of a session; raise InPoolAlready, KnowsNames."""
    account_acts.hold_appointments()
    _put(person, place, by, at)


@transaction.atomic
def move_address(*, person: Person, seen: str, to: str, by: Actor, at: datetime) -> None:
    """Change the address of a person, whose account moves with it; both addresses are written to.

    Raise as `persons` does, or KnowsNames when the address is that of somebody who knows the names of a session whose
    pool holds the person.
    """
    account_acts.hold_appointments()
    for marker in pools_of_person(person.pk):
        if conflict := queries.side_of_names(marker.session.code, to):
            raise rules.KnowsNames(marker=marker.identifier, paper=conflict.paper)
    person_acts.move_address_unchecked_pool(person=person, seen=seen, to=to, by=by, at=at)


@transaction.atomic
def give_access(*, person: Person, session: Session, link_address: LinkAddress, by: Actor, at: datetime) -> None:
    """Give a person of the pool an account of their own, and write to them with a link that opens it.

    Whoever has one signs in as before. Raise AddressMissing, AddressShared, AccountThere, PersonAside, OutsideSession,
    or as `appoint` does.
    """
    account_acts.hold_appointments()
    known = _callable(person, session)
    if known.account is not None:
        appoint(email=known.account.email, role=Role.MARKER, scope=session.code, by=by, at=at)
        _invite(known.account.email, session, link_address, by, at)
        return
    email = tidy_email(known.email)
    person_acts.check_alone_at(known, email)
    if accounts.account_by_email(email) is not None:
        raise AccountThere(email=email, identifier=known.identifier)
    appoint(email=email, role=Role.MARKER, scope=session.code, by=by, at=at)
    person_acts.tie_account(person=known, email=email, by=by, at=at)
    _invite(email, session, link_address, by, at)


@transaction.atomic
def tie_access(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Say that the account of a person's address is theirs, and let it open a session.

    Raise AddressMissing, AddressShared, AccountUnknown, AccountOfAnother, PersonAside, OutsideSession, or as `appoint`
    does where its roles are on the other side of the wall.
    """
    account_acts.hold_appointments()
    known = _callable(person, session)
    email = tidy_email(known.email)
    person_acts.tie_account(person=known, email=email, by=by, at=at)
    if (Role.MARKER, session.code) not in accounts.appointments_of(email):
        appoint(email=email, role=Role.MARKER, scope=session.code, by=by, at=at)


@transaction.atomic
def take_out_of_pool_unchecked_batches(*, person: Person, session: Session, by: Actor, at: datetime) -> str:
    """Take a person out of the pool of a session; give the identifier under which it knew them.

    The person stays, in every other pool too. Lower service of the act that looks at the batches they held. Raise
    OutsideSession or SessionIsArchived.
    """
    account_acts.hold_appointments()
    exams.hold_papers_at_work(session)
    hold_persons([person.pk])
    marker = Marker.objects.filter(session=session, person=person).first()
    if marker is None:
        raise OutsideSession(identifier=person.identifier, session=session.code)
    marker.delete()
    fact = TakenOutOfPool(marker.identifier, marker.discipline)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return marker.identifier


def _callable(person: Person, session: Session) -> Person:
    known = person_by_id(person.pk) or person
    if known.set_aside_at is not None:
        raise PersonAside(identifier=known.identifier, reason=known.set_aside_reason)
    if session.pk not in {marker.session_id for marker in pools_of_person(known.pk)}:
        raise OutsideSession(identifier=known.identifier, session=session.code)
    if not known.email and known.account is None:
        raise AddressMissing(identifier=known.identifier)
    return known


def _invite(email: str, session: Session, link_address: LinkAddress, by: Actor, at: datetime) -> None:
    """Write to whoever has not come in yet."""
    (holder,) = accounts.persons([accounts.known_account(email).pk], at)
    if holder.standing is not AccountStanding.IN:
        papers = exams.papers_of(session)
        exam_acts.invite_again(email=email, papers=papers, link_address=link_address, by=by, at=at)


def _put(person: Person, place: PoolPlace, by: Actor, at: datetime) -> None:
    session = place.session
    exams.hold_papers_at_work(session)
    if conflict := queries.side_of_person(session.code, person):
        raise rules.KnowsNames(marker=person.identifier, paper=conflict.paper)
    marker, is_new = Marker.objects.get_or_create(
        session=session, person=person, defaults={"identifier": person.identifier, "discipline": place.discipline}
    )
    if not is_new:
        raise InPoolAlready(identifier=person.identifier, session=session.code)
    MarkerPaper.objects.bulk_create(MarkerPaper(marker=marker, paper=paper) for paper in place.papers)
    fact = PutIntoPool(person.identifier, place.discipline)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)


@transaction.atomic
def confirm_staff(*, session: Session, uai: str, day: date, seen: str, by: Actor, at: datetime) -> None:
    """Confirm the list of an institution's staff in a pool, as it stands on a day; `seen` is the digest of the page.

    Raise StaffChanged, NobodyToConfirm, StaffConfirmedAlready.
    """
    exams.hold_papers_at_work(session)  # whose chain of the journal gets the line: nobody deletes it meanwhile
    known = staff_list(session, uai, day)
    if known.digest != seen:
        raise StaffChanged
    if not known.count:
        raise NobodyToConfirm(uai=uai, session=session.code)
    if known.is_confirmed:
        raise StaffConfirmedAlready
    StaffConfirmation.objects.create(
        session=session,
        institution_uai=uai,
        digest=known.digest,
        count=known.count,
        confirmed_by=by.login,
        confirmed_at=at,
    )
    fact = StaffConfirmed(session.code, uai, known.count, known.digest)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)


@transaction.atomic
def delete_markers(*, session: Session) -> None:
    """Delete the pool of markers of a session, and who is in no other one; the caller holds the session."""
    pool = Marker.objects.filter(session=session)
    people = list(pool.values_list("person_id", flat=True))
    pool.delete()
    elsewhere = set(Marker.objects.filter(person_id__in=people).values_list("person_id", flat=True))
    person_acts.delete_persons(person_ids=set(people) - elsewhere)
