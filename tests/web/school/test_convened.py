"""A head of institution sees who of the staff is convened, and notes whom they have told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import queries as accounts
from massicot.core.actor import SYSTEM, Role
from massicot.documents import french
from massicot.markers import services as marker_acts
from massicot.missions import services
from massicot.missions.models import ConvocationEvent
from massicot.missions.queries.convocations import facts_of
from massicot.missions.queries.letters import halves_called
from massicot.missions.rules import ConvocationAct, letters
from tests.absences import absent
from tests.cast import MURIERS, TILLEULS
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.marker.test_missions import called

pytestmark = pytest.mark.django_db
SONIA = "sonia@tilleuls.invalid"


def convened():
    """Call Bob of Les Tilleuls, whose head is Sonia."""
    built = called()
    marker_acts.appoint(email=SONIA, role=Role.SCHOOL, scope=TILLEULS, by=SYSTEM, at=timezone.now())
    return built


built = kept(convened)
PAGE = reverse("school:convened", args=[TILLEULS])


@pytest.fixture
def head(built):
    client = HostileClient()
    client.force_login(accounts.account_by_email(SONIA))
    return client


def codes(**which):
    return [row.code for row in calling.letters(**which)]


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def test_the_home_page_asks_to_tell_those_of_whom_nobody_knows(head):
    said = words_of(head.get(reverse("school:home")))
    assert "pas accusé réception" in said


def test_the_page_says_day_by_day_who_is_elsewhere(head):
    said = words_of(head.get(PAGE)).partition("Jour par jour")[2]
    (row,) = calling.letters(institution_uai=TILLEULS, assignment__person__identifier="BOB")
    days = {slot.starts.date() for slot in facts_of(row).slots if slot.ends > timezone.now()}
    assert days
    assert said.count("BADIANE") == len(facts_of(row).slots)
    services.cancel_convocation(
        code=row.code, reason="Reportée", addresses=calling.ADDRESSES, by=SYSTEM, at=timezone.now()
    )
    assert "BADIANE" not in words_of(head.get(PAGE)).partition("Jour par jour")[2]


def test_somebody_who_is_away_on_one_half_day_is_expected_on_the_others(head):
    (row,) = calling.letters(institution_uai=TILLEULS, assignment__person__identifier="BOB")
    first, *_ = sorted(halves_called(facts_of(row)), key=lambda half: half[0])
    absent.of_letter(row, first, at=timezone.now())
    page = words_of(head.get(PAGE))
    assert page.count("absence annoncée") == 2
    assert page.partition("Jour par jour")[2].count("absence annoncée") == 1


def test_the_days_are_told_in_the_order_of_their_hours(head):
    (row,) = calling.letters(institution_uai=TILLEULS, assignment__person__identifier="BOB")
    facts = facts_of(row)
    slot, *others = facts.slots
    between = (slot.starts + timedelta(hours=2)).isoformat()
    early, late = replace(slot, ends_at=between), replace(slot, starts_at=between)
    row.facts = letters.facts_text(replace(facts, slots=[late, early, *others]))
    row.save()
    said = words_of(head.get(PAGE)).partition("Jour par jour")[2]
    hours = [" ".join(f"{french.hour(one.starts)} – {french.hour(one.ends)}".split()) for one in (early, late)]
    assert said.index(hours[0]) < said.index(hours[1])


def test_a_day_names_people_in_the_order_of_their_surnames(head):
    titles = {"BOB": "Mme", "CHARLIE": "M."}
    for row in calling.letters(institution_uai=TILLEULS):
        facts = facts_of(row)
        person = replace(facts.person, civility=titles[facts.person.identifier])
        row.facts = letters.facts_text(replace(facts, person=person))
        row.save()
    said = words_of(head.get(PAGE)).partition("Jour par jour")[2]
    assert 0 < said.index("Mme Bob BADIANE") < said.index("M. Charlie CANNELLE")


def test_the_page_names_the_staff_of_this_institution_alone(head):
    said = words_of(head.get(PAGE))
    others = codes(assignment__person__identifier="CHARLIE")
    assert all(code in said for code in codes(institution_uai=TILLEULS))
    assert codes(institution_uai=TILLEULS)
    assert not any(code in said for code in others if code not in codes(institution_uai=TILLEULS))
    assert head.get(reverse("school:convened", args=[MURIERS])).status_code == 404


def test_those_who_were_told_are_noted_and_asked_about_no_more(head):
    mine = codes(institution_uai=TILLEULS)
    answer = head.post(PAGE, {"codes": mine})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    acts = list(ConvocationEvent.objects.values_list("act", "by"))
    assert acts == [(ConvocationAct.TOLD_BY_HEAD, SONIA)] * len(mine)
    assert "pas accusé réception" not in words_of(head.get(reverse("school:home")))


def test_a_convocation_that_is_cancelled_is_told_until_another_one_calls_the_same_person(built, head):
    (run,) = {row.run for row in calling.letters()}
    told = {"run_id": run.pk, "reason": "Épreuve reportée", "by": SYSTEM, "at": timezone.now()}
    services.cancel_run(**told, addresses=calling.ADDRESSES)
    said = words_of(head.get(PAGE))
    assert said.count("annulée : n’est plus attendu") == len(codes(institution_uai=TILLEULS))
    assert "Tous le savent" not in said
    calling.convened(built.session, *run.missions.all(), at=timezone.now())
    said = words_of(head.get(PAGE))
    assert "annulée" not in said
    assert all(f"{code}-2" in said for code in codes(institution_uai=TILLEULS, issue=1))


def test_nobody_ticked_is_refused_and_so_is_the_letter_of_another_institution(head):
    answer = head.post(PAGE, {})
    assert answer.status_code == 422
    assert "Cochez ceux que vous avez prévenus" in words_of(answer)
    foreign = [code for code in codes() if code not in codes(institution_uai=TILLEULS)]
    assert head.post(PAGE, {"codes": [*foreign, "M-AAAAA-AAAAA"]}).status_code == 422
    assert not ConvocationEvent.objects.exists()


def test_a_head_calls_the_office_about_whoever_cannot_come(head):
    calling.say_telephone("04 65 71 00 00")
    answer = head.get(PAGE)
    assert "appelez le bureau des examens" in words_of(answer)
    assert answer.content.decode().count('href="tel:0465710000"') == 1
