"""Calendar and routes on screen: what follows is shown before it is saved, and what comes too late is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.exams import queries as exams
from massicot.exams.models import Paper, Specialty
from massicot.exams.rules import RouteKind
from tests import world
from tests.cast import PERRIN
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAGE = reverse("office:calendar", args=["BTS-2017", "CGE"])
ROUTES = reverse("office:change_routes", args=["BTS-2017", "CGE"])
PART = {"HX-Request": "true"}
IN_A_MONTH = timedelta(days=30)


def to_come():
    """The world before its numbers are drawn, its paper a month ahead of today."""
    return moved(world.opened())


def moved(built):
    """Move the whole calendar so that the paper begins in a month, at a whole hour."""
    paper = exams.paper_by_id(built.paper.pk)
    by = (timezone.now() + IN_A_MONTH).replace(hour=12, minute=0, second=0, microsecond=0) - paper.starts_at
    names = ["starts_at", "ends_at", "entry_opens_at", "entry_closes_at", "return_by"]
    names += ["marking_opens_on", "marking_closes_on"]
    Paper.objects.filter(pk=paper.pk).update(**{name: getattr(paper, name) + by for name in names})
    built.paper = exams.paper_by_id(paper.pk)
    return built


built = kept(to_come)


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


def now_of(built):
    return exams.paper_by_id(built.paper.pk)


def later_end(office, hours=1):
    form = fields_of(office.get(PAGE), PAGE)
    day, hour = form["ends_at"].split("T")
    return form | {"ends_at": f"{day}T{int(hour[:2]) + hours:02d}:00"}


def route(**typed):
    start = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = {
        "academies": ["Bordeaux"],
        "kind": "on-site",
        "copy_model": "en",
        "destination_uai": PERRIN,
        "destination_name": "Lycée Jean Perrin",
        "attention": "",
        "effective_at": start,
    }
    return form | typed


def test_moving_the_end_by_an_hour_shows_the_deadline_that_follows_and_saves_nothing(built, office):
    before = now_of(built).ends_at
    part = office.post(PAGE, later_end(office), headers=PART)
    words = words_of(part)
    assert "<html" not in part.content.decode()
    assert "Fin de l’épreuve" in words
    assert "Départ des copies au plus tard" in words
    assert "16 candidats sont concernés, dans 2 centres d’épreuves." in words
    assert "Listes d’émargement de 2 centres d’épreuves, à réimprimer" in words
    assert "Étiquettes" not in words
    assert now_of(built).ends_at == before


def test_what_follows_is_shown_without_a_script_too(office):
    shown = office.post(PAGE, later_end(office) | {"show": "1"})
    assert (shown.status_code, "Départ des copies au plus tard" in words_of(shown)) == (200, True)


def test_the_calendar_is_saved(built, office):
    before = now_of(built).ends_at
    assert office.post(PAGE, later_end(office) | {"save": "1"}).status_code == 303
    assert now_of(built).ends_at - before == timedelta(hours=1)


def test_a_scale_is_typed_with_a_comma(built, office):
    form = fields_of(office.get(PAGE), PAGE) | {"highest": "40", "step": "0,5", "save": "1"}
    assert office.post(PAGE, form).status_code == 303
    scale = exams.scale_of(now_of(built))
    assert (scale.lowest, scale.highest, scale.step) == (0, 4000, 50)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"highest": "40", "step": "0,3"}, "Le barème ne tient pas"),
        ({"ends_at": "2001-01-01T08:00"}, "doit finir après avoir commencé"),
        ({"batch_ceiling": "10"}, "Le plafond d’un lot"),
        ({}, "Rien n’a été changé"),
    ],
)
def test_what_cannot_stand_is_refused_on_the_page_and_foreseen(office, typed, told):
    form = fields_of(office.get(PAGE), PAGE) | typed
    saved, part = office.post(PAGE, form | {"save": "1"}), office.post(PAGE, form, headers=PART)
    assert [answer.status_code for answer in (saved, part)] == [422, 422]
    assert told in words_of(saved)
    assert told in words_of(part)


def test_on_the_day_of_the_paper_its_hours_are_shown_and_not_asked(built, office):
    now = timezone.now()
    Paper.objects.update(starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=3))
    page = html.fromstring(office.get(PAGE).content.decode())
    disabled = {field.get("name") for field in page.iter("input") if "disabled" in field.attrib}
    assert disabled == {"starts_at", "ends_at"}
    assert "ses acheminements ne changent plus" in words_of(office.get(PAGE))
    typed = {"title": "CGE", "starts_at": "2031-01-01T08:00", "save": "1"}
    office.post(PAGE, fields_of(office.get(PAGE), PAGE) | typed)
    assert (now_of(built).title, now_of(built).starts_at < now) == ("CGE", True)


def test_each_field_says_until_when_it_may_change(office):
    words = words_of(office.get(PAGE))
    assert "Modifiable jusqu’à la première note enregistrée." in words
    assert "Modifiable jusqu’au jour de l’épreuve." in words


def test_a_route_is_changed_by_hand_before_the_numbers_are_drawn(built, office):
    asked = office.get(PAGE, {"academie": "Bordeaux"})
    assert fields_of(asked, ROUTES)["copy_model"] == "CMEN"
    assert office.post(ROUTES, route()).status_code == 303
    paper = now_of(built)
    found = exams.specialty_routes(paper, paper.starts_at)["90003"]
    assert (found.kind, found.copy_model) == (RouteKind.ON_SITE, "EN")
    assert "avant : copies numérisées (CMEN)" in words_of(office.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"destination_uai": ""}, "Donnez l’UAI"),
        ({"effective_at": "2100-01-01T08:00"}, "ne change rien"),
        ({"academies": ["Lyon"]}, ""),
        ({"kind": "à pied"}, ""),
    ],
)
def test_a_route_that_cannot_stand_is_refused_on_the_page(built, office, typed, told):
    before = exams.route_facts(built.paper)
    answer = office.post(ROUTES, route(**typed))
    assert (answer.status_code, told in words_of(answer)) == (422, True)
    assert exams.route_facts(built.paper) == before


def test_once_the_numbers_are_drawn_a_route_changes_by_a_corrigendum(built, office):
    Paper.objects.update(prepared_at=timezone.now())
    words = words_of(office.get(PAGE))
    assert "un acheminement change par un rectificatif" in words
    part = office.post(PAGE, later_end(office), headers=PART)
    assert "Étiquettes et listes d’anonymat de 2 centres" in words_of(part)
    assert office.post(ROUTES, route()).status_code == 422


def test_an_academy_without_a_route_is_named(built, office):
    Specialty.objects.filter(code="90003").update(steering_academy="Corse")
    assert "Corse n’a pas d’acheminement, et 1 spécialité" in words_of(office.get(PAGE))


def test_a_route_waits_for_the_specialties_that_name_the_academies(office):
    assert "Changer un acheminement" in words_of(office.get(PAGE))
    Specialty.objects.all().delete()
    words = words_of(office.get(PAGE))
    assert "Un acheminement se change une fois les spécialités importées" in words
    assert "Changer un acheminement" not in words
