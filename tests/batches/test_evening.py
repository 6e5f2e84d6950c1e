"""The evening's roll-call, what does not come back, and the morning's re-issue."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import OuterRef

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.rules import hands
from massicot.persons.models import Person
from massicot.scripts.rules import PUPIL_KEY
from tests import cast, world
from tests.cast import KEY, MARC, PERRIN
from tests.hands import stay_of

pytestmark = pytest.mark.django_db

EVENING = datetime(2017, 5, 31, 16, 30, tzinfo=UTC)
MORNING = datetime(2017, 6, 1, 6, tzinfo=UTC)


@pytest.fixture
def built():
    """Both batches are with Bob since the morning of the first day of marking."""
    return world.handed_out()


def batches_of(built):
    return queries.batches_of(built.paper.pk)


def note(batch, reason="Gone home with it", at=EVENING):
    services.note_not_returned(code=batch.code, seen=stay_of(batch), reason=reason, by=MARC, at=at)


def last_stay(batch):
    return max((stay.pk for stay in queries.hand_outs_of(batch.pk)), default=0)


def reissue(*batches, at=MORNING):
    return services.reissue_batches(
        seen={batch.code: last_stay(batch) for batch in batches}, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=at
    )


def test_what_is_still_out_is_listed_with_whom_to_call(built):
    Person.objects.filter(identifier="BOB").update(telephone="04 00 00 00 00")
    wood, water = batches_of(built)
    world.give_back(water, at=EVENING)
    (one,) = queries.still_out(built.paper, PERRIN, EVENING)
    assert (one.code, one.size, one.marker, one.telephone) == (wood.code, 8, "BOB", "04 00 00 00 00")
    assert (one.since, one.noted) == (cast.MARKING, "")
    assert queries.still_out(built.paper, cast.CEDRES, EVENING) == []


def test_the_roll_call_reads_in_a_fixed_number_of_statements(built, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(queries.still_out(built.paper, PERRIN, EVENING)) == 2


def test_a_batch_that_does_not_come_back_is_noted_once_an_evening(built):
    wood, _ = batches_of(built)
    note(wood)
    with pytest.raises(hands.AlreadyNoted):
        note(wood, at=EVENING + timedelta(hours=1))
    assert {one.code: one.noted for one in queries.still_out(built.paper, PERRIN, EVENING)}[wood.code] == (
        "Gone home with it"
    )
    note(wood, at=EVENING + timedelta(days=1))
    assert queries.not_returned(built.paper.pk) == [f"{wood.code}/2017-05-31", f"{wood.code}/2017-06-01"]
    assert [line.act for line in audit.acts_of(f"batch:{wood.code}")].count("BatchNotReturned") == 2


def test_an_evening_is_a_day_of_the_session_not_of_the_server(built):
    wood, _ = batches_of(built)
    note(wood, at=datetime(2017, 5, 31, 22, 30, tzinfo=UTC))
    assert queries.not_returned(built.paper.pk) == [f"{wood.code}/2017-06-01"]


def test_a_batch_at_the_desk_was_given_back(built):
    wood, _ = batches_of(built)
    world.give_back(wood, at=EVENING)
    with pytest.raises(hands.BatchNotOut):
        note(wood)
    assert queries.not_returned(built.paper.pk) == []


def test_what_was_given_back_is_at_the_desk_until_it_goes_out_again(built):
    wood, _ = batches_of(built)
    world.give_back(wood, at=EVENING)
    here = (built.paper.pk, PERRIN)
    assert [(one.code, one.taker) for one in queries.at_desk(*here)] == [(wood.code, "BOB")]
    reissue(wood)
    assert list(queries.at_desk(*here)) == []


@pytest.mark.parametrize(("since", "codes"), [(EVENING, 1), (EVENING + timedelta(seconds=1), 0)])
def test_what_came_back_is_asked_from_an_instant_on(built, since, codes):
    wood, _ = batches_of(built)
    world.give_back(wood, at=EVENING)
    asked = queries.at_desk(built.paper.pk, PERRIN).filter(queries.came_back(OuterRef("pk"), since))
    assert len(asked) == codes


def test_all_go_back_in_one_act_to_the_marker_who_had_each(built):
    wood, water = batches_of(built)
    world.give_back(wood, at=EVENING)
    world.give_back(water, at=EVENING)
    world.lend(water, "CHARLIE", EVENING)
    world.give_back(water, "CHARLIE", EVENING)
    assert [batch.code for batch in reissue(water, wood)] == [wood.code, water.code]
    assert {one.code: one.marker for one in queries.still_out(built.paper, PERRIN, MORNING)} == {
        wood.code: "BOB",
        water.code: "CHARLIE",
    }
    assert queries.open_hand_out(wood.pk).out_signed == "on-list"


def test_a_re_issue_is_all_or_nothing(built):
    wood, water = batches_of(built)
    world.give_back(water, at=EVENING)
    with pytest.raises(rules.BatchAlreadyOut) as refused:
        reissue(wood, water)
    assert refused.value.values["code"] == wood.code
    with pytest.raises(hands.NothingToReissue):
        reissue()


def test_a_batch_is_not_noted_of_another_stay_than_the_page_showed(built):
    wood, _ = batches_of(built)
    seen = stay_of(wood)
    world.give_back(wood, at=EVENING)
    world.lend(wood, "CHARLIE", EVENING)
    with pytest.raises(hands.BatchChangedHands) as refused:
        services.note_not_returned(code=wood.code, seen=seen, reason="Bob went home", by=MARC, at=EVENING)
    assert refused.value.values == {"code": wood.code, "holder": "CHARLIE"}
    assert queries.not_returned(built.paper.pk) == []


def test_the_morning_gives_a_batch_to_whom_its_list_named_or_to_nobody(built):
    wood, water = batches_of(built)
    for batch in (wood, water):
        world.give_back(batch, at=EVENING)
    seen = {batch.code: last_stay(batch) for batch in (wood, water)}
    world.lend(water, "CHARLIE", EVENING)
    world.give_back(water, "CHARLIE", EVENING)
    with pytest.raises(hands.BatchHadByAnother) as refused:
        services.reissue_batches(seen=seen, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=MORNING)
    assert refused.value.values == {"code": water.code, "holder": "CHARLIE"}
    assert queries.still_out(built.paper, PERRIN, MORNING) == []


def test_a_batch_that_no_marker_has_held_is_not_re_issued():
    batch = queries.batches_of(world.sealed().paper.pk)[0]
    with pytest.raises(hands.BatchNeverOut):
        reissue(batch)
