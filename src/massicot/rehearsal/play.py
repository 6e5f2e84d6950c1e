"""A rehearsal from its first act to the stage where it stops, and what it tells at its end."""

from collections import Counter
from typing import Any

from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches import queries as batches
from massicot.core.ladder import Ladder
from massicot.rehearsal import attending, calling, centres, consulting, marking, mishaps, opening, reception, returning
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
        _play_marking(world, stage)


def play_whole(world: World) -> None:
    """Play a session to its end: nothing of it is left open."""
    play(world, Stage.RETURNED)
    returning.settle(world)


def ladder_of(world: World) -> Ladder:
    """Build the ladder as it stands at the end of all."""
    return results.ladder_at(world.paper, world.calendar.settled)


def _play_marking(world: World, stage: Stage) -> None:
    _make_ready(world, stage)
    if stage.reaches(Stage.MARKING):
        for here in world.at_each_centre():
            _mark(here, stage)
    if stage.reaches(Stage.LIFTED):
        _lift(world)
    if stage.reaches(Stage.RETURNED):
        returning.bring_back(world)
        consulting.consult(world)


def _make_ready(world: World, stage: Stage) -> None:
    for here in world.at_each_centre():
        marking.make_batches(here)
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
    made = batches.batches_of(world.paper.pk, world.marking_centre)
    half = len(made) // 2 if stage.is_amid_marking else len(made)
    marking.type_marks(world, made[:half], world.calendar.typed)
    kept = mishaps.kept_back(world, made)
    short = mishaps.return_short(world, [batch for batch in made if batch not in kept])
    marking.return_batches(world, [batch for batch in made if batch not in (*kept, *short)], world.calendar.returned)
    mishaps.note_kept_back(world, kept)
    anew = marking.regroup(world, made, {batch.code for batch in (*kept, *short)})
    if stage is not Stage.OPEN_CASES:
        marking.return_batches(world, kept, world.calendar.typed_again)
    if stage.is_amid_marking:
        here = batches.batches_of(world.paper.pk, world.marking_centre)
        there = [batch for batch in here if not batch.is_out]
        marking.hand_out(world, there, world.calendar.typed_again)
    else:
        # What was regrouped has a sheet of its own, and an author once a marker has held it.
        marking.hand_out(world, list(anew.values()), world.calendar.typed_again)
        marking.lock_batches(world, [anew.get(batch.code, batch) for batch in made])
        marking.return_batches(world, list(anew.values()), world.calendar.locked)
    if world.is_heavy:
        attending.keep_registers(world, world.calendar.typed_again if stage.is_amid_marking else world.calendar.decided)


def _lift(world: World) -> None:
    mishaps.decide_kept_marks(world)
    attending.hold_unjustified(world)
    for gap in results.ladder(world.paper).open_gaps:
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
