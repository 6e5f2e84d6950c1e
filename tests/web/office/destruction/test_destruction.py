"""Scripts kept long enough, on the screen: listed, signed by two, destroyed; told wherever one of them is looked up."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from massicot.anonymity import queries as anonymity
from massicot.anonymity.models import OldVersions
from massicot.custody.models import Event
from massicot.custody.rules import ItemKind
from massicot.results.models import Lifting
from massicot.scripts import queries as scripts
from massicot.shelves import queries
from massicot.shelves import services as shelves
from tests import destroying
from tests.cast import CEDRES, KEY, MURIERS, ODILE, OMAR
from tests.destroying import CODE
from tests.keeping import kept
from tests.results.archived import archive
from tests.shelving import FIRST, SECOND
from tests.web.office.destruction.lately import address, due_lately, page, send
from tests.web.office.lifting.lately import entry_of, key_there
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(due_lately)

MOST_BESIDE = 12
"""Statements that an open list costs the home page where nobody asks and no box changed."""

CONSENT = {"listed": CODE, "consent": "AD13-2018-0042"}


def consent_on(day=None):
    return CONSENT | {"consent_on": (day or timezone.localdate()).isoformat()}


def listed(built, share=25):
    """Make the list: on the page a code is good once, and whoever makes it may be whoever signs."""
    return destroying.make_list(built, share=share, at=timezone.now())


def test_a_list_is_made_with_its_sample(built):
    assert send("list_destruction", share="25").status_code == 303
    words = page()
    assert f"Le bordereau {CODE} attend l’accord des archives" in words
    assert "25 % des copies" in words
    assert "FIGUE" not in words


def test_the_page_says_how_few_of_its_own_centre_specialty_and_kind_stand_beside_a_disputed_one(built):
    listed(built)
    assert "À côté d’une copie" not in page()
    destroying.withdraw(built)
    destroying.dispute(built, 5, at=timezone.now())
    listed(built)
    [row] = [one for one in queries.lists_of(built.paper) if one.withdrawn_at is None]
    disputed = destroying.number_of_rank(built, 5)
    cells = scripts.cells_alike(built.paper.pk, [disputed])
    beside = len(set(cells) & set(queries.spared_numbers(row))) - 1
    assert set(cells) & set(destroying.boxed(built)) <= set(queries.spared_numbers(row))
    assert f"seulement {beside} autre" in page()


def test_it_is_signed_by_two_and_destroyed(built):
    listed(built)
    assert send("sign_destruction", **consent_on()).status_code == 303
    assert "faites signer cette page par une autre personne" in page()
    assert "AD13-2018-0042" in page(by=OMAR)
    assert send("destroy_scripts", by=OMAR, listed=CODE).status_code == 303
    words = page()
    assert f"{CODE}, le" in words
    assert "Une sauvegarde antérieure" in words
    assert signed_in(ODILE.login).get(address("destruction_sheet", code=CODE))["Content-Type"] == "application/pdf"


def test_two_signatures_are_of_two_persons(built):
    listed(built)
    destroying.sign(built, consent=destroying.consent_of_today(), by=OMAR, at=timezone.now())
    answer = send("destroy_scripts", by=OMAR, listed=CODE)
    assert answer.status_code == 422
    assert f"omar@bureau.invalid a déjà signé le bordereau {CODE}" in words_of(answer)


def test_before_its_day_the_page_says_from_when_on_and_offers_nothing(built):
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=100))
    words = page()
    assert "sont conservées jusqu’au" in words
    assert "Dresser le bordereau" not in words
    answer = send("list_destruction", share="1")
    assert answer.status_code == 422
    assert "sont conservées jusqu’au" in words_of(answer)


def test_a_dispute_opened_meanwhile_has_the_second_signature_refused(built):
    listed(built, share=0)
    send("sign_destruction", **consent_on())
    destroying.dispute(built, 5, at=timezone.now())
    answer = send("destroy_scripts", by=OMAR, listed=CODE)
    assert answer.status_code == 422
    assert "Quelqu’un s’enquiert" in words_of(answer)
    assert send("withdraw_destruction", listed=CODE, reason="Litige").status_code == 303
    listed(built, share=0)
    assert "seulement" in page()
    assert queries.lists_of(built.paper)[0].inquiries == 1


def home(by=ODILE):
    return words_of(signed_in(by.login).get(reverse("office:home")))


@pytest.mark.parametrize("is_signed", [False, True])
def test_no_signature_is_invited_that_is_refused_since_somebody_asks(built, is_signed):
    listed(built, share=0)
    if is_signed:
        send("sign_destruction", **consent_on())
    destroying.dispute(built, 5, at=timezone.now())
    for person in (ODILE, OMAR):
        assert "quelqu’un s’enquiert désormais d’une copie qui y figure. Retirez-la" in home(person)
        assert "attend votre signature" not in home(person)
        client = signed_in(person.login)
        shown = client.get(address()).content.decode()
        assert "quelqu’un s’enquiert désormais" in words_of(client.get(address()))
        assert [name for name in ("sign_destruction", "destroy_scripts") if address(name) in shown] == []
        assert address("withdraw_destruction") in shown
    destroying.withdraw(built)
    assert "ne peut plus être signé" not in home()


def test_no_signature_is_invited_where_boxes_changed(built):
    listed(built)
    shelves.open_box(paper=built.paper, box="1B", reason="À répartir", by=ODILE, at=timezone.now())
    assert "le contenu des cartons a changé depuis" in home()
    assert "le contenu des cartons a changé depuis" in page()


def test_another_key_in_its_place_hides_no_boxes_that_changed(built, settings, tmp_path):
    listed(built)
    shelves.open_box(paper=built.paper, box="1B", reason="À répartir", by=ODILE, at=timezone.now())
    other = tmp_path / "other.key"
    other.write_text("5a" * len(KEY.secret))
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(other)
    assert "le contenu des cartons a changé depuis" in home()


def test_without_the_key_nothing_is_said_of_who_asks(built, settings, tmp_path):
    listed(built, share=0)
    destroying.dispute(built, 5, at=timezone.now())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "away")
    assert "attend l’accord des archives" in home()


def test_the_home_page_asks_nothing_more_where_no_list_is_open(built):
    client = signed_in(ODILE.login)
    client.get(reverse("office:home"))
    with CaptureQueriesContext(connection) as without:
        client.get(reverse("office:home"))
    assert not [one for one in without if one["sql"].startswith('SELECT "shelves_destructionlist"')]
    listed(built, share=0)
    with CaptureQueriesContext(connection) as beside:
        client.get(reverse("office:home"))
    assert len(beside) - len(without) <= MOST_BESIDE


def test_what_is_wrong_of_the_consent_is_said_and_the_code_is_not_used(built):
    listed(built)
    answer = send("sign_destruction", **consent_on(timezone.localdate() + timedelta(days=2)))
    assert answer.status_code == 422
    assert "à venir" in words_of(answer)


def where(client, ref):
    return words_of(client.get(reverse("office:where"), {"quoi": ref}))


def test_where_it_is_and_its_box_tell_the_certificate(built):
    listed(built)
    send("sign_destruction", **consent_on())
    send("destroy_scripts", by=OMAR, listed=CODE)
    gone = Event.objects.filter(kind=ItemKind.SCRIPT, act="destroyed").first().ref
    client = signed_in(ODILE.login)
    told = words_of(client.get(reverse("office:where"), {"quoi": gone}))
    assert f"détruite, par le certificat {CODE}" in told
    left = len(destroying.boxed(built))
    parts = [re.search(r"(\d+) copies? (?:s’y trouvent|s’y trouve)", where(client, ref)) for ref in (FIRST, SECOND)]
    assert (sum(int(part[1]) for part in parts if part), left > 0) == (left, True)
    assert f"D’autres ont été détruites, par le certificat {CODE}" in where(client, FIRST)
    assert f"destruction {CODE}" in page(name="shelf")
    assert f"par le certificat {CODE}" in page(name="find_script")


def test_the_home_page_asks_for_it_from_its_day_on_until_it_is_done(built):
    count = len(destroying.boxed(built))
    assert f"{count} copies ont été conservées le temps prévu" in home()
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=300))
    assert "conservées le temps prévu" not in home()
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=370))
    listed(built)
    assert "attend l’accord des archives et une première signature" in home()
    destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    assert "Vous avez signé une liste de copies à détruire" in home()
    assert "elle attend votre signature" in words_of(signed_in(OMAR.login).get(reverse("office:home")))
    destroying.destroy(built, at=timezone.now())
    assert "conservées le temps prévu" not in home()
    assert "signature" not in home()


def test_a_session_put_away_still_asks_for_it_and_for_the_strips_and_for_nothing_else(built):
    archive(built, at=timezone.now())
    count = len(destroying.boxed(built))
    assert f"{count} copies ont été conservées le temps prévu" in home()
    assert "La session est archivée." in home()
    assert "Rien à faire" not in home()
    listed(built, share=0)
    destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    assert "elle attend votre signature" in home(OMAR)
    destroying.destroy(built, at=timezone.now())
    due = sum(anonymity.strips_due_by_centre(built.paper).values())
    assert f"{due} en-têtes de copies détruites ne sont pas encore certifiés" in home()
    destroying.certify(built, CEDRES, at=timezone.now())
    left = anonymity.strips_due(built.paper, MURIERS)
    assert 0 < left < due
    assert f"{left} en-tête" in home()
    destroying.certify(built, MURIERS, at=timezone.now())
    assert "ne sont pas encore certifiés" not in home()
    assert "La session est archivée." not in home()


def test_an_unknown_list_is_not_printed(built):
    assert signed_in(ODILE.login).get(address("destruction_sheet", code="E-BTS-2017-CGE-09J")).status_code == 404


def test_a_box_that_is_destroyed_waits_for_no_shelf(built):
    listed(built, share=0)
    destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    destroying.destroy(built, at=timezone.now())
    words = page(name="shelf")
    assert "n’est sur aucun rayon" not in words
    assert f"détruit avec tout son contenu, par le certificat {CODE}" in words


def test_whoever_asks_for_what_is_destroyed_is_told_since_when_and_what_to_use(built):
    listed(built, share=0)
    destroying.sign(built, consent=destroying.consent_of_today(), at=timezone.now())
    assert "qui a écrit chacune d’elles" in page(by=OMAR)
    destroying.destroy(built, at=timezone.now())
    told = page()
    assert "Qui les a écrites est effacé" in told
    assert "Que personne ne copie ces fichiers" in told
    OldVersions.objects.all().delete()
    assert "Que personne ne copie ces fichiers" not in page()
    assert f"est détruite, par {CODE}" in page(name="statement", entry_id=entry_of(built, 5))
    assert f"{CODE} (" in page(name="lifting")
    assert "ne ramène rien" in page(name="disputes")
    answer = signed_in(ODILE.login).get(address("exports"), {"totaux": 1})
    assert "Servez-vous du tableau emporté le" in words_of(answer)
    taken = send("exports", kind="marks", form="csv")
    assert taken.status_code == 422
    assert f"sont détruites, par {CODE}" in words_of(taken)
