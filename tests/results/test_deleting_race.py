"""One clerk deletes a session while another imports candidates, draws numbers or invites: without the guard, then with.

Without it, names are deleted that nobody was shown, or the second clerk meets a fault of the database.
"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from massicot.anonymity import services as anonymity
from massicot.audit import queries as audit
from massicot.candidates import services as candidate_acts
from massicot.candidates.models import Candidate
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import services as exam_acts
from massicot.exams.models import Session
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.institution_table import read_institutions
from massicot.markers import services as markers
from massicot.results import queries, services
from tests import world
from tests.cast import CEDRES, CLAIRE, INSTITUTIONS, KEY, ODILE, OMAR, PREPARED, TYPING, candidates_csv
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

MORE = [f"NOM{rank}" for rank in range(20)]


@pytest.fixture
def built():
    made = world.opened()
    anonymity.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    return made


@pytest.fixture
def acts(built):
    """What each of the two clerks does, as the pages that they opened before showed it."""
    seen = rules.seen_of(queries.held_by(built.session))
    table = world.read_table(built.session, candidates_csv(MORE))
    by_omar = {"by": OMAR, "at": PREPARED}
    head = {"email": CLAIRE.login, "role": Role.EXAM_CENTRE, "scope": CEDRES}
    places = read_institutions(INSTITUTIONS.encode(), "i.csv")
    return {
        "delete": lambda: services.delete_session(session=built.session, seen=seen, by=ODILE, at=TYPING),
        "import": lambda: anonymity.import_candidates(session=built.session, table=table, key=None, **by_omar),
        "prepare": lambda: anonymity.prepare(paper=built.paper, key=KEY, draw=draws.from_seed(1, "x"), **by_omar),
        "invite": lambda: markers.appoint(**head, **by_omar),
        "institutions": lambda: exam_acts.import_institutions(session=built.session, table=places, **by_omar),
    }


def test_without_the_guard_a_deletion_looks_past_who_is_being_imported(built, acts):
    def delete_unguarded():
        with transaction.atomic():
            looked = queries.held_by(built.session)["candidates"]
            candidate_acts.delete_candidates(session=built.session)
            return looked

    _, looked = meanwhile(acts["import"], delete_unguarded)
    assert (looked, Candidate.objects.count()) == (16, 4)


def test_without_the_guard_whoever_writes_into_a_deleted_session_meets_a_fault_of_the_database(built, acts):
    person = {"candidate_number": "9", "surname": "A", "first_names": "B", "born_on": date(1997, 3, 1), "called": "a"}

    def enter_unguarded():
        try:
            return Candidate.objects.create(session=built.session, **person)
        except IntegrityError as fault:
            return fault

    _, answer = meanwhile(acts["delete"], enter_unguarded)
    assert isinstance(answer, IntegrityError)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [("import", rules.SessionMoved), ("prepare", rules.NumbersAreDrawn), ("invite", rules.PeopleAreInvited)],
)
def test_who_deletes_second_sees_what_the_other_did(acts, other, refusal):
    _, answer = meanwhile(acts[other], acts["delete"])
    assert isinstance(answer, refusal)
    assert Session.objects.count() == 1


@pytest.mark.parametrize("other", ["import", "prepare", "institutions"])
def test_who_comes_after_the_deletion_is_told_so(acts, other):
    _, answer = meanwhile(acts["delete"], acts[other])
    assert isinstance(answer, rules.SessionGone)
    assert (Session.objects.count(), Candidate.objects.count()) == (0, 0)
    assert [line.act for line in audit.acts_of("session:BTS-2017")][-1] == "SessionDeleted"
    assert audit.first_broken_link() is None
