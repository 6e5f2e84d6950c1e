"""The office answers absences on the page of each; its home page asks no more once that is done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.absences import queries, services
from massicot.absences.models import Absence, Deduction, RectorDecision
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.core import draws
from massicot.missions.queries import convocations, letters
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.replacements import written_halves
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from massicot.replacements import services as replacements
from tests.absences import absent
from tests.cast import MARC, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.web.marker.test_missions import called
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(called)
HOME = reverse("office:home")


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


@pytest.fixture
def absence(built):
    return absent.of_letter(letter_of("BOB"), at=timezone.now())


def letter_of(identifier):
    return calling.letters(assignment__person__identifier=identifier, state="valid")[-1]


def words_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def act(office, absence, name, **typed):
    return office.post(reverse(f"office:{name}", args=[absence.pk]), typed)


def decision(**more):
    return {"in_name_of": "Pour le recteur", "decided_on": f"{timezone.localdate()}", "reference": "42", **more}


def page(office, absence):
    return words_of(office.get(reverse("office:absence", args=[absence.pk])))


def test_the_home_page_asks_for_an_answer_until_it_is_given(office, absence):
    assert "1 absence attend une réponse" in words_of(office.get(HOME))
    assert act(office, absence, "refuse_exemption", **decision()).status_code == 303
    assert "attend une réponse" not in words_of(office.get(HOME))
    assert "dispense refusée, " in page(office, absence)


def test_the_list_shows_what_waits_first_and_leads_to_it(office, absence):
    replacements.withdraw_absence(
        absence_id=absent.of_letter(letter_of("CHARLIE"), at=timezone.now()).pk,
        reason="Erreur",
        who=Who.OFFICE,
        by=ODILE,
        at=timezone.now(),
    )
    answer = office.get(reverse("office:absences"))
    said = words_of(answer)
    assert said.index("BADIANE") < said.index("CANNELLE")
    assert reverse("office:absence", args=[absence.pk]) in answer.content.decode()
    assert "CANNELLE" not in words_of(office.get(reverse("office:absences"), {"etat": "waiting"}))
    withdrawn = words_of(office.get(reverse("office:absences"), {"etat": "withdrawn"}))
    assert ("CANNELLE" in withdrawn, "BADIANE" in withdrawn) == (True, False)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_away(office, absence, kind):
    answer = office.get(reverse("office:absences"), {"format": kind})
    assert answer.status_code == 200
    if kind == "csv":
        assert "BADIANE" in answer.content.decode()


def test_the_table_of_what_was_answered_is_taken_away_in_words(office, absence):
    answer = office.get(reverse("office:absences_table", args=["BTS-2017", "csv"]))
    (line,) = [line for line in answer.content.decode("utf-8-sig").splitlines() if "BADIANE" in line]
    assert "annoncée, pas encore de réponse" in line
    assert "maladie" not in line


def test_the_page_of_an_absence_leads_to_the_others_from_the_same_mission(office):
    letter = letter_of("BOB")
    first, second = sorted(letters.halves_called(convocations.facts_of(letter)), key=lambda half: half[0])[::2][:2]
    one, other = (absent.of_letter(letter, half, at=timezone.now()) for half in (first, second))
    for shown, named in ((one, other), (other, one)):
        answer = office.get(reverse("office:absence", args=[shown.pk]))
        assert "Autres absences de cette mission" in words_of(answer)
        (link,) = html.fromstring(answer.content).xpath("//dd/a[contains(@href, '/absences/')]/@href")
        assert link == reverse("office:absence", args=[named.pk])


def test_an_exemption_of_one_day_of_two_sends_the_letter_again(office, absence):
    first, second, *_ = queries.halves_of(absence)
    ticked = [written_halves([first]), written_halves([second])]
    assert act(office, absence, "grant_exemption", **decision(halves=ticked)).status_code == 303
    row = letter_of("BOB")
    assert row.code.endswith("-2")
    assert first not in letters.halves_called(convocations.facts_of(row))
    assert "l’apprend par sa lettre" in page(office, absence)


def test_whoever_is_called_no_more_is_told_of_an_exemption_by_the_office(office, absence):
    letter = letter_of("BOB")
    letter.state = ConvocationState.CANCELLED
    letter.save()
    ticked = [written_halves(queries.halves_of(absence)[:1])]
    assert act(office, absence, "grant_exemption", **decision(halves=ticked)).status_code == 303
    assert "prévenez la personne" in page(office, absence)


@pytest.mark.parametrize("lacks", ["in_name_of", "decided_on", "reference", "halves"])
def test_an_exemption_that_lacks_something_is_refused_and_what_was_typed_stays(office, absence, lacks):
    whole = decision(halves=[written_halves(queries.halves_of(absence)[:1])])
    answer = act(office, absence, "grant_exemption", **{key: one for key, one in whole.items() if key != lacks})
    assert answer.status_code == 422
    assert not RectorDecision.objects.exists()
    assert lacks == "in_name_of" or "Pour le recteur" in answer.content.decode()


def test_an_unjustified_absence_goes_to_its_deduction_and_is_taken_back(built, office):
    row = letter_of("BOB")
    half = next(iter(letters.halves_called(convocations.facts_of(row))))
    where = {"assignment_id": row.assignment_id, "half": half, "place_uai": PERRIN}
    absence = services.observe(**where, by=MARC, at=timezone.now())
    Absence.objects.filter(pk=absence.pk).update(state="unjustified")
    refused = act(office, absence, "file_deduction", is_referred="oui")
    assert refused.status_code == 422
    assert "où l’on dit qui l’emploie" in words_of(refused)
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    assert act(office, absence, "file_deduction", is_referred="oui").status_code == 303
    letter = reverse("office:deduction_letter", args=[absence.pk, Deduction.objects.get().pk])
    assert office.get(letter).content.startswith(b"%PDF")
    assert "1 trentième" in page(office, absence)


def test_a_deduction_that_is_taken_back_has_a_letter_that_says_so(built, office, absence):
    Absence.objects.filter(pk=absence.pk).update(state="unjustified")
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    row = services.file_deduction(absence_id=absence.pk, by=ODILE, at=timezone.now())
    letter = reverse("office:deduction_back_letter", args=[absence.pk, row.pk])
    assert office.get(letter).status_code == 404
    assert letter not in office.get(reverse("office:absence", args=[absence.pk])).content.decode()
    assert act(office, absence, "take_back_answer", reason="Certificat reçu").status_code == 303
    assert "retirée" in page(office, absence)
    assert letter in office.get(reverse("office:absence", args=[absence.pk])).content.decode()
    assert office.get(letter).content.startswith(b"%PDF")
    assert office.get(reverse("office:deduction_back_letter", args=[absence.pk, 0])).status_code == 404


def test_a_counter_visit_is_asked_for_and_its_result_typed(office, absence):
    assert act(office, absence, "ask_counter_visit").status_code == 303
    assert act(office, absence, "ask_counter_visit").status_code == 422
    typed = {"result": "not-justified", "visited_on": f"{timezone.localdate()}"}
    assert act(office, absence, "tell_counter_visit", **typed).status_code == 303
    assert "l’absence n’est pas justifiée" in page(office, absence)


def test_what_is_to_come_is_not_unjustified_yet(office, absence):
    answer = act(office, absence, "leave_unjustified")
    assert answer.status_code == 422
    assert "n’est pas terminée" in words_of(answer)


def test_the_office_announces_from_the_letter_by_telephone(built, office):
    row = letter_of("CHARLIE")
    address = reverse("office:announce_absence", args=[row.code])
    halves = [written_halves([half]) for half in letters.halves_called(convocations.facts_of(row))]
    assert office.post(address, {"halves": halves, "kind": "strike", "words": ""}).status_code == 303
    assert Absence.objects.get().way == Who.OFFICE
    assert "l’absence est déjà connue" in words_of(office.get(address))
    again = office.post(address, {"halves": halves, "kind": "strike", "words": ""})
    assert (again.status_code, "rien n’a été noté deux fois" in words_of(again)) == (422, True)


def test_an_answer_is_said_to_stand_beside_a_document_that_came_since(office, absence):
    before, after = timezone.now() - timedelta(hours=2), timezone.now() - timedelta(hours=1)
    Absence.objects.update(state="refused", answered_at=before, document_at=after)
    assert "1 absence attend une réponse" in words_of(office.get(HOME))
    assert "Un document est arrivé après cette réponse" in page(office, absence)
    assert act(office, absence, "uphold_answer").status_code == 303
    assert "attend une réponse" not in words_of(office.get(HOME))
    assert "réponse maintenue" in page(office, absence)
    assert act(office, absence, "uphold_answer").status_code == 422


def test_whoever_came_all_the_same_is_a_task_until_it_is_seen(built, office, absence):
    (half, *_) = queries.halves_of(absence)
    services.end_half(assignment_id=absence.assignment_id, half=half, by=MARC, at=timezone.now())
    assert "1 personne annoncée absente est venue" in words_of(office.get(HOME))
    assert act(office, absence, "see_who_came").status_code == 303
    assert "est venue" not in words_of(office.get(HOME))


def test_a_reason_that_comes_later_is_noted(built, office):
    row = letter_of("BOB")
    half = next(iter(letters.halves_called(convocations.facts_of(row))))
    where = {"assignment_id": row.assignment_id, "half": half, "place_uai": PERRIN}
    absence = services.observe(**where, by=MARC, at=timezone.now())
    assert act(office, absence, "explain_absence", kind="none-given", words="").status_code == 422
    assert act(office, absence, "explain_absence", kind="impediment", words="").status_code == 303
    assert act(office, absence, "withdraw_absence", reason="Erreur").status_code == 303


def test_a_reason_is_noted_of_an_absence_that_was_announced_without(built, office):
    absence = absent.of_letter(letter_of("BOB"), said=SaidOfAbsence(), way=Who.OFFICE, at=timezone.now())
    assert "Noter le motif" in page(office, absence)
    assert act(office, absence, "explain_absence", kind="illness", words="").status_code == 303
    assert "Noter le motif" not in page(office, absence)
    assert "maladie" in page(office, absence)


def test_whether_a_convocation_still_calls_is_said_as_it_is(built, office):
    row = letter_of("BOB")
    absence = absent.of_letter(row, at=timezone.now())
    assert "La convocation tient." in page(office, absence)
    asked = {"addresses": calling.ADDRESSES, "draw": draws.from_seed("held"), "by": ODILE, "at": timezone.now()}
    halves = queries.halves_of(absence)
    replacements.replace_person(absent_id=row.assignment_id, person="ALICE", halves=halves, **asked)
    said = page(office, absence)
    assert "La convocation tient" not in said
    assert "Alice AMANDE vient à sa place" in said
    assert "tient" not in words_of(office.get(reverse("office:absences")))


def test_a_strike_is_read_by_the_office(office, built):
    absence = absent.of_letter(letter_of("BOB"), said=SaidOfAbsence("strike", "Piquet"), at=timezone.now())
    assert "grève" in page(office, absence)
