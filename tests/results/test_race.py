"""Two persons of the office at the same time: the race with the guard off, then the guard."""

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.results import queries, services
from massicot.results.models import ScriptLifting, Statement
from massicot.results.queries import lifting
from massicot.results.rules.access import StatementIssuedMeanwhile
from massicot.results.rules.lifting import Case, ScriptLiftingNotOpen, ScriptLiftingOpen
from tests import later_world
from tests.cast import KEY, ODILE, OMAR, PREPARED, TYPING, candidate_number
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]
OLGA = Actor("olga@bureau.invalid")


@pytest.fixture
def script():
    """A script of a locked paper, and a third person in the office."""
    built = later_world.lifted()
    marker_acts.appoint(email=OLGA.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    return {"paper": built.paper, "number": later_world.number_of(built, 9), "key": KEY, "at": TYPING}


def propose(script, by):
    return services.propose_script_lifting(case=Case.APPEAL, reason="Recours", by=by, **script)


def confirm(script, by):
    services.ask_for_incidents(by=by, **script)
    return services.confirm_script_lifting(by=by, **script)


def confirm_unguarded(script, by):
    """Confirm as somebody would who looks first and then writes."""
    with transaction.atomic():
        proposed = queries.open_script_lifting(script["paper"], script["number"])
        ScriptLifting.objects.filter(pk=proposed.pk).update(lifted_by=by.login, lifted_at=TYPING)
    return by.login


def test_without_the_guard_two_confirm_one_proposal(script):
    propose(script, ODILE)

    def first():
        return confirm_unguarded(script, OMAR)

    assert meanwhile(first, lambda: confirm_unguarded(script, OLGA)) == [OMAR.login, OLGA.login]


def test_two_who_confirm_at_once_lift_the_script_once(script):
    propose(script, ODILE)
    answers = meanwhile(lambda: confirm(script, OMAR), lambda: confirm(script, OLGA))
    assert [type(answer) for answer in answers] == [candidates.EntryRow, ScriptLiftingNotOpen]
    assert ScriptLifting.objects.get().lifted_by == OMAR.login
    acts = [line.act for line in audit.acts_of(exams.subject_of(script["paper"]))]
    assert (acts.count("ScriptLifted"), acts.count("ScriptSeen")) == (1, 1)


def test_two_who_propose_at_once_propose_once(script):
    answers = at_once(lambda: propose(script, ODILE), lambda: propose(script, OMAR))
    assert {type(answer) for answer in answers} == {ScriptLifting, ScriptLiftingOpen}


def test_two_who_draw_up_a_statement_at_once_draw_up_one(script):
    paper = script["paper"]
    row = lifting.person_behind(paper, script["number"], KEY)
    assert row.candidate_number == candidate_number(9)

    def issue(by):
        return services.issue_statement(paper=paper, row=row, reason="", seen=0, key=KEY, by=by, at=TYPING)

    answers = meanwhile(lambda: issue(ODILE), lambda: issue(OMAR))
    assert [type(answer) for answer in answers] == [Statement, StatementIssuedMeanwhile]
