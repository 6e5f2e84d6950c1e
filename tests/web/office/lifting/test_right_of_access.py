"""The right of access on screen: from a name to a script, its story without a marker, for a year, under trace."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from massicot.audit import queries as audit
from massicot.candidates.models import Candidate
from massicot.exams import queries as exams
from massicot.results.models import Lifting
from tests import later_world
from tests.cast import CLAIRE, MARC, candidate_number
from tests.keeping import kept
from tests.web.office.lifting.lately import address, entry_of, key_there, lifted_lately, read, send
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)


def links_in(answer):
    return html.fromstring(answer.content.decode()).xpath("//tbody//a/@href")


def consulted(built):
    return [line.facts for line in audit.acts_of(exams.subject_of(built.paper)) if line.act == "ScriptConsulted"]


def consult(built, rank, **fields):
    return send("consult_script", entry_of(built, rank), **{"asked_by": "candidate", **fields})


@pytest.mark.parametrize("typed", ["églantine", "EGL", "eglantine camille", candidate_number(5)])
def test_a_name_as_it_is_typed_leads_to_its_candidate(built, typed):
    answer = read("find_script", nom=typed)
    assert links_in(answer) == [address("consult_script", entry_of(built, 5))]


def test_homonyms_are_shown_with_birth_and_number(built):
    Candidate.objects.filter(surname__in=["IRIS", "JASMIN"]).update(surname="IRIS", called="IRISCAMILLE")
    words = words_of(read("find_script", nom="iris"))
    assert "2 candidats de cette épreuve" in words
    assert all(told in words for told in ("01/03/1997", "02/03/1997", candidate_number(9), candidate_number(10)))


def test_a_name_that_nobody_bears_says_so(built):
    answer = read("find_script", nom="zzz")
    assert links_in(answer) == []
    assert "ne répond à ce nom" in words_of(answer)


def test_the_script_is_in_the_answer_to_who_asks_and_in_no_page_before(built):
    number = later_world.number_of(built, 5)
    grouped = f"{number[:4]} {number[4:8]} {number[8:]}"
    assert grouped not in words_of(read("consult_script", entry_of(built, 5)))
    answer = consult(built, 5)
    words = words_of(answer)
    for told in (grouped, "B-BTS-2017-CGE-", "S-BTS-2017-CGE-9900001W-1", "Chez le correcteur", "Lycée des Cèdres"):
        assert told in words
    assert "l’anonymat a été levé" in words
    assert "no-store" in answer["Cache-Control"]
    assert consulted(built) == [f'{{"asked_by":"candidate","number":"{number}"}}']


def test_no_marker_and_nobody_who_carried_it_is_named(built):
    words = words_of(consult(built, 5))
    assert not [name for name in ("BOB", "BADIANE", "Bob", CLAIRE.login, MARC.login, "Messageries") if name in words]


def test_a_lost_script_and_a_placeholder_say_what_they_are(built):
    words = words_of(consult(built, 1))
    assert "Manquant" in words
    assert "Décision du bureau des examens : épreuve à repasser" in words
    assert "copie vierge" in words_of(consult(built, 2, code=code_of(SECRET, steps_later=1)))


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"asked_by": ""}, {"asked_by": "neighbour"}])
def test_who_asks_and_a_code_are_needed_and_nothing_is_shown_without(built, wrong):
    answer = consult(built, 5, **wrong)
    assert answer.status_code == 422
    assert later_world.number_of(built, 5)[:4] not in words_of(answer)
    assert consulted(built) == []


def test_a_candidate_whose_script_was_scanned_is_told_so(built):
    answer = consult(built, 3)
    assert answer.status_code == 422
    assert "numérisée" in words_of(answer)


def test_before_the_lifting_it_leads_to_the_lifting(built):
    Lifting.objects.update(lifted_by="", lifted_at=None)
    answer = read("find_script", nom="eglantine")
    assert "n’est pas encore levé" in words_of(answer)
    assert "ÉGLANTINE" not in words_of(answer)
    assert read("consult_script", entry_of(built, 5))["Location"] == address("find_script")


def test_after_a_year_it_says_until_when_scripts_were_kept_and_opens_nothing(built):
    Lifting.objects.update(lifted_at=timezone.now() - timedelta(days=367))
    answer = read("find_script", nom="eglantine")
    assert "refusez une demande arrivée plus tard" in words_of(answer)
    assert "ÉGLANTINE" not in words_of(answer)
    assert consult(built, 5).status_code == 302
    assert consulted(built) == []


def test_the_pages_of_the_paper_lead_there(built):
    for name in ("exports", "lifting"):
        page = read(name).content.decode()
        assert address("find_script") in page
        assert address("statements") in page
