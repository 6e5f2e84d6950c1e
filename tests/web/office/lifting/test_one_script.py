"""One script lifted alone on screen: two persons, two codes, the name in the answer to their act and nowhere else."""

import pytest
from django.urls import reverse

from massicot.audit import queries as audit
from massicot.exams import queries as exams
from massicot.results.models import ScriptLifting
from tests import later_world, room_reports, world
from tests.cast import NAMES, ODILE, OMAR, candidate_number
from tests.keeping import kept
from tests.web.office.home.test_home import tasks_for
from tests.web.office.lifting.lately import PAPER, address, key_there, read, send
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(world.handed_out)
WHY = {"case": "fraud", "reason": "Deux copies identiques."}


@pytest.fixture
def number(built):
    return later_world.number_of(built, 1)


def acts(built):
    return [line.act for line in audit.acts_of(exams.subject_of(built.paper))]


def names_in(answer):
    words = words_of(answer)
    return [name for name in (*NAMES, candidate_number(1)) if name in words]


def test_a_script_looked_up_leads_to_its_lifting(built, number):
    answer = signed_in(ODILE.login).get(reverse("office:where"), {"quoi": number})
    assert address("lift_script", number) in answer.content.decode()


def test_one_proposes_another_confirms_and_the_name_is_in_that_answer_alone(built, number):
    assert send("lift_script", number, **WHY).status_code == 303
    page = read("lift_script", number, by=OMAR)
    assert "Deux copies identiques." in words_of(page)
    assert names_in(page) == []
    told = send("confirm_script", number, by=OMAR)
    assert told.status_code == 200
    assert names_in(told) == ["ABRICOT", candidate_number(1)]
    assert "no-store" in told["Cache-Control"]
    for person in (ODILE, OMAR):
        assert names_in(read("lift_script", number, by=person)) == []
    assert acts(built)[-3:] == ["IncidentsAsked", "ScriptLifted", "ScriptSeen"]


def test_who_proposed_reads_the_name_with_a_code_of_their_own_each_time_in_the_journal(built, number):
    send("lift_script", number, **WHY)
    send("confirm_script", number, by=OMAR)
    answer = send("see_script", number, code=code_of(SECRET, steps_later=1))
    assert "ABRICOT" in words_of(answer)
    assert acts(built).count("ScriptSeen") == 2
    assert words_of(read("lift_script", number)).count(OMAR.login) == 2


@pytest.mark.parametrize("act", ["lift_script", "confirm_script", "see_script"])
def test_without_the_right_code_nothing_is_done_and_nothing_shown(built, number, act):
    if act != "lift_script":
        send("lift_script", number, **WHY)
    if act == "see_script":
        send("confirm_script", number, by=OMAR)
    before = acts(built)
    answer = send(act, number, by=OMAR, code="000000", **WHY)
    assert answer.status_code == 422
    assert names_in(answer) == []
    assert [one for one in acts(built)[len(before) :] if one != "IncidentsAsked"] == []


def test_who_proposed_has_no_form_to_confirm_and_is_refused(built, number):
    send("lift_script", number, **WHY)
    assert address("confirm_script", number) not in read("lift_script", number).content.decode()
    answer = send("confirm_script", number, code=code_of(SECRET, steps_later=1))
    assert answer.status_code == 422
    assert names_in(answer) == []


def test_a_code_is_not_lost_on_a_form_that_lacks_its_reason(built, number):
    code = code_of(SECRET)
    answer = send("lift_script", number, code=code, case="fraud", reason="")
    assert answer.status_code == 422
    assert "il va au journal" in words_of(answer)
    assert send("lift_script", number, code=code, **WHY).status_code == 303


def test_a_proposal_is_withdrawn_with_a_reason_and_another_can_follow(built, number):
    send("lift_script", number, **WHY)
    assert send("withdraw_script", number, by=OMAR, reason="").status_code == 422
    assert send("withdraw_script", number, by=OMAR, reason="Numéro mal lu").status_code == 303
    page = words_of(read("lift_script", number))
    assert "retirée le" in page
    assert "Motif du retrait : Numéro mal lu" in page
    assert send("lift_script", number, by=OMAR, **WHY).status_code == 303
    assert ScriptLifting.objects.count() == 2


def test_the_home_page_asks_the_other_person_to_confirm(built, number):
    send("lift_script", number, **WHY)
    asked = [address_ for sentence, address_ in tasks_for(OMAR).items() if "a proposé de lever la copie" in sentence]
    assert asked == [address("lift_script", number)]
    assert not [sentence for sentence in tasks_for(ODILE) if "a proposé" in sentence]


def test_a_number_that_is_not_of_the_paper_is_not_found(built):
    for typed in ("00000042W", "nonsense", "12345678A"):
        assert read("lift_script", typed).status_code == 404
        assert send("lift_script", typed, **WHY).status_code == 404
    assert signed_in(ODILE.login).get(reverse("office:lift_script", args=["BTS-2018", "CGE", "1"])).status_code == 404


def test_without_its_key_the_server_says_so(built, number, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    answer = send("lift_script", number, **WHY)
    assert answer.status_code == 422
    assert "gone.key" in words_of(answer)


def test_no_list_of_the_office_shows_the_name(built, number):
    send("lift_script", number, **WHY)
    send("confirm_script", number, by=OMAR)
    for name in ("ladder", "exports", "lifting", "find_script", "statements"):
        assert names_in(read(name)) == []
    assert names_in(signed_in(ODILE.login).get(reverse("office:where"), {"quoi": number})) == []


def test_whoever_confirms_is_told_before_of_an_incident_without_a_name(built, number):
    room_reports.note(built)
    send("lift_script", number, **WHY)
    assert address("confirm_script", number) not in read("lift_script", number, by=OMAR).content.decode()
    told = send("ask_incidents", number, by=OMAR)
    assert "a un incident en salle que personne n’a clos" in words_of(told)
    assert reverse("office:incidents", args=PAPER) + "?suite=without-end" in told.content.decode()
    assert names_in(told) == []
    page = read("lift_script", number, by=OMAR)
    assert "a un incident en salle que personne" not in words_of(page).replace("a-t-elle un incident", "")
    assert address("confirm_script", number) in page.content.decode()


def test_whose_candidate_has_none_is_told_so_too(built, number):
    send("lift_script", number, **WHY)
    assert "n’a pas d’incident qui attende une suite" in words_of(send("ask_incidents", number, by=OMAR))
    assert send("ask_incidents", number).status_code == 422
