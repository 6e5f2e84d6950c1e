"""Acts on an absence: announced, explained, its documents handed in; found by a register; withdrawn.

The act of announcing an absence, by the person, their head of institution, the marking centre or the office. It excuses
nobody: the convocation holds until it is answered.

What a register says of absences: it found somebody away, or present who was known to be away. Lower services of the
acts that key a register: they join the transaction of these. The register wins.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.absences.models import Absence, AbsenceStep, AbsentHalf
from massicot.absences.queries import absences as queries
from massicot.absences.rules.absences import (
    REASON_LENGTH,
    AbsenceAnnounced,
    AbsenceAnswered,
    AbsenceConfirmed,
    AbsenceExplained,
    AbsenceFollowed,
    AbsenceKind,
    AbsenceObserved,
    AbsenceState,
    AbsenceUnconfirmed,
    AbsenceWithdrawn,
    AwayPersonCame,
    NothingTold,
    ReasonGiven,
    SaidOfAbsence,
    Who,
    check_halves,
    check_one_more,
    destroyed_on,
    in_order,
    tidy_said,
)
from massicot.absences.rules.life import (
    UNDECIDED,
    AbsenceMoved,
    ReasonMissing,
    Step,
    check_step,
    check_withdrawn_by,
    state_unanswered,
)
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.deposits import services as deposits
from massicot.deposits.rules import Document
from massicot.exams import queries as exams
from massicot.missions import services as missions
from massicot.missions.queries import convocations, letters
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.letters import Assignment
from massicot.missions.rules.hours import DayHalf
from massicot.store.writes import swap_one


@dataclass(frozen=True, slots=True)
class Held:
    """An absence with the call that it is from, held until the end of the transaction."""

    absence: Absence
    assignment: Assignment
    letter: Convocation | None

    @property
    def name(self) -> str:
        return letters.name_on(self.assignment)


def hold_file(absence_id: int) -> Held:
    """Hold an absence, and its call before it, as whoever announces or keeps a register does.

    Raise AbsenceUnknown or SessionIsArchived.
    """
    assignment, letter = letters.hold_call(queries.absence_by_id(absence_id).assignment_id)
    exams.check_at_work(assignment.mission.session)
    return Held(queries.hold_absence(absence_id), assignment, letter)


def take_step(absence: Absence, step: Step, who: Who, by: Actor, at: datetime, note: str = "") -> AbsenceStep:
    """Take an absence one step on; raise AbsenceMoved where the table knows no such step, or somebody was faster."""
    passage = check_step(step, AbsenceState(absence.state), who)
    state = passage.to or absence.state
    if passage.goes_back:
        state = state_unanswered(absence.steps.order_by("pk").values_list("step", flat=True))
    swap_one(Absence.objects.filter(pk=absence.pk, state=absence.state), AbsenceMoved(), state=state)
    absence.state = state
    return note_step(absence, step, by, at, note)


def note_step(absence: Absence, step: Step, by: Actor, at: datetime, note: str = "") -> AbsenceStep:
    """Keep a step in the file of an absence."""
    return AbsenceStep.objects.create(absence=absence, step=step, note=note, at=at, by=by.login)


def say_it_holds(absence: Absence, by: Actor, at: datetime) -> None:
    """Note with the letter of an absence that it holds, unless another absence from it still waits for an answer."""
    others = Absence.objects.filter(assignment=absence.assignment_id, state__in=UNDECIDED).exclude(pk=absence.pk)
    if not others.exists():
        missions.note_holds(assignment_id=absence.assignment_id, by=by, at=at)


@transaction.atomic
def hand_in_document(*, absence_id: int, document: Document, who: Who, by: Actor, at: datetime) -> None:
    """Hand a document in for an absence that is known; what was answered without it waits for an answer again.

    Raise TooManyDocuments, AbsenceUnknown, AbsenceMoved, DocumentsNotKept or OtherKeyInPlace.
    """
    absence = hold_file(absence_id).absence
    take_step(absence, Step.ADD_DOCUMENT, who, by, at)
    keep_with(absence, document, who, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceExplained(absence.pk), by=by, at=at)


def keep_with(absence: Absence, document: Document | None, who: Who, by: Actor, at: datetime) -> None:
    """Keep a document, where there is one, with the absence that it was handed in for; raise TooManyDocuments."""
    if document is None:
        return
    check_one_more(queries.count_handed_in(absence.assignment_id), who)
    today = exams.day_of(absence.assignment.mission.session, at)
    deposit = deposits.keep_document(
        document=document,
        about=queries.subject_of(absence.pk),
        destroy_on=destroyed_on(queries.halves_ever(absence), today),
        by=by,
        at=at,
    )
    Absence.objects.filter(pk=absence.pk).update(document=deposit.code, document_at=at)


@transaction.atomic
def announce_unchecked_register(
    *, assignment_id: int, halves: Collection[DayHalf], said: SaidOfAbsence, way: Who, by: Actor, at: datetime
) -> Absence:
    """Note that somebody does not come on some half-days to which their letter calls them.

    Raise NoHalfDays, HalfNotCalled, AwayAlready, NotOnList, TextNamesCandidate, TextMayNameCandidate or
    SessionIsArchived.
    """
    tidy = tidy_said(said)
    assignment, letter = letters.hold_call(assignment_id)
    exams.check_at_work(assignment.mission.session)
    called = letters.halves_called(convocations.facts_of(letter)) if letter else {}
    away = queries.halves_away(assignment_id)
    check_halves(called.keys(), away.keys(), halves, letters.name_on(assignment))
    absence = Absence.objects.create(
        assignment=assignment,
        letter_code=letter.code if letter else "",
        institution_uai=letter.institution_uai if letter else "",
        state=AbsenceState.ANNOUNCED,
        kind=tidy.kind,
        way=way,
        words=tidy.words,
        said_at=at,
        said_by=by.login,
    )
    add_halves(absence, {half: called[half] for half in halves})
    keep_with(absence, tidy.document, way, by, at)
    note_step(absence, Step.ANNOUNCE, by, at)
    if letter:
        missions.note_cannot_come(convocation=letter, by=by, at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceAnnounced(absence.pk), by=by, at=at)
    return absence


def add_halves(absence: Absence, places: Mapping[DayHalf, str]) -> None:
    """Add half-days to an absence, each at its place."""
    AbsentHalf.objects.bulk_create(
        AbsentHalf(
            absence=absence, assignment_id=absence.assignment_id, day=half[0], half=half[1], place_uai=places[half]
        )
        for half in in_order(places)
    )


@transaction.atomic
def observe(*, assignment_id: int, half: DayHalf, place_uai: str, by: Actor, at: datetime) -> Absence:
    """Note that a register found somebody away on one half-day; nothing more where that is known already.

    Half-days that nobody had announced are of one absence, until it is explained or answered. Raise NotOnList.
    """
    assignment, letter = letters.hold_call(assignment_id)
    if known := queries.halves_away(assignment_id).get(half):
        return known.absence
    waiting = Absence.objects.filter(assignment=assignment, state=AbsenceState.OBSERVED)
    absence = waiting.select_for_update().first() or Absence.objects.create(
        assignment=assignment,
        letter_code=letter.code if letter else "",
        institution_uai=letter.institution_uai if letter else "",
        state=AbsenceState.OBSERVED,
        way=Who.REGISTER,
        said_at=at,
        said_by=by.login,
    )
    add_halves(absence, {half: place_uai})
    note_step(absence, Step.OBSERVE, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceObserved(absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def end_half(*, assignment_id: int, half: DayHalf, by: Actor, at: datetime) -> Absence | None:
    """Note that a register found somebody present: that half-day of any absence ends, and is kept.

    The office is told, unless the absence was a register's own. None where nobody took them for away. Raise NotOnList.
    """
    letters.hold_call(assignment_id)
    known = queries.halves_away(assignment_id).get(half)
    if known is None:
        return None
    absence = queries.hold_absence(known.absence_id)
    AbsentHalf.objects.filter(pk=known.pk).update(ended_at=at, ended_by=by.login)
    if absence.state != AbsenceState.OBSERVED:
        Absence.objects.filter(pk=absence.pk).update(came_at=at, came_seen_at=None)
    if queries.halves_of(absence):
        note_step(absence, Step.COME, by, at)
    else:
        take_step(absence, Step.COME, Who.REGISTER, by, at)
        say_it_holds(absence, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AwayPersonCame(absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def explain_absence(*, absence_id: int, said: SaidOfAbsence, who: Who, by: Actor, at: datetime) -> None:
    """Say why somebody is away of whom no reason is known.

    Where a register found them absent, it is as if it had been announced from then on; elsewhere, who announced it, and
    when, stays.
    Raise NothingTold, ReasonGiven, TooManyDocuments, TextNamesCandidate, TextMayNameCandidate, AbsenceUnknown or
    AbsenceMoved.
    """
    tidy = tidy_said(said)
    if tidy.kind is AbsenceKind.NONE_GIVEN and not tidy.words and not tidy.document:
        raise NothingTold
    held = hold_file(absence_id)
    absence = held.absence
    was_found = absence.state == AbsenceState.OBSERVED
    take_step(absence, Step.EXPLAIN, who, by, at)
    if absence.kind != AbsenceKind.NONE_GIVEN:
        raise ReasonGiven(person=held.name)
    said_then = {"said_at": at, "said_by": by.login} if was_found else {}
    words = tidy.words or absence.words
    Absence.objects.filter(pk=absence.pk).update(kind=tidy.kind, words=words, **said_then)
    keep_with(absence, tidy.document, who, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceExplained(absence.pk), by=by, at=at)


@transaction.atomic
def confirm_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Confirm an absence as the head of institution of whoever does not come; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    take_step(absence, Step.CONFIRM, Who.HEAD, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceConfirmed(absence.pk), by=by, at=at)


@transaction.atomic
def unconfirm_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take one's confirmation back, as the head who gave it by mistake; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    take_step(absence, Step.UNCONFIRM, Who.HEAD, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceUnconfirmed(absence.pk), by=by, at=at)


@transaction.atomic
def withdraw_absence_unchecked_replacement(*, absence_id: int, reason: str, who: Who, by: Actor, at: datetime) -> None:
    """Withdraw an absence that was said by mistake, or whose person comes after all, while nothing is decided.

    Raise ReasonMissing, TextNamesCandidate, TextMayNameCandidate, SaidByAnother, AbsenceUnknown or AbsenceMoved.
    """
    tidy = " ".join(visible_text(reason).split())[:REASON_LENGTH]
    if not tidy:
        raise ReasonMissing
    check_names_nobody(tidy)
    absence = hold_file(absence_id).absence
    check_withdrawn_by(absence.way, who)
    take_step(absence, Step.WITHDRAW, who, by, at, tidy)
    AbsentHalf.objects.filter(absence=absence, ended_at=None).update(ended_at=at, ended_by=by.login)
    say_it_holds(absence, by, at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceWithdrawn(absence.pk), by=by, at=at)


@transaction.atomic
def uphold_answer(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Say that an answer stands, though a document came after it; raise AbsenceUnknown or AbsenceMoved."""
    absence = hold_file(absence_id).absence
    if not queries.has_document_since(absence):
        raise AbsenceMoved
    step = take_step(absence, Step.UPHOLD, Who.OFFICE, by, at)
    Absence.objects.filter(pk=absence.pk).update(answered_at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceAnswered(absence.pk, step.pk), by=by, at=at)


@transaction.atomic
def see_who_came(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Take note, as the office, that somebody came who was known to be away; raise AbsenceUnknown."""
    absence = hold_file(absence_id).absence
    step = take_step(absence, Step.SEEN, Who.OFFICE, by, at)
    Absence.objects.filter(pk=absence.pk, came_seen_at=None).exclude(came_at=None).update(came_seen_at=at)
    audit.record(subject=queries.subject_of(absence.pk), fact=AbsenceFollowed(absence.pk, step.pk), by=by, at=at)
