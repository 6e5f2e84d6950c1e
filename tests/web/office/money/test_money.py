"""The page of the money of a session, and the choice of a pay code on a mission."""

import pytest
from django.urls import reverse

from massicot.expenses import queries
from massicot.missions.models import Mission
from massicot.missions.rules import MissionKind
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import signed_in
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(opened)


def money_page(session):
    return signed_in(ODILE.login).get(reverse("office:money", args=[session.code]))


def set_money(session, **changed):
    fields = fields_of(money_page(session)) | changed
    address = reverse("office:money", args=[session.code])
    return signed_in(ODILE.login).post(address, {name: value for name, value in fields.items() if value})


def test_a_session_of_bts_begins_with_the_codes_of_bts(built):
    words = words_of(money_page(built.session))
    assert "Les états de frais se saisiront jusqu’au 31 août 2017" in words
    assert "Personne de ce service n’a dit autre chose" in words
    assert fields_of(money_page(built.session))["code_marking"] == "BTS-COPIE"


def test_the_money_of_a_session_is_set_and_an_older_page_is_refused(built):
    before = fields_of(money_page(built.session))
    assert set_money(built.session, code_marking="BAC-COPIE").status_code == 303
    settings = queries.settings_of(built.session)
    assert settings.code_for(MissionKind.MARKING) == "BAC-COPIE"
    refused = set_money(built.session, seen=before["seen"], code_marking="NR")
    assert refused.status_code == 422
    assert "Quelqu’un a changé ces réglages" in words_of(refused)
    assert queries.settings_of(built.session) == settings


def test_a_closing_day_of_another_year_is_refused_and_what_was_typed_stays(built):
    refused = set_money(built.session, closes_on="2007-08-31")
    assert refused.status_code == 422
    assert "vérifiez le dernier jour de saisie" in words_of(refused)
    assert fields_of(refused)["closes_on"] == "2007-08-31"


def test_a_mission_whose_code_is_none_of_the_rates_says_so_and_keeps_it(built):
    row = calling.mission(built.session, built.paper)
    Mission.objects.filter(pk=row.pk).update(pay_code="IE9")
    words = words_of(signed_in(ODILE.login).get(reverse("office:mission", args=[built.session.code, row.pk])))
    assert "Le code IE9 n’est aucun des codes de rémunération : choisissez-en un." in words
