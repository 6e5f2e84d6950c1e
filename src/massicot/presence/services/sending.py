"""The register of a day goes to the exam office, is opened again, asked for; an absence announced beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from massicot.absences import services as absence_acts
from massicot.absences.queries import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.core.wall import check_names_nobody
from massicot.deposits import services as deposits
from massicot.deposits.rules import Document
from massicot.documents import mails as documents_mails
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.missions.queries import letters
from massicot.missions.rules.hours import DayHalf
from massicot.post import services as post
from massicot.post.rules.letters import LetterDraft
from massicot.presence.models import DayRegister
from massicot.presence.queries import registers as queries
from massicot.presence.queries.registers import said_present
from massicot.presence.queries.sending import followed_registers
from massicot.presence.rules import sending
from massicot.presence.rules.sending import RegisterState, check_not_present
from massicot.presence.services.registers import hold_register, hold_registers
from massicot.store.writes import swap_one


@dataclass(frozen=True, slots=True)
class RegistersAsked:
    """How many registers were asked for at once, by how many mails."""

    registers: int
    mails: int


@transaction.atomic
def send_register(
    *, session: Session, place_uai: str, day: date, remark: str, scan: Document | None = None, by: Actor, at: datetime
) -> None:
    """Close the register of a day, which the exam office has from then on, with a copy of the signed list where one is.

    A copy that was sent before stays until another one comes. Raise SessionIsArchived, DayNotCome, RegisterIsSent,
    NobodyOnRegister, HalfDayUnkeyed, HalfDayToCome, TextNamesCandidate, DocumentsNotKept or OtherKeyInPlace.
    """
    register = hold_register(session, place_uai, day, at)
    sheet = queries.day_sheet(session, place_uai, day)
    unknown = sheet.unknown
    sending.check_sending(unknown, sheet.people, remark)
    sending.check_begun(sheet.to_come, at)
    code = _keep_scan(queries.subject_of(session, place_uai, day), day, scan, by, at) or register.scan
    DayRegister.objects.filter(pk=register.pk).update(
        sent_at=at,
        sent_by=by.login,
        remark=" ".join(remark.split()),
        scan=code,
        unknown=sum(unknown.values()),
        remark_seen_at=None,
        remark_seen_by="",
    )
    counts = [half.count for half in sheet.halves]
    fact = sending.RegisterSent(
        sum(count.present for count in counts), sum(count.absent for count in counts), [str(half) for half in unknown]
    )
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def reopen_register(*, session: Session, place_uai: str, day: date, reason: str, by: Actor, at: datetime) -> None:
    """Open the register of a day again, which its centre corrects and sends anew.

    Raise SessionIsArchived, TextNamesCandidate or RegisterNotSent.
    """
    exams.check_at_work(session)
    check_names_nobody(reason)
    sent = DayRegister.objects.filter(session=session, place_uai=place_uai, day=day, sent_at__isnull=False)
    swap_one(
        sent,
        sending.RegisterNotSent(),
        sent_at=None,
        sent_by="",
        reopened_at=at,
        reopened_by=by.login,
        reopened_reason=reason.strip(),
    )
    fact = sending.RegisterReopened(reason.strip())
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def see_remark(*, session: Session, place_uai: str, day: date, by: Actor, at: datetime) -> None:
    """Take note, as the office, of the remark with which a register was sent; raise NoRemarkToSee."""
    exams.check_at_work(session)
    rows = DayRegister.objects.filter(queries.REMARK_UNSEEN, session=session, place_uai=place_uai, day=day)
    swap_one(rows, sending.NoRemarkToSee(), remark_seen_at=at, remark_seen_by=by.login)
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=sending.RemarkSeen(), by=by, at=at)


@transaction.atomic
def remind_of_register(*, session: Session, place_uai: str, day: date, by: Actor, at: datetime) -> int:
    """Write to the heads of a place that the register of a day has not come; return to how many.

    Raise SessionIsArchived, DayNotCome, RegisterIsSent, NobodyOnRegister or NothingToRemind.
    """
    register = hold_register(session, place_uai, day, at)
    if not queries.day_sheet(session, place_uai, day).people:
        raise sending.NobodyOnRegister
    if not sending.may_remind(register.reminded_at, at):
        raise sending.NothingToRemind
    DayRegister.objects.filter(pk=register.pk).update(reminded_at=at)
    mail = documents_mails.register_awaited(
        exams.institution_name(place_uai), session.title, day, f"{settings.MASSICOT_BASE_URL}/"
    )
    occasion = f"register-awaited:{session.code}:{place_uai}:{day}:{at:%Y%m%d%H%M}"
    drafts = [
        LetterDraft(to=email, subject=mail.subject, body=mail.body, occasion=occasion) for email in _heads(place_uai)
    ]
    post.write_letters(drafts=drafts, by=by, at=at)
    fact = sending.RegisterAskedFor(at.isoformat())
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)
    return len(drafts)


@transaction.atomic
def remind_of_registers(*, by: Actor, at: datetime) -> RegistersAsked:
    """Remind every place of the registers that it has not sent, but for those reminded a short while ago."""
    due = [row for row in followed_registers(at) if row.state is RegisterState.AWAITED]
    mails = [
        remind_of_register(session=row.session, place_uai=row.place_uai, day=row.day, by=by, at=at)
        for row in due
        if sending.may_remind(row.register.reminded_at if row.register else None, at)
    ]
    return RegistersAsked(len(mails), sum(mails))


def _heads(place_uai: str) -> list[str]:
    logins = accounts.emails_with_role(Role.MARKING_CENTRE, place_uai)
    return logins or [email for email in [exams.contact_of(place_uai).email.strip()] if email]


def _keep_scan(about: str, day: date, scan: Document | None, by: Actor, at: datetime) -> str:
    """Keep a copy of the signed list until nobody can claim pay for that day; give its code, empty without one."""
    if scan is None:
        return ""
    last = sending.claimed_until(day)
    return deposits.keep_document(document=scan, about=about, destroy_on=last, by=by, at=at).code


@transaction.atomic
def announce_absence(
    *, assignment_id: int, halves: Collection[DayHalf], said: SaidOfAbsence, way: Who, by: Actor, at: datetime
) -> Absence:
    """Note that somebody does not come, or did not, on half-days to which their letter calls them.

    Raise PresentThen, PresentThenAndSent, NoHalfDays, HalfNotCalled, AwayAlready, NotOnList, TextNamesCandidate,
    TextMayNameCandidate or SessionIsArchived.
    """
    assignment, places = letters.places_called(assignment_id)
    here = {half: places[half] for half in halves if half in places}
    hold_registers(assignment.mission.session, {(day, place) for (day, _), place in here.items()}, at)
    check_not_present(letters.name_on(assignment), halves, said_present(assignment, here))
    return absence_acts.announce_unchecked_register(
        assignment_id=assignment_id, halves=halves, said=said, way=way, by=by, at=at
    )
