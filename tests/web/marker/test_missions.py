"""A marker reads what they are called for, acknowledges it, or says that they cannot come."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.absences import services as absences
from massicot.absences.models import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.core import draws
from massicot.core.actor import SYSTEM, Role
from massicot.exams.models import Session
from massicot.markers import services as marker_acts
from massicot.missions import services
from massicot.missions.models import ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.queries.letters import halves_called
from massicot.missions.rules import ConvocationAct, RunKind, letters
from massicot.missions.rules.replacements import written_halves
from massicot.persons.models import Person
from tests import world
from tests.absences import absent
from tests.cast import ODILE
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
BOB = "bob@tilleuls.invalid"


def called():
    """Call Bob and Charlie to mark in three weeks, and give Bob an access."""
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    ahead = timezone.now() + timedelta(days=21)
    for rank, activity in enumerate(row.activities.order_by("starts_at")):
        activity.starts_at = ahead.replace(hour=7, minute=0) + timedelta(days=rank)
        activity.ends_at = activity.starts_at + timedelta(hours=8)
        activity.save()
    calling.put(row, "BOB", "CHARLIE")
    calling.convened(built.session, row, at=timezone.now())
    marker_acts.appoint(email=BOB, role=Role.MARKER, scope="BTS-2017", by=SYSTEM, at=timezone.now())
    Person.objects.filter(identifier="BOB").update(account=accounts.account_by_email(BOB))
    return built


built = kept(called)


@pytest.fixture
def bob(built):
    client = HostileClient()
    client.force_login(accounts.account_by_email(BOB))
    return client


def code_of(identifier):
    return calling.letters(assignment__person__identifier=identifier)[-1].code


def address(name, identifier="BOB"):
    return reverse(f"marker:{name}", args=[code_of(identifier)])


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def test_the_home_page_says_what_when_and_where_and_asks_to_acknowledge(bob):
    said = words_of(bob.get(reverse("marker:home")))
    assert "Correction de l’épreuve CGE" in said
    assert "chaque jour de" in said
    assert "Je l’ai lue" in said


def test_an_acknowledged_letter_is_asked_about_no_more(bob):
    answer = bob.post(address("acknowledge"))
    assert (answer.status_code, answer["Location"]) == (303, reverse("marker:home"))
    said = words_of(bob.get(reverse("marker:home")))
    assert "Je l’ai lue" not in said
    acts = list(ConvocationEvent.objects.values_list("act", "by"))
    assert acts == [(ConvocationAct.ACKNOWLEDGED, BOB)]


def test_reading_pages_and_the_letter_notes_nothing(bob):
    for name in ("mission", "letter"):
        assert bob.get(address(name)).status_code == 200
    assert bob.get(address("letter"))["Content-Type"] == "application/pdf"
    assert not ConvocationEvent.objects.exists()


def test_the_letter_of_somebody_else_is_not_there(bob):
    for name in ("mission", "letter"):
        assert bob.get(address(name, "CHARLIE")).status_code == 404
    for name in ("acknowledge", "cannot_come"):
        assert bob.post(address(name, "CHARLIE"), {}).status_code == 404
    assert not ConvocationEvent.objects.exists()


def halves():
    """Give the half-days of Bob's letter, as the page offers them."""
    called = halves_called(convocations.facts_of(calling.letters(assignment__person__identifier="BOB")[-1]))
    return [written_halves([half]) for half in called]


def said(*ticked, words="Le second jour ; 06 00 00 00 00"):
    """Fill in “I cannot come”."""
    return {"halves": ticked or halves(), "kind": "illness", "words": words}


def test_who_cannot_come_says_so_and_the_convocation_holds_until_the_office_answers(bob):
    answer = bob.post(address("cannot_come"), said())
    assert (answer.status_code, answer["Location"]) == (303, address("mission"))
    page = words_of(bob.get(address("mission")))
    assert "maladie : Le second jour ; 06 00 00 00 00" in page
    assert "la convocation tient" in page
    (line,) = audit.acts_of(f"absence:{Absence.objects.get().pk}")
    assert line.act == "AbsenceAnnounced"
    assert "06 00" not in line.facts


@pytest.mark.parametrize(("is_duty", "told"), [(True, "obligation de service"), (None, "une autre personne")])
def test_a_duty_of_service_is_told_to_nobody_of_whom_it_is_not_known(bob, is_duty, told):
    row = calling.letters(assignment__person__identifier="BOB")[-1]
    facts = convocations.facts_of(row)
    row.facts = letters.facts_text(replace(facts, person=replace(facts.person, is_duty=is_duty)))
    row.save()
    assert told in words_of(bob.get(address("mission")))


@pytest.mark.parametrize(("lacks", "told"), [("halves", "Cochez les demi-journées"), ("kind", "Choisissez le motif")])
def test_who_does_not_say_when_or_why_is_asked_and_what_was_typed_stays(bob, lacks, told):
    answer = bob.post(address("cannot_come"), {key: value for key, value in said().items() if key != lacks})
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert "Le second jour ; 06" in answer.content.decode()


def test_each_half_day_is_said_once_and_those_that_are_left_are_offered(bob):
    first, *others = halves()
    bob.post(address("cannot_come"), said(first))
    page = bob.get(address("mission")).content.decode()
    assert (f'value="{first}"' in page, all(f'value="{half}"' in page for half in others)) == (False, True)
    assert bob.post(address("cannot_come"), said(first)).status_code == 422
    assert Absence.objects.count() == 1


def test_once_one_half_day_is_said_the_others_are_told_as_expected_and_none_is_ticked(bob):
    first, *_ = halves()
    assert bob.get(address("mission")).content.decode().count(" checked") == len(halves())
    bob.post(address("cannot_come"), said(first))
    page = html.fromstring(bob.get(address("mission")).content)
    assert not page.xpath("//input[@name='halves'][@checked]")
    (folded,) = page.xpath("//details[summary='Annoncer une autre absence']")
    assert "open" not in folded.attrib
    assert "Vous restez attendu" in " ".join(page.text_content().split())


def test_the_home_page_tells_an_absence_whatever_letter_was_issued_since(bob):
    bob.post(address("cannot_come"), said(halves()[0]))
    row = calling.letters(assignment__person__identifier="BOB")[-1]
    row.assignment.mission.activities.update(title="Correction et réunion")
    services.reissue_letters(
        mission_id=row.assignment.mission_id,
        addresses=calling.ADDRESSES,
        draw=draws.from_seed("again"),
        by=ODILE,
        at=timezone.now(),
    )
    page = words_of(bob.get(reverse("marker:home")))
    assert "annoncée, sans réponse" in page
    assert "Je ne peux pas venir" not in page


def test_who_comes_after_all_withdraws_it_with_a_reason(bob):
    bob.post(address("cannot_come"), said())
    act = reverse("marker:take_back_absence", args=[code_of("BOB"), Absence.objects.get().pk])
    assert bob.post(act, {"reason": ""}).status_code == 422
    assert bob.post(act, {"reason": "Guéri"}).status_code == 303
    assert Absence.objects.get().state == "withdrawn"
    assert "Je ne peux pas venir" in words_of(bob.get(reverse("marker:home")))


def test_whom_a_register_found_absent_says_why(built, bob):
    row = calling.letters(assignment__person__identifier="BOB")[-1]
    half = next(iter(halves_called(convocations.facts_of(row))))
    absence = absences.observe(
        assignment_id=row.assignment_id, half=half, place_uai="0130053M", by=ODILE, at=timezone.now()
    )
    assert "Constatée par la liste" in words_of(bob.get(address("mission")))
    act = reverse("marker:explain_absence", args=[row.code, absence.pk])
    assert bob.post(act, {"kind": "none-given", "words": ""}).status_code == 422
    assert bob.post(act, {"kind": "illness", "words": "Fièvre"}).status_code == 303
    assert Absence.objects.get().state == "announced"


@pytest.fixture
def of_the_head(bob):
    """What Bob's head announced of him, without a reason."""
    row = calling.letters(assignment__person__identifier="BOB")[-1]
    return absent.of_letter(row, said=SaidOfAbsence(), way=Who.HEAD)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("take_back_absence", {"reason": "Guéri"}), ("explain_absence", {"kind": "strike", "words": "Piquet"})],
)
def test_what_their_head_announced_is_not_theirs_to_withdraw_or_to_explain(bob, of_the_head, name, fields):
    answer = bob.post(reverse(f"marker:{name}", args=[code_of("BOB"), of_the_head.pk]), fields)
    kept = Absence.objects.get()
    assert (answer.status_code, kept.state, kept.kind) == (422, of_the_head.state, of_the_head.kind)


def test_an_absence_is_said_by_the_person_themselves(bob):
    bob.post(address("cannot_come"), said())
    assert Absence.objects.get().way == Who.PERSON


def test_a_telephone_is_corrected_by_whoever_has_it(bob):
    page = reverse("marker:own_details")
    seen = Person.objects.get(identifier="BOB").telephone
    assert bob.post(page, {"telephone": "06 11 22 33 44", "seen": seen}).status_code == 303
    assert Person.objects.get(identifier="BOB").telephone == "06 11 22 33 44"


def test_another_address_is_asked_for_read_by_the_office_and_answered(bob):
    page = reverse("marker:own_details")
    new, person = "bob@ailleurs.invalid", Person.objects.get(identifier="BOB")
    assert bob.post(reverse("marker:ask_address"), {"email": "bob"}).status_code == 422
    assert bob.post(reverse("marker:ask_address"), {"email": new}).status_code == 303
    assert "demandé le" in words_of(bob.get(page))
    office = signed_in(ODILE.login)
    assert "1 personne demande qu’on lui écrive à une autre adresse" in words_of(office.get(reverse("office:home")))
    assert "BADIANE" in words_of(office.get(reverse("office:all_persons"), {"ecartes": "adresse"}))
    file = reverse("office:person_file", args=[person.pk])
    assert f'value="{new}"' in office.get(file).content.decode()
    refused = {"seen": new, "reason": "Vous ne l’avez pas demandé"}
    assert office.post(f"{file}courriel/garder/", refused).status_code == 303
    assert office.post(f"{file}courriel/garder/", refused).status_code == 422
    assert bob.post(reverse("marker:take_back_asked_address"), {"seen": new}).status_code == 422
    assert new not in words_of(bob.get(page))


def test_an_access_that_nobody_tied_says_whom_to_call(bob):
    Person.objects.update(account=None)
    assert "appelez le bureau des examens" in words_of(bob.get(reverse("marker:home")))
    assert bob.get(address("mission")).status_code == 404


def test_the_office_reads_who_cannot_come_on_its_home_page_and_in_the_list(built, bob):
    bob.post(address("cannot_come"), said())
    office = signed_in(ODILE.login)
    assert "1 absence attend une réponse" in words_of(office.get(reverse("office:home")))
    (run,) = [row for row in convocations.runs_of(built.session.pk) if row.kind == RunKind.OFFICIAL]
    page = words_of(office.get(reverse("office:convocation_run", args=["BTS-2017", run.pk])))
    assert "absence annoncée" in page


def test_the_home_page_says_that_one_said_so_and_asks_it_no_more(bob):
    assert "Je ne peux pas venir" in words_of(bob.get(reverse("marker:home")))
    bob.post(address("cannot_come"), said())
    page = words_of(bob.get(reverse("marker:home")))
    assert "Absence : " in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Je ne peux pas venir" not in page


def test_the_office_is_called_by_pressing_wherever_a_page_says_to_call_it(built, bob):
    Session.objects.update(office_telephone="04 65 71 00 00")
    calling.say_telephone("04 65 71 00 00")
    link = 'href="tel:0465710000"'
    assert link in bob.get(address("mission")).content.decode()
    assert link in bob.get(reverse("marker:own_details")).content.decode()
    Person.objects.update(account=None)
    assert link in bob.get(reverse("marker:home")).content.decode()
