"""`massicot where`: where a thing is, and every hand that it passed through, without a name."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.core import codes
from massicot.scripts import queries as scripts
from tests import cast, later_world, world


def acts(answer):
    """List the acts of a story, in order."""
    return [line.split("  ")[2] for line in answer.out.splitlines()[1:]]


def test_a_script_tells_its_whole_story(english):
    built = world.handed_out()
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[0]
    answer = english("where", f" {number.lower()} ")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == f"{number}: with the marker BOB ({batch.code})"
    told = acts(answer)
    assert told == ["numbered and cut", "packed", "sent", "arrived", "ticked", "put in a batch", "handed out"]


def test_instants_are_told_in_local_time(english):
    built = world.packed()
    number = min(scripts.in_hand_of_centre(built.paper.pk, cast.CEDRES))
    lines = english("where", number).out.splitlines()
    assert {line.split("  ")[1] for line in lines[1:]} == {"10/05/2017 19:00"}


def test_a_parcel_and_a_batch_tell_theirs(english):
    built = world.handed_out()
    parcel, batch = parcels.parcels_of(built.paper.pk)[0], batches.batches_of(built.paper.pk)[0]
    assert acts(english("where", parcel.code.lower()))[-2:] == ["sent", "arrived"]
    assert acts(english("where", batch.code)) == ["made up", "handed out"]


def test_a_label_before_the_day_tells_its_centre(english):
    built = world.prepared()
    number = scripts.numbers_of_centre(built.paper.pk, cast.CEDRES)[0]
    assert (
        english("where", number).out == f"{number}: label of the centre Lycée des Cèdres; its day is not closed yet.\n"
    )


def test_a_lost_script_is_missing_and_still_tells_its_story(english):
    number = later_world.number_of(later_world.with_one_lost(), 1)
    answer = english("where", number)
    assert answer.out.startswith(f"{number}: missing")
    assert acts(answer)[-1] == "declared missing"


def test_no_story_tells_a_name(english):
    built = world.handed_out()
    told = "".join(english("where", number).out for number in scripts.numbers_of_centre(built.paper.pk, cast.CEDRES))
    assert not [name for name in cast.NAMES if name in told]


def test_a_wrong_check_letter_is_refused(refused):
    number = scripts.numbers_of_centre(world.prepared().paper.pk, cast.CEDRES)[0]
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert refused("where", wrong).startswith(f"{wrong} is not an anonymity number: its letter does not fit")


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("", "its letter does not fit"),
        ("hello", "its letter does not fit"),
        ("P-XXXXXX", "is not in the ledger: check the number"),
        ("B-XXXXXX", "is not in the ledger: check the number"),
        (codes.number_of(0), "was never drawn in this installation: put the script aside"),
    ],
)
def test_what_was_never_seen_is_refused_with_what_to_do(refused, ref, told):
    world.prepared()
    assert told in refused("where", ref)
