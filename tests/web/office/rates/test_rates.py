"""The pages of rates: what holds today, a rate entered by one, confirmed by another, taken back."""

import pytest
from django.urls import reverse

from massicot.expenses import queries
from massicot.expenses.rules import rates
from tests.cast import ODILE, OMAR
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import signed_in
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(opened)

RATE = {
    "key": "BTS",
    "amount_script": "2,50",
    "amount_hour": "13,72",
    "since": "2017-01-01",
    "until": "",
    "text": "note de la DAF",
}


def page(name="rate_table", by=ODILE, **where):
    return words_of(signed_in(by.login).get(reverse(f"office:{name}", kwargs=where)))


def send(name, by=ODILE, rate_id=None, **fields):
    where = {"table": "pay"} | ({"rate_id": rate_id} if rate_id else {})
    return signed_in(by.login).post(reverse(f"office:{name}", kwargs=where), fields)


def test_every_table_says_what_holds_today_and_how_many_rows_are_to_be_confirmed():
    words = page("rates")
    assert "repas un repas : 20,00 €" in words
    assert "BTS Brevet de technicien supérieur – une copie : 2,47 €, une heure : 13,72 €" in words


def test_a_rate_is_entered_by_one_confirmed_by_another_and_taken_back():
    assert "BTS Brevet de technicien supérieur" in page(table="pay")
    assert send("enter_rate", **RATE).status_code == 303
    words = page(table="pay")
    assert "Vous l’avez saisi : une autre personne du bureau le confirme." in words
    assert "Confirmer ce taux" not in words
    (row,) = queries.rates_of_office(rates.PAY)
    assert send("confirm_rate", rate_id=row.pk).status_code == 422
    assert "Confirmer ce taux" in page(by=OMAR, table="pay")
    assert send("confirm_rate", by=OMAR, rate_id=row.pk).status_code == 303
    words = page(table="pay")
    assert "une copie : 2,50 €" in words
    assert "confirmé par omar@bureau.invalid" in words
    assert send("take_back_rate", by=OMAR, rate_id=row.pk, reason="Mauvaise note").status_code == 303
    assert "2,50" not in page(table="pay")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount_script": "deux"}, "n’est pas un montant en euros"),
        ({"until": "2016-12-31"}, "finit le 31/12/2016, avant de commencer"),
        ({"text": "\u200b"}, "Dites quel texte donne ce taux"),
        ({"key": "BEP"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(changed, said):
    answer = send("enter_rate", **RATE | changed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'value="13,72"' in answer.content.decode()


def test_a_row_to_be_confirmed_is_taken_over_in_one_press_and_confirmed_by_another():
    answer = signed_in(ODILE.login).get(reverse("office:rate_table", kwargs={"table": "pay"}))
    assert words_of(answer).count("Reprendre tel quel") == 1
    assert fields_of(answer, "reprendre-tel-quel") == {"key": "BTS", "since": "2012-09-10"}
    assert send("take_over_rate", key="BTS", since="2012-09-10").status_code == 303
    words = page(table="pay")
    assert "saisi, attend une deuxième personne" in words
    assert "Reprendre tel quel" not in words
    refused = send("take_over_rate", key="BTS", since="2012-09-10")
    assert (refused.status_code, "déjà saisi" in words_of(refused)) == (422, True)
    (row,) = queries.rates_of_office(rates.PAY)
    send("confirm_rate", by=OMAR, rate_id=row.pk)
    assert "à confirmer" not in page(table="pay").partition("Saisir un taux")[0]


def test_whether_receipts_are_required_is_chosen_and_told_in_words():
    where = reverse("office:enter_rate", kwargs={"table": "receipts"})
    told = {"since": "2025-01-01", "until": "", "text": "arrêté à venir"}
    client = signed_in(ODILE.login)
    assert client.post(where, told).status_code == 422
    assert client.post(where, told | {"choice_is_required": "True"}).status_code == 303
    words = page(table="receipts")
    assert "conservé et présenté à la demande à compter du 8 juillet 2024" in words
    assert "exigé avec l’état de frais – à compter du 1er janvier 2025" in words


def test_a_rate_that_would_leave_days_without_one_is_refused_on_its_page():
    answer = send("enter_rate", **RATE | {"since": "2009-01-01", "until": "2009-12-31"})
    assert answer.status_code == 422
    assert "du 01/01/2010 au 09/09/2012" in words_of(answer)


def test_a_rate_of_another_table_is_none_of_this_one():
    send("enter_rate", **RATE)
    (row,) = queries.rates_of_office(rates.PAY)
    address = reverse("office:confirm_rate", kwargs={"table": "meals", "rate_id": row.pk})
    assert signed_in(OMAR.login).post(address).status_code == 404


def test_rates_and_the_money_of_a_session_are_found_from_its_missions(built):
    address = reverse("office:missions_of_session", args=[built.session.code])
    shown = signed_in(ODILE.login).get(address).content.decode()
    assert f'href="{reverse("office:rates")}"' in shown
    assert f'href="{reverse("office:money", args=[built.session.code])}"' in shown
