"""Who a candidate is, corrected with a reason: one and the same person, whose script and word stay."""

import json
from datetime import date

import pytest

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services as anonymity_acts
from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.models import Candidate
from massicot.candidates.rules import OffList, arrivals, candidates
from massicot.candidates.rules.candidate_row import called_as
from massicot.candidates.rules.candidates import Identity, fingerprint_of
from massicot.expenses import services as expense_acts
from tests import cast, later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, ODILE, TYPING

pytestmark = pytest.mark.django_db

WRONG, RIGHT = cast.candidate_number(41), cast.candidate_number(42)


@pytest.fixture
def built():
    """One candidate came off the list at Les Cèdres, their number mistyped."""
    built = world.prepared()
    spare = anonymity.unused_spares(built.paper, CEDRES, anonymity.sealer_of(built.paper, KEY))[0]
    one = OffList(
        candidate_number=WRONG,
        surname="TARDIF",
        first_names="Léo",
        born_on=date(1997, 2, 1),
        specialty_code="90001",
        room="A1",
    )
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    anonymity_acts.add_off_list(candidate=one, number=spare, key=KEY, **where)
    built.spare = spare
    return built


def row_of(built, number):
    return next((row for row in queries.entry_rows(built.paper) if row.candidate_number == number), None)


def identity_of(row):
    return Identity._make(getattr(row, name) for name in Identity._fields)


def correct(built, number, seen=None, reason="Chiffre lu de travers", is_same=False, **changes):
    row = row_of(built, number)
    before = identity_of(row)
    services.correct_person(
        paper=built.paper,
        entry_id=row.entry_id,
        seen=seen or fingerprint_of(before),
        person=before._replace(**changes),
        is_same_person=is_same,
        reason=reason,
        by=ODILE,
        at=TYPING,
    )


def test_the_mistyped_number_of_one_off_the_list_is_corrected_and_their_script_stays_theirs(built):
    correct(built, WRONG, candidate_number=RIGHT, first_names="Léon")
    row = row_of(built, RIGHT)
    assert (row.surname, row.first_names, row.attendance) == ("TARDIF", "Léon", "present")
    assert row_of(built, WRONG) is None
    assert later_world.number_of(built, 42) == built.spare
    (line,) = audit.lines_of_act("PersonCorrected", f"session:{built.session.code}")
    said = {"candidate": RIGHT, "number_before": WRONG, "reason": "Chiffre lu de travers"}
    assert json.loads(line.facts) == said | {"corrected": ["candidate_number", "first_names"]}


def test_who_is_on_the_list_then_is_known_by_it_and_not_two(built):
    correct(built, WRONG, candidate_number=RIGHT)
    assert Candidate.objects.filter(surname="TARDIF").count() == 1
    assert queries.entries_called(built.paper, RIGHT).rows[0].surname == "TARDIF"
    correct(built, RIGHT, surname="Tardy")
    assert [row.surname for row in queries.entries_called(built.paper, "tardy").rows] == ["Tardy"]


def test_a_name_of_the_list_is_corrected_and_its_number_is_not(built):
    first = cast.candidate_number(1)
    correct(built, first, surname="Autre", born_on=date(1998, 5, 5), is_same=True)
    assert (row_of(built, first).surname, row_of(built, first).born_on) == ("Autre", date(1998, 5, 5))
    with pytest.raises(candidates.NumberIsOfTheList):
        correct(built, first, candidate_number=RIGHT)


def test_a_number_that_somebody_has_is_refused(built):
    with pytest.raises(candidates.NumberOfAnother):
        correct(built, WRONG, candidate_number=cast.candidate_number(1))
    assert row_of(built, WRONG).surname == "TARDIF"


@pytest.mark.parametrize(
    ("changes", "more", "refusal"),
    [
        ({}, {}, candidates.PersonUnchanged),
        ({"surname": "X"}, {"reason": " "}, rules.CorrectionReasonMissing),
        ({"surname": "X"}, {"seen": "of before"}, candidates.PersonChangedMeanwhile),
        ({"candidate_number": "12"}, {}, arrivals.CandidateNumberMalformed),
        ({"born_on": date(2016, 1, 1)}, {}, arrivals.BirthDateImpossible),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(built, changes, more, refusal):
    before = row_of(built, WRONG)
    with pytest.raises(refusal):
        correct(built, WRONG, **more, **changes)
    assert row_of(built, WRONG) == before


def test_who_it_was_is_kept_with_the_reason_and_who_corrected(built):
    was = identity_of(row_of(built, WRONG))
    correct(built, WRONG, candidate_number=RIGHT, first_names="Léon")
    then = identity_of(row_of(built, RIGHT))
    correct(built, RIGHT, born_on=date(1997, 2, 11), reason="Jour lu de travers", is_same=True)
    kept = queries.earlier_identities(row_of(built, RIGHT).entry_id)
    assert [one.person for one in kept] == [then, was]
    assert [one.reason for one in kept] == ["Jour lu de travers", "Chiffre lu de travers"]
    assert {(one.corrected_by, one.corrected_at) for one in kept} == {(ODILE.login, TYPING)}


def test_a_name_and_a_birth_date_change_together_only_when_it_is_said_to_be_one_person(built):
    other = {"surname": "BERNARD", "born_on": date(1998, 5, 5)}
    with pytest.raises(candidates.PersonLooksAnother):
        correct(built, WRONG, **other)
    assert (row_of(built, WRONG).surname, queries.earlier_identities(row_of(built, WRONG).entry_id)) == ("TARDIF", [])
    correct(built, WRONG, **other, is_same=True)
    assert row_of(built, WRONG).surname == "BERNARD"


def test_they_do_not_change_one_after_the_other_unsaid_either(built):
    correct(built, WRONG, surname="BERNARD")
    with pytest.raises(candidates.PersonLooksAnother):
        correct(built, WRONG, born_on=date(1998, 5, 5))
    correct(built, WRONG, usual_name="Noël")


def test_an_accent_is_corrected_with_a_birth_date(built):
    correct(built, WRONG, surname="Tardif", first_names="Leo", born_on=date(1997, 2, 11))
    assert row_of(built, WRONG).first_names == "Leo"


def test_nobody_becomes_another_candidate_of_the_session(built):
    first = row_of(built, cast.candidate_number(1))
    taken = {"surname": first.surname.lower(), "first_names": first.first_names, "born_on": first.born_on}
    with pytest.raises(candidates.PersonIsAnother) as refused:
        correct(built, WRONG, **taken, is_same=True)
    assert refused.value.values == {"number": first.candidate_number}
    correct(built, WRONG, **taken | {"born_on": date(1991, 1, 1)}, is_same=True)


def test_who_is_entered_for_another_session_stands_in_nobodys_way(built):
    person = Identity(RIGHT, "TARDY", "", "Léo", date(1997, 2, 1))
    session = expense_acts.copy_session(
        copied_from=built.session, code="BTS-2018", title="BTS 2018", year=2018, by=ODILE, at=TYPING
    )
    Candidate.objects.create(session=session, **person._asdict(), **called_as(person)._asdict())
    correct(built, WRONG, **person._asdict())
    assert identity_of(row_of(built, RIGHT)) == person


def test_a_name_corrected_voids_what_its_centre_has_printed_as_one_corrected_by_a_table_does(built):
    assert queries.lists_changed(built.paper.pk) == {}
    correct(built, WRONG, first_names="Léon")
    assert queries.lists_changed(built.paper.pk) == {CEDRES: TYPING}
