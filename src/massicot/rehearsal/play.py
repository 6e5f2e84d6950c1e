"""A rehearsal from its first act to the stage where it stops, and what it tells at its end."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches import queries as batches
from massicot.core.ladder import Ladder
from massicot.rehearsal import (
    attending,
    calling,
    centres,
    consulting,
    destroying,
    marking,
    mishaps,
    opening,
    reception,
    returning,
)
from massicot.rehearsal.world import CASEWORKER, HEAD_OF_OFFICE, Calendar, Stage, World
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision


@dataclass(frozen=True, slots=True)
class RehearsalStep:
    """The ladder as it stands after one act, how many scripts are destroyed by then, and how many were left out."""

    act: str
    ladder: Ladder
    destroyed: int
    left_out: int


def surprises(ladder: Ladder, planted: list[str]) -> list[str]:
    """List what happened and was not planted, and what was planted and is not told exactly once."""
    report = Counter([gap.key for gap in ladder.gaps] + [event.key for event in ladder.events])
    plan = set(planted)
    strange = [key for key in report.elements() if key not in plan]
    return sorted(strange + [key for key in planted if report[key] != 1])


def unaccounted(steps: Sequence[RehearsalStep]) -> list[tuple[str, str]]:
    """List the rungs, with the act after which it is so, that lack something of which no gap tells.

    A rung which nothing has reached yet lacks nothing; what came back is destroyed by a certificate or left out by one.
    """
    lacking = [
        (step.act, rung.name)
        for step in steps
        for rung in step.ladder.rungs
        if rung.expected != rung.found and not rung.gaps and rung.found
    ]
    back = ((step, step.ladder.rung(SCRIPTS_BACK).found) for step in steps if step.destroyed)
    return lacking + [(step.act, SCRIPTS_BACK) for step, count in back if step.destroyed + step.left_out != count]


def as_json(steps: Sequence[RehearsalStep], planted: list[str]) -> dict[str, Any]:
    """Shape a rehearsal for programs: its last ladder, those after each act, and the keys of the planted faults."""
    return {
        **results.as_json(steps[-1].ladder),
        "planted": sorted(planted),
        "steps": [_step_json(step) for step in steps],
    }


def _step_json(step: RehearsalStep) -> dict[str, Any]:
    return {
        "act": step.act,
        "rungs": {rung.name: [rung.expected, rung.found] for rung in step.ladder.rungs},
        "open": [gap.key for gap in step.ladder.open_gaps],
        "destroyed": step.destroyed,
        "left_out": step.left_out,
    }


SCRIPTS_BACK = "scripts returned"

SIT_AGAIN = Decision.SIT_AGAIN, "Copie introuvable après recherche : la candidate ou le candidat compose de nouveau."
DECIDED = {MISSING_STRIP.name: (Decision.ACCEPTED, "En-tête introuvable après recherche : la copie, elle, est là.")}
"""What the office decides of the gaps that are still open before the lifting, with its reason."""


@dataclass(frozen=True, slots=True)
class RehearsalAct:
    """One act: from which stage on it is played, how, knowing the stage where all ends, and when it is over."""

    name: str
    stage: Stage
    play: Callable[[World, Stage], object]
    over: Callable[[Calendar], datetime]


def play(world: World, stage: Stage) -> None:
    """Play what follows `prepare`, up to a stage."""
    for act in ACTS:
        if stage.reaches(act.stage):
            act.play(world, stage)


def play_whole(world: World) -> list[RehearsalStep]:
    """Play a session to the end of its life, and read its ladder after each act: nothing of it is left open."""
    return list(_steps(world))


def _steps(world: World) -> Iterator[RehearsalStep]:
    for act in (*ACTS, *AFTERWARDS):
        act.play(world, Stage.DESTROYED)
        ladder = results.ladder_at(world.paper, act.over(world.calendar))
        yield RehearsalStep(act.name, ladder, *destroying.count_destroyed(world))


def _send(world: World, stage: Stage) -> None:
    # Whoever opens a session whose parcels are on the road is to see work, not an alarm.
    centres.send_parcels(world, is_late_allowed=stage is not Stage.SENT)


def _receive(world: World, stage: Stage) -> None:
    reception.receive_parcels(world, are_cases_ended=stage is not Stage.OPEN_CASES)


def _bring_back(world: World, _stage: Stage) -> None:
    returning.bring_back(world)
    consulting.consult(world)


def _settle(world: World, _stage: Stage) -> None:
    returning.settle(world)
    destroying.take_away(world)


def _mark_everywhere(world: World, stage: Stage) -> None:
    for here in world.at_each_centre():
        _mark(here, stage)


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
    # A session that is played to its end leaves no register behind.
    if world.is_heavy or stage is Stage.DESTROYED:
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


def _alone(play: Callable[[World], object]) -> Callable[[World, Stage], object]:
    """Play the same wherever all ends."""
    return lambda world, _stage: play(world)


ACTS: Sequence[RehearsalAct] = (
    RehearsalAct("printed", Stage.PREPARED, _alone(opening.print_for_centres), attrgetter("prepared")),
    RehearsalAct("called", Stage.CALLED, _alone(calling.call_markers), attrgetter("called")),
    RehearsalAct("sat", Stage.SAT, _alone(centres.write_the_paper), attrgetter("closed")),
    RehearsalAct("sent", Stage.SENT, _send, attrgetter("sent_late")),
    RehearsalAct("received", Stage.RECEIVED, _receive, attrgetter("batched")),
    RehearsalAct("batched", Stage.MORNING, _make_ready, attrgetter("batched")),
    RehearsalAct("marked", Stage.MARKING, _mark_everywhere, attrgetter("locked")),
    RehearsalAct("lifted", Stage.LIFTED, _alone(_lift), attrgetter("lifted")),
    RehearsalAct("returned", Stage.RETURNED, _bring_back, attrgetter("boxed")),
    RehearsalAct("settled", Stage.DESTROYED, _settle, attrgetter("settled")),
    RehearsalAct("destroyed", Stage.DESTROYED, _alone(destroying.destroy_in_time), attrgetter("destroyed")),
    RehearsalAct("listed again", Stage.DESTROYED, _alone(destroying.list_the_rest), attrgetter("signed_again")),
)
AFTERWARDS: Sequence[RehearsalAct] = (
    RehearsalAct(
        "destroyed again", Stage.DESTROYED, _alone(destroying.destroy_the_rest), attrgetter("destroyed_again")
    ),
    RehearsalAct(
        "sheets destroyed", Stage.DESTROYED, _alone(destroying.destroy_sheets), attrgetter("sheets_destroyed")
    ),
)
"""What comes after the last stage that one may look at."""
