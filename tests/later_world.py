"""The named world further on: marks typed, batches locked, anonymity lifted; and its one lost script."""

from datetime import datetime
from uuid import uuid4

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.core.marks import format_entered
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import TypedLine
from massicot.results import services as results
from massicot.results.queries import shown_lifting
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import cast, world
from tests.cast import ARRIVAL, KEY, MARC, ODILE, OMAR, TYPING
from tests.stages import stage
from tests.world import World

CODES = {ScriptKind.PLACEHOLDER: "AB", ScriptKind.BLANK: "CB"}


@stage
def typed(built: World | None = None) -> World:
    """Type every line: AB and CB where they belong, marks from 09 on in the order of the sheet, after 20 from 00."""
    built = built or world.handed_out()
    for batch in batches.batches_of(built.paper.pk):
        opened = world.open_sheet(built, batch.code)
        kinds = scripts.kinds_of(opened.numbers)
        written = {number: f"{(9 + rank) % 21:02d}" for rank, number in enumerate(opened.numbers)}
        lines = [TypedLine(number, CODES.get(kinds[number], mark), "") for number, mark in written.items()]
        mark_acts.save_marks(credential_id=opened.credential_id, save_id=uuid4(), lines=lines, at=TYPING)
    return built


@stage
def locked(built: World | None = None) -> World:
    """Lock every batch on its right totals."""
    built = typed(built)
    lock_all(built)
    return built


def lock_all(built: World) -> None:
    """Lock every batch that is typed and not locked on its right totals."""
    for batch in batches.batches_of(built.paper.pk):
        if marks.is_locked(batch.pk):
            continue
        totals = marks.totals_of(batch.pk)
        mark_acts.lock_batch(
            credential_id=world.open_sheet(built, batch.code).credential_id,
            typed_lines=str(totals.numeric_lines),
            typed_sum=str(totals.sum_hundredths // 100),
            at=TYPING,
        )


@stage
def lifted(built: World | None = None) -> World:
    """Lift the anonymity: Odile proposes, Omar lifts."""
    built = locked(built)
    lift(built)
    return built


def lift(built: World) -> None:
    """Propose and lift."""
    for person in (ODILE, OMAR):
        propose(built, person)


def propose(built: World, by: Actor) -> None:
    """Propose the lifting, or confirm it, as whoever has just read its page."""
    seen = shown_lifting(built.paper).seen
    results.lift(paper=built.paper, seen=seen, by=by, at=TYPING)


@stage
def with_one_lost(rank: int = 1, built: World | None = None) -> World:
    """Tick everything but the script of one candidate, which is declared missing; close both receptions."""
    built = built or world.arrived()
    lost = number_of(built, rank)
    for parcel in parcels.parcels_of(built.paper.pk):
        numbers = {row.number for row in parcels.contents_of(parcel)}
        consignments.tick_scripts(code=parcel.code, numbers=sorted(numbers - {lost}), by=MARC, at=ARRIVAL)
        if lost in numbers:
            consignments.declare_missing(code=parcel.code, number=lost, by=MARC, at=ARRIVAL)
        consignments.close_reception(code=parcel.code, by=MARC, at=ARRIVAL)
    return built


def decide_lost(built: World, number: str) -> None:
    """Decide that a lost script is to be sat again."""
    results.decide_gap(
        paper=built.paper,
        key=f"missing-script:{number}",
        seen="",
        decision=Decision.SIT_AGAIN,
        reason="Not found after a search.",
        by=ODILE,
        at=TYPING,
    )


def truth(built: World) -> dict[str, str]:
    """Map candidate numbers to anonymity numbers: what only the key tells."""
    rows = candidates.entry_rows(built.paper)
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(built.paper, KEY), [row.entry_id for row in rows])
    return {row.candidate_number: numbers[row.entry_id] for row in rows if row.entry_id in numbers}


def number_of(built: World, rank: int) -> str:
    """Tell the anonymity number of one candidate of the world."""
    return truth(built)[cast.candidate_number(rank)]


def amend(built: World, rank: int, value: str, *, at: datetime | None = None) -> None:
    """Write another mark on the line of one candidate, as the exam office does in a locked batch."""
    number = number_of(built, rank)
    stands = marks.signed_marks(built.paper.pk, [number])[number]
    mark_acts.write_mark(
        number=number,
        value=value,
        seen=format_entered(stands, exams.scale_of(built.paper)),
        reason="Erreur matérielle.",
        by=ODILE,
        at=at or cast.later(),
    )
