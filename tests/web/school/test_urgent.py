"""Urgent convocations stand on top of the desk of a head until they are handed over, or somebody is not reached."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import queries as accounts
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as marker_acts
from massicot.missions import services
from massicot.missions.models import Activity
from massicot.missions.queries import convocations
from tests.cast import MURIERS, ODILE, TILLEULS
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling, calls
from tests.replacements import morning
from tests.replacements.morning import letter_of, place
from tests.web.office.reading import words_of

pytestmark = pytest.mark.django_db
HOME = reverse("school:home")
OFFERS = reverse("school:substitutes", args=[TILLEULS])


def replaced():
    """Convene Bob for tomorrow and the day after, and Eve of Les Tilleuls in his stead."""
    built = calls.pooled()
    now = timezone.now()
    mission = calling.mission(built.session, built.paper, days=1)
    Activity.objects.update(**morning.under_way(now))
    calling.put(mission, "BOB", "CHARLIE")
    calling.convened(built.session, mission, at=now - timedelta(days=9))
    marker_acts.appoint(email=morning.TILLEULS_HEAD, role=Role.SCHOOL, scope=TILLEULS, by=SYSTEM, at=now)
    return built


built = kept(replaced)


@pytest.fixture
def head(built):
    client = HostileClient()
    client.force_login(accounts.account_by_email(morning.TILLEULS_HEAD))
    return client


def eve():
    now = timezone.now()
    halves = morning.choices_for(place("BOB").pk, now).halves
    morning.replace("EVE", halves, at=now)
    return letter_of("EVE").code


def address(name, code):
    return reverse(f"school:{name}", args=[TILLEULS, code])


def standing(code):
    return convocations.followed_by_code(code).standing


def test_an_urgent_convocation_stands_on_top_and_those_of_long_before_do_not(head):
    assert "à remettre sans attendre" not in words_of(head.get(HOME))
    eve()
    said = words_of(head.get(HOME))
    assert said.count("à remettre sans attendre") == 1
    assert said.index("Convocation de Eve ESTRAGON") < said.index("pas accusé réception")


def test_handed_over_it_is_asked_about_no_more(head):
    code = eve()
    assert head.post(address("hand_over", code)).status_code == 303
    assert (standing(code), "à remettre" in words_of(head.get(HOME))) == ("told-by-head", False)


def test_handed_over_by_mistake_it_is_taken_back_and_stands_on_top_again(head):
    code = eve()
    assert "vos personnels convoqués" in words_of(head.post(address("hand_over", code), follow=True))
    page = reverse("school:convened", args=[TILLEULS])
    assert "Pas prévenu finalement" in words_of(head.get(page))
    assert head.post(address("take_back_told", code)).status_code == 303
    assert (standing(code), "à remettre" in words_of(head.get(HOME))) == ("", True)
    assert head.post(address("take_back_told", code)).status_code == 422
    services.acknowledge_convocation(code=code, at=timezone.now())
    assert head.post(address("take_back_told", code)).status_code == 422


def test_not_reached_it_stays_on_top_until_somebody_hands_it_over(head):
    code = eve()
    assert head.post(address("not_reached", code)).status_code == 303
    assert standing(code) == "not-reached"
    assert "pas jointe" in words_of(head.get(HOME))
    assert head.post(address("hand_over", code)).status_code == 303
    assert standing(code) == "told-by-head"
    assert head.post(address("not_reached", code)).status_code == 422


def test_the_letter_is_printed_and_that_of_another_school_is_not_there(head):
    code = eve()
    assert head.get(address("staff_letter", code)).content.startswith(b"%PDF")
    foreign = reverse("school:hand_over", args=[MURIERS, code])
    assert head.post(foreign).status_code == 404
    assert head.post(address("hand_over", "M-AAAAA-AAAAA")).status_code == 404


def test_a_letter_that_is_void_by_now_is_refused_on_the_same_page(head):
    code = eve()
    asked = {"code": code, "reason": "Erreur", "addresses": calling.ADDRESSES, "by": ODILE, "at": timezone.now()}
    services.cancel_convocation(**asked)
    answer = head.post(address("hand_over", code))
    assert answer.status_code == 422
    assert "est annulée" in words_of(answer)


def test_a_head_offers_somebody_of_theirs_whom_the_office_sees_first(head):
    now = timezone.now()
    choices = morning.choices_for(place("BOB").pk, now)
    assert "Personne de vos personnels n’est absent" in words_of(head.get(OFFERS))
    morning.announce("BOB", choices.halves, at=now)
    assert "quelqu’un d’autre pourrait-il venir" in words_of(head.get(HOME))
    answer = head.post(OFFERS, {"absent": place("BOB").pk, "person": "FRANK"})
    assert answer.status_code == 303
    assert [row.person.identifier for row in morning.choices_for(place("BOB").pk, now).words] == ["FRANK"]
    assert head.post(OFFERS, {"absent": place("BOB").pk, "person": "ALICE"}).status_code == 422
    (offer,) = morning.choices_for(place("BOB").pk, now).words
    back = reverse("school:take_back_offer", args=[TILLEULS])
    assert head.post(back, {"offer": offer.pk}).status_code == 303
    assert head.post(back, {"offer": offer.pk}).status_code == 404


def test_nobody_is_chosen_beforehand_and_whoever_is_convened_then_is_told_as_such(head):
    now = timezone.now()
    row = place("BOB")
    calling.put(row.mission, "FRANK")
    calling.convened(row.mission.session, row.mission, at=now)
    morning.announce("BOB", morning.choices_for(row.pk, now).halves, at=now)
    page = html.fromstring(head.get(OFFERS).content)
    choices = page.xpath("//select[@name='person']/option")
    assert not [option for option in choices if option.get("selected") is not None and option.get("value")]
    busy = {option.get("value") for option in choices if "déjà convoqué" in option.text}
    assert (choices[0].get("value"), busy) == ("", {"CHARLIE", "FRANK"})
    assert "Choisissez qui pourrait venir" in words_of(head.post(OFFERS, {"absent": row.pk, "person": ""}))
