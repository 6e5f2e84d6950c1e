"""A script withdrawn from its batch: it is somewhere, somebody decides of it, and then it is put in a batch again."""

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.batches import queries, rules, services
from massicot.batches.rules import Acknowledgement, CheckOutcome, WithdrawalDecision, hands, withdrawn
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.cast import MARC, MARKING, ODILE, PERRIN
from tests.hands import stay_of
from tests.short_batches import take_back_without

pytestmark = pytest.mark.django_db

DOUBT = "Ni copie ni absence au registre."


@pytest.fixture
def built():
    """Both batches in the hands of Bob."""
    return world.handed_out()


@pytest.fixture
def water(built):
    """The water batch."""
    return queries.batches_of(built.paper.pk)[1]


def withdraw(batch, rank=0, at=MARKING):
    """Take a script out of its batch as the office does."""
    number = queries.numbers_of(batch.pk)[rank]
    return services.withdraw_script(code=batch.code, number=number, reason=DOUBT, by=ODILE, at=at)


def give_back(row):
    """Let the marker give it back."""
    return services.give_back_withdrawn(withdrawal_id=row.pk, by=MARC, at=MARKING)


def decide(row, decision, seen=WithdrawalDecision.WAITING, by=ODILE):
    """Say what it is."""
    said = {"decision": decision, "seen": seen, "reason": "Vu au centre.", "by": by, "at": MARKING}
    return services.decide_withdrawn(withdrawal_id=row.pk, **said)


def place(number):
    """Tell where the ledger says that a script is."""
    item = ledger.where(ItemKind.SCRIPT, number)
    return item.place, item.place_ref, item.inside


def acts(number):
    """Tell what the ledger wrote of a script by itself, the last three moves."""
    return [event.act for event in ledger.story_of(ItemKind.SCRIPT, number) if event.ref == number][-3:]


def loose(built):
    """Count what would be put in batches."""
    return queries.loose_in_ledger(PERRIN).get(built.paper.pk, 0)


def test_what_a_marker_holds_stays_with_them_until_it_is_given_back_then_aside(built, water):
    row = withdraw(water)
    assert place(row.number) == ("marker", "BOB", "")
    assert queries.apart_at([PERRIN]).withdrawn == {(PERRIN, built.paper.pk): 1}
    give_back(row)
    assert place(row.number) == ("aside", PERRIN, "")
    assert acts(row.number) == ["put-in-batch", "withdrawn", "given-back"]
    assert not queries.apart_at([PERRIN]).withdrawn
    with pytest.raises(withdrawn.WithdrawnNotOut):
        give_back(row)


def test_what_is_at_the_centre_is_put_aside_and_in_no_proposal(built, water):
    world.give_back(water)
    row = withdraw(water)
    assert place(row.number) == ("aside", PERRIN, "")
    assert loose(built) == 0
    assert not queries.plan_of(built.paper, PERRIN)
    with pytest.raises(rules.NothingToBatch):
        services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    with pytest.raises(withdrawn.WithdrawnNotOut):
        give_back(row)


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (WithdrawalDecision.WRITTEN, ScriptKind.WRITTEN),
        (WithdrawalDecision.BLANK, ScriptKind.BLANK),
        (WithdrawalDecision.PLACEHOLDER, ScriptKind.PLACEHOLDER),
    ],
)
def test_what_is_decided_lies_in_no_batch_and_is_put_in_the_next(built, water, decision, kind):
    world.give_back(water)
    row = withdraw(water)
    decide(row, decision)
    assert scripts.kinds_of([row.number]) == {row.number: kind}
    assert place(row.number) == ("marking-centre", PERRIN, "")
    assert loose(built) == 1
    (made,) = services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    assert queries.numbers_of(made.pk) == [row.number]
    assert queries.codes_of_numbers([row.number]) == {row.number: made.code}


def test_what_is_decided_before_its_marker_gave_it_back_comes_to_no_batch_until_then(built, water):
    row = withdraw(water)
    decide(row, WithdrawalDecision.BLANK)
    assert place(row.number) == ("marker", "BOB", "")
    assert loose(built) == 0
    give_back(row)
    assert place(row.number) == ("marking-centre", PERRIN, "")
    assert loose(built) == 1


def test_what_stays_aside_can_be_decided_otherwise_later_and_the_rest_once(built, water):
    world.give_back(water)
    row = withdraw(water)
    decide(row, WithdrawalDecision.KEPT)
    assert (loose(built), place(row.number)[0]) == (0, "aside")
    with pytest.raises(rules.WithdrawnDecided):
        decide(row, WithdrawalDecision.WRITTEN)
    decide(row, WithdrawalDecision.WRITTEN, seen=WithdrawalDecision.KEPT)
    with pytest.raises(rules.WithdrawnDecided):
        decide(row, WithdrawalDecision.BLANK, seen=WithdrawalDecision.WRITTEN)
    assert loose(built) == 1


def test_the_office_alone_decides(water):
    row = withdraw(water)
    with pytest.raises(NotFromOffice):
        decide(row, WithdrawalDecision.BLANK, by=MARC)
    assert queries.find_withdrawal(row.pk, water.paper_id).decision == WithdrawalDecision.WAITING


def test_an_item_is_corrected_only_where_the_register_said_otherwise(built, water):
    kinds = scripts.kinds_of(queries.numbers_of(water.pk))
    ranks = [list(kinds.values()).index(kind) for kind in (ScriptKind.PLACEHOLDER, ScriptKind.WRITTEN)]
    numbers = [list(kinds)[rank] for rank in ranks]
    for number in numbers:
        act = {"code": water.code, "number": number, "reason": DOUBT, "by": ODILE, "at": MARKING}
        decide(services.withdraw_script(**act), WithdrawalDecision.WRITTEN)
    assert queries.corrected_withdrawn(built.paper.pk) == [(numbers[0], ScriptKind.PLACEHOLDER, ScriptKind.WRITTEN)]


def test_a_script_is_withdrawn_again_from_the_batch_that_it_was_put_in(built, water):
    world.give_back(water)
    first = withdraw(water)
    second = withdraw(water)
    for row in (first, second):
        decide(row, WithdrawalDecision.WRITTEN)
    (made,) = services.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    again = withdraw(made, queries.numbers_of(made.pk).index(first.number))
    assert [row.pk for row in queries.withdrawn_of_paper(built.paper.pk)] == [first.pk, second.pk, again.pk]
    assert [row.pk for row in queries.withdrawn_of_batch(made.pk)] == [again.pk]


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_count_with_the_withdrawn_script_inside_is_refused_by_its_number(water, is_alone):
    row, shown = withdraw(water), {"code": water.code, "seen": stay_of(water)}

    def take_back(count):
        if is_alone:
            return services.take_back_batch(**shown, counted=count, reason="Absent", by=MARC, at=MARKING)
        said = Acknowledgement("BOB", count)
        return services.return_batch(**shown, counted=count, acknowledgement=said, by=MARC, at=MARKING)

    with pytest.raises(withdrawn.WithdrawnCounted) as refused:
        take_back(4)
    assert refused.value.values == {"code": water.code, "size": 3, "counted": 4, "numbers": row.number}
    take_back(3)
    assert place(row.number) == ("marker", "BOB", "")


def test_a_wrong_count_names_nothing_once_the_script_is_back(water):
    give_back(withdraw(water))
    said, seen = Acknowledgement("BOB", 4), stay_of(water)
    with pytest.raises(hands.ReturnCountsDiffer):
        services.return_batch(code=water.code, seen=seen, counted=4, acknowledgement=said, by=MARC, at=MARKING)


def test_a_script_put_aside_is_told_by_the_check_of_the_envelope_where_it_lay():
    built = world.batched()
    wood, water = queries.batches_of(built.paper.pk)
    rows = withdraw(wood), withdraw(water)
    decide(rows[1], WithdrawalDecision.WRITTEN)
    found = [services.check_script(code=wood.code, number=row.number, by=MARC).outcome for row in rows]
    assert found == [CheckOutcome.WITHDRAWN, CheckOutcome.NO_BATCH]


@pytest.mark.parametrize("there", [0, 1])
def test_a_script_that_is_missing_cannot_be_withdrawn(water, there):
    missing = queries.numbers_of(water.pk)[there:]
    take_back_without(water, *missing)
    with pytest.raises(withdrawn.WithdrawnMissing):
        services.withdraw_script(code=water.code, number=missing[0], reason=DOUBT, by=ODILE, at=MARKING)
    assert queries.batch_by_code(water.code).lacking == len(missing)
