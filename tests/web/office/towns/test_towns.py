"""The pages of towns: found with their neighbours and source, the town of each institution confirmed and corrected."""

import pytest
from django.urls import reverse

from massicot.exams import services as exam_acts
from massicot.exams.rules.institution_table import read_institutions
from massicot.expenses import queries, services
from tests.cast import CEDRES, MURIERS, ODILE, OMAR, TILLEULS
from tests.expenses.entering import BY_ODILE
from tests.expenses.town_lines import ALLAUCH, MARSEILLE, towns
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


@kept
def built():
    world = opened()
    table = f"uai;nom;academie;code_insee\n{CEDRES};Lycée des Cèdres;Aix-Marseille;13210\n"
    exam_acts.import_institutions(session=world.session, table=read_institutions(table.encode(), "i.csv"), **BY_ODILE)
    centres = dict.fromkeys((CEDRES, MURIERS, TILLEULS), "Lycée")
    exam_acts.add_centres(session=world.session, centres=centres, entered=[], **BY_ODILE)
    return world


def page(name, **asked):
    return words_of(signed_in(ODILE.login).get(reverse(f"office:{name}"), asked))


def send(name, by=ODILE, uai=None, **fields):
    return signed_in(by.login).post(reverse(f"office:{name}", args=[uai] if uai else []), fields)


def imported():
    services.import_towns(table=towns(MARSEILLE, ALLAUCH), **BY_ODILE)


def test_the_first_edition_is_brought_in_and_says_that_it_was_computed():
    assert "Aucune commune n’est connue" in page("towns")
    assert send("import_first_towns").status_code == 303
    words = page("towns", cherche="Allauch")
    assert "Allauch 13002" in words
    assert "Marseille" in words
    assert "calculé contours IGN" in words
    assert "1er Arrondissement 13201" in page("towns", cherche="13201")
    assert send("import_first_towns").status_code == 422


def test_a_town_of_a_table_of_the_office_is_not_computed():
    imported()
    assert "Allauch" in page("towns", origine="saisi")
    assert "Aucune commune ne porte ce nom" in page("towns", origine="calcule")


def test_an_institution_without_a_code_cannot_be_decided():
    imported()
    words = page("institution_towns")
    assert f"Lycée des Mûriers {MURIERS} – indécidable : à compléter" in words
    assert "Marseille d’après la table des établissements" in words


def test_proposals_that_are_ticked_are_confirmed_with_how_many():
    imported()
    answer = signed_in(ODILE.login).post(
        reverse("office:confirm_towns_of_institutions"), {"institutions": [f"{CEDRES} 13055"]}, follow=True
    )
    assert "La commune de 1 établissement est confirmée." in words_of(answer)
    assert queries.town_of_institution(CEDRES) == "13055"
    assert send("confirm_towns_of_institutions", by=OMAR, institutions=[f"{CEDRES} 13055"]).status_code == 422
    assert "Cochez les établissements" in words_of(send("confirm_towns_of_institutions", institutions=[]))


def test_one_is_confirmed_by_itself_and_corrected():
    imported()
    assert send("name_town_of_institution", uai=TILLEULS, code="13002").status_code == 303
    assert "Lycée des Tilleuls 9900003Y Allauch odile@bureau.invalid" in page("institution_towns")
    assert send("name_town_of_institution", by=OMAR, uai=TILLEULS, code="13055").status_code == 303
    assert queries.town_of_institution(TILLEULS) == "13055"


def test_a_code_of_no_town_is_refused_and_stays_typed():
    imported()
    answer = send("name_town_of_institution", uai=MURIERS, code="13500")
    assert answer.status_code == 422
    assert "Aucune commune de la table n’a le code « 13500 »" in words_of(answer)
    assert 'value="13500"' in answer.content.decode()
