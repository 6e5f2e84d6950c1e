"""A rehearsal from its first act to the stage where it stops, and what it tells at its end."""

from collections import Counter
from typing import Any

from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches import queries as batches
from massicot.core.ladder import Ladder
from massicot.rehearsal import attending, calling, centres, marking, mishaps, opening, reception
from massicot.rehearsal.world import CASEWORKER, HEAD_OF_OFFICE, Stage, World
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision


def surprises(ladder: Ladder, planted: list[str]) -> list[str]:
    """List what happened and was not planted, and what was planted and is not told exactly once."""
    report = Counter([gap.key for gap in ladder.gaps] + [event.key for event in ladder.events])
    plan = set(planted)
    strange = [key for key in report.elements() if key not in plan]
    return sorted(strange + [key for key in planted if report[key] != 1])


def as_json(ladder: Ladder, planted: list[str]) -> dict[str, Any]:
    """Shape a rehearsal for programs: its ladder, and the keys of the planted faults."""
    return {**results.as_json(ladder), "planted": sorted(planted)}


SIT_AGAIN = Decision.SIT_AGAIN, "Copie introuvable après recherche : la candidate ou le candidat compose de nouveau."
DECIDED = {MISSING_STRIP.name: (Decision.ACCEPTED, "En-tête introuvable après recherche : la copie, elle, est là.")}
"""What the office decides of the gaps that are still open before the lifting, with its reason."""


def play(world: World, stage: Stage) -> None:
    """Play what follows `prepare`, up to a stage."""
    opening.print_for_centres(world)
    if stage.reaches(Stage.CALLED):
        calling.call_markers(world)
    if stage.reaches(Stage.SAT):
        centres.write_the_paper(world)
    if stage.reaches(Stage.SENT):
        # Whoever opens a session whose parcels are on the road is to see work, not an alarm.
        centres.send_parcels(world, is_late_allowed=stage is not Stage.SENT)
    if stage.reaches(Stage.RECEIVED):
        reception.receive_parcels(world, are_cases_ended=stage is not Stage.OPEN_CASES)
    if stage.reaches(Stage.MORNING):
        _make_ready(world, stage)
    if stage.reaches(Stage.MARKING):
        _mark(world, stage)
    if stage.reaches(Stage.LIFTED):
        _lift(world)


def ladder_of(world: World) -> Ladder:
    """Build the ladder as it stands."""
    return results.ladder(world.paper)


def _make_ready(world: World, stage: Stage) -> None:
    marking.make_batches(world)
    if stage is Stage.MORNING:
        attending.announce_illness(world, calling.waiting_letter(world))
    elif world.is_heavy:
        if stage is not Stage.OPEN_CASES:
            attending.exempt_announced(world)
            attending.replace_absent(world)
        attending.stay_away(world)


def _mark(world: World, stage: Stage) -> None:
    marking.hand_out_batches(world)
    if stage is not Stage.OPEN_CASES:
        attending.convene_late(world)
    made = batches.batches_of(world.paper.pk)
    half = len(made) // 2 if stage.is_amid_marking else len(made)
    marking.type_marks(world, made[:half], world.calendar.typed)
    kept = mishaps.kept_back(world, made)
    short = mishaps.return_short(world, [batch for batch in made if batch not in kept])
    marking.return_batches([batch for batch in made if batch not in (*kept, *short)], world.calendar.returned)
    mishaps.note_kept_back(world, kept)
    anew = marking.regroup(world, made, {batch.code for batch in (*kept, *short)})
    if stage is not Stage.OPEN_CASES:
        marking.return_batches(kept, world.calendar.typed_again)
    if stage.is_amid_marking:
        there = [batch for batch in batches.batches_of(world.paper.pk) if not batch.is_out]
        marking.hand_out(world, there, world.calendar.typed_again)
    else:
        # What was regrouped has a sheet of its own, and an author once a marker has held it.
        marking.hand_out(world, list(anew.values()), world.calendar.typed_again)
        marking.lock_batches(world, [anew.get(batch.code, batch) for batch in made])
        marking.return_batches(list(anew.values()), world.calendar.locked)
    if world.is_heavy:
        attending.keep_registers(world, world.calendar.typed_again if stage.is_amid_marking else world.calendar.decided)


def _lift(world: World) -> None:
    mishaps.decide_kept_marks(world)
    attending.hold_unjustified(world)
    for gap in ladder_of(world).open_gaps:
        decision, reason = DECIDED.get(gap.kind, SIT_AGAIN)
        result_acts.decide_gap(
            paper=world.paper,
            key=gap.key,
            seen=gap.figures,
            decision=decision,
            reason=reason,
            by=CASEWORKER,
            at=world.calendar.decided,
        )
    for person in (CASEWORKER, HEAD_OF_OFFICE):
        seen = results.shown_lifting(world.paper).seen
        result_acts.lift(paper=world.paper, seen=seen, by=person, at=world.calendar.lifted)
