"""The pages of rates: what holds today, a rate entered by one, confirmed by another, taken back."""

import pytest
from django.urls import reverse

from massicot.expenses import queries
from massicot.expenses.rules import rates
from tests.cast import ODILE, OMAR
from tests.keeping import kept
from tests.web.office.reading import words_of
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
    assert "repas Un repas 20,00 €" in words
    assert "BTS – Une copie 2,47 €, Une heure 13,72 €" in words


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
    assert "Une copie 2,50 €" in words
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


def test_a_rate_of_another_table_is_none_of_this_one():
    send("enter_rate", **RATE)
    (row,) = queries.rates_of_office(rates.PAY)
    address = reverse("office:confirm_rate", kwargs={"table": "meals", "rate_id": row.pk})
    assert signed_in(OMAR.login).post(address).status_code == 404
