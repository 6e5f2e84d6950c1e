"""Batches shared out among who is here: proposed, handed out or not, shared out again around what was refused."""

import pytest

from massicot.audit import queries as audit
from massicot.audit import services as journal
from massicot.batches import queries, services
from massicot.batches.queries import hands
from massicot.batches.rules import Acknowledgement
from massicot.batches.rules.hands import OwnPupilsTold
from massicot.batches.rules.shares import NoBatchToShare, NobodyTakesBatches
from massicot.exams import queries as exams
from massicot.markers.rules import MarkerUnknown
from massicot.scripts.rules import PUPIL_KEY
from tests import world
from tests.cast import CEDRES, KEY, MARC, MARKING, PERRIN
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.sealed)


def share(built, *takers, given_back=()):
    return services.share_out_batches(
        paper=built.paper, centre_uai=PERRIN, takers=takers, given_back=given_back, by=MARC, at=MARKING
    )


def hand_out(code, marker):
    counted = queries.batch_by_code(code).in_hand
    return services.hand_out_batch(
        code=code,
        marker_identifier=marker,
        counted=counted,
        acknowledgement=Acknowledgement(marker, counted, denies_pupils=True),
        pupil_key=KEY.sub_key(PUPIL_KEY),
        by=MARC,
        at=MARKING,
    )


def give_back(code):
    batch = queries.batch_by_code(code)
    stay = queries.present_stay(batch)
    counts = Acknowledgement(stay.marker, batch.in_hand)
    services.return_batch(code=code, seen=stay.pk, counted=batch.in_hand, acknowledgement=counts, by=MARC, at=MARKING)


def proposed(built):
    return {batch.code: batch.proposed_to for batch in queries.batches_of(built.paper.pk)}


def test_each_batch_is_proposed_to_somebody_until_somebody_has_it(built):
    shares = share(built, "bob", "CHARLIE")
    assert sorted(map(len, shares.values())) == [1, 1]
    (code,) = shares["BOB"]
    assert proposed(built)[code] == "BOB"
    hand_out(code, "CHARLIE")
    assert proposed(built)[code] == ""


def test_what_was_had_counts_when_the_rest_is_shared_out(built):
    (first, second) = queries.batches_of(built.paper.pk)
    hand_out(first.code, "BOB")
    assert share(built, "BOB", "CHARLIE") == {"CHARLIE": [second.code]}


def test_what_was_had_of_another_paper_or_elsewhere_does_not_count(built):
    hand_out(queries.batches_of(built.paper.pk)[0].code, "BOB")
    places = ((built.paper.pk, PERRIN), (built.paper.pk + 1, PERRIN), (built.paper.pk, CEDRES))
    assert [hands.takers_with_history(*place, {"BOB"})[0].had for place in places] == [1, 0, 0]


def test_a_batch_refused_for_own_pupils_is_proposed_to_another(built):
    share(built, "ALICE")
    codes = list(proposed(built))
    fact = OwnPupilsTold(codes[0], "ALICE")
    journal.record(subject=queries.subject_of(codes[0]), fact=fact, by=MARC, at=MARKING)
    shares = share(built, "ALICE", "BOB")
    assert codes[0] in shares["BOB"]


def test_the_journal_keeps_what_was_proposed_to_whom(built):
    shares = share(built, "BOB", "CHARLIE")
    (fact,) = audit.facts_on(exams.subject_of(built.paper), "BatchesShared")
    assert fact["proposed"] == {marker: list(codes) for marker, codes in shares.items()}


def test_nobody_is_left_something_by_a_second_sharing(built):
    share(built, "BOB")
    share(built, "CHARLIE")
    assert set(proposed(built).values()) == {"CHARLIE"}


@pytest.mark.parametrize(("takers", "refusal"), [((), NobodyTakesBatches), (("NOBODY",), MarkerUnknown)])
def test_they_are_shared_out_among_markers_of_the_session(built, takers, refusal):
    with pytest.raises(refusal):
        share(built, *takers)


def test_what_somebody_who_is_not_there_gave_back_is_shared_out_with_the_rest(built):
    first, second = proposed(built)
    hand_out(first, "BOB")
    give_back(first)
    assert share(built, "CHARLIE", given_back=[first]) == {"CHARLIE": [first, second]}
    assert share(built, "BOB", "CHARLIE", given_back=[first]) == {"CHARLIE": [second]}
    assert proposed(built)[first] == ""


def test_what_is_given_back_and_out_again_meanwhile_is_left_alone(built):
    first, second = proposed(built)
    hand_out(first, "BOB")
    assert share(built, "CHARLIE", given_back=[first, "B-OF-NOBODY"]) == {"CHARLIE": [second]}


def test_what_was_proposed_again_goes_to_whoever_counts_it(built):
    first, _ = proposed(built)
    hand_out(first, "BOB")
    give_back(first)
    share(built, "CHARLIE", given_back=[first])
    hand_out(first, "BOB")
    assert (queries.batch_by_code(first).taker, proposed(built)[first]) == ("BOB", "")


def test_batches_that_are_all_out_are_not_shared_out(built):
    for code in proposed(built):
        hand_out(code, "BOB")
    assert hands.ready_batches(built.paper.pk, PERRIN) == []
    with pytest.raises(NoBatchToShare):
        share(built, "BOB")
