"""Where the script of a number is, and its dated story, told so that it can be shown to its candidate.

What names a marker never leaves this module: a place is named only when it is an institution.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from massicot.anonymity.rules.boxes import number_of_box
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.custody import queries as custody
from massicot.custody.rules import ACTS, PLACES, ItemKind, Place
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.rules import MarkWritten
from massicot.results.queries.decisions import decision_on_missing
from massicot.results.queries.ladder import lifting_of
from massicot.results.rules import Decision
from massicot.results.rules.access import LIFTED, ON_BATCH
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind


@dataclass(frozen=True, slots=True)
class WordedSpot:
    """A place in words, the name of its institution if it is one, and what holds the thing there."""

    words: str
    name: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One event of a story: when, what in words, and where it was then (None: it did not move)."""

    at: datetime
    words: str
    spot: WordedSpot | None = None


@dataclass(frozen=True, slots=True)
class KeptStrip:
    """The box of a header strip: its number and code, from which strip to which it goes, where it is kept.

    `is_lacking`: the strip was not there when the box was closed.
    """

    number: str
    code: str
    first: str
    last: str
    spot: WordedSpot
    kept_in: str
    is_lacking: bool


@dataclass(frozen=True, slots=True)
class HeldScript:
    """One script: its number, what it is, its batch if it has one, where it is now, the box of its strip, its story."""

    number: str
    nature: ScriptKind
    batch: str
    now: WordedSpot | None
    decision: Decision | None
    box: KeptStrip | None
    steps: list[StoryStep]


def lifted_on(paper: Paper) -> date | None:
    """Say on which day, on the clock of its session, a paper was lifted; None before."""
    lifting = lifting_of(paper)
    return exams.local(paper, lifting.lifted_at).date() if lifting and lifting.lifted_at else None


def held_script(paper: Paper, number: str) -> HeldScript:
    """Tell where the script of a number is and how it came there; raise NumberUnknown."""
    script = scripts.script_by_number(number)
    item = custody.where(ItemKind.SCRIPT, number)
    events = custody.story_of(ItemKind.SCRIPT, number)
    refs = {event.to_ref for event in events} | {script.centre_uai} | ({item.place_ref} if item else set())
    names = exams.institution_names(refs)
    batch = batches.batch_of_number(number)
    moves = [
        StoryStep(event.at, ACTS[event.act], _spot(event.to_place, event.to_ref, names, event.inside or event.found_in))
        for event in events
    ]
    told_in = [batch.code, *batches.codes_before(batch.pk)] if batch else []
    turns = [step for code in told_in for step in _told_of_batch(code, number)]
    decided = decision_on_missing(paper, number) if item and item.place == Place.MISSING else None
    return HeldScript(
        number,
        ScriptKind(script.kind),
        batch.code if batch else "",
        _spot(item.place, item.place_ref, names, item.inside) if item else None,
        Decision(decided.decision) if decided else None,
        strip_box(number),
        _dated(paper, [*moves, *turns, *_lifted(paper)]),
    )


def strip_box(number: str) -> KeptStrip | None:
    """Tell in which box the header strip of a number is, and where that is kept; None while it is in no box."""
    box = scripts.box_of_strip(number)
    if box is None:
        return None
    return KeptStrip(
        number_of_box(box.ref),
        box.ref,
        box.first,
        box.last,
        WordedSpot(PLACES[Place.EXAM_CENTRE], exams.institution_name(box.centre_uai)),
        box.kept_in,
        scripts.strip_is_lacking(number),
    )


def _spot(place: str, ref: str, names: Mapping[str, str], inside: str) -> WordedSpot:
    # Whoever is no institution is a marker or a carrier: never named.
    return WordedSpot(PLACES[place], names.get(ref, "") if place != Place.MARKER else "", inside)


def _told_of_batch(code: str, number: str) -> Iterator[StoryStep]:
    for line in audit.acts_of(batches.subject_of(code)):
        is_of_other = line.act == MarkWritten.__name__ and json.loads(line.facts)["number"] != number
        if line.act in ON_BATCH and not is_of_other:
            yield StoryStep(line.at, ON_BATCH[line.act])


def _lifted(paper: Paper) -> Iterator[StoryStep]:
    lifting = lifting_of(paper)
    if lifting is not None and lifting.lifted_at is not None:
        yield StoryStep(lifting.lifted_at, LIFTED)


def _dated(paper: Paper, steps: list[StoryStep]) -> list[StoryStep]:
    local = [StoryStep(exams.local(paper, step.at), step.words, step.spot) for step in steps]
    return sorted(local, key=lambda step: step.at)
