"""On the telephone: somebody is found by name, whoever may come is listed, asked, noted, convened."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.absences.models import Absence
from massicot.missions import services
from massicot.missions.models import Activity, Assignment
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.replacements import written_halves
from massicot.persons.models import Person
from massicot.post.models import Letter
from massicot.replacements.models import Replacement
from massicot.replacements.rules import ReplacementState
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling, calls
from tests.replacements import morning
from tests.replacements.morning import letter_of, place
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
MAIL = "smtp://courrier.invalid:25"
FOUND = reverse("office:replacements")


def today():
    """Convene Bob and Charlie for some hours, of which half an hour is over."""
    built = calls.pooled()
    now = timezone.now()
    mission = calling.mission(built.session, built.paper, days=1)
    Activity.objects.update(**morning.under_way(now))
    calling.put(mission, "BOB", "CHARLIE")
    calling.convened(built.session, mission, at=now)
    Person.objects.filter(identifier="EVE").update(telephone="06 99 00 00 07")
    return built


built = kept(today)


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


def page(identifier="BOB"):
    return reverse("office:replacement", args=[place(identifier).pk])


def wanted(office):
    rows = office.get(page()).context["wanted"]
    return {"halves": rows}


def convene(office, person):
    address = reverse("office:replace_person", args=[place().pk])
    return office.post(address, wanted(office) | {"person": person})


@pytest.mark.both("the database searches and sorts here")
def test_the_home_page_asks_for_a_name_and_one_alone_leads_on_at_once(office):
    assert "Quelqu’un ne peut pas venir" in words_of(office.get(reverse("office:home")))
    for typed in ("badiane", "BOB", "Bob Badiane"):
        answer = office.get(FOUND, {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, page())


@pytest.mark.both("the database searches and sorts here")
def test_several_of_a_name_are_listed_and_a_wrong_one_is_told(office):
    said = words_of(office.get(FOUND, {"q": "a"}))
    assert ("Bob BADIANE" in said, "Charlie CANNELLE" in said) == (True, True)
    assert "Personne du nom de « Zorro »" in words_of(office.get(FOUND, {"q": "Zorro"}))


def test_who_may_come_is_listed_in_order_with_their_telephone(office):
    answer = office.get(page())
    rows = answer.context["listing"].rows
    assert next(row.identifier for row in rows if row.may_be_convened) == "ALICE"
    assert "06 99 00 00 07" in words_of(answer)
    assert "déjà sur cette liste" in words_of(answer)


def test_a_no_is_noted_and_the_next_one_stands_first(office):
    address = reverse("office:note_refusal", args=[place().pk])
    assert office.post(address, {"person": "ALICE"}).status_code == 303
    answer = office.get(page())
    first = next(row for row in answer.context["listing"].rows if row.may_be_convened)
    assert first.identifier == "EVE"
    assert "Ont dit non" in words_of(answer)
    said = Replacement.objects.get()
    back = reverse("office:take_back_reply", args=[place().pk])
    assert office.post(back, {"replacement": said.pk}).status_code == 303
    assert office.post(back, {"replacement": said.pk}).status_code == 422


def test_no_answer_is_noted_with_its_hour_kept_and_the_next_one_stands_first(office):
    address = reverse("office:note_no_answer", args=[place().pk])
    assert office.post(address, {"person": "ALICE"}).status_code == 303
    answer = office.get(page())
    rows = [row for row in answer.context["listing"].rows if row.may_be_convened]
    assert rows[0].identifier == "EVE"
    assert (rows[-1].identifier, rows[-1].answer) != ("ALICE", "")
    silent = next(row for row in rows if row.identifier == "ALICE")
    assert ODILE.login in silent.unanswered
    assert "N’ont pas répondu" in words_of(answer)
    assert convene(office, "ALICE").status_code == 303


def test_whoever_is_of_the_reserve_is_said_to_be_and_nobody_is_proposed_in_their_own_stead(office):
    Assignment.objects.filter(person__identifier="CHARLIE").update(is_reserve=True)
    rows = {row.identifier: row for row in office.get(page()).context["listing"].rows}
    assert "en réserve de cette mission" in rows["CHARLIE"].why
    assert "BOB" not in rows


def test_what_is_heard_of_the_letter_is_noted_from_the_page_of_the_replacement(office):
    convene(office, "EVE")
    address = reverse("office:tell_stand_in", args=[place().pk])
    code = letter_of("EVE").code
    assert office.post(address, {"code": code, "answer": "peut-être"}).status_code == 422
    assert office.post(address, {"code": code, "answer": "non"}).status_code == 303
    assert "pas jointe" in words_of(office.get(page()))
    assert office.post(address, {"code": code, "answer": "oui"}).status_code == 303
    assert "Cette personne n’est pas jointe" not in words_of(office.get(page()))
    assert office.post(address, {"code": code, "answer": "non"}).status_code == 422


def test_the_absence_that_a_replacement_recorded_is_a_press_away(office):
    convene(office, "EVE")
    absence = Absence.objects.get()
    answer = office.get(page())
    assert reverse("office:absence", args=[absence.pk]) in answer.content.decode()
    assert "sans motif" in words_of(answer)


def test_why_somebody_does_not_come_is_noted_on_the_telephone_before_anybody_is_convened(office):
    wanted = written_halves(morning.choices_for(place().pk, timezone.now()).halves)
    address = f"{reverse('office:announce_absence', args=[letter_of('BOB').code])}?remplacer={quote(wanted)}"
    assert address in office.get(page()).content.decode()
    asked = office.get(address)
    assert f'href="{page()}"' in asked.content.decode()
    form = asked.context["form"]
    assert sorted(box.data["value"] for box in form["halves"] if box.data["selected"]) == wanted.split()
    answer = office.post(address, {"halves": wanted.split(), "kind": "illness", "words": ""})
    assert (answer.status_code, answer["Location"]) == (303, page())
    answer = office.get(page())
    assert ("remplacer=" in answer.content.decode(), "sans motif" in words_of(answer)) == (False, False)
    assert convene(office, "EVE").status_code == 303
    assert Absence.objects.get().kind == "illness"


@pytest.mark.parametrize(("server", "said"), [("", "aucun courriel ne part"), (MAIL, "part aussitôt")])
def test_whether_a_mail_leaves_is_said_as_it_is(office, settings, server, said):
    settings.MASSICOT_EMAIL_URL = server
    convene(office, "EVE")
    assert said in words_of(office.get(page()))


def test_a_yes_convenes_at_once_and_the_page_says_who_comes_and_which_letter_to_print(office):
    assert convene(office, "EVE").status_code == 303
    assert letter_of("EVE").state == ConvocationState.VALID
    assert Letter.objects.filter(to="eve@tilleuls.invalid", is_urgent=True).count() == 1
    said = words_of(office.get(page()))
    assert "Eve ESTRAGON vient" in said
    assert reverse("office:convocation_letter", args=[letter_of("EVE").code]) in office.get(page()).content.decode()


def test_a_second_caseworker_is_told_who_comes_already(office):
    asked = wanted(office)
    convene(office, "EVE")
    answer = office.post(reverse("office:replace_person", args=[place().pk]), asked | {"person": "ALICE"})
    assert answer.status_code == 422
    assert "vient déjà à la place de" in words_of(answer)


def test_nobody_left_is_told_with_what_lacks_and_what_may_be_done(office):
    Person.objects.exclude(identifier__in=["BOB", "CHARLIE"]).update(
        set_aside_at=timezone.now(), set_aside_reason="Retraite"
    )
    said = words_of(office.get(page()))
    assert "Personne du vivier ne peut venir" in said
    assert "4 sont à l’écart" in said
    assert "appelez le centre de correction" in said


def test_half_days_that_are_none_are_refused_by_their_form(office):
    address = reverse("office:replace_person", args=[place().pk])
    for halves in ("", "demain", "2017-06-01/soir"):
        assert office.post(address, {"person": "EVE", "halves": halves}).status_code == 422
    assert not Replacement.objects.exists()


def test_it_is_taken_back_with_a_reason(office):
    convene(office, "EVE")
    address = reverse("office:take_back_replacement", args=[place().pk])
    row = Replacement.objects.get()
    assert office.post(address, {"replacement": row.pk}).status_code == 422
    assert office.post(address, {"replacement": row.pk, "reason": "Il vient"}).status_code == 303
    row.refresh_from_db()
    assert (row.state, letter_of("BOB").state) == (ReplacementState.TAKEN_BACK, ConvocationState.VALID)


def test_one_whom_the_head_does_not_reach_is_asked_for_on_the_home_page_and_listed(office):
    convene(office, "EVE")
    services.note_not_reached(code=letter_of("EVE").code, by=ODILE, at=timezone.now())
    assert "appelez quelqu’un d’autre" in words_of(office.get(reverse("office:home")))
    said = words_of(office.get(FOUND))
    assert "Eve ESTRAGON" in said
    assert page("EVE") in office.get(FOUND).content.decode()


def test_who_is_replaced_is_found_again_and_whoever_comes_is_said_to_come_in_their_stead(office):
    convene(office, "EVE")
    said = words_of(office.get(FOUND))
    assert "Quelqu’un vient à leur place" in said
    assert "Bob BADIANE" in said
    assert "Eve ESTRAGON – sans accusé de réception" in said
    assert office.get(FOUND, {"q": "badiane"})["Location"] == page()
    assert "Eve ESTRAGON vient à la place de Bob BADIANE." in words_of(office.get(page("EVE")))


def test_once_all_half_days_of_an_absence_are_filled_the_others_are_asked_for_only_by_choice(office):
    convene(office, "EVE")
    answer = office.get(page())
    assert not answer.context["wanted_words"]
    assert "Il faut quelqu’un" not in words_of(answer)
