"""Corrigenda on screen: written, looked at, applied, told, read, recalled."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.exams import queries as exams
from massicot.exams.models import Corrigendum, Paper
from massicot.exams.rules import RouteKind
from massicot.post.models import Letter
from massicot.scripts.models import Script
from massicot.web.office.corrigenda import readers
from tests import later_world, world
from tests.cast import CLAIRE, KEY, MARC, MURIERS, OMAR, PERRIN
from tests.keeping import kept
from tests.web.office.corrigenda.test_calendar import moved, now_of
from tests.web.office.reading import as_read, fields_of, words_of
from tests.web.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db

WHERE = ["BTS-2017", "CGE"]
NEW = reverse("office:new_corrigendum", args=WHERE)


def prepared():
    """The world with its numbers drawn, its paper a month ahead of today."""
    return moved(world.prepared())


built = kept(prepared)


@pytest.fixture
def office(built, tmp_path, settings):
    """Somebody of the office, in their browser; the key of the world is in its place."""
    file = tmp_path / "anonymity.key"
    file.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    return visitor(built, "office")


def typed(**more):
    form = {
        "reference": "DIEC/17-900",
        "dated_on": timezone.localdate().isoformat(),
        "text": "Les copies de Bordeaux sont corrigées sur place.",
        "effective_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "route1-academies": ["Bordeaux"],
        "route1-kind": "on-site",
        "route1-copy_model": "EN",
        "route1-destination_uai": PERRIN,
        "route1-destination_name": "Lycée Jean Perrin",
        "route2-kind": "on-site",
        "route3-kind": "on-site",
    }
    return form | more


def drafted(office, **more):
    answer = office.post(NEW, typed(**more))
    assert answer.status_code == 303, words_of(answer)
    return Corrigendum.objects.get()


def send(office, act, corrigendum):
    """Press a button of the page of a corrigendum, with what its form carries, if it is there."""
    page = office.get(reverse("office:corrigendum", args=[*WHERE, corrigendum.pk])).content.decode()
    address = reverse(f"office:{act}", args=[*WHERE, corrigendum.pk])
    carried = [dict(form.form_values()) for form in html.fromstring(page).forms if form.get("action") == address]
    return office.post(address, carried[0] if carried else {})


def page_of(office, corrigendum):
    return words_of(office.get(reverse("office:corrigendum", args=[*WHERE, corrigendum.pk])))


def read_by(built, corrigendum):
    """Read a corrigendum as the head of an exam centre does."""
    return words_of(visitor(built, "exam-centre").get(reverse("shared:corrigendum", args=[corrigendum.pk])))


def test_a_draft_shows_all_that_follows_from_it(office):
    words = page_of(office, drafted(office))
    for told in (
        "rien n’est changé, personne n’est prévenu",
        "Bordeaux – 1 spécialité copies numérisées (CMEN), Lycée Jean Perrin, 74 rue Verdillon",
        "→ correction sur site (EN), Lycée Jean Perrin",
        "candidats concernés 4 centres d’épreuves 2 numéros à tirer 4 numéro laissé sans emploi 0",
        "Étiquettes et listes d’anonymat de 2 centres d’épreuves, à réimprimer",
        "centres d’épreuves 2 centre de correction 1 personne du bureau 1 courriels 3",
        f"Personne ne se connecte encore pour 1 centre : appelez-le. {MURIERS} Lycée des Mûriers",
    ):
        assert told in words
    assert Script.objects.count() == 18
    assert Letter.objects.count() == 0


def test_an_applied_corrigendum_numbers_tells_and_is_listed(built, office):
    corrigendum = drafted(office)
    assert send(office, "apply_corrigendum", corrigendum).status_code == 303
    built.paper = now_of(built)
    assert len(later_world.truth(built)) == 16
    assert {letter.to for letter in Letter.objects.all()} == {CLAIRE.login, MARC.login, OMAR.login}
    words = page_of(office, corrigendum)
    assert "4 lecteurs n’ont pas encore dit l’avoir lu." in words
    assert "copies numérisées (CMEN), Lycée Jean Perrin" in words
    listed = words_of(office.get(reverse("office:corrigenda", args=WHERE)))
    assert "DIEC/17-900" in listed
    assert "brouillon" not in listed


def test_without_its_key_nothing_is_applied_and_the_page_says_why(built, office, settings):
    corrigendum = drafted(office)
    settings.MASSICOT_ANONYMITY_KEY_FILE += ".away"
    answer = send(office, "apply_corrigendum", corrigendum)
    assert (answer.status_code, settings.MASSICOT_ANONYMITY_KEY_FILE in words_of(answer)) == (422, True)
    assert "Brouillon" in page_of(office, corrigendum)
    assert Letter.objects.count() == 0


def test_new_dates_are_told_to_everybody(built, office):
    before = now_of(built)
    ends_at = timezone.localtime(before.ends_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    form = {"route1-academies": [], "route1-copy_model": "", "route1-destination_uai": ""}
    corrigendum = drafted(office, **form, **{"route1-destination_name": "", "calendar-ends_at": ends_at})
    words = page_of(office, corrigendum)
    assert "Départ des copies au plus tard" in words
    assert "Listes d’émargement de 2 centres d’épreuves, à réimprimer" in words
    assert send(office, "apply_corrigendum", corrigendum).status_code == 303
    assert now_of(built).ends_at - before.ends_at == timedelta(hours=1)
    first, then = (as_read(exams.local(built.paper, paper.ends_at)) for paper in (before, now_of(built)))
    for page in (page_of(office, corrigendum), read_by(built, corrigendum)):
        assert f"Fin de l’épreuve {first} → {then}" in page


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"reference": ""}, ""),
        ({"route1-destination_uai": ""}, "Donnez l’UAI"),
        ({"route1-academies": []}, ""),
        ({"route2-copy_model": "EN"}, ""),
        ({"effective_at": "2100-01-01T08:00"}, "ne change rien"),
        ({"calendar-despatch_hours": "abc"}, "Saisissez"),
    ],
)
def test_a_corrigendum_that_cannot_stand_is_refused_and_what_was_typed_stays(office, more, told):
    answer = office.post(NEW, typed(**more))
    assert (answer.status_code, told in words_of(answer)) == (422, True)
    assert fields_of(answer)["text"].strip() == "Les copies de Bordeaux sont corrigées sur place."
    assert not Corrigendum.objects.exists()


def test_a_draft_overtaken_by_the_day_says_why_and_cannot_be_applied(built, office):
    corrigendum = drafted(office)
    Paper.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    words = page_of(office, corrigendum)
    assert "a commencé" in words
    assert "Appliquer le rectificatif" not in words
    assert send(office, "apply_corrigendum", corrigendum).status_code == 422


def test_a_draft_is_thrown_away_and_an_applied_one_is_not(built, office):
    corrigendum = drafted(office)
    assert send(office, "discard_corrigendum", corrigendum).status_code == 303
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    answer = send(office, "discard_corrigendum", corrigendum)
    assert (answer.status_code, "est déjà appliqué" in words_of(answer)) == (422, True)


def test_those_who_have_not_read_are_written_to_again(built, office):
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    Letter.objects.all().delete()
    claire = visitor(built, "exam-centre")
    assert claire.post(reverse("shared:corrigendum", args=[corrigendum.pk])).status_code == 303
    assert "Relancer à 2 personnes" in page_of(office, corrigendum)
    assert send(office, "remind_readers", corrigendum).status_code == 303
    assert {letter.to for letter in Letter.objects.all()} == {MARC.login, OMAR.login}


def acts_of(office, corrigendum):
    """List the acts that the page of a corrigendum asks for, without those that it folds away."""
    page = html.fromstring(office.get(reverse("office:corrigendum", args=[*WHERE, corrigendum.pk])).content.decode())
    return [
        button.text_content().strip()
        for button in page.xpath("//main//form[@method='post']//button")
        if not button.xpath("ancestor::details")
    ]


def test_readers_are_left_a_day_before_the_page_asks_to_write_again(office):
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    assert acts_of(office, corrigendum) == []
    assert "laissez-leur un jour pour lire" in page_of(office, corrigendum)
    Corrigendum.objects.update(applied_at=timezone.now() - timedelta(days=1))
    assert acts_of(office, corrigendum) == ["Relancer à 3 personnes qui ne l’ont pas lu"]
    send(office, "remind_readers", corrigendum)
    assert acts_of(office, corrigendum) == []


@pytest.mark.parametrize(
    ("server", "told"),
    [("", "3 courriels attendent"), ("smtp://mail.invalid", "chacun de ceux qu’il concerne est prévenu")],
)
def test_who_applies_a_corrigendum_hears_whether_letters_leave(office, settings, server, told):
    settings.MASSICOT_EMAIL_URL = server
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    words = page_of(office, corrigendum)
    assert told in words
    assert ("les lettres attendent, et n’atteignent personne" in words) != bool(server)


def test_those_who_have_not_read_are_listed_alone(built, office):
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    visitor(built, "exam-centre").post(reverse("shared:corrigendum", args=[corrigendum.pk]))
    page = reverse("office:corrigendum", args=[*WHERE, corrigendum.pk])
    everybody, waiting, done = (
        len(html.fromstring(office.get(page + query).content.decode()).xpath("//table[@class='list']/tbody/tr"))
        for query in ("", "?lu=0", "?lu=1")
    )
    assert (everybody, waiting, done) == (5, 3, 2)


def test_the_home_page_says_what_remains_of_it(office):
    corrigendum = drafted(office)
    home = reverse("office:home")
    due = as_read(exams.local(corrigendum.paper, corrigendum.paper.starts_at))
    told = f"est écrit et n’est pas appliqué : personne n’est prévenu. Avant le {due}."
    assert told in words_of(office.get(home))
    send(office, "apply_corrigendum", corrigendum)
    words = words_of(office.get(home))
    assert "4 lecteurs n’ont pas lu le rectificatif DIEC/17-900." in words
    assert "Lire le rectificatif DIEC/17-900." not in words
    assert "Lire le rectificatif DIEC/17-900." in words_of(signed_in(OMAR.login).get(home))


def test_a_corrigendum_of_another_paper_is_not_found(built, office):
    corrigendum = drafted(office)
    second = Paper.objects.get(pk=built.paper.pk)
    second.pk, second.code = None, "MATH"
    second.save()
    address = reverse("office:corrigendum", args=["BTS-2017", "MATH", corrigendum.pk])
    assert office.get(address).status_code == 404


def test_letters_lead_to_the_corrigendum_and_say_its_text(built, office):
    corrigendum = drafted(office)
    (letter,) = readers.letters_to([CLAIRE.login], corrigendum, readers.TOLD)
    assert letter.subject == "Rectificatif DIEC/17-900 : CGE, BTS-2017"
    assert f"{settings.MASSICOT_BASE_URL}/rectificatif/{corrigendum.pk}/" in letter.body
    assert corrigendum.text in letter.body
    assert exams.routes_of(corrigendum)[0].kind is RouteKind.ON_SITE


def test_a_second_press_writes_to_nobody_a_second_time(office):
    corrigendum = drafted(office)
    send(office, "apply_corrigendum", corrigendum)
    assert send(office, "remind_readers", corrigendum).status_code == 303
    written = Letter.objects.count()
    answer = send(office, "remind_readers", corrigendum)
    assert (answer.status_code, Letter.objects.count()) == (422, written)
    assert "il y a moins d’une heure" in words_of(answer)


def parts_open(answer):
    """List the folded parts of the form, those that are open marked."""
    page = html.fromstring(answer.content.decode())
    parts = page.xpath("//details[@class='part']")
    return {" ".join(part.xpath("string(summary)").split()): "open" in part.attrib for part in parts}


def test_the_route_that_is_asked_for_stays_open_when_none_was_given(office):
    answer = office.post(NEW, {name: value for name, value in typed().items() if not name.startswith("route1-")})
    assert answer.status_code == 422
    assert parts_open(answer)["Un nouvel acheminement"]


def test_once_the_paper_has_begun_only_its_dates_are_asked_for(built, office):
    Paper.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    page = office.get(NEW)
    assert "L’épreuve a commencé : ses acheminements ne changent plus." in words_of(page)
    assert parts_open(page) == {"De nouvelles dates, de nouveaux destinataires": True}
    closes_at = timezone.localtime(now_of(built).entry_closes_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    form = {"reference": "DIEC/17-901", "dated_on": timezone.localdate().isoformat(), "text": "Un jour de plus."}
    assert office.post(NEW, form | {"calendar-entry_closes_at": closes_at}).status_code == 303
