"""Saving marks: one writer of a batch at a time; what is accepted is written, what is refused is told line by line.

A batch opens with one live credential: its row, locked until the transaction ends, puts saves, locks, printings and the
acts of the office on one batch in a queue, and those on other batches in none. Its second keying has a credential of
its own, so that neither waits for the other; where both must agree, the first is held, then the second. SQLite has a
single writer at a time anyway.

Letters to the marker of a batch, written inside the act that they tell of. An act waits for no address: a marker who
has none that can be written to reads it on the page of the batch.

Lines on their way to the disk: what was written, and what stood there before. A line is changed only from what was
checked: where somebody wrote meanwhile, nothing of it all is written.

A save is the busiest act of the program: it goes to the database four times, whatever it holds. It holds its
credential, asks for all that it has to know, sends all that it writes, commits.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.core.actor import Actor
from massicot.core.marks import Entered, Scale
from massicot.custody import queries as custody
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.marks.models import Credential, Mark, MarkChange, Save
from massicot.marks.queries import openings, progress, sheets
from massicot.marks.queries.openings import Opened
from massicot.marks.rules import lines as line_rules
from massicot.marks.rules import locks
from massicot.marks.rules import openings as opening_rules
from massicot.marks.rules.keyings import Keying, MarksKeyedAgain
from massicot.marks.rules.lines import CALM_PACE_S, LineChange, MarksSaved, SaveAnswer, TypedLine
from massicot.post import services as post
from massicot.post.rules import AddressMalformed
from massicot.store.prepared import Insertion, Update, ask_all
from massicot.store.wording import Call


def hold(credential_id: int) -> Credential:
    """Fetch and hold a live credential with its batch; raise SheetReplaced."""
    credential = openings.held_credential(credential_id)
    if credential is None:
        raise sheets.why_dead(credential_id)
    return credential


def hold_second(credential_id: int) -> Credential:
    """Fetch and hold a live credential of a second keying with its batch; raise SheetReplaced."""
    credential = openings.held_second(credential_id)
    if credential is None:
        raise sheets.why_dead(credential_id)
    return credential


def hold_beside(batch: Batch) -> None:
    """Hold the second keying of a batch whose first is held, so that it stays as it is compared."""
    if credential := openings.second_credentials().filter(batch=batch).first():
        openings.held_second(credential.pk)


def hold_for_office(code: str, by: Actor) -> Batch:
    """Fetch and hold a batch for somebody of the exam office.

    Raise NotFromOffice, BatchUnknown, BatchWasUnmade or BatchNeverHandedOut.
    """
    accounts.check_office(by.login)
    batch = batches.batch_by_code(code)
    credential = openings.live_credentials().filter(batch=batch).first()
    if credential is None:
        raise line_rules.BatchNeverHandedOut(code=batch.code)
    return hold(credential.pk).batch


def author_of(batch: Batch) -> str:
    """Name the author of a batch's marks: who holds it, or held it last; raise BatchNeverHandedOut."""
    author = custody.last_holder_of_batch(batch.code)
    if not author:
        raise line_rules.BatchNeverHandedOut(code=batch.code)
    return author


def author_for_office(batch: Batch) -> str:
    """Name the author of a batch's marks for the exam office, which writes or signs in their place.

    A batch made of others of which no script is there is handed out to nobody any more: its author is who held those.
    Raise BatchNeverHandedOut.
    """
    return (not batch.in_hand and batches.earlier_taker(batch.pk)) or author_of(batch)


def tell_marker(batch: Batch, mail: Mail, *, author: str = "", by: Actor, at: datetime) -> None:
    """Write a letter to whoever holds a batch, or held it last, and to the author of its line, if that is another."""
    logins = {custody.last_holder_of_batch(batch.code), author} - {""}
    tell_markers(exams.paper_by_id(batch.paper_id), logins, mail, by=by, at=at)


def tell_markers(paper: Paper, identifiers: Collection[str], mail: Mail, *, by: Actor, at: datetime) -> None:
    """Write one letter to each of some markers of a paper."""
    for marker in markers.markers_by_identifier(paper.session_id, identifiers).values():
        with suppress(AddressMalformed):
            post.write_letter(to=marker.email, subject=mail.subject, body=mail.body, by=by, at=at)


_MARKS = Insertion(Mark, "batch", "number", "hundredths", "code", "author", "half_day")
_CHANGES = Insertion(
    MarkChange, "batch", "number", "before", "after", "author", "entered_by", "entered_at", "reason", "half_day"
)
_CORRECTION = Update(
    lambda batch_id, number, hundredths, code, **after: (
        Mark.objects.filter(batch_id=batch_id, number=number, hundredths=hundredths, code=code),
        {name.removeprefix("new_"): value for name, value in after.items()},
    )
)
_COMPLETENESS = Update(
    lambda credential_id, awaits_lock: (Credential.objects.filter(pk=credential_id), {"awaits_lock": awaits_lock})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who writes in which batch, and in which half-day; the office writes in its author's place, with a reason."""

    batch: Batch
    scale: Scale
    author: str
    half_day: str
    entered_by: str = ""
    entered_at: datetime | None = None
    reason: str = ""

    def write(self, entered: Entered | None) -> str:
        """Write what a line holds as the scale does."""
        return marks.format_entered(entered or Entered(), self.scale)


def write_lines(authorship: Authorship, changes: Sequence[LineChange], *more: Call) -> None:
    """Write lines, and what goes with them, in one trip; raise LineChangedMeanwhile when one no longer is as it was."""
    corrected = [change for change in changes if change.before and change.after]
    for change in changes:
        if change.after is None:
            row = Mark.objects.filter(batch=authorship.batch, number=change.number, **columns(change.before))
            if row.delete()[0] != 1:
                raise line_rules.LineChangedMeanwhile(current=authorship.write(change.before))
    counts = ask_all(*(_correction(authorship, change) for change in corrected), *_rows(authorship, changes), *more)
    for change, count in zip(corrected, counts, strict=False):
        if count != 1:
            raise line_rules.LineChangedMeanwhile(current=authorship.write(change.before))


def tell_completeness(credential: Credential, *, is_complete: bool) -> list[Call]:
    """Note that the last line of a batch was filled, or one emptied again; nothing when neither was."""
    if credential.awaits_lock == is_complete:
        return []
    return [_COMPLETENESS.of(credential_id=credential.pk, awaits_lock=is_complete)]


def note_completeness(batch: Batch) -> None:
    """Count the lines of a batch that the office did something with: whole and not locked, it lacks its lock alone."""
    lines = len(batches.numbers_of(batch.pk))
    filled = Mark.objects.filter(batch=batch).count()
    Credential.objects.filter(batch=batch, keying=Keying.FIRST).update(
        awaits_lock=filled == lines and not progress.is_locked(batch.pk)
    )


def _correction(authorship: Authorship, change: LineChange) -> Call:
    before = columns(change.before)
    after = columns(change.after)
    new = {f"new_{name}": value for name, value in after.items()}
    return _CORRECTION.of(
        batch_id=authorship.batch.pk,
        number=change.number,
        **before,
        **new,
        new_author=authorship.author,
        new_half_day=authorship.half_day,
    )


def _rows(authorship: Authorship, changes: Sequence[LineChange]) -> list[Call]:
    """Write the lines that held nothing, and what the others held; of what the office writes, every line is told."""
    pk, signed = authorship.batch.pk, (authorship.author, authorship.half_day)
    signature = (
        authorship.author,
        authorship.entered_by,
        authorship.entered_at,
        authorship.reason,
        authorship.half_day,
    )
    fresh = [
        (pk, change.number, *columns(change.after).values(), *signed) for change in changes if change.before is None
    ]
    changed = [
        (pk, change.number, authorship.write(change.before), authorship.write(change.after), *signature)
        for change in changes
        if change.before or authorship.entered_by
    ]
    return [insertion.of(*rows) for insertion, rows in ((_MARKS, fresh), (_CHANGES, changed)) if rows]


def columns(entered: Entered | None) -> dict[str, int | str | None]:
    """Name what the two columns of a line hold together."""
    entered = entered or Entered()
    return {"hundredths": entered.hundredths, "code": entered.code.value if entered.code else ""}


_SAVE = Insertion(Save, "credential", "save_id", "body_digest", "answer")


@transaction.atomic
def save_marks(
    *,
    credential_id: int,
    save_id: UUID,
    lines: Sequence[TypedLine],
    pace_s: int = CALM_PACE_S,
    address: str = "",
    opening_id: int | None = None,
    turn: str = "",
    at: datetime,
) -> SaveAnswer:
    """Save the lines that may be saved and tell why the others may not, from an address, a browser, a turn if told.

    The same save again gives the same answer and changes nothing. Raise SheetReplaced, SaveIdReused, OpenedElsewhere,
    EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut, TurnPassed or NumberTwiceInSave.
    """
    credential = hold(credential_id)
    digest = line_rules.body_digest(lines)
    opened = openings.fetch_for_save(credential, save_id, lines)
    if opened.earlier:
        return same_answer(opened.earlier, digest)
    others = opened.openings_beside(opening_id, at)
    check_open(credential, opened, address, at)
    opening_rules.check_turn(turn, credential.identifier, opened.author, credential.reopened)
    authorship = Authorship(
        batch=credential.batch, scale=opened.sheet.scale, author=opened.author, half_day=half_day_of(opened, at)
    )
    plan = line_rules.plan_save(lines, opened.sheet)
    answer = SaveAnswer(plan.saved, plan.refused, plan.remaining, pace_s, others)
    kept = answer_kept(credential, save_id, digest, answer)
    fact = line_rules.MarksSaved(authorship.author, authorship.half_day, written_changes(authorship, plan.changes))
    calls = tell_completeness(credential, is_complete=not plan.remaining)
    write_lines(authorship, plan.changes, *journal_save(credential, opened, fact, at=at), kept, *calls)
    return answer


def same_answer(earlier: Save, digest: str) -> SaveAnswer:
    """Give the answer of a save that came before; raise SaveIdReused for another body."""
    if earlier.body_digest != digest:
        raise line_rules.SaveIdReused
    return line_rules.read_answer(earlier.answer)


def check_open(credential: Credential, opened: Opened, address: str, at: datetime) -> None:
    """Refuse to save in a batch that takes no marks now, or none from this address if one is told.

    Raise EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked or BatchNeverHandedOut.
    """
    if address:
        openings.check_place(opened.paper, credential.batch, address)
    opening_rules.check_window(sheets.window_of(opened.paper, opened.extended_to), at)
    if opened.is_locked:
        raise locks.BatchIsLocked(code=credential.batch.code)
    if not opened.author:
        raise line_rules.BatchNeverHandedOut(code=credential.batch.code)


def half_day_of(opened: Opened, at: datetime) -> str:
    """Name the half-day in which a save comes."""
    return opening_rules.half_day(at, exams.zone_of(opened.paper.session))


def written_changes(authorship: Authorship, changes: Sequence[LineChange]) -> list[tuple[str, str, str]]:
    """Write what changes as the scale does: number, before, after."""
    return [(change.number, authorship.write(change.before), authorship.write(change.after)) for change in changes]


def answer_kept(credential: Credential, save_id: UUID, digest: str, answer: SaveAnswer) -> Call:
    """Prepare what is kept of a save, to be sent with what it writes."""
    return _SAVE.of((credential.pk, save_id, digest, line_rules.write_answer(answer)))


def journal_save(
    credential: Credential, opened: Opened, fact: MarksSaved | MarksKeyedAgain, *, at: datetime
) -> Sequence[Call]:
    """Journal the lines of a save, at the start of its half-day; what is still to be sent is given."""
    if not fact.lines:
        return []
    at = opening_rules.half_day_start(at, exams.zone_of(opened.paper.session))
    by = Actor(credential.identifier)
    if opened.head is None:
        audit.record(subject=sheets.subject_of(credential.batch.code), fact=fact, by=by, at=at)
        return []
    return audit.prepare_line(opened.head, fact=fact, by=by, at=at)[1]
