"""Settling a line on which the two keyings differ: the marker types what stands on the paper, which may be neither."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import SecondMark, Settlement
from massicot.marks.rules import DifferenceSettled, Keyings, LineChange, Sheet
from massicot.marks.services import holding
from massicot.marks.services.writing import Authorship, columns, write_lines
from massicot.store.swap import swap_one


@transaction.atomic
def settle_line(
    *,
    credential_id: int,
    number: str,
    value: str,
    first: str,
    second: str,
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Settlement:
    """Settle one line from the paper; `first` and `second` are what the page showed of the two keyings.

    Both are kept beside what is settled, and what is settled is the mark. `turn`: whose page it is, if it tells. Raise
    SheetReplaced, EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut, TurnPassed,
    SecondKeyingNotAsked, KeyingsIncomplete, KeyingsAgree, DifferenceChangedMeanwhile, NumberNotInBatch,
    MarkNotOnScale, AbsentButWritten or PlaceholderIsAbsent.
    """
    credential = holding.hold(credential_id)
    batch = credential.batch
    author = holding.author_of(credential.batch)
    holding.hold_beside(batch)
    paper = exams.paper_by_id(batch.paper_id)
    queries.check_open(paper, batch, address, at)
    rules.check_turn(turn, credential.identifier, author, credential.reopened)
    sheet = queries.sheet_to_sign(batch, exams.scale_of(paper))
    difference, settled = rules.plan_settlement(number, value, first, second, _keyings(batch, sheet))
    zone = exams.zone_of(paper.session)
    authorship = Authorship(batch, sheet.scale, author, rules.half_day(at, zone))
    change = LineChange(difference.number, difference.first, settled)
    write_lines(authorship, [change] if change.before != change.after else [])
    _mark_settled(batch, change)
    fact = DifferenceSettled(author, authorship.half_day, change.number, first, second, authorship.write(settled))
    by = Actor(credential.identifier)
    start = rules.half_day_start(at, zone)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=start)
    return _kept(batch, fact)


def _keyings(batch: Batch, sheet: Sheet) -> Keyings:
    keyings = queries.keyings_of(batch.pk, sheet)
    if keyings is None:
        raise rules.SecondKeyingNotAsked(code=batch.code)
    return keyings


def _mark_settled(batch: Batch, change: LineChange) -> None:
    row = SecondMark.objects.filter(batch=batch, number=change.number)
    settled = {f"settled_{name}": value for name, value in columns(change.after).items()}
    swap_one(row, rules.DifferenceChangedMeanwhile(number=change.number), **settled)


def _kept(batch: Batch, fact: DifferenceSettled) -> Settlement:
    return Settlement.objects.create(
        batch=batch,
        number=fact.number,
        first=fact.first,
        second=fact.second,
        settled=fact.settled,
        author=fact.author,
        half_day=fact.half_day,
    )
