"""Towns as the office imports and confirms them: which border each other, where institutions stand."""

from datetime import date

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.core.tables.outcomes import ValuesErased
from massicot.exams.rules.sessions import InstitutionUnknown
from massicot.expenses import services
from massicot.expenses.queries import towns as queries
from massicot.expenses.rules import town_places as rules
from massicot.expenses.rules.nights import NightTown
from tests.cast import CEDRES, MARC, MURIERS, TILLEULS
from tests.expenses.entering import AT, BY_ODILE, BY_OMAR, DAY
from tests.expenses.town_lines import ALLAUCH, MARSEILLE, TENTH, towns
from tests.keeping import kept
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(opened)


def imported(*lines, emptied=(), **how):
    return services.import_towns(table=towns(*lines, **how), emptied=emptied, **BY_ODILE)


def named(uai=CEDRES, code="13210", **by):
    return services.name_town_of_institution(uai=uai, code=code, **by or BY_ODILE)


def test_towns_border_each_other_from_their_day_on():
    outcome = imported(MARSEILLE, ALLAUCH, TENTH)
    assert len(outcome.new) == 3
    assert queries.borders_on(DAY) == {"13055": {"13002"}, "13002": {"13055"}}
    assert queries.borders_on(date(2016, 12, 31)) == {}
    fact = audit.facts_on("towns", "TableImported")[0]
    assert (fact["kind"], fact["new"], fact["changed"]) == ("towns", 3, 0)


def test_a_later_row_holds_from_its_day_on():
    imported(MARSEILLE, ALLAUCH)
    later = [line.replace("01/01/2017", "01/01/2020") for line in (MARSEILLE, ALLAUCH)]
    imported(later[0].replace(";13002;", ";;"), later[1].replace(";13055;", ";;"))
    assert queries.borders_on(date(2019, 12, 31))["13055"] == {"13002"}
    assert queries.borders_on(date(2020, 1, 1)) == {"13055": set(), "13002": set()}


def test_the_same_file_again_changes_nothing_and_a_column_left_out_leaves_its_values():
    imported(MARSEILLE, ALLAUCH)
    assert imported(MARSEILLE, ALLAUCH).same == 2
    short = imported("13055;Marseille;large;01/01/2017;arrêté", header="code_insee;nom;classe_nuitee;valable_du;source")
    assert short.changed[0].fields == {"source": ("INSEE 2017", "arrêté")}
    assert queries.borders_on(DAY)["13055"] == {"13002"}


def test_a_neighbour_goes_only_where_that_is_confirmed():
    imported(MARSEILLE, ALLAUCH)
    alone = (MARSEILLE.replace(";13002;", ";;"), ALLAUCH.replace(";13055;", ";;"))
    with pytest.raises(ValuesErased):
        imported(*alone)
    imported(*alone, emptied=["limitrophes"])
    assert queries.borders_on(DAY) == {"13055": set(), "13002": set()}


def test_a_table_that_tells_one_side_warns_of_the_other():
    imported(MARSEILLE, ALLAUCH)
    imported(ALLAUCH.replace(";13055;", ";;"), emptied=["limitrophes"])
    (doubt,) = imported(MARSEILLE).warnings
    assert doubt.value == "13002"


def test_nights_of_a_part_are_those_of_its_town():
    imported(MARSEILLE, ALLAUCH, TENTH, "13999;Vieux-Port;13055;;base;;01/01/2017;INSEE")
    nights = [queries.night_class_on(DAY, code) for code in ("13210", "13055", "13002", "13999")]
    assert nights == [NightTown.LARGE, NightTown.LARGE, NightTown.BASE, NightTown.LARGE]
    with pytest.raises(rules.TownUnknown):
        queries.night_class_on(DAY, "75056")


def test_the_office_confirms_in_which_town_an_institution_stands_and_corrects_it():
    imported(MARSEILLE, ALLAUCH)
    assert queries.town_of_institution(CEDRES) == ""
    named()
    assert queries.town_of_institution(CEDRES) == "13055"
    named(code="13002", **BY_OMAR)
    assert queries.town_of_institution(CEDRES) == "13002"
    facts = audit.facts_on("towns", "InstitutionTownNamed")
    assert {"uai": CEDRES, "code": "13055", "before": ""} in facts
    assert {"uai": CEDRES, "code": "13002", "before": "13055"} in facts


def test_what_is_wrong_of_a_confirmation_is_said():
    imported(MARSEILLE, ALLAUCH)
    with pytest.raises(rules.TownUnknown):
        named(code="13500")
    with pytest.raises(InstitutionUnknown):
        named(uai="0139999A")
    with pytest.raises(NotFromOffice):
        named(by=MARC, at=AT)


def test_those_ticked_are_confirmed_at_once_or_none_of_them():
    imported(MARSEILLE, ALLAUCH)
    codes = {CEDRES: "13055", MURIERS: "13002"}
    assert services.confirm_towns_of_institutions(codes=codes, **BY_ODILE) == 2
    assert audit.facts_on("towns", "InstitutionTownsConfirmed") == [{"codes": codes}]
    with pytest.raises(rules.TownsConfirmed):
        services.confirm_towns_of_institutions(codes={CEDRES: "13002", TILLEULS: "13002"}, **BY_OMAR)
    assert queries.towns_of_institutions([CEDRES, TILLEULS]) == {CEDRES: "13055"}
    with pytest.raises(rules.TownUnknown):
        services.confirm_towns_of_institutions(codes={TILLEULS: "99999"}, **BY_ODILE)


def test_institutions_of_the_sessions_wait_until_their_town_is_confirmed():
    imported(MARSEILLE, ALLAUCH)
    before = {row.uai: row.code for row in queries.without_town(DAY)}
    assert before[CEDRES] == ""
    named()
    assert {row.uai for row in queries.without_town(DAY)} == before.keys() - {CEDRES}


def test_the_first_edition_comes_into_an_empty_table_only():
    outcome = services.import_first_towns(**BY_ODILE)
    assert len(outcome.new) > 1000
    assert "13055" in queries.borders_on(DAY)["13002"]
    with pytest.raises(rules.TownsThere):
        services.import_first_towns(**BY_ODILE)
