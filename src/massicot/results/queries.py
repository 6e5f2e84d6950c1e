"""Reads of the ladder: what the areas count for one paper, put side by side."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules import KINDS
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance, ClosingCounts
from massicot.consignments import queries as consignments
from massicot.consignments.rules import Tick
from massicot.core import ladder as arithmetic
from massicot.core.ladder import Ladder, Rung
from massicot.core.marks import Code
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.queries import Locked
from massicot.marks.rules import Totals
from massicot.results.models import GapDecision, Lifting
from massicot.results.rules import ladder as rules
from massicot.results.rules.ladder import BatchFacts, CentreFacts, ItemCell, LadderFacts, ParcelFacts, RoomFacts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import IN_HAND, Kind


class _BatchCounts(NamedTuple):
    """What the areas count of the batches of a paper, by their code."""

    contents: Mapping[str, int]
    printed: Mapping[str, int]
    totals: Mapping[str, Totals]
    locks: Mapping[str, Locked]
    altered: Collection[str]


def ladder(paper: Paper) -> Ladder:
    """Build the ladder of a paper, its decided gaps marked."""
    facts = facts_of(paper)
    rungs = rules.rungs(facts)
    reasons = dict(GapDecision.objects.filter(paper=paper).values_list("key", "reason"))
    whole = Ladder(rungs, rules.events(_events(paper)), _totals(facts, rungs))
    return arithmetic.decide(whole, reasons)


def facts_of(paper: Paper) -> LadderFacts:
    """Gather what each area counts."""
    kinds = scripts.kinds_by_cell(paper.pk)
    in_batches = batches.numbers_in_batches(paper.pk)
    return LadderFacts(
        imported=candidates.imported_entries(paper),
        entered=candidates.entries_by_specialty(paper.pk),
        rooms=room_facts(paper),
        register=_register(paper),
        items={cell: count for cell, count in kinds.items() if cell[2] in IN_HAND},
        centres=_centres(paper, kinds),
        in_hand=frozenset(scripts.numbers_in_hand(paper.pk)),
        packed=frozenset(consignments.packed_numbers(paper.pk)),
        parcels=parcel_facts(paper),
        received=frozenset(consignments.numbers_ticked(paper.pk, Tick.RECEIVED)),
        in_batches=frozenset(in_batches),
        batches=batch_facts(paper),
        wrong_absences=_wrong_absences(paper),
    )


def parcel_facts(paper: Paper) -> dict[str, ParcelFacts]:
    """Count each numbered parcel of a paper: its contents, its note, its carrier, its ticks."""
    counts = consignments.tick_counts(paper.pk)
    missing = consignments.missing_by_parcel(paper.pk)
    return {
        parcel.code: ParcelFacts(
            contents=sum(counts[parcel.code].values()),
            announced=parcel.announced,
            carrier=parcel.carrier_count,
            has_arrived=parcel.arrived_at is not None,
            received=counts[parcel.code][Tick.RECEIVED],
            missing=missing.get(parcel.code, []),
            waiting=counts[parcel.code][Tick.NOT_YET],
        )
        for parcel in consignments.numbered_parcels(paper.pk)
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


def _batch_facts(batch: Batch, counted: _BatchCounts) -> BatchFacts:
    saved, lock = counted.totals.get(batch.code, Totals()), counted.locks.get(batch.code)
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
    )


def room_facts(paper: Paper) -> list[RoomFacts]:
    """Put the register of each room of a paper beside the scripts counted there in the hand."""
    counted = candidates.room_counts_of_paper(paper.pk)
    return [
        RoomFacts(*place, said.entered, said.scripts, said.absent, counted.get(place))
        for place, said in candidates.rooms_of_paper(paper.pk).items()
    ]


def is_lifted(paper: Paper) -> bool:
    """Say whether the anonymity of a paper is lifted."""
    return Lifting.objects.filter(paper=paper, lifted_at__isnull=False).exists()


def decisions_on(paper: Paper) -> dict[str, GapDecision]:
    """Map the keys of decided gaps to what was decided, by whom and when."""
    return {decided.key: decided for decided in GapDecision.objects.filter(paper=paper).order_by("pk")}


def decision_on(paper: Paper, key: str) -> GapDecision | None:
    """Fetch what was decided of a gap."""
    return GapDecision.objects.filter(paper=paper, key=key).first()


def as_json(whole: Ladder) -> dict[str, Any]:
    """Shape a ladder for programs (contract.md §2)."""
    return {
        "ladder": [_rung_json(rung) for rung in whole.rungs],
        "events": [{"key": event.key, "kind": event.kind, "subject": event.subject} for event in whole.events],
        "totals": dict(whole.totals),
    }


def _rung_json(rung: Rung) -> dict[str, Any]:
    gaps = [
        {"key": gap.key, "kind": gap.kind, "subject": gap.subject, "state": gap.state, "reason": gap.reason}
        for gap in rung.gaps
    ]
    return {"rung": rung.name, "expected": rung.expected, "found": rung.found, "gaps": gaps}


def _events(paper: Paper) -> dict[str, list[str]]:
    words = candidates.absent_and_blank(paper.pk)
    return {
        "absent": [number for number, word in words.items() if word is Attendance.ABSENT],
        "blank": [number for number, word in words.items() if word is Attendance.BLANK],
        "off-list": [fact["candidate_number"] for fact in candidates.off_list_facts(paper)],
        "late-parcel": consignments.late_parcels(paper.pk),
        "found-script": consignments.found_again(paper.pk),
        "corrected-mark": marks.corrected_numbers(paper.pk),
    }


def _totals(facts: LadderFacts, rungs: list[Rung]) -> dict[str, int]:
    return {
        "candidates": rungs[0].found,
        "exam_centres": len(facts.centres),
        "parcels": len(facts.parcels),
        "batches": len(facts.batches),
        "marks": sum(batch.numeric for batch in facts.batches.values()),
        "AB": sum(batch.absent for batch in facts.batches.values()),
        "CB": sum(batch.blank for batch in facts.batches.values()),
    }


def _register(paper: Paper) -> Counter[ItemCell]:
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    register: Counter[ItemCell] = Counter()
    for (uai, specialty, word), count in candidates.words_by_cell(paper.pk, on_site).items():
        register[uai, specialty, KINDS.get(word, Kind.EXPECTED)] += count
    return register


def _centres(paper: Paper, kinds: Mapping[ItemCell, int]) -> dict[str, CentreFacts]:
    typed = candidates.closing_counts(paper.pk)
    boxed = anonymity.boxed_strips(paper)
    nothing = ClosingCounts(0, 0, 0)
    numbered: Counter[str] = Counter({uai: 0 for uai, _, _ in kinds})
    for (uai, _, kind), count in kinds.items():
        numbered[uai] += count if kind in IN_HAND else 0
    return {
        uai: CentreFacts(
            items=count,
            items_typed=typed.get(uai, nothing).items_in_hand,
            labels_typed=typed.get(uai, nothing).labels_used,
            strips_typed=typed.get(uai, nothing).strips_boxed,
            strips_boxed=boxed.get(uai, 0),
        )
        for uai, count in numbered.items()
    }


def _wrong_absences(paper: Paper) -> list[str]:
    placeholders = scripts.numbers_of_kind(paper.pk, Kind.PLACEHOLDER)
    entered = marks.marks_of(paper.pk)
    return [number for number, line in entered.items() if (line.code is Code.ABSENT) != (number in placeholders)]
