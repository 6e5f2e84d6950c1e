"""Batches of which a script is missing: at the closing of an envelope, and at a return."""

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Witnessed
from massicot.marks import services as mark_acts
from tests import world
from tests.cast import MARC, MARKING, TYPING
from tests.hands import stay_of
from tests.world import World

SIGNED = Witnessed("Cherchée partout", "Mme Roux")


def close_without(batch: object, *missing: str) -> None:
    """Close an envelope without some of its scripts."""
    for number in batches.numbers_of(batch.pk):
        if number not in missing:
            batch_acts.check_script(code=batch.code, number=number, by=MARC)
    counted = batch.size - len(missing)
    mark_acts.seal_short(code=batch.code, counted=counted, signed=SIGNED, by=MARC, at=MARKING)


def take_back_without(batch: object, *missing: str) -> None:
    """Take a batch back without some of its scripts; its marker could not come."""
    shown = {"code": batch.code, "seen": stay_of(batch), "counted": batch.in_hand - len(missing)}
    told = {"missing": " ".join(missing), "acknowledgement": None, "signed": SIGNED}
    batch_acts.return_short(**shown, **told, by=MARC, at=TYPING)


def handed_out_short(built: World) -> World:
    """Hand both batches to Bob, the last script of the first never in its envelope, of the second lost at his place."""
    first, second = batches.batches_of(built.paper.pk)
    close_without(first, batches.numbers_of(first.pk)[-1])
    world.seal(second)
    for batch in (first, second):
        world.lend(batches.batch_by_code(batch.code), "BOB")
    take_back_without(second, batches.numbers_of(second.pk)[-1])
    world.lend(batches.batch_by_code(second.code), "BOB")
    return built
