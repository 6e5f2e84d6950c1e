"""The money settings of a session: what its examination gives, what the office says; copied and deleted with it."""

from datetime import date

import pytest

from massicot.audit import queries as audit
from massicot.exams.rules.editing import NothingChanged
from massicot.exams.rules.sessions import seen_of as seen_of_session
from massicot.expenses import queries, services
from massicot.expenses.models import SessionMoney
from massicot.expenses.rules import settings as rules
from massicot.expenses.rules.settings import MoneySettings
from massicot.missions.rules import MissionKind
from massicot.results import queries as results
from massicot.results import services as result_acts
from tests.expenses.entering import BY_ODILE
from tests.expenses.setting import set_money
from tests.keeping import kept
from tests.world import opened

built = kept(opened)

CODES = {MissionKind.MARKING: "BTS-COPIE", MissionKind.BOARD: "BTS-ORAL"}


@pytest.mark.parametrize(
    ("code", "title", "marking", "interrogation", "staff"),
    [
        ("BTS-2017", "", "BTS-COPIE", "BTS-ORAL", "CENTRE"),
        ("S2017", "Session de bac 2017", "BAC-COPIE", "BAC-ORAL", ""),
        ("DNB2017", "", "DNB-COPIE", "DNB-ORAL", ""),
        ("CAP-2017", "Session 2017, NR", "", "", ""),
    ],
)
def test_a_session_begins_with_the_codes_of_its_examination(code, title, marking, interrogation, staff):
    settings = rules.default_settings(code, title)
    kinds = (MissionKind.MARKING, MissionKind.INTERROGATION, MissionKind.EXAM_STAFF)
    assert [settings.code_for(kind) for kind in kinds] == [marking, interrogation, staff]
    assert {settings.code_for(kind) for kind in (MissionKind.BOARD, MissionKind.MARKING_STAFF)} == {"NR"}
    assert settings.are_blanks_paid


def test_claims_are_typed_up_to_the_end_of_august_or_to_the_day_that_is_said():
    assert rules.closing_day(MoneySettings(codes={}), 2017) == date(2017, 8, 31)
    assert rules.closing_day(MoneySettings(codes={}, closes_on=date(2017, 9, 15)), 2017) == date(2017, 9, 15)


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (None, 1, None),
        (date(2017, 9, 15), 1, date(2018, 9, 15)),
        (date(2020, 2, 29), 1, date(2021, 2, 28)),
    ],
)
def test_the_closing_day_of_a_copy_is_the_same_day_of_its_year(day, years, moved):
    assert rules.moved_settings(MoneySettings(codes={}, closes_on=day), years).closes_on == moved


@pytest.mark.django_db
def test_the_office_sets_the_money_of_a_session_and_the_journal_tells_what_changed(built):
    said = set_money(built.session, codes=CODES, are_blanks_paid=False, closes_on=date(2017, 9, 15))
    kept_codes = {kind: CODES.get(kind, "") for kind in MissionKind}
    assert queries.settings_of(built.session) == MoneySettings(
        codes=kept_codes, are_blanks_paid=said.are_blanks_paid, closes_on=said.closes_on
    )
    (fact,) = audit.facts_on("session:BTS-2017", "MoneySet")
    assert fact["changes"] == {
        "board": ["NR", "BTS-ORAL"],
        "marking-staff": ["NR", ""],
        "exam-staff": ["CENTRE", ""],
        "interrogation": ["BTS-ORAL", ""],
        "are_blanks_paid": ["True", "False"],
        "closes_on": ["", "2017-09-15"],
    }


@pytest.mark.django_db
def test_who_saw_other_settings_changes_nothing(built):
    seen = rules.seen_of(queries.settings_of(built.session))
    set_money(built.session, are_blanks_paid=False)
    with pytest.raises(rules.MoneySettingsMoved):
        set_money(built.session, seen=seen, closes_on=date(2017, 9, 1))
    with pytest.raises(NothingChanged):
        set_money(built.session)
    assert len(audit.facts_on("session:BTS-2017", "MoneySet")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"codes": {MissionKind.MARKING: "16B"}}, rules.PayCodeUnknown),
        ({"closes_on": date(2016, 12, 31)}, rules.ClosingDayFar),
        ({"closes_on": date(2022, 1, 1)}, rules.ClosingDayFar),
    ],
)
def test_what_is_wrong_of_the_settings_is_said(built, changed, refusal):
    with pytest.raises(refusal):
        set_money(built.session, **changed)
    assert not queries.has_own_settings(built.session)


@pytest.mark.django_db
def test_a_code_that_the_package_has_no_more_stays_where_it_stood(built):
    SessionMoney.objects.create(session=built.session, codes={"marking": "16B"})
    set_money(built.session, are_blanks_paid=False)
    assert queries.settings_of(built.session).code_for(MissionKind.MARKING) == "16B"


def copied(session):
    """Copy the session for the next year."""
    return services.copy_session(copied_from=session, code="BTS-2018", title="BTS 2018", year=2018, **BY_ODILE)


@pytest.mark.django_db
def test_a_copied_session_pays_as_the_one_it_was_copied_from(built):
    set_money(built.session, codes=CODES, are_blanks_paid=False, closes_on=date(2017, 9, 15))
    settings = queries.settings_of(copied(built.session))
    assert (settings.code_for(MissionKind.BOARD), settings.are_blanks_paid) == ("BTS-ORAL", False)
    assert settings.closes_on == date(2018, 9, 15)
    assert audit.facts_on("session:BTS-2018", "MoneyCopied") == [{"copied_from": "BTS-2017"}]


@pytest.mark.django_db
def test_a_session_of_which_nothing_was_said_leaves_nothing_to_its_copy(built):
    assert not queries.has_own_settings(copied(built.session))
    assert audit.facts_on("session:BTS-2018", "MoneyCopied") == []


@pytest.mark.django_db
def test_a_deleted_session_leaves_no_settings(built):
    made = copied(built.session)
    set_money(made, are_blanks_paid=False)
    result_acts.delete_session(session=made, seen=seen_of_session(results.held_by(made)), **BY_ODILE)
    assert not SessionMoney.objects.exists()
