"""What becomes of a letter: opened, acknowledged, told, not reached, come back, mailed again; an account asked for.

Reading a page changes nothing: the programs that open every link of a mail before its reader does leave no trace.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.accounts.queries.links import waiting_links
from massicot.accounts.rules import AccountStanding
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.services.invitations import LinkAddress
from massicot.markers import services as markers
from massicot.missions.models import Convocation, ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.rules import letters, replacements, runs
from massicot.missions.rules.letters import ASKED_AGAIN_AFTER, AccessAnswer, AccountAsked, AccountByOffice
from massicot.missions.rules.missions import ConvocationAct, ConvocationState
from massicot.missions.services import letters as letter_acts
from massicot.missions.services.cancellations import raise_not_valid
from massicot.missions.services.letters import Addresses, withdraw_reminders
from massicot.missions.services.lists import name_of
from massicot.persons import queries as persons
from massicot.post import queries as post_queries
from massicot.post import services as post


@transaction.atomic
def open_convocation(*, code: str, at: datetime) -> None:
    """Note that somebody opened their letter, by the link of its mail; once. Raise what the letter became meanwhile."""
    row = held_letter(code, at)
    if not convocations.followed_of([row])[row.pk].is_opened:
        reader = Actor(code)
        _note(row, ConvocationAct.OPENED, reader, at)
        audit.record(subject=letter_subject(row), fact=runs.ConvocationOpened(code), by=reader, at=at)


@transaction.atomic
def acknowledge_convocation(*, code: str, by: Actor | None = None, at: datetime) -> None:
    """Note that somebody has read their letter; once.

    By whoever holds the link of its mail, or is signed in. Raise ConvocationReplaced, ConvocationCancelled or
    MissionOver.
    """
    row = held_letter(code, at)
    if not convocations.followed_of([row])[row.pk].is_acknowledged:
        reader = by or Actor(code)
        _note(row, ConvocationAct.ACKNOWLEDGED, reader, at)
        withdraw_reminders(Convocation.objects.filter(pk=row.pk))
        audit.record(subject=letter_subject(row), fact=runs.ConvocationAcknowledged(code), by=reader, at=at)


@transaction.atomic
def tell_convocation(*, codes: Collection[str], by: Actor, at: datetime) -> int:
    """Note that people were told of their letters, several at once; return of how many that was not known.

    Raise NobodyTold, ConvocationUnknown, or what one of the letters became meanwhile: then nothing is noted.
    """
    if not codes:
        raise letters.NobodyTold
    rows = [held_letter(code, at) for code in sorted(set(codes))]
    known = convocations.followed_of(rows)
    new = [row for row in rows if not known[row.pk].is_told]
    ConvocationEvent.objects.bulk_create(
        ConvocationEvent(convocation=row, act=ConvocationAct.TOLD_BY_HEAD, at=at, by=by.login) for row in new
    )
    withdraw_reminders(Convocation.objects.filter(pk__in=[row.pk for row in new]))
    for row in new:
        audit.record(subject=letter_subject(row), fact=runs.ConvocationTold(row.code), by=by, at=at)
    return len(new)


@transaction.atomic
def take_back_told(*, code: str, by: Actor, at: datetime) -> None:
    """Take back that somebody was told of their letter, said by mistake: it is to be handed over again.

    Raise ToldByNobody where its reader acknowledged it, or nobody said so, or what the letter became meanwhile.
    """
    row = held_letter(code, at)
    known = convocations.followed_of([row])[row.pk]
    if known.is_acknowledged or not known.is_told:
        raise replacements.ToldByNobody(code=code)
    _note(row, ConvocationAct.NOT_TOLD, by, at)
    audit.record(subject=letter_subject(row), fact=replacements.ToldTakenBack(code), by=by, at=at)


@transaction.atomic
def note_came_back(*, code: str, note: str, by: Actor, at: datetime) -> None:
    """Note that a letter came back: its reader does not know, whatever was told before.

    Raise AcknowledgedByReader where its reader acknowledged it themselves.
    """
    row = held_letter(code, at)
    if convocations.followed_of([row])[row.pk].is_acknowledged:
        raise letters.AcknowledgedByReader(code=code)
    fact = runs.ConvocationCameBack(code, " ".join(note.split()))
    _note(row, ConvocationAct.CAME_BACK, by, at, fact.note)
    audit.record(subject=letter_subject(row), fact=fact, by=by, at=at)


@transaction.atomic
def note_not_reached(*, code: str, by: Actor, at: datetime) -> None:
    """Note that a head of institution did not reach the reader of a letter: the office calls somebody else.

    Raise NotReachedUnknown where its reader is known to know, or what the letter became meanwhile.
    """
    row = held_letter(code, at)
    if convocations.followed_of([row])[row.pk].is_known:
        raise replacements.NotReachedUnknown(code=code)
    _note(row, ConvocationAct.NOT_REACHED, by, at)
    audit.record(subject=letter_subject(row), fact=replacements.ConvocationNotReached(code), by=by, at=at)


def held_letter(code: str, at: datetime) -> Convocation:
    """Hold a letter that holds until the end of the transaction: nobody cancels it meanwhile."""
    row = Convocation.objects.select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        raise letters.ConvocationUnknown(code=code)
    if row.state != ConvocationState.VALID:
        raise_not_valid(row)
    if row.ends_at <= at:
        raise letters.MissionOver(code=code)
    return row


def _note(row: Convocation, act: ConvocationAct, by: Actor, at: datetime, note: str = "") -> None:
    ConvocationEvent.objects.create(convocation=row, act=act, at=at, by=by.login, note=note)


def letter_subject(row: Convocation) -> str:
    """Name a letter as the journal does: all its issues have one chain."""
    return f"convocation:{letters.first_code(row.code)}"


@transaction.atomic
def ask_for_account(*, code: str, link_address: LinkAddress, at: datetime) -> AccessAnswer:
    """Write to the person whom a letter calls with a link that opens an account of theirs; say what comes of it.

    Once an hour, however often it is asked; whoever has an account signs in with it, into this session too. Raise
    AccountByOffice where the office has to look first, or what the letter became meanwhile.
    """
    # Two who press at once wait for one another here: one mail is written.
    account_acts.hold_appointments()
    row = held_letter(code, at)
    session = exams.session_by_code(convocations.facts_of(row).session)
    person = row.assignment.person
    reader = Actor(code)
    try:
        answer = _give_access(person, session, link_address, reader, at)
    except Refused as refusal:
        raise AccountByOffice from refusal
    if answer is AccessAnswer.WRITTEN:
        audit.record(subject=letter_subject(row), fact=AccountAsked(row.code), by=reader, at=at)
    return answer


def _give_access(
    person: persons.Person, session: exams.Session, link_address: LinkAddress, by: Actor, at: datetime
) -> AccessAnswer:
    account = person.account
    standing = _standing(account, at) if account else None
    if standing is AccountStanding.CLOSED:
        raise AccountByOffice
    if account is None or (Role.MARKER, session.code) not in accounts.appointments_of(account.email):
        markers.give_access(person=person, session=session, link_address=link_address, by=by, at=at)
        return AccessAnswer.SIGNS_IN if standing is AccountStanding.IN else AccessAnswer.WRITTEN
    if standing is AccountStanding.IN:
        return AccessAnswer.SIGNS_IN
    if _is_on_its_way(account.email, at):
        return AccessAnswer.ON_ITS_WAY
    papers = exams.papers_of(session)
    exam_acts.invite_again(email=account.email, papers=papers, link_address=link_address, by=by, at=at)
    return AccessAnswer.WRITTEN


def _is_on_its_way(email: str, at: datetime) -> bool:
    link = waiting_links([email], at).get(email)
    return link is not None and not link.is_on_paper and at - link.drawn_at < ASKED_AGAIN_AFTER


def _standing(account: Account, at: datetime) -> AccountStanding:
    (holder,) = accounts.persons([account.pk], at)
    return holder.standing


@transaction.atomic
def mail_convocation_again(*, code: str, seen: int, addresses: Addresses, by: Actor, at: datetime) -> None:
    """Mail a letter that holds once more, as it was, to the address that its reader has now.

    `seen` is the mail that the page showed, 0 for none: two caseworkers who press at once send one. One that has not
    left is given up. Raise NoMailToSend, MailedMeanwhile, ConvocationUnknown, MissionOver, or what the letter became.
    """
    row = held_letter(code, at)
    person = row.assignment.person
    if not letter_acts.has_mail(person.email):
        raise letters.NoMailToSend(person=name_of(person))
    occasion = letter_acts.occasion_of(row)
    before = post_queries.letters_on([occasion]).get(occasion)
    if (before.pk if before else 0) != seen:
        raise letters.MailedMeanwhile(code=code)
    post.write_letter_anew(draft=letter_acts.draft_again(row, addresses, at), by=by, at=at)
    ConvocationEvent.objects.create(convocation=row, act=ConvocationAct.SENT_AGAIN, at=at, by=by.login, note="")
    audit.record(subject=letter_subject(row), fact=runs.ConvocationSentAgain(code), by=by, at=at)
