"""The right of access: from a candidate to number, batch, place, strips and story, for a year, without a marker."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.models import Session
from massicot.results import services
from massicot.results.models import Lifting
from massicot.results.rules import Decision
from massicot.results.rules import access as rules
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from massicot.scripts.rules import ScriptKind
from tests import boxing, later_world
from tests.cast import CEDRES, CLAIRE, KEY, MARC, ODILE, TYPING, candidate_number
from tests.results.asking import ask, follow

pytestmark = pytest.mark.django_db


def entry(built, rank):
    rows = candidates.entry_rows(built.paper)
    return next(row for row in rows if row.candidate_number == candidate_number(rank))


def consult(built, rank, at=TYPING, by=ODILE, asked_by=Asker.CANDIDATE):
    return services.consult_script(paper=built.paper, row=entry(built, rank), asked_by=asked_by, key=KEY, by=by, at=at)


def read_again(built):
    """Give a world its paper as it stands now; the one it was built with is shared."""
    return replace(built, paper=exams.paper_by_code("BTS-2017", "CGE"))


def told(held):
    return json.dumps(asdict(held), default=str, ensure_ascii=False)


def test_a_name_leads_to_number_batch_place_and_strips(lifted):
    held = consult(lifted, 5)
    number = later_world.number_of(lifted, 5)
    batch = batches.batch_of_number(number).code
    assert (held.number, held.batch, held.nature) == (number, batch, ScriptKind.BLANK)
    assert (held.now.words, held.now.name, held.now.inside) == ("with the marker", "", batch)
    assert (held.box.code, held.box.spot.name) == (f"S-BTS-2017-CGE-{CEDRES}-1", "Lycée des Cèdres")
    assert (held.box.kept_in, held.box.is_lacking) == (boxing.KEPT_IN, False)
    assert held.box.first <= number <= held.box.last


def test_the_story_is_dated_to_its_end_on_the_clock_of_the_session(lifted):
    steps = consult(lifted, 5).steps
    words = [step.words for step in steps]
    assert words[0] == "numbered and cut"
    assert words[-2:] == ["the marks of its batch were locked", "the anonymity was lifted"]
    assert {"sent", "arrived", "ticked", "put in a batch", "handed out"} <= set(words)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert {step.at.utcoffset() for step in steps} == {timedelta(hours=2)}


def test_a_corrected_mark_is_in_the_story_of_its_own_script_only(lifted):
    later_world.amend(lifted, 9, "20")
    corrected = "its mark was corrected by the exam office"
    stories = {rank: [step.words for step in consult(lifted, rank).steps] for rank in (9, 12)}
    assert {rank: corrected in words for rank, words in stories.items()} == {9: True, 12: False}


def test_no_marker_is_named_anywhere_in_it(lifted):
    for rank in (1, 2, 5, 9):
        whole = told(consult(lifted, rank))
        assert not any(word in whole for word in ("BOB", "BADIANE", "Bob", "Messageries", MARC.login, CLAIRE.login))


def test_a_lost_script_says_what_was_decided_of_it(lifted):
    held = consult(lifted, 1)
    assert (held.batch, held.now.words, held.decision) == ("", "missing", Decision.SIT_AGAIN)


def test_before_the_lifting_no_name_leads_to_a_number(lifted):
    Lifting.objects.update(lifted_by="", lifted_at=None)
    with pytest.raises(rules.AccessNotYet):
        consult(lifted, 5)


def test_it_lasts_a_year_to_the_day_on_the_clock_of_the_session(lifted):
    last = TYPING.replace(year=2018, hour=21, minute=59)
    assert consult(lifted, 5, at=last).number
    with pytest.raises(rules.AccessOver):
        consult(lifted, 5, at=last + timedelta(minutes=1))


def test_what_was_asked_for_in_time_is_found_afterwards_and_nothing_else(lifted):
    last = TYPING.replace(year=2018, hour=21, minute=59)
    asked = ask(lifted, 5, at=last)
    ask(lifted, 9, at=last + timedelta(days=1))
    later = last + timedelta(days=20)
    assert consult(lifted, 5, at=later).number
    with pytest.raises(rules.AccessOver):
        consult(lifted, 9, at=later)
    follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT, at=later)
    follow(lifted, asked, ConsultationStep.SHOW, words="Odile", at=later)
    with pytest.raises(rules.AccessOver):
        consult(lifted, 5, at=later)


@pytest.mark.parametrize(
    ("lifted_on", "months", "last"),
    [
        (date(2017, 6, 12), 12, date(2018, 6, 12)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2017, 8, 31), 6, date(2018, 2, 28)),
    ],
)
def test_the_months_end_on_their_own_day(lifted_on, months, last):
    times = rules.AccessTimes(lifted_on, months)
    assert times.last_day == last
    rules.check_access("CGE", times, last)
    with pytest.raises(rules.AccessOver) as refused:
        rules.check_access("CGE", times, last + timedelta(days=1))
    assert refused.value.values["day"] == f"{last:%d/%m/%Y}"


def test_the_session_says_for_how_many_months(lifted):
    later = TYPING.replace(year=2018, month=9)
    with pytest.raises(rules.AccessOver):
        consult(lifted, 5, at=later)
    Session.objects.update(scripts_kept_months=18)
    assert consult(read_again(lifted), 5, at=later).number


@pytest.mark.parametrize("asked_by", [Asker.CANDIDATE, Asker.LAWYER, Asker.REPRESENTATIVE])
def test_nobody_but_a_court_sees_a_script_before_the_day_after_the_results(lifted, asked_by):
    Session.objects.update(results_on=TYPING.date())
    lifted = read_again(lifted)
    with pytest.raises(rules.ResultsNotOut):
        consult(lifted, 5, asked_by=asked_by)
    assert consult(lifted, 5, asked_by=Asker.COURT).number
    assert consult(lifted, 5, asked_by=asked_by, at=TYPING + timedelta(days=1)).number


def test_nobody_but_a_court_sees_a_script_whose_result_is_withheld():
    times = rules.AccessTimes(date(2017, 6, 12), 12)
    seen = {"paper": "CGE", "times": times, "today": date(2017, 7, 1)}
    rules.check_may_see(asked_by=Asker.CANDIDATE, **seen)
    rules.check_may_see(asked_by=Asker.COURT, withheld="0612340005", **seen)
    with pytest.raises(rules.ResultWithheld):
        rules.check_may_see(asked_by=Asker.LAWYER, withheld="0612340005", **seen)


def test_a_script_that_was_not_numbered_is_not_found(lifted):
    with pytest.raises(rules.NoScriptNumbered) as refused:
        consult(lifted, 3)
    assert refused.value.values == {"candidate": candidate_number(3), "paper": "CGE"}


def test_each_look_is_in_the_journal_by_number_with_who_asked_and_without_a_name(lifted):
    consult(lifted, 5, asked_by=Asker.COURT)
    line = audit.acts_of(exams.subject_of(lifted.paper))[-1]
    assert (line.act, line.by) == ("ScriptConsulted", ODILE.login)
    assert json.loads(line.facts) == {"number": later_world.number_of(lifted, 5), "asked_by": "court"}


@pytest.mark.parametrize("by", [CLAIRE, MARC, Actor("nobody@nowhere.invalid")])
def test_only_the_office_looks_a_script_up(lifted, by):
    with pytest.raises(NotFromOffice):
        consult(lifted, 5, by=by)
