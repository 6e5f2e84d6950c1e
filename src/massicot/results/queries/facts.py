"""What each area counts of one paper, side by side: the facts that the ladder is built from.

Nothing comes out of the database number by number but the gaps: counts are grouped there, sets compared there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules import KINDS
from massicot.anonymity.rules.rungs import CentreCounts, ItemCell, LackingStrip
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance, ClosingCounts, HandCount
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments import queries as consignments
from massicot.consignments.queries import Parcel, ParcelCount
from massicot.consignments.rules import Tick
from massicot.consignments.rules.rungs import ParcelCounts, UnevenFacts
from massicot.core.ladder import DueDay
from massicot.core.marks import Code
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.queries import Locked
from massicot.marks.rules import Totals
from massicot.marks.rules.rungs import BatchFacts
from massicot.results.queries.back import back_facts, sheet_facts, unboxed_among
from massicot.results.queries.centres import numbers_to_pack, scripts_to_pack
from massicot.results.queries.decisions import moves_of
from massicot.results.rules.ladder import LadderFacts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import IN_HAND, ScriptKind
from massicot.store.prepared import Question, ask_all
from massicot.store.rows import numbers_in_both, numbers_only_in
from massicot.store.wording import Call

_Numbers = Question[tuple[str]]


def absences(paper_id: int) -> tuple[list[str], list[str]]:
    """List the lines coded absent whose item is no placeholder, and the placeholders whose line says otherwise."""
    return _ask_both(_NOT_AWAY, _AWAY_AND_MARKED, paper_id)


def blanks(paper_id: int) -> tuple[list[str], list[str]]:
    """List the lines coded blank whose script is written, and the blank scripts whose line holds a mark."""
    return _ask_both(_NOT_BLANK, _BLANK_AND_MARKED, paper_id)


def in_no_batch(paper_id: int) -> list[str]:
    """List the scripts received that are in no batch, ascending; none that is ticked and not written yet."""
    return [number for (number,) in _IN_NO_BATCH.ask(paper_id=paper_id)]


def not_received(paper_id: int) -> list[str]:
    """List the scripts in a batch that were never received, ascending."""
    return [number for (number,) in _NOT_RECEIVED.ask(paper_id=paper_id)]


def _ask_both(first: _Numbers, second: _Numbers, paper_id: int) -> tuple[list[str], list[str]]:
    calls: list[Call] = [first.of(paper_id=paper_id), second.of(paper_id=paper_id)]
    one, other = ([number for (number,) in rows] for rows in ask_all(*calls))
    return one, other


def _reception_rows(paper_id: int) -> QuerySet[Any]:
    return consignments.ticked_rows(paper_id, Tick.RECEIVED)


_NOT_AWAY: _Numbers = Question(
    lambda paper_id: numbers_only_in(
        marks.rows_coded(paper_id, Code.ABSENT), scripts.rows_of_kind(paper_id, ScriptKind.PLACEHOLDER)
    )
)
_AWAY_AND_MARKED: _Numbers = Question(
    lambda paper_id: numbers_in_both(
        scripts.rows_of_kind(paper_id, ScriptKind.PLACEHOLDER), marks.rows_otherwise(paper_id, Code.ABSENT)
    )
)
_NOT_BLANK: _Numbers = Question(
    lambda paper_id: numbers_in_both(
        marks.rows_coded(paper_id, Code.BLANK), scripts.rows_of_kind(paper_id, ScriptKind.WRITTEN)
    )
)
_BLANK_AND_MARKED: _Numbers = Question(
    lambda paper_id: numbers_in_both(scripts.rows_of_kind(paper_id, ScriptKind.BLANK), marks.rows_marked(paper_id))
)
_IN_NO_BATCH: _Numbers = Question(
    lambda paper_id: numbers_only_in(_reception_rows(paper_id), batches.contents_rows(paper_id))
)
_NOT_RECEIVED: _Numbers = Question(
    lambda paper_id: numbers_only_in(batches.contents_rows(paper_id), _reception_rows(paper_id))
)


WordCell = tuple[str, str, Attendance]


class _BatchCounts(NamedTuple):
    """What the areas count of the batches of a paper, by their code."""

    contents: Mapping[str, int]
    printed: Mapping[str, int]
    totals: Mapping[str, Totals]
    locks: Mapping[str, Locked]
    altered: Mapping[str, str]


def facts_of(paper: Paper, return_day: DueDay) -> LadderFacts:
    """Gather what each area counts."""
    words = candidates.words_by_cell(paper.pk)
    kinds = scripts.kinds_by_cell(paper.pk)
    parcels = parcel_facts(paper)
    short = batches.numbers_short(paper.pk)
    by_batch = _with_behind(batch_facts(paper), Counter(short.values()))
    received = sum(parcel.received for parcel in parcels.values())
    left_out = consignments.left_out_of(paper.pk)
    not_packed = numbers_to_pack(paper, left_out)
    in_reception = consignments.unwritten_by_parcel(paper.pk)
    written = received - sum(in_reception.values())
    not_in_batch, not_received = _unlike(paper, written, sum(batch.contents for batch in by_batch.values()))
    loose = sorted(set(not_in_batch).difference(short))
    back = back_facts(paper, by_batch, {batch.centre_uai for batch in batches.batches_of(paper.pk)})
    return LadderFacts(
        imported=candidates.imported_entries(paper),
        entered=_entries_by_specialty(words),
        rooms=room_facts(paper),
        register=_register(paper, words),
        items=_as_closed(paper, kinds),
        centres=_centres(paper, kinds),
        not_packed=not_packed,
        parcels=parcels,
        received=received,
        in_reception=in_reception,
        not_in_batch=loose,
        not_received=not_received,
        batches=by_batch,
        wrong_absences=_wrong_absences(paper),
        wrong_blanks=_wrong_blanks(paper),
        uneven=_uneven(paper),
        moves=moves_of(paper),
        to_pack=scripts_to_pack(paper, words, not_packed, left_out),
        left_out=left_out,
        short=list(short),
        strips_lacking={
            number: LackingStrip(ref, signed_by)
            for number, (_, ref, signed_by) in scripts.strips_lacking(paper.pk).items()
        },
        back=back,
        unboxed=unboxed_among(paper, back),
        sheets=sheet_facts(paper, by_batch),
        return_day=return_day,
    )


def centre_counts(paper: Paper) -> list[tuple[str, int, CentreCounts]]:
    """List each centre with whom its register expects on site, and its counts, by UAI."""
    expected: Counter[str] = Counter()
    for (uai, _, _), count in _register(paper, candidates.words_by_cell(paper.pk)).items():
        expected[uai] += count
    centres = _centres(paper, scripts.kinds_by_cell(paper.pk))
    return [(uai, expected[uai], centre) for uai, centre in sorted(centres.items())]


def parcel_facts(paper: Paper) -> dict[str, ParcelCounts]:
    """Count each numbered parcel of a paper: its contents, its note, its carrier, its ticks."""
    counts = consignments.tick_counts(paper.pk)
    parcels = consignments.NUMBERED.ask(paper_id=paper.pk)
    beyond = consignments.beyond_notes(paper.pk)
    missing = consignments.numbers_missing([parcel.pk for parcel in parcels if counts[parcel.code][Tick.MISSING]])
    return {
        parcel.code: ParcelCounts(
            contents=sum(counts[parcel.code].values()),
            # What was signed as not there and lay in its parcel all the same is in no count that was made before.
            announced=parcel.announced + beyond[parcel.code],
            carrier=None if parcel.carrier_count is None else parcel.carrier_count + beyond[parcel.code],
            has_arrived=parcel.arrived_at is not None,
            received=counts[parcel.code][Tick.RECEIVED],
            missing=missing.get(parcel.pk, []),
            waiting=counts[parcel.code][Tick.NOT_YET],
            is_lost=parcel.lost_at is not None,
        )
        for parcel in parcels
    }


def batch_facts(paper: Paper) -> dict[str, BatchFacts]:
    """Count each batch of a paper, its sheet, its marks and its lock."""
    counted = _BatchCounts(
        batches.contents_counts(paper.pk),
        marks.printed_lines(paper.pk),
        marks.totals_by_batch(paper.pk),
        marks.locks_of(paper.pk),
        marks.altered_batches(paper.pk),
    )
    return {batch.code: _batch_facts(batch, counted) for batch in batches.batches_of(paper.pk)}


def room_facts(paper: Paper) -> list[RoomFacts]:
    """Put the register of each room of a paper beside the scripts counted there in the hand."""
    hands = candidates.hand_counts_of_paper(paper.pk)
    return [
        RoomFacts(
            centre=centre,
            room=room,
            entered=register.entered,
            present=register.scripts,
            absent=register.absent,
            counted=hands[centre, room].counted if (centre, room) in hands else None,
            signed=_signature_of(hands.get((centre, room))),
        )
        for (centre, room), register in candidates.rooms_of_paper(paper.pk).items()
    ]


def _as_closed(paper: Paper, kinds: Mapping[ItemCell, int]) -> dict[ItemCell, int]:
    """Count the items as the closing of each centre's day found them, to be compared with its register.

    What the office has answered since, number by number and with its reason, is no gap but an event.
    """
    corrected = marks.corrected_items(paper.pk)
    drawn = scripts.drawn_for([number for number, _, _ in corrected])
    counts = Counter({cell: count for cell, count in kinds.items() if cell[2] in IN_HAND})
    for number, on_register, in_fact in corrected:
        counts[*drawn[number], in_fact] -= 1
        counts[*drawn[number], on_register] += 1
    return dict(counts)


def _signature_of(hand: HandCount | None) -> str:
    return f"{hand.gap_reason} ({hand.gap_signed_by})" if hand and hand.gap_reason else ""


def _batch_facts(batch: Batch, counted: _BatchCounts) -> BatchFacts:
    saved = counted.totals.get(batch.code, Totals())
    lock = counted.locks.get(batch.code)
    return BatchFacts(
        size=batch.size,
        contents=counted.contents.get(batch.code, 0),
        on_sheet=counted.printed.get(batch.code, 0),
        marked=saved.lines,
        numeric=saved.numeric_lines,
        absent=saved.absent_lines,
        blank=saved.blank_lines,
        sum_hundredths=saved.sum_hundredths,
        is_locked=lock is not None,
        is_altered=batch.code in counted.altered,
        locked_lines=lock.totals.lines if lock else 0,
        typed_lines=lock.typed_lines if lock else None,
        typed_sum_hundredths=lock.typed_sum_hundredths if lock else None,
        digest=counted.altered.get(batch.code, ""),
        lacking=batch.lacking,
    )


def _with_behind(by_batch: Mapping[str, BatchFacts], missing: Mapping[str, int]) -> dict[str, BatchFacts]:
    """Tell of each batch how many of the scripts that it is lacking are not missing any more."""
    return {
        code: replace(batch, behind=batch.lacking - missing.get(code, 0)) if batch.lacking else batch
        for code, batch in by_batch.items()
    }


def _entries_by_specialty(words: Mapping[WordCell, int]) -> Counter[str]:
    entered: Counter[str] = Counter()
    for (_, specialty, _), count in words.items():
        entered[specialty] += count
    return entered


def _register(paper: Paper, words: Mapping[WordCell, int]) -> Counter[ItemCell]:
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    register: Counter[ItemCell] = Counter()
    for (uai, specialty, word), count in words.items():
        if specialty in on_site:
            register[uai, specialty, KINDS.get(word, ScriptKind.DRAWN)] += count
    return register


def _centres(paper: Paper, kinds: Mapping[ItemCell, int]) -> dict[str, CentreCounts]:
    typed = candidates.closing_counts(paper.pk)
    boxed = anonymity.boxed_strips(paper)
    lacking = Counter(uai for uai, *_ in scripts.strips_lacking(paper.pk).values())
    nothing = ClosingCounts(0, 0, 0)
    numbered: Counter[str] = Counter({uai: 0 for uai, _, _ in kinds})
    for (uai, _, kind), count in kinds.items():
        numbered[uai] += count if kind in IN_HAND else 0
    return {
        uai: CentreCounts(
            items=count,
            items_typed=typed.get(uai, nothing).items_in_hand,
            labels_typed=typed.get(uai, nothing).labels_used,
            strips_typed=typed.get(uai, nothing).strips_boxed,
            strips_boxed=boxed.get(uai, 0),
            strips_lacking=lacking[uai],
        )
        for uai, count in numbered.items()
    }


def _uneven(paper: Paper) -> list[UnevenFacts]:
    parcels = groupby(consignments.uneven_counts(paper.pk), key=lambda row: row.parcel)
    return [_uneven_facts(parcel, list(rows)) for parcel, rows in parcels]


def _uneven_facts(parcel: Parcel, rows: Sequence[ParcelCount]) -> UnevenFacts:
    announced = sum(row.announced for row in rows)
    arrived = sum(row.arrived or 0 for row in rows)
    cells = [(row.specialty_code, row.announced, row.arrived or 0) for row in rows]
    return UnevenFacts(parcel.code, announced, arrived, rows[0].gap_reason, cells)


def _wrong_absences(paper: Paper) -> dict[str, str]:
    not_away, marked = absences(paper.pk)
    return dict.fromkeys(not_away, Code.ABSENT.value) | dict.fromkeys(marked, ScriptKind.PLACEHOLDER.value)


def _wrong_blanks(paper: Paper) -> dict[str, str]:
    not_blank, marked = blanks(paper.pk)
    return dict.fromkeys(not_blank, Code.BLANK.value) | dict.fromkeys(marked, ScriptKind.BLANK.value)


def _unlike(paper: Paper, received: int, in_batches: int) -> tuple[list[str], list[str]]:
    """List the scripts received in no batch, and those in a batch but never received."""
    loose = in_no_batch(paper.pk)
    # Two sets as large as one another, the first of them inside the second, are the same set.
    is_settled = received - len(loose) == in_batches
    return loose, [] if is_settled else not_received(paper.pk)
