"""Heavy faults, played as people live them: each is met by the act that the desks have for it."""

from collections.abc import Collection, Sequence
from typing import Any

from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Acknowledgement, Witnessed, event_subject
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.exams import queries as exams
from massicot.rehearsal import cast
from massicot.rehearsal.arrivals import one_centre
from massicot.rehearsal.world import World
from massicot.scripts import queries as scripts

SIGNED = Witnessed("Introuvable après une fouille de la salle.", "Mme Roux")
"""What two persons sign for a script that is not in its batch."""


def not_there(world: World, uai: str, specialties: Collection[str]) -> list[str]:
    """Choose the script that is not found when one centre packs; none elsewhere, nor without heavy faults."""
    if uai != one_centre(world, "left-out centre"):
        return []
    numbers = _to_pack(world, uai, specialties)
    left_out = [numbers[world.draw("left-out").below(len(numbers))]]
    world.plant(LEFT_OUT.name, left_out)
    return left_out


def signed_away(world: World, uai: str, specialties: Collection[str], left_out: Collection[str]) -> list[str]:
    """Choose the script that one centre signs as not there, and that lies in its parcel all the same."""
    if uai != one_centre(world, "signed-away centre"):
        return []
    numbers = [number for number in _to_pack(world, uai, specialties) if number not in left_out]
    return [numbers[world.draw("signed away").below(len(numbers))]]


def strip_lacking(world: World, uai: str, strips: Sequence[str]) -> list[str]:
    """Choose the header strip that is not found when one centre closes its box, between both ends; none elsewhere."""
    within = strips[1:-1]
    if uai != one_centre(world, "strip centre") or not within:
        return []
    lacking = [within[world.draw("strip").below(len(within))]]
    world.plant(MISSING_STRIP.name, lacking)
    return lacking


def missing_from_envelope(world: World, made: Sequence[Any]) -> dict[str, str]:
    """Choose the batch whose envelope is closed without a script, and which; none without heavy faults."""
    whole = [batch for batch in made if batch.size > 1]
    if not world.is_heavy or not whole:
        return {}
    batch = whole[world.draw("envelope short").below(len(whole))]
    number = _one_in(world, batch)
    world.plant(MISSING_FROM_BATCH.name, [number])
    return {batch.code: number}


def return_short(world: World, made: Sequence[Any]) -> list[Any]:
    """Take one batch back without a script that its marker has lost; none without heavy faults."""
    if not world.is_heavy or not made:
        return []
    batch = made[world.draw("return short").below(len(made))]
    number = _one_in(world, batch)
    stay = batches.present_stay(batch)
    batch_acts.return_short(
        code=batch.code,
        seen=stay.pk,
        counted=batch.in_hand - 1,
        missing=number,
        acknowledgement=Acknowledgement(stay.marker, batch.in_hand - 1),
        signed=SIGNED,
        by=cast.MARKING_CENTRE,
        at=world.calendar.returned,
    )
    world.plant(MISSING_FROM_BATCH.name, [number])
    return [batch]


def kept_back(world: World, made: Sequence[Any]) -> list[Any]:
    """Choose the batch that is not given back one evening; none without heavy faults."""
    return [made[world.draw("kept back").below(len(made))]] if world.is_heavy else []


def note_kept_back(world: World, kept: Sequence[Any]) -> None:
    """Note at the roll-call of the evening what did not come back."""
    at = world.calendar.returned
    for batch in kept:
        reason = "Correcteur parti avec le lot, joint par téléphone : il le rapporte demain."
        seen = batches.present_stay(batch).pk
        batch_acts.note_not_returned(code=batch.code, seen=seen, reason=reason, by=cast.MARKING_CENTRE, at=at)
        world.plant("batch-not-returned", [event_subject(batch.code, exams.local(world.paper, at).date())])


def _one_in(world: World, batch: Any) -> str:
    numbers = batches.numbers_of(batch.pk)
    return numbers[world.draw("lost in batch", batch.code).below(len(numbers))]


def _to_pack(world: World, uai: str, specialties: Collection[str]) -> list[str]:
    in_hand = scripts.in_hand_of_centre(world.paper.pk, uai)
    return [number for number, code in in_hand.items() if code in specialties]
