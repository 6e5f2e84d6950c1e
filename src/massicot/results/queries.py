"""Reads of the ladder: what the areas count for one paper, put side by side."""

from typing import Any

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
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
from massicot.results.rules.ladder import BatchFacts, CentreFacts, LadderFacts, ParcelFacts, RoomFacts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import IN_HAND, Kind, count_kinds


def ladder(paper: Paper) -> Ladder:
    """Build the ladder of a paper, its decided gaps marked."""
    facts = facts_of(paper)
    rungs = rules.rungs(facts)
    reasons = dict(GapDecision.objects.filter(paper=paper).values_list("key", "reason"))
    whole = Ladder(rungs, rules.events(_events(paper)), _totals(facts, rungs))
    return arithmetic.decide(whole, reasons)


def facts_of(paper: Paper) -> LadderFacts:
    """Gather what each area counts."""
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    kinds = scripts.count_kinds(paper.pk)
    tallies = candidates.entries_by_centre(paper.pk, on_site)
    in_batches = batches.numbers_in_batches(paper.pk)
    return LadderFacts(
        imported=candidates.imported_entries(paper),
        entered=candidates.entries_by_specialty(paper.pk),
        rooms=room_facts(paper),
        centres=_centres(paper, kinds),
        expected_numbers={uai: tallies.get(uai, 0) for uai in kinds},
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
    totals, printed, locks = marks.totals_by_batch(paper.pk), marks.printed_lines(paper.pk), marks.locks_of(paper.pk)
    return {
        batch.code: _batch_facts(batch.size, printed.get(batch.code, 0), totals.get(batch.code), locks.get(batch.code))
        for batch in batches.batches_of(paper.pk)
    }


def _batch_facts(size: int, on_sheet: int, totals: Totals | None, lock: Locked | None) -> BatchFacts:
    saved = totals or Totals()
    return BatchFacts(
        size=size,
        on_sheet=on_sheet,
        marked=saved.lines,
        numeric=saved.numeric_lines,
        absent=saved.absent_lines,
        blank=saved.blank_lines,
        sum_hundredths=saved.sum_hundredths,
        is_locked=lock is not None,
        locked_lines=lock.totals.lines if lock else 0,
        typed_lines=lock.typed_lines if lock else None,
        typed_sum_hundredths=lock.typed_sum_hundredths if lock else None,
    )


def room_facts(paper: Paper) -> list[RoomFacts]:
    """Put the register of each room of a paper beside the scripts counted there in the hand."""
    facts = []
    for uai in candidates.centres_of(paper):
        counted = candidates.room_counts(paper.pk, uai)
        for room, said in candidates.rooms_of(paper, uai).items():
            facts.append(RoomFacts(uai, room, said.entered, said.scripts, said.absent, counted.get(room)))
    return facts


def is_lifted(paper: Paper) -> bool:
    """Say whether the anonymity of a paper is lifted."""
    return Lifting.objects.filter(paper=paper, lifted_at__isnull=False).exists()


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


def _centres(paper: Paper, kinds: dict[str, dict[Kind, int]]) -> dict[str, CentreFacts]:
    typed = candidates.closing_counts(paper.pk)
    boxed = anonymity.boxed_strips(paper)
    nothing = ClosingCounts(0, 0, 0)
    return {
        uai: CentreFacts(
            items=count_kinds(counts),
            numbers=sum(count for kind, count in counts.items() if kind in IN_HAND),
            items_typed=typed.get(uai, nothing).items_in_hand,
            labels_typed=typed.get(uai, nothing).labels_used,
            strips_typed=typed.get(uai, nothing).strips_boxed,
            strips_boxed=boxed.get(uai, 0),
        )
        for uai, counts in kinds.items()
    }


def _wrong_absences(paper: Paper) -> list[str]:
    placeholders = scripts.numbers_of_kind(paper.pk, Kind.PLACEHOLDER)
    entered = marks.marks_of(paper.pk)
    return [number for number, line in entered.items() if (line.code is Code.ABSENT) != (number in placeholders)]
