"""Slips to fetch: a script asked for by number, fetched in a round, put back; one that is not in its box."""

from datetime import date, timedelta

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.core.actor import Actor
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind, Place
from massicot.exams import queries as exams
from massicot.shelves import queries, services
from massicot.shelves.queries.boxes import subject_of
from massicot.shelves.rules import slips as rules
from massicot.shelves.rules.slips import RoundTicks, SlipState
from tests import shelving
from tests.cast import ODILE, PERRIN, candidate_number
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(shelving.shelved)


def numbers_in(built, rank=0):
    return batches.numbers_of(batches.batches_of(built.paper.pk, PERRIN)[rank].pk)


def states(built):
    return [(slip.number, slip.state) for slip in queries.slips_of(built.paper, *SlipState)]


def place_of(number):
    item = ledger.where(ItemKind.SCRIPT, number)
    return item.place, item.place_ref, item.inside


def test_a_script_is_fetched_out_of_its_batch_and_put_back_into_it(built):
    number, batch = numbers_in(built)[0], batches.batches_of(built.paper.pk, PERRIN)[0].code
    shelving.ask(built.paper, number.lower())
    assert states(built) == [(number, "waiting")]
    assert shelving.fetch(built.paper) == [number]
    [slip] = queries.slips_of(built.paper, SlipState.OUT)
    today = exams.local(built.paper, BY_OFFICE["at"]).date()
    assert (slip.holder, slip.fetched_on, slip.due_on) == (ODILE.login, today, today + timedelta(days=14))
    assert place_of(number) == (Place.OFFICE, "", "")
    assert shelving.put_back(built.paper) == [number]
    assert place_of(number) == (Place.SHELF, CELLAR, batch)
    assert states(built) == [(number, "back")]


def test_a_round_goes_in_the_order_of_the_numbers_whatever_was_asked_first(built):
    ordered = sorted([*numbers_in(built)[:3], *numbers_in(built, 1)[:2]])
    shelving.ask(built.paper, *reversed(ordered))
    waiting = queries.slips_of(built.paper, SlipState.WAITING)
    assert [slip.number for slip in sorted(waiting, key=lambda slip: slip.pk)] == ordered
    assert shelving.fetch(built.paper, RoundTicks(but=[ordered[1][-5:]])) == [ordered[0], *ordered[2:]]
    assert shelving.put_back(built.paper, RoundTicks(only=[ordered[0]])) == [ordered[0]]
    assert states(built) == [(ordered[0], "back"), (ordered[1], "waiting"), *[(one, "out") for one in ordered[2:]]]


def test_the_ledger_and_the_journal_know_the_day_and_no_hour(built):
    number = numbers_in(built)[0]
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    shelving.put_back(built.paper)
    moves = [one for one in ledger.story_of(ItemKind.SCRIPT, number) if one.act in (Act.FETCHED, Act.PUT_BACK)]
    lines = audit.acts_of(subject_of(built.paper))[-3:]
    assert [line.act for line in lines] == ["SlipAsked", "RoundFetched", "RoundBack"]
    for noted in (*moves, *lines):
        at = exams.local(built.paper, noted.at)
        assert (at.hour, at.minute, at.second) == (0, 0, 0)
    assert len(moves) == 2
    assert number not in lines[0].facts


def test_a_script_has_one_open_slip(built):
    number = numbers_in(built)[0]
    shelving.ask(built.paper, number)
    with pytest.raises(rules.SlipIsOpen):
        shelving.ask(built.paper, number)
    services.withdraw_slip(paper=built.paper, number=number, **BY_OFFICE)
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    with pytest.raises(rules.SlipIsOpen):
        shelving.ask(built.paper, number)
    shelving.put_back(built.paper)
    shelving.ask(built.paper, number)
    assert [state for _, state in states(built)] == ["withdrawn", "back", "waiting"]


def test_what_lies_in_no_box_is_not_asked_for(built):
    number = numbers_in(built)[0]
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    for typed in (number, "12345678K", "nothing"):
        with pytest.raises(rules.NothingToFetch):
            shelving.ask(built.paper, typed)


def test_a_script_follows_its_box_that_moved_while_it_was_out(built):
    number, batch = numbers_in(built)[0], batches.batches_of(built.paper.pk, PERRIN)[0].code
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    shelving.shelve(built.paper, FIRST, shelf="grenier")
    assert place_of(number) == (Place.OFFICE, "", "")
    shelving.put_back(built.paper)
    assert place_of(number) == (Place.SHELF, "grenier", batch)


def test_a_box_that_was_opened_while_a_script_waits_is_told(built):
    number = numbers_in(built)[0]
    shelving.ask(built.paper, number)
    services.take_out_of_box(paper=built.paper, ref="1", reason="Ailleurs", **BY_OFFICE)
    assert queries.homes_of([number])[number].box == ""
    with pytest.raises(rules.ScriptHasNoHome):
        shelving.fetch(built.paper)


def test_a_script_that_is_not_in_its_box_stays_on_the_list_until_it_is_found(built):
    first, second = sorted(numbers_in(built)[:2])
    shelving.ask(built.paper, first, second)
    services.miss_script(paper=built.paper, number=first, reason="Pas dans le lot", **BY_OFFICE)
    assert place_of(first) == (Place.MISSING, "", "")
    assert shelving.fetch(built.paper) == [second]
    services.miss_script(paper=built.paper, number=second, reason="Égarée au bureau", **BY_OFFICE)
    assert states(built) == [(first, "missing"), (second, "missing")]
    with pytest.raises(rules.SlipIsOpen):
        shelving.ask(built.paper, first)
    for number in (first, second):
        services.find_missing(paper=built.paper, number=number, **BY_OFFICE)
        assert place_of(number)[:2] == (Place.SHELF, CELLAR)
    assert shelving.fetch(built.paper) == [first, second]


@pytest.mark.parametrize(
    ("ticks", "refusal"),
    [
        (RoundTicks(only=["9999Z"]), rules.NotOnRound),
        (RoundTicks(only=["1"], but=["2"]), rules.NamedBothWays),
    ],
)
def test_what_is_named_wrongly_is_refused(built, ticks, refusal):
    shelving.ask(built.paper, numbers_in(built)[0])
    with pytest.raises(refusal):
        shelving.fetch(built.paper, ticks)
    shelving.fetch(built.paper)
    with pytest.raises(refusal):
        shelving.put_back(built.paper, ticks)


def test_nothing_is_fetched_or_put_back_where_nothing_waits_or_is_out(built):
    with pytest.raises(rules.NoneWaits):
        shelving.fetch(built.paper)
    with pytest.raises(rules.NoneIsOut):
        shelving.put_back(built.paper)
    shelving.ask(built.paper, numbers_in(built)[0])
    with pytest.raises(rules.HolderNotFromOffice):
        shelving.fetch(built.paper, holder="quelquun@example.fr")


def test_a_reason_is_asked_for_and_names_nobody(built):
    number = numbers_in(built)[0]
    shelving.ask(built.paper, number)
    unseen = "\N{WORD JOINER}"
    for reason, refusal in (
        (" ", rules.SlipReasonMissing),
        (unseen, rules.SlipReasonMissing),
        (f"pour {candidate_number(1)}", TextNamesCandidate),
    ):
        with pytest.raises(refusal):
            services.miss_script(paper=built.paper, number=number, reason=reason, **BY_OFFICE)


def test_only_the_office_asks_for_a_script(built):
    with pytest.raises(NotFromOffice):
        services.ask_script(
            paper=built.paper, number=numbers_in(built)[0], by=Actor("zoe@example.fr"), at=BY_OFFICE["at"]
        )


def test_the_box_of_a_script_is_that_of_its_batch(built):
    shelving.shelve(built.paper, SECOND, shelf="grenier")
    first, second = numbers_in(built)[0], numbers_in(built, 1)[0]
    homes = queries.homes_of([first, second])
    assert [(homes[one].box, homes[one].shelf) for one in (first, second)] == [(FIRST, CELLAR), (SECOND, "grenier")]


def test_a_week_begins_on_monday_and_a_script_is_late_after_two_weeks():
    assert rules.week_of(date(2017, 6, 14)) == date(2017, 6, 12)
    due = rules.due_on(date(2017, 6, 12))
    assert (rules.is_late(due, date(2017, 6, 26)), rules.is_late(due, date(2017, 6, 27))) == (False, True)
    assert not rules.is_late(None, date(2017, 6, 27))
