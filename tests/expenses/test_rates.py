"""Rates of the office: entered by one, confirmed by another, taken back; before that the package's hold."""

from datetime import date

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.expenses import queries, services
from massicot.expenses.rules import entering as rules
from massicot.expenses.rules import rates
from massicot.expenses.rules.tables import check_table
from tests.cast import MARC, ODILE
from tests.expenses.entering import AT, BTS, BY_ODILE, BY_OMAR, DAY, script_cents, typed
from tests.keeping import kept
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(opened)


def entered(**changed):
    return services.enter_rate(rate=typed(**changed), **BY_ODILE)


def test_a_rate_holds_from_its_day_on_once_another_person_confirms_it():
    row = entered()
    assert script_cents() == 247
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    assert (script_cents(), script_cents(date(2016, 12, 31))) == (250, 247)
    check_table(queries.table_in_force(rates.PAY))
    assert not queries.table_in_force(rates.PAY).row_on(DAY, "BTS").is_to_confirm
    fact = {"table": "pay", "key": "BTS", "since": "2017-01-01", "entered_by": ODILE.login}
    assert audit.facts_on("rates", "RateConfirmed") == [fact]


def test_nobody_confirms_their_own_rate_and_nobody_twice():
    row = entered()
    with pytest.raises(rules.RateOfOneself):
        services.confirm_rate(rate_id=row.pk, **BY_ODILE)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    with pytest.raises(rules.RateMoved):
        services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    with pytest.raises(NotFromOffice):
        services.confirm_rate(rate_id=row.pk, by=MARC, at=AT)


def test_a_rate_that_is_taken_back_gives_way_to_what_was_said_before():
    row = entered()
    with pytest.raises(rules.RateSaid):
        entered(text="autre note")
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    services.take_back_rate(rate_id=row.pk, reason="Mauvaise note", **BY_ODILE)
    assert script_cents() == 247
    with pytest.raises(rules.RateUnknown):
        services.take_back_rate(rate_id=row.pk, reason="Encore", **BY_ODILE)
    assert entered().pk != row.pk


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"key": "BEP"}, rules.RateRowUnknown),
        ({"text": " \u200b"}, rules.RateTextMissing),
        ({"until": date(2016, 12, 31)}, rules.RateEndsBeforeIt),
        ({"amounts": {"script": "deux", "hour": "13,72"}}, rules.AmountNotRead),
        ({"amounts": {"script": "-1", "hour": "13,72"}}, rules.AmountNotRead),
        ({"amounts": {"script": "2,475", "hour": "13,72"}}, rules.AmountNotRead),
        ({"amounts": {"script": "2,50"}}, rules.AmountNotRead),
    ],
)
def test_what_is_wrong_of_a_rate_is_said(changed, refusal):
    with pytest.raises(refusal):
        entered(**changed)


def test_a_row_to_be_confirmed_is_taken_over_as_it_is_and_once():
    row = services.take_over_rate(**BTS, **BY_ODILE)
    assert row.text.startswith("arrêté du 9 août 2012")
    with pytest.raises(rules.RateSaid):
        services.take_over_rate(**BTS, **BY_OMAR)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    held = queries.table_in_force(rates.PAY).row_on(DAY, "BTS")
    assert (held.cents("script"), held.cents("hour"), held.is_to_confirm) == (247, 1372, False)
    assert held.values["title"] == "Brevet de technicien supérieur"
    for wrong in (BTS, BTS | {"key": "BAC"}, BTS | {"since": date(2012, 9, 11)}):
        with pytest.raises(rules.RateNotToConfirm):
            services.take_over_rate(**wrong, **BY_ODILE)
    with pytest.raises(NotFromOffice):
        services.take_over_rate(**BTS, by=MARC, at=AT)


def test_an_old_row_is_taken_over_on_its_own_days_alone():
    row = services.take_over_rate(table=rates.KILOMETRES, key="6", since=date(2008, 8, 1), **BY_ODILE)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    table = queries.table_in_force(rates.KILOMETRES)
    days = (date(2008, 7, 31), date(2008, 8, 1), date(2019, 2, 28), date(2019, 3, 1))
    assert [table.row_on(day, "6").is_to_confirm for day in days] == [True, False, False, True]
    assert table.row_on(date(2008, 8, 1), "5").is_to_confirm


def test_whether_receipts_are_required_is_chosen():
    told = {"table": rates.RECEIPTS, "key": "", "amounts": {}, "since": date(2025, 1, 1)}
    with pytest.raises(rules.RateChoiceMissing):
        entered(**told)
    row = entered(**told, choices={"is_required": True})
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    table = queries.table_in_force(rates.RECEIPTS)
    days = (date(2024, 7, 7), date(2024, 7, 8), date(2025, 1, 1))
    assert [table.row_on(day).values["is_required"] for day in days] == [True, False, True]
    assert audit.facts_on("rates", "RateEntered")[-1]["amounts"] == "is_required true"
    taken = services.take_over_rate(table=rates.RECEIPTS, key="", since=date(2024, 7, 8), **BY_ODILE)
    assert (taken.values, taken.until) == ({"is_required": False}, date(2024, 12, 31))


def test_what_is_no_amount_stays_as_in_the_row_before():
    meals = typed(table=rates.MEALS, key="", amounts={"full": "21"}, since=date(2027, 1, 1))
    row = services.enter_rate(rate=meals, **BY_ODILE)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    held = queries.table_in_force(rates.MEALS).row_on(date(2027, 1, 1))
    assert (held.cents("full"), held.values["lunch"]) == (2100, ["11:00", "14:00"])
