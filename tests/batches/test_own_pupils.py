"""Own pupils: what is told of an envelope, and what whoever asks again learns of the script that was exchanged."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.rules import Acknowledgement, WithdrawalDecision, hands
from massicot.custody import queries as ledger
from massicot.marks import services as marks
from massicot.persons.rules.persons import SituationDraft
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY, ScriptKind
from tests import later_world, many, short_batches, world
from tests.cast import CEDRES, KEY, MARC, MARKING, MURIERS, ODILE, PERRIN, TYPING
from tests.keeping import kept
from tests.persons import calling

pytestmark = pytest.mark.django_db

built = kept(many.arrived)


@pytest.fixture
def theirs(built):
    """The number of the one pupil of Bob's school."""
    return later_world.number_of(built, many.OF_BOBS_SCHOOL)


@pytest.fixture
def strangers(built):
    """The numbers of scripts of woodwork that are written at Les Mûriers, ascending."""
    rows = scripts.rows_of_kind(built.paper.pk, ScriptKind.WRITTEN).filter(centre_uai=MURIERS, specialty_code=many.WOOD)
    return sorted(rows.values_list("number", flat=True))


@pytest.fixture
def others(built, theirs):
    """The numbers of all other scripts of woodwork that are written at Les Cèdres, ascending."""
    rows = scripts.rows_of_kind(built.paper.pk, ScriptKind.WRITTEN).filter(centre_uai=CEDRES, specialty_code=many.WOOD)
    return sorted(set(rows.values_list("number", flat=True)) - {theirs})


def refused_to_bob(batch):
    with pytest.raises(rules.OwnPupils):
        many.ask(batch)
    return batch


def not_told(batch):
    """Say that there is no answer, and that the batch goes out on the word of its marker."""
    with pytest.raises(rules.PupilsNotDenied):
        many.ask(batch)
    many.ask(batch, denies=True)
    return queries.open_hand_out(batch.pk).marker == "BOB"


def facts_of(batch, act):
    return [json.loads(line.facts) for line in audit.acts_of(f"batch:{batch.code}") if line.act == act]


def test_a_marker_never_gets_pupils_of_their_own_school_and_is_not_told_which(built, theirs, others):
    batch = many.enclose(built, [theirs, *others[:25]])
    with pytest.raises(rules.OwnPupils) as refused:
        many.ask(batch)
    assert refused.value.values == {"marker": "BOB", "code": batch.code}
    assert not any(number in str(refused.value) for number in queries.numbers_of(batch.pk))
    assert ledger.holder_of_batch(batch.code) == ""
    assert facts_of(batch, "BatchHandedOut") == []
    assert facts_of(batch, "OwnPupilsTold") == [{"code": batch.code, "marker": "BOB"}]


def test_nothing_is_told_before_both_have_counted(built, theirs, others):
    batch = many.enclose(built, [theirs, *others[:25]])
    said = {"code": batch.code, "marker_identifier": "BOB", "counted": 26, "pupil_key": KEY.sub_key(PUPIL_KEY)}
    for refusal, acknowledged in (
        (hands.HandOutCountsDiffer, Acknowledgement("BOB", 25)),
        (hands.AcknowledgedByAnother, Acknowledgement("ALICE", 26)),
    ):
        with pytest.raises(refusal):
            services.hand_out_batch(**said, acknowledgement=acknowledged, by=MARC, at=MARKING)
    assert facts_of(batch, "OwnPupilsTold") == []


def test_it_is_told_from_twenty_six_scripts_on(built, theirs, others):
    assert not_told(many.enclose(built, [theirs, *others[:24]]))
    many.ask(many.enclose(built, others[24:50]))


@pytest.mark.parametrize("size", [26, 40])
def test_one_script_exchanged_in_a_batch_that_was_refused_and_unmade_is_not_asked_about(built, theirs, others, size):
    """The attack: refused with it, handed out without, it is a pupil of that school."""
    many.unmake(refused_to_bob(many.enclose(built, [theirs, *others[1:size]])))
    assert not_told(many.enclose(built, others[:size]))


def test_of_a_batch_that_nobody_asked_about_its_scripts_are_told_in_the_next_one(built, theirs, others):
    many.unmake(many.enclose(built, [theirs, *others[:25]]))
    refused_to_bob(many.enclose(built, [theirs, *others[1:26]]))


@pytest.mark.parametrize("first", [refused_to_bob, lambda batch: batch], ids=["refused", "not asked about"])
def test_of_a_batch_that_a_script_was_withdrawn_from_nothing_is_told(built, theirs, others, first):
    batch = first(many.enclose(built, [theirs, *others[:26]]))
    services.withdraw_script(code=batch.code, number=theirs, reason="Doute", by=ODILE, at=MARKING)
    assert not_told(batch)


def withdrawn(batch, number):
    """Withdraw a script and let it be put in another batch."""
    row = services.withdraw_script(code=batch.code, number=number, reason="Doute", by=ODILE, at=MARKING)
    said = {"decision": WithdrawalDecision.WRITTEN, "seen": WithdrawalDecision.WAITING, "reason": "Vu."}
    services.decide_withdrawn(withdrawal_id=row.pk, **said, by=ODILE, at=MARKING)


def test_a_script_of_a_batch_that_was_out_is_asked_about_in_no_other(built, theirs, others):
    """Twenty-five of which Bob has none, and one more: an answer would be of that one."""
    first = many.enclose(built, others[:26])
    many.ask(first)
    world.give_back(first)
    withdrawn(first, others[0])
    assert not_told(many.enclose(built, [theirs, others[0], *others[26:50]]))


def test_a_batch_that_lacked_a_script_is_not_asked_about_even_once_it_was_found(built, theirs, others):
    batch = refused_to_bob(many.enclose(built, [theirs, *others[:26]]))
    said = {"code": batch.code, "counted": 26, "missing": theirs, "signed": short_batches.SIGNED}
    services.miss_at_desk(**said, by=MARC, at=MARKING)
    with pytest.raises(rules.PupilsNotDenied):
        many.ask(batch)
    marks.find_short(shortage_id=queries.open_shortage(theirs).pk, by=MARC, at=MARKING)
    assert not_told(batch)


def test_what_slips_in_a_batch_that_is_told_no_more_is_counted(built, theirs, others):
    key = KEY.sub_key(PUPIL_KEY)
    many.ask(many.enclose(built, others[:26]))
    many.unmake(refused_to_bob(many.enclose(built, [theirs, *others[26:51]])))
    assert queries.own_pupils_marked(built.paper, key) == 0
    assert not_told(many.enclose(built, [theirs, *others[27:52]]))
    assert queries.own_pupils_marked(built.paper, key) == 1


def test_whoever_gave_their_word_gives_it_anew_once_they_teach_elsewhere(built, theirs, others):
    batch = many.enclose(built, others[:25])
    many.ask(batch, denies=True)
    world.give_back(batch)
    in_the_morning = {"pupil_key": KEY.sub_key(PUPIL_KEY), "by": MARC, "at": TYPING}
    seen = {batch.code: queries.hand_outs_of(batch.pk)[-1].pk}
    calling.change_situation("BOB", TYPING.date(), calling.AT_CEDRES)
    with pytest.raises(rules.PupilsNotDenied):
        services.reissue_batches(seen=seen, **in_the_morning)
    calling.change_situation("BOB", TYPING.date(), calling.AT_TILLEULS)
    services.reissue_batches(seen=seen, **in_the_morning)
    assert queries.open_hand_out(batch.pk).out_signed == "on-list"


def dora_of_perrin(built):
    """Bring in a marker who teaches where nobody of the session does."""
    calling.bring_in(built, f"DORA;DURIAN;Dora;dora@perrin.invalid;{PERRIN};Lettres")


def test_of_a_batch_that_went_out_markers_of_another_school_are_told_nothing(built, theirs, others):
    """The attack: refused to one, and told to all others that they have none, all of a cell are of the one left."""
    dora_of_perrin(built)
    batch = many.enclose(built, [theirs, *others[:25]])
    for _ in range(2):
        many.ask(batch, "DORA")
        world.give_back(batch, "DORA")
    assert not_told(batch)
    assert queries.own_pupils_marked(built.paper, KEY.sub_key(PUPIL_KEY)) == 1


def test_a_batch_that_was_refused_to_some_is_told_to_the_next(built, theirs, others):
    dora_of_perrin(built)
    batch = refused_to_bob(refused_to_bob(many.enclose(built, [theirs, *others[:25]])))
    with pytest.raises(rules.OwnPupils):
        many.ask(batch, "CHARLIE")
    many.ask(batch, "DORA")


def test_whoever_had_a_batch_and_teaches_elsewhere_since_is_told_nothing(built, theirs, others):
    calling.change_situation("BOB", MARKING.date(), SituationDraft(institution_uai=PERRIN))
    batch = many.enclose(built, [theirs, *others[:25]])
    many.ask(batch)
    world.give_back(batch)
    calling.change_situation("BOB", TYPING.date(), calling.AT_TILLEULS)
    seen = {batch.code: queries.hand_outs_of(batch.pk)[-1].pk}
    with pytest.raises(rules.PupilsNotDenied):
        services.reissue_batches(seen=seen, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=TYPING)
    assert facts_of(batch, "OwnPupilsTold") == []


@pytest.mark.parametrize("alone", [1, 2])
def test_of_a_batch_with_a_script_or_two_of_one_centre_nothing_is_told(built, theirs, others, strangers, alone):
    """The attack: a yes tells the school of the lone one to whoever knows that no other centre has pupils of it."""
    assert not_told(many.enclose(built, [*strangers[:alone], theirs, *others[:30]]))


def test_of_a_batch_with_three_of_each_centre_it_is_told(built, theirs, others, strangers):
    refused_to_bob(many.enclose(built, [*strangers[:3], theirs, *others[:22]]))


def test_blank_scripts_and_placeholders_are_not_looked_at(built, others):
    kinds = scripts.kinds_of(scripts.numbers_of_centre(built.paper.pk, CEDRES))
    unmarked = sorted(number for number, kind in kinds.items() if kind in (ScriptKind.BLANK, ScriptKind.PLACEHOLDER))
    wood = {number for number, code in scripts.specialties_in_hand(built.paper.pk).items() if code == many.WOOD}
    lone = [number for number in unmarked if number in wood]
    assert lone
    many.ask(many.enclose(built, [*lone, *others[:26]]))
