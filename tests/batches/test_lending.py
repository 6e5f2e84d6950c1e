"""Batches handed out and taken back, counted by both sides; and what is refused."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.rules import Acknowledgement, Signed, concordance, hands
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.rules import MarkerUnknown
from massicot.scripts.rules import PUPIL_KEY
from tests import cast, world
from tests.cast import KEY, MARC, MARKING
from tests.hands import stay_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def batches():
    """The two batches of the world, checked and closed: woodwork (8) and water (4)."""
    return queries.batches_of(world.sealed().paper.pk)


def hand_out(code, marker="BOB", counted=8, acknowledgement=None):
    return services.hand_out_batch(
        code=code,
        marker_identifier=marker,
        counted=counted,
        acknowledgement=acknowledgement or Acknowledgement(marker, 8, denies_pupils=True),
        pupil_key=KEY.sub_key(PUPIL_KEY),
        by=MARC,
        at=MARKING,
    )


def give_back(code, counted=8, said=8, who="BOB"):
    acknowledgement = Acknowledgement(who, said, Signed.ON_SLIP)
    seen = stay_of(queries.batch_by_code(code))
    counts = {"seen": seen, "counted": counted, "acknowledgement": acknowledgement}
    return services.return_batch(code=code, **counts, by=MARC, at=MARKING)


def facts_of(code, act):
    return [json.loads(line.facts) for line in audit.acts_of(f"batch:{code}") if line.act == act]


def states(batches):
    rows = queries.rows_of(batches[0].paper_id, cast.PERRIN)
    return [(row.state, row.holder) for row in rows]


def test_a_batch_handed_out_carries_its_scripts_to_the_marker(batches):
    code = batches[0].code
    hand_out(code.lower())
    number = queries.numbers_of(batches[0].pk)[0]
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.place_ref, item.inside) == ("marker", "BOB", code)
    assert ledger.holder_of_batch(code) == queries.open_hand_out(batches[0].pk).marker == "BOB"


def test_both_counts_of_a_hand_over_are_kept(batches):
    code = batches[0].code
    hand_out(code)
    give_back(code)
    (stay,) = queries.hand_outs_of(batches[0].pk)
    assert (stay.out_count, stay.out_acknowledged, stay.out_signed) == (8, 8, "on-screen")
    assert (stay.back_count, stay.back_acknowledged, stay.back_signed) == (8, 8, "on-slip")
    assert facts_of(code, "BatchHandedOut") == [
        {
            "acknowledged": 8,
            "code": code,
            "denies_pupils": True,
            "marker": "BOB",
            "scripts": 8,
            "signed": "on-screen",
        }
    ]
    assert ledger.story_of(ItemKind.BATCH, code)[-1].count == 8


@pytest.mark.parametrize(("counted", "said"), [(7, 8), (8, 7), (9, 9), (0, 8)])
def test_a_batch_does_not_go_out_on_counts_that_differ(batches, counted, said):
    with pytest.raises(hands.HandOutCountsDiffer) as refused:
        hand_out(batches[0].code, counted=counted, acknowledgement=Acknowledgement("BOB", said))
    assert refused.value.values == {"code": batches[0].code, "size": 8, "counted": counted, "acknowledged": said}
    assert ledger.holder_of_batch(batches[0].code) == ""


def test_a_batch_is_acknowledged_by_whoever_takes_it(batches):
    with pytest.raises(hands.AcknowledgedByAnother):
        hand_out(batches[0].code, "BOB", acknowledgement=Acknowledgement("CHARLIE", 8))
    hand_out(batches[0].code, "bob", acknowledgement=Acknowledgement(" bob", 8, denies_pupils=True))
    assert queries.open_hand_out(batches[0].pk).marker == "BOB"
    with pytest.raises(hands.AcknowledgedByAnother):
        give_back(batches[0].code, who="CHARLIE")


def test_an_envelope_that_is_not_closed_does_not_go_out():
    batch = queries.batches_of(world.batched().paper.pk)[0]
    with pytest.raises(concordance.BatchNotSealed):
        hand_out(batch.code)
    world.seal(batch)
    assert hand_out(batch.code).code == batch.code


def test_a_batch_cannot_be_handed_out_twice(batches):
    hand_out(batches[0].code)
    for marker in ("BOB", "CHARLIE"):
        with pytest.raises(rules.BatchAlreadyOut) as refused:
            hand_out(batches[0].code, marker)
        assert refused.value.values["holder"] == "BOB"
    assert len(queries.hand_outs_of(batches[0].pk)) == 1


@pytest.mark.parametrize("marker", ["ALICE", "BOB"])
def test_of_a_batch_of_few_scripts_nothing_is_told_and_the_marker_gives_their_word(batches, marker):
    water = batches[1]
    with pytest.raises(rules.PupilsNotDenied):
        hand_out(water.code, marker, 4, Acknowledgement(marker, 4))
    hand_out(water.code, marker, 4, Acknowledgement(marker, 4, denies_pupils=True))
    assert facts_of(water.code, "OwnPupilsTold") == []
    assert facts_of(water.code, "BatchHandedOut")[0]["denies_pupils"]


@pytest.mark.parametrize(("marker", "slipped"), [("ALICE", 1), ("BOB", 0)])
def test_what_slipped_in_small_batches_is_counted_for_the_lifting(batches, marker, slipped):
    paper = exams.paper_by_id(batches[1].paper_id)
    assert queries.own_pupils_marked(paper, KEY.sub_key(PUPIL_KEY)) == 0
    world.lend(batches[1], marker)
    assert queries.own_pupils_marked(paper, KEY.sub_key(PUPIL_KEY)) == slipped


def test_a_marker_of_elsewhere_or_unknown(batches):
    assert hand_out(batches[0].code, " CHARLIE ").code == batches[0].code
    with pytest.raises(MarkerUnknown):
        hand_out(batches[1].code, "NOBODY")
    with pytest.raises(rules.BatchUnknown):
        hand_out("B-NOWHERE-0001")


def test_who_takes_a_batch_is_listed_with_what_they_hold(batches):
    session_id = batches[0].paper.session_id
    hand_out(batches[0].code, "BOB")
    rows = markers.rows_of(session_id, MARKING.date())
    takers = {taker.identifier: taker for taker in queries.takers_of(session_id, list(rows))}
    assert takers["BOB"].holds == (batches[0].code,)
    assert takers["CHARLIE"].holds == ()
    assert "Charlie" in takers["CHARLIE"].name
    assert rows.order_by(queries.count_held().desc()).first().identifier == "BOB"


@pytest.mark.parametrize(("counted", "said"), [(0, 8), (7, 7), (9, 8), (8, 7)])
def test_a_batch_is_taken_back_with_all_its_scripts_counted_by_both(batches, counted, said):
    code = batches[0].code
    hand_out(code)
    with pytest.raises(hands.ReturnCountsDiffer) as refused:
        give_back(code, counted, said)
    assert refused.value.values == {"code": code, "size": 8, "counted": counted, "acknowledged": said}
    assert ledger.holder_of_batch(code) == "BOB"


def test_a_batch_given_back_in_the_evening_goes_out_again_in_the_morning(batches):
    code = batches[0].code
    hand_out(code)
    give_back(code)
    with pytest.raises(hands.BatchNotOut):
        give_back(code)
    hand_out(code, "CHARLIE")
    assert [stay.marker for stay in queries.hand_outs_of(batches[0].pk)] == ["BOB", "CHARLIE"]
    assert facts_of(code, "BatchReturned") == [
        {"acknowledged": 8, "code": code, "marker": "BOB", "scripts": 8, "signed": "on-slip"}
    ]


def test_a_batch_is_taken_back_alone_when_its_marker_cannot_come(batches):
    code = batches[0].code
    take_back = {"code": code, "reason": "Taken ill", "by": MARC, "at": MARKING}
    with pytest.raises(hands.BatchNotOut):
        services.take_back_batch(seen=0, counted=8, **take_back)
    hand_out(code)
    take_back["seen"] = stay_of(batches[0])
    with pytest.raises(hands.LoneCountDiffers):
        services.take_back_batch(counted=7, **take_back)
    services.take_back_batch(counted=8, **take_back)
    (stay,) = queries.hand_outs_of(batches[0].pk)
    assert (stay.back_count, stay.back_acknowledged, stay.back_signed) == (8, None, "nowhere")
    assert facts_of(code, "BatchTakenBack")[0]["reason"] == "Taken ill"


@pytest.mark.parametrize("marker", ["BOB", "CHARLIE"])
def test_a_batch_that_changed_hands_is_not_taken_back_on_what_an_old_page_showed(batches, marker):
    code = batches[0].code
    hand_out(code)
    seen = stay_of(batches[0])
    give_back(code)
    hand_out(code, marker)
    alone = {"code": code, "seen": seen, "counted": 8, "by": MARC, "at": MARKING}
    with pytest.raises(hands.BatchChangedHands) as refused:
        services.take_back_batch(**alone, reason="Bob is ill")
    assert refused.value.values == {"code": code, "holder": marker}
    with pytest.raises(hands.BatchChangedHands):
        services.return_batch(**alone, acknowledgement=Acknowledgement(marker, 8))
    assert ledger.holder_of_batch(code) == marker
    assert facts_of(code, "BatchTakenBack") == []


def test_the_state_of_a_batch_follows_its_hands(batches):
    hand_out(batches[0].code)
    assert states(batches) == [("out", "BOB"), ("ready", "")]
    give_back(batches[0].code)
    assert states(batches) == [("back", ""), ("ready", "")]
    counted = queries.COUNTS.ask(paper_id=batches[0].paper_id, centre_uai=cast.PERRIN)
    counts = queries.counts_by_state(counted)
    assert {state.value: count for state, count in counts.items() if count} == {"back": 1, "ready": 1}
