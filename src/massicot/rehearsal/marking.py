"""Fourth act: batches are made up, handed out, marked, keyed, locked and given back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Acknowledgement, OwnPupils, PupilsNotDenied, SplitChoice, own_pupils
from massicot.core.draws import Draw
from massicot.core.marks import format_mark
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import TypedLine
from massicot.rehearsal import attending, mishaps
from massicot.rehearsal.world import World
from massicot.results import services as results
from massicot.results.rules.papers import Printed, PrintKind, file_of
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY, ScriptKind

SLIP_ONE_IN = 10
LINES_PER_SAVE = 10
HIGHEST = 20


def make_batches(world: World) -> None:
    """Make up the batches, print their mark sheets, check and close each."""
    made = batch_acts.make_batches(
        paper=world.paper, centre_uai=world.marking_centre, by=world.head, at=world.calendar.batched
    )
    sheets = (_print_sheet(world, batch) for batch in made)
    results.write_documents(world.folder, world.watch(sheets, N_("Mark sheets"), len(made)))
    seal(world, made, world.calendar.batched, mishaps.missing_from_envelope(world, made))


def hand_out_batches(world: World) -> None:
    """Hand each batch to a marker who may hold it, one of them to somebody whom nobody called."""
    at = world.calendar.handed_out
    ready = batches.batches_of(world.paper.pk, world.marking_centre)
    lent = attending.lend_uncalled(world, ready, lambda batch, marker: _lend(world, batch, marker, at))
    hand_out(world, [batch for batch in ready if batch not in lent], at)


def seal(world: World, made: Sequence[Any], at: datetime, missing: Mapping[str, str]) -> None:
    """Check each envelope against its mark sheet, script by script, and close it, be one not there."""
    for batch in made:
        lost = missing.get(batch.code)
        for number in batches.numbers_of(batch.pk):
            if number != lost:
                batch_acts.check_script(code=batch.code, number=number, by=world.head)
        closing = {"code": batch.code, "counted": batch.size - bool(lost), "by": world.head, "at": at}
        if lost:
            mark_acts.seal_short(signed=mishaps.SIGNED, **closing)
        else:
            batch_acts.seal_batch(**closing)


def hand_out(world: World, made: Sequence[Any], at: datetime) -> None:
    """Hand each batch to the next marker who is called and has no pupil in it; where all have, to one who is not."""
    called, uncalled = attending.takers(world)
    for rank, batch in enumerate(made):
        first = rank % len(called)
        for marker in [*called[first:], *called[:first], *uncalled]:
            if _lend(world, batch, marker, at):
                if marker not in called:
                    attending.note_uncalled(world, marker)
                break


def type_marks(world: World, made: Sequence[Any], at: datetime) -> None:
    """Type the marks of batches, with a slip corrected here and there."""
    for rank, batch in enumerate(world.go_through(made, N_("Marks"))):
        has_slip = world.has_faults and rank % SLIP_ONE_IN == 0
        _type_batch(world, batch, world.draw("marks", batch.code), at, slips=int(has_slip))


def lock_batches(world: World, made: Sequence[Any]) -> None:
    """Type the control totals of each batch and lock it, then take it back."""
    scale = exams.scale_of(world.paper)
    for batch in world.go_through(made, N_("Locks")):
        totals = marks.totals_of(batch.pk)
        credential = _open(world, batch.code, world.calendar.locked)
        mark_acts.lock_batch(
            credential_id=credential.pk,
            typed_lines=str(totals.numeric_lines),
            typed_sum=marks.written_sum(totals, scale),
            at=world.calendar.locked,
        )


def regroup(world: World, made: Sequence[Any], spared: Collection[str]) -> dict[str, Any]:
    """Split a batch at the desk and merge its parts again, marks and all; map its number to what it is since."""
    here = [batch for batch in made if batch.code not in spared and batch.size > 1]
    if not world.is_heavy or not here:
        return {}
    batch = here[world.draw("regrouped").below(len(here))]
    said: dict[str, Any] = {"by": world.head, "at": world.calendar.returned}
    middle = SplitChoice(from_line=batch.size // 2 + 1)
    parts = mark_acts.split_batch(code=batch.code, choice=middle, reason="Enveloppe déchirée.", **said)
    codes = [part.code for part in parts]
    whole = mark_acts.merge_batches(codes=codes, reason="Enveloppe remplacée.", **said)
    # The sheet of the batch that is no more opens nothing.
    del world.sheets[batch.code]
    _print_sheet(world, whole)
    seal(world, [whole], world.calendar.returned, {})
    world.plant("batch-regrouped", [batch.code, *codes])
    return {batch.code: batches.batch_by_code(whole.code)}


def return_batches(world: World, made: Sequence[Any], at: datetime) -> None:
    """Take batches back, their scripts counted by both sides."""
    for batch in made:
        stay = batches.present_stay(batch)
        acknowledgement = Acknowledgement(stay.marker, batch.in_hand)
        batch_acts.return_batch(
            code=batch.code,
            seen=stay.pk,
            counted=batch.in_hand,
            acknowledgement=acknowledgement,
            by=world.head,
            at=at,
        )


def _lend(world: World, batch: Any, marker: Any, at: datetime) -> bool:
    """Hand a batch to a marker; say whether they may have it."""
    pupil_key = world.key.sub_key(PUPIL_KEY)
    try:
        batch_acts.hand_out_batch(
            code=batch.code,
            marker_identifier=marker.identifier,
            counted=batch.in_hand,
            acknowledgement=_looked_through(batch, marker, pupil_key, at),
            pupil_key=pupil_key,
            by=world.head,
            at=at,
        )
    except (OwnPupils, PupilsNotDenied):
        return False
    return True


def _looked_through(batch: Any, marker: Any, pupil_key: bytes, at: datetime) -> Acknowledgement:
    """Let a marker count a batch, and say truly whether they recognise a pupil of theirs in it."""
    tokens = scripts.tokens_of_written(batches.numbers_of(batch.pk))
    school = markers.institution_of(marker, at.date())
    recognised = own_pupils(tokens, [school], pupil_key)
    return Acknowledgement(marker.identifier, batch.in_hand, denies_pupils=not recognised)


def _print_sheet(world: World, batch: Any) -> Printed:
    sheet, world.sheets[batch.code] = mark_acts.print_sheet(
        batch_code=batch.code,
        portal_address=world.portal_address,
        draw=world.draw("sheet", batch.code),
        by=world.head,
        at=world.calendar.batched,
    )
    kind = PrintKind.MARK_SHEETS
    return Printed(file_of(kind, world.paper.code, batch.code), kind, batch.code, sheet)


def _open(world: World, code: str, at: datetime) -> Any:
    sheet = world.sheets[code]
    return mark_acts.open_batch(site=sheet.site, identifier=sheet.identifier, password=sheet.password, at=at)


def _type_batch(world: World, batch: Any, draw: Draw, at: datetime, *, slips: int) -> None:
    numbers = batches.numbers_of(batch.pk)
    kinds = scripts.kinds_of(numbers)
    scale = exams.scale_of(world.paper)
    codes = {ScriptKind.PLACEHOLDER: "AB", ScriptKind.BLANK: "CB"}
    values = {number: codes.get(kinds[number]) or _mark(scale, draw) for number in numbers}
    slipped = _draw_slips(values, slips, draw)
    credential = _open(world, batch.code, at)
    for start in range(0, len(numbers), LINES_PER_SAVE):
        part = numbers[start : start + LINES_PER_SAVE]
        _save(credential.pk, [TypedLine(number, slipped.get(number, values[number]), "") for number in part], draw, at)
    for number, slip in slipped.items():
        _save(credential.pk, [TypedLine(number, values[number], slip)], draw, at)
    world.plant("corrected-mark", slipped)


def _draw_slips(values: Mapping[str, str], count: int, draw: Draw) -> dict[str, str]:
    """Choose the lines where fingers slip, among those where it shows, with what is typed there first."""
    slips = {number: _slip(value) for number, value in values.items() if _slip(value) != value}
    chosen = draw.distinct(len(slips), min(count, len(slips)))
    return {list(slips)[rank]: list(slips.values())[rank] for rank in chosen}


def _slip(value: str) -> str:
    """Turn the two digits round, as fingers do; AB and CB stay, and so does what would leave the scale."""
    turned = value[::-1]
    return turned if value.isdigit() and int(turned) <= HIGHEST else value


def _save(credential_id: int, lines: Sequence[TypedLine], draw: Draw, at: datetime) -> None:
    save_id = UUID(int=draw.below(2**128))
    mark_acts.save_marks(credential_id=credential_id, save_id=save_id, lines=lines, at=at)


def _mark(scale: Any, draw: Draw) -> str:
    steps = (scale.highest - scale.lowest) // scale.step
    # Three draws added up make the hill that marks make.
    drawn = sum(draw.below(steps + 1) for _ in range(3)) // 3
    return format_mark(scale.lowest + drawn * scale.step, scale)
