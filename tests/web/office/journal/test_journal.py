"""Who has done what, on screen: a list that is read, narrowed and taken away, and joins no name and number."""

import json

import pytest
from django.urls import reverse

from massicot.audit.models import JournalLine
from massicot.audit.rules import TOLD_ELSEWHERE
from massicot.candidates.models import Candidate
from massicot.commands.session import example
from massicot.documents import codes
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import read_session
from massicot.scripts.models import Script
from massicot.web.office.journal import shown
from massicot.web.office.journal.wording import words_of_acts
from tests import later_world
from tests.cast import CEDRES, CLAIRE, MURIERS, ODILE, OMAR, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = [pytest.mark.django_db, pytest.mark.both("the database searches and sorts here")]

built = kept(later_world.lifted)
ADDRESS = reverse("office:journal")
ALSO_CALLED = {CEDRES: "Cèdres", "Mûriers": MURIERS}


@pytest.fixture
def office(built):
    return visitor(built, "office")


def table(office, **asked):
    """Take the list away; give its lines without the head."""
    answer = office.get(ADDRESS, asked | {"format": "csv"})
    return answer.content.decode("utf-8-sig").splitlines()[1:]


def test_the_list_says_who_did_what_when_and_on_what(office):
    assert "anonymat levé Épreuve BTS-2017" in words_of(office.get(ADDRESS))
    lines = table(office)
    assert any(OMAR.login in line and "anonymat levé" in line and "Épreuve BTS-2017/CGE" in line for line in lines)
    assert any(CLAIRE.login in line and "salle confirmée" in line and "Lycée des Cèdres" in line for line in lines)


def test_every_line_of_the_journal_is_there_but_what_was_typed_or_ticked_one_by_one(office, built):
    there = JournalLine.objects.exclude(act__in=TOLD_ELSEWHERE).count()
    assert 0 < there < JournalLine.objects.count()
    assert len(table(office)) >= there


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"acte": "DayClosed"}, "journée clôturée"),
        ({"qui": OMAR.login}, OMAR.login),
        ({"centre": CEDRES}, "Cèdres"),
        ({"session": "BTS-2017"}, "BTS-2017"),
        ({"cherche": "Mûriers"}, "Mûriers"),
        ({"cherche": CLAIRE.login}, CLAIRE.login),
        ({"jour": TYPING.date().isoformat()}, "1er juin 2017"),
    ],
)
def test_the_list_is_narrowed_by_act_person_centre_session_and_day(office, asked, holds):
    narrowed = table(office, **asked)
    assert 0 < len(narrowed) < len(table(office))
    assert all(holds in line or CEDRES in line or MURIERS in line for line in narrowed)


@pytest.mark.parametrize("most", [shown.MOST_NAMED, 1])
@pytest.mark.parametrize("words", ["OMAR", "command", "Mûriers", "B-BTS-2017-CGE-0001", CEDRES, "nobody-at-all"])
def test_a_search_finds_the_same_lines_named_one_by_one_or_looked_for_in_each(office, monkeypatch, most, words):
    monkeypatch.setattr(shown, "MOST_NAMED", most)
    found = {(line.split(";")[1], line.split(";")[3]) for line in table(office, cherche=words)}
    every = {(line.split(";")[1], line.split(";")[3]) for line in table(office)}
    fits = {
        (by, subject)
        for by, subject in every
        if words.casefold() in f"{by} {subject}".casefold() or ALSO_CALLED.get(words, words) in subject
    }
    assert found == fits


def test_more_centres_than_one_chooses_from_are_found_by_the_search_box_alone(office, monkeypatch):
    chooses = '<select name="centre"'
    assert chooses in office.get(ADDRESS).content.decode()
    monkeypatch.setattr(shown, "MOST_CHOSEN_FROM", 1)
    assert chooses not in office.get(ADDRESS).content.decode()
    assert all("Cèdres" in line or CEDRES in line for line in table(office, cherche="Cèdres"))


def test_the_acts_of_another_session_are_told_apart_whose_code_begins_alike(office, built):
    plan = read_session(example().encode().replace(b"BTS-2017", b"BTS-2017-R"), "r.toml")
    exam_acts.create_session(plan=plan, is_rehearsal=False, by=ODILE, at=TYPING)
    assert [line for line in table(office, session="BTS-2017") if "BTS-2017-R" in line] == []
    assert len(table(office, session="BTS-2017-R")) == 1


def test_no_number_of_a_script_or_of_a_candidate_and_no_name_stands_in_the_list(office, built):
    told = "\n".join([words_of(office.get(ADDRESS)), *table(office)])
    numbers = Script.objects.values_list("number", flat=True)
    assert not any(number in told or codes.group_number(number) in told for number in numbers)
    people = Candidate.objects.values_list("candidate_number", "surname")
    assert not any(number in told or surname in told for number, surname in people)


def test_what_is_typed_by_markers_has_no_place_among_acts_whose_instant_is_known(office):
    assert "MarksSaved" in TOLD_ELSEWHERE
    rounded = [line for line in JournalLine.objects.all() if "half_day" in json.loads(line.facts)]
    assert rounded
    assert {line.act for line in rounded} <= set(TOLD_ELSEWHERE)


def test_every_act_of_a_session_has_its_word(built):
    assert {line.act for line in JournalLine.objects.all()} - set(TOLD_ELSEWHERE) <= set(words_of_acts())
