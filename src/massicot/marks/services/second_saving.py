"""Saving the second keying: as the first is saved, in a table of its own, without a look at the first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.marks import queries, rules
from massicot.marks.models import SecondMark
from massicot.marks.rules import LineChange, MarksKeyedAgain, SaveAnswer, TypedLine
from massicot.marks.rules.saving import CALM_PACE_S
from massicot.marks.services import holding, saving
from massicot.marks.services.writing import Authorship, columns
from massicot.store.prepared import ask_all

_NOT_SETTLED = {"settled_hundredths": None, "settled_code": ""}


def name_keyer(*, credential_id: int, name: str) -> str:
    """Check the name of whoever is to type a batch the second time, and give it as it will sign.

    Nothing is kept of it before the first mark. Raise SheetReplaced, KeyerMissing or KeyerMarked.
    """
    batch = queries.second_credential(credential_id).batch
    return rules.check_keyer(name, queries.barred_keyers(batch))


@transaction.atomic
def save_second(
    *,
    credential_id: int,
    name: str,
    save_id: UUID,
    lines: Sequence[TypedLine],
    pace_s: int = CALM_PACE_S,
    address: str = "",
    opening_id: int | None = None,
    turn: str = "",
    at: datetime,
) -> SaveAnswer:
    """Save lines of a second keying under the name of whoever types, by the rules of `save_marks`.

    A line that is typed anew is compared anew. Raise KeyerMissing, KeyerMarked, and what `save_marks` raises.
    """
    credential = holding.hold_second(credential_id)
    digest = rules.body_digest(lines)
    opened = queries.opened(credential, save_id, lines)
    if opened.earlier:
        return saving.same_answer(opened.earlier, digest)
    others = opened.openings_beside(opening_id, at)
    saving.check_open(credential, opened, address, at)
    author = rules.check_keyer(name, queries.barred_keyers(credential.batch))
    rules.check_turn(turn, credential.identifier, name, credential.reopened)
    authorship = Authorship(credential.batch, opened.sheet.scale, author, saving.half_day_of(opened, at))
    plan = rules.plan_save(lines, opened.sheet)
    _write(authorship, plan.changes)
    answer = SaveAnswer(plan.saved, plan.refused, plan.remaining, pace_s, others)
    fact = MarksKeyedAgain(author, authorship.half_day, saving.written_changes(authorship, plan.changes))
    ask_all(
        *saving.journal_save(credential, opened, fact, at=at), saving.answer_kept(credential, save_id, digest, answer)
    )
    return answer


def _write(authorship: Authorship, changes: Sequence[LineChange]) -> None:
    for change in changes:
        signed = {"author": authorship.author, "half_day": authorship.half_day}
        if change.before is None:
            SecondMark.objects.create(batch=authorship.batch, number=change.number, **columns(change.after), **signed)
        else:
            _rewrite(authorship, change, signed)


def _rewrite(authorship: Authorship, change: LineChange, signed: dict[str, str]) -> None:
    row = SecondMark.objects.filter(batch=authorship.batch, number=change.number, **columns(change.before))
    if change.after is None:
        count, _ = row.delete()
    else:
        count = row.update(**columns(change.after), **signed, **_NOT_SETTLED)
    if count != 1:
        raise rules.LineChangedMeanwhile(current=authorship.write(change.before))
