"""The ladder's rungs, with worked numbers, and a name for each gap."""

from dataclasses import replace

import pytest

from massicot.anonymity.rules.rungs import LackingStrip
from massicot.consignments.rules.rungs import MISSING_SCRIPT, BackState, UnevenFacts
from massicot.core.ladder import Gap, GapState
from massicot.results import rules
from massicot.results.rules import decisions, ladder
from massicot.results.rules.ladder import RUNG_OF
from massicot.scripts.rules import ScriptKind
from tests.results.sound_paper import (
    NORTH,
    NUMBERS,
    SOUND,
    WATER,
    WOOD,
    with_back,
    with_batch,
    with_centre,
    with_items,
    with_parcel,
    with_room,
    with_sheet,
)

RETURNED = "scripts returned"

RUNGS = [
    ("entered", 5),
    ("present+absent", 5),
    ("written+blank+placeholder", 5),
    ("labels used", 5),
    ("strips archived", 5),
    ("packed", 5),
    ("despatched", 5),
    ("received", 5),
    ("in batches", 5),
    ("on sheets", 5),
    ("marks+AB+CB", 5),
    ("scripts returned", 5),
    ("sheets received", 2),
]


def test_every_rung_counts_five_from_both_sources_and_two_sheets():
    assert [(rung.name, rung.expected, rung.found) for rung in ladder.rungs(SOUND)] == [
        (name, count, count) for name, count in RUNGS
    ]
    assert [gap for rung in ladder.rungs(SOUND) for gap in rung.gaps] == []


def test_a_difference_signed_at_the_centre_explains_its_gap_and_leaves_it_to_the_office():
    signed = ladder.rungs(with_room(counted=1, signed="found nowhere (clerk)"))
    (gap,) = [gap for rung in signed for gap in rung.gaps]
    assert (gap.key, gap.state, gap.reason, gap.signed) == (
        f"room-count:{NORTH}/A1",
        GapState.OPEN,
        "",
        "found nowhere (clerk)",
    )


TROUBLES = {
    "entries:90001": ("entered", replace(SOUND, entered={WOOD: 3, WATER: 1})),
    "entries:90009": ("entered", replace(SOUND, entered={WOOD: 4, WATER: 1, "90009": 1})),
    f"attendance:{NORTH}/A1": ("present+absent", with_room(present=1)),
    f"attendance:{NORTH}/A1 ": ("present+absent", with_room(counted=None)),
    f"room-count:{NORTH}/A1": ("present+absent", with_room(counted=3)),
    f"items:{NORTH}": ("written+blank+placeholder", with_centre(items_typed=2)),
    f"items:{NORTH} ": ("written+blank+placeholder", with_items({(NORTH, WATER, ScriptKind.BLANK): 0})),
    f"items:{NORTH}  ": (
        "written+blank+placeholder",
        with_items({(NORTH, WATER, ScriptKind.BLANK): 0, (NORTH, WATER, ScriptKind.WRITTEN): 1}),
    ),
    f"labels:{NORTH}": ("labels used", with_centre(labels_typed=4)),
    f"strips:{NORTH}": ("strips archived", with_centre(strips_typed=2)),
    f"strips:{NORTH} ": ("strips archived", with_centre(strips_boxed=2)),
    f"missing-strip:{NUMBERS[0]}": (
        "strips archived",
        replace(
            with_centre(strips_boxed=2, strips_lacking=1),
            strips_lacking={NUMBERS[0]: LackingStrip("S-1", "Mme Second")},
        ),
    ),
    f"not-packed:{NUMBERS[0]}": ("packed", replace(SOUND, not_packed=NUMBERS[:1])),
    f"left-out:{NUMBERS[0]}": ("packed", replace(SOUND, left_out={NUMBERS[0]: "Mme Second"})),
    "parcel-count:P-1": ("packed", with_parcel(contents=2)),
    "not-sent:P-1": ("despatched", with_parcel(carrier=None, has_arrived=False, received=0)),
    "departure-unknown:P-1": ("despatched", with_parcel(carrier=None)),
    "carrier-count:P-1": ("despatched", with_parcel(carrier=2)),
    "not-arrived:P-1": ("received", with_parcel(has_arrived=False, received=0)),
    "not-looked-for:P-1": ("received", with_parcel(received=1, waiting=2)),
    f"missing-script:{NUMBERS[0]}": ("received", with_parcel(received=2, missing=[NUMBERS[0]])),
    "arrival-count:P-9": ("received", replace(SOUND, uneven=[UnevenFacts("P-9", 2, 1, "Only one lay in it")])),
    "in-reception:P-1": ("in batches", replace(SOUND, in_reception={"P-1": 3})),
    f"not-in-batch:{NUMBERS[0]}": ("in batches", replace(SOUND, not_in_batch=NUMBERS[:1])),
    f"missing-in-batch:{NUMBERS[0]}": ("in batches", replace(with_batch(lacking=1), short=NUMBERS[:1])),
    f"not-received:{NUMBERS[0]}": ("in batches", replace(SOUND, received=4, not_received=NUMBERS[:1])),
    "sheet:B-1": ("on sheets", with_batch(on_sheet=0)),
    "sheet:B-1 ": ("on sheets", with_batch(contents=2)),
    "sheet:B-1  ": ("on sheets", with_batch(size=2, marked=2)),
    "not-locked:B-1": ("marks+AB+CB", with_batch(is_locked=False, locked_lines=0, typed_lines=None)),
    "unmarked:B-1": ("marks+AB+CB", with_batch(marked=2)),
    "totals:B-1": ("marks+AB+CB", with_batch(sum_hundredths=2600)),
    "totals:B-1 ": ("marks+AB+CB", with_batch(typed_lines=3)),
    "totals:B-1  ": ("marks+AB+CB", with_batch(locked_lines=2)),
    "totals:B-1   ": ("marks+AB+CB", with_batch(is_altered=True)),
    f"absence:{NUMBERS[0]}": ("marks+AB+CB", replace(SOUND, wrong_absences={NUMBERS[0]: "AB"})),
    f"blank:{NUMBERS[0]}": ("marks+AB+CB", replace(SOUND, wrong_blanks={NUMBERS[0]: "CB"})),
    "not-returned:B-1": (RETURNED, with_back("B-1", state=BackState.DUE, there=0)),
    "batch-lost-back:B-1": (RETURNED, with_back("B-1", state=BackState.LOST, there=0)),
    "return-count:B-1": (RETURNED, with_back("B-1", there=2)),
    f"not-in-box:{NUMBERS[3]}": (RETURNED, replace(SOUND, unboxed=[NUMBERS[3]])),
    f"script-not-returned:{NUMBERS[4]}": (RETURNED, with_back(NUMBERS[4], state=BackState.DUE, there=0)),
    f"script-lost-back:{NUMBERS[4]}": (RETURNED, with_back(NUMBERS[4], state=BackState.LOST, there=0)),
    "sheet-not-received:B-1": ("sheets received", with_sheet()),
    "sheet-given-up:B-1": ("sheets received", with_sheet("Lost in the post")),
}
"""Key of the gap (blanks tell variants apart): its rung, and what the areas count then."""


@pytest.mark.parametrize("key", TROUBLES)
def test_a_trouble_is_named_on_its_rung(key):
    name, facts = TROUBLES[key]
    named = {gap.key: rung.name for rung in ladder.rungs(facts) for gap in rung.gaps}
    assert named[key.strip()] == name
    assert len(named) <= 2  # a batch of another size is seen by its sheet and by its lines


def test_every_kind_of_gap_is_tried_on_its_rung():
    assert {key.partition(":")[0]: name for key, (name, _) in TROUBLES.items()} == RUNG_OF


def test_totals_that_a_paper_does_not_ask_for_are_no_gap():
    facts = with_batch(typed_lines=None, typed_sum_hundredths=None)
    assert [gap for rung in ladder.rungs(facts) for gap in rung.gaps] == []


def test_a_lost_script_lowers_what_is_received_and_nothing_else():
    batches = with_batch(size=2, contents=2).batches
    facts = replace(with_parcel(received=2, missing=[NUMBERS[0]]), received=4, batches=batches)
    rungs = {rung.name: (rung.expected, rung.found, list(rung.gaps)) for rung in ladder.rungs(facts)}
    assert rungs["received"] == (5, 4, [Gap(kind=MISSING_SCRIPT.name, subject=NUMBERS[0])])
    assert rungs["in batches"] == (4, 4, [])
    assert rungs["despatched"] == (5, 5, [])


def test_events_are_told_by_kind_then_subject():
    told = ladder.events({"blank": ["2", "1"], "absent": ["3"]})
    assert [event.key for event in told] == ["absent:3", "blank:1", "blank:2"]


def test_the_two_persons_who_lift_are_two():
    decisions.check_two_persons("CGE", "odile@bureau.invalid", "omar@bureau.invalid")
    with pytest.raises(decisions.SamePerson):
        decisions.check_two_persons("CGE", "odile@bureau.invalid", "odile@bureau.invalid")


def test_a_long_list_is_cut_in_a_sentence():
    assert rules.few(["1", "2"]) == "1, 2"
    assert rules.few(list("1234567")) == "1, 2, 3, 4, 5, …"
