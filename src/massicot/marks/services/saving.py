"""Saving marks: what is accepted is written, what is refused is told line by line, and the answer is kept.

A save is the busiest act of the program: it goes to the database four times, whatever it holds. It holds its
credential, asks for all that it has to know, sends all that it writes, commits.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Credential, Save
from massicot.marks.queries import Opened
from massicot.marks.rules import LineChange, MarksKeyedAgain, MarksSaved, SaveAnswer, TypedLine
from massicot.marks.rules.saving import CALM_PACE_S
from massicot.marks.services import holding
from massicot.marks.services.writing import Authorship, tell_completeness, write_lines
from massicot.store.prepared import Insertion
from massicot.store.wording import Call

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
    credential = holding.hold(credential_id)
    digest = rules.body_digest(lines)
    opened = queries.opened(credential, save_id, lines)
    if opened.earlier:
        return same_answer(opened.earlier, digest)
    others = opened.openings_beside(opening_id, at)
    check_open(credential, opened, address, at)
    rules.check_turn(turn, credential.identifier, opened.author, credential.reopened)
    authorship = Authorship(credential.batch, opened.sheet.scale, opened.author, half_day_of(opened, at))
    plan = rules.plan_save(lines, opened.sheet)
    answer = SaveAnswer(plan.saved, plan.refused, plan.remaining, pace_s, others)
    kept = answer_kept(credential, save_id, digest, answer)
    fact = rules.MarksSaved(authorship.author, authorship.half_day, written_changes(authorship, plan.changes))
    calls = tell_completeness(credential, is_complete=not plan.remaining)
    write_lines(authorship, plan.changes, *journal_save(credential, opened, fact, at=at), kept, *calls)
    return answer


def same_answer(earlier: Save, digest: str) -> SaveAnswer:
    """Give the answer of a save that came before; raise SaveIdReused for another body."""
    if earlier.body_digest != digest:
        raise rules.SaveIdReused
    return rules.read_answer(earlier.answer)


def check_open(credential: Credential, opened: Opened, address: str, at: datetime) -> None:
    """Refuse to save in a batch that takes no marks now, or none from this address if one is told.

    Raise EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked or BatchNeverHandedOut.
    """
    if address:
        queries.check_place(opened.paper, credential.batch, address)
    rules.check_window(queries.window_of(opened.paper, opened.extended_to), at)
    if opened.is_locked:
        raise rules.BatchIsLocked(code=credential.batch.code)
    if not opened.author:
        raise rules.BatchNeverHandedOut(code=credential.batch.code)


def half_day_of(opened: Opened, at: datetime) -> str:
    """Name the half-day in which a save comes."""
    return rules.half_day(at, exams.zone_of(opened.paper.session))


def written_changes(authorship: Authorship, changes: Sequence[LineChange]) -> list[tuple[str, str, str]]:
    """Write what changes as the scale does: number, before, after."""
    return [(change.number, authorship.write(change.before), authorship.write(change.after)) for change in changes]


def answer_kept(credential: Credential, save_id: UUID, digest: str, answer: SaveAnswer) -> Call:
    """Prepare what is kept of a save, to be sent with what it writes."""
    return _SAVE.of((credential.pk, save_id, digest, rules.write_answer(answer)))


def journal_save(
    credential: Credential, opened: Opened, fact: MarksSaved | MarksKeyedAgain, *, at: datetime
) -> Sequence[Call]:
    """Journal the lines of a save, at the start of its half-day; what is still to be sent is given."""
    if not fact.lines:
        return []
    at = rules.half_day_start(at, exams.zone_of(opened.paper.session))
    by = Actor(credential.identifier)
    if opened.head is None:
        audit.record(subject=queries.subject_of(credential.batch.code), fact=fact, by=by, at=at)
        return []
    return audit.prepare_line(opened.head, fact=fact, by=by, at=at)[1]
