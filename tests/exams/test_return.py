"""When the scripts of a paper are back at the exam office, and to whom there: given and changed by a corrigendum."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from massicot.audit import queries as audit
from massicot.exams import queries
from massicot.exams.models import Corrigendum, Paper
from massicot.exams.rules import corrigenda, session_plan
from massicot.exams.rules.corrigenda import CalendarChange, Shift
from tests import flips
from tests.cast import CEDRES
from tests.exams import opened
from tests.exams.test_copying import PARIS
from tests.world import World

pytestmark = pytest.mark.django_db

FIRST = opened.PLAN.papers[0]
LATER = FIRST.return_by + timedelta(days=7)
NEW = CalendarChange(return_by=LATER, return_attention="Bureau DEC 4", sheets_attention="Accueil")


@pytest.fixture
def built():
    session = opened.session(exam_centres=[CEDRES], centres={})
    return World(session, opened.paper())


def applied(built, calendar):
    corrigendum = flips.drafted(built, calendar=calendar)
    flips.applied(corrigendum)
    return corrigendum


def returned(paper):
    return paper.return_by, paper.return_attention, paper.sheets_attention


def test_a_session_that_is_created_keeps_the_return_of_its_plan(built):
    assert returned(built.paper) == returned(FIRST)


def test_a_corrigendum_gives_another_return_and_other_addressees(built):
    draft = flips.drafted(built, calendar=NEW)
    assert returned(opened.paper()) == returned(FIRST)
    flips.applied(draft)
    assert returned(opened.paper()) == (LATER, "Bureau DEC 4", "Accueil")
    (fact,) = audit.facts_on("paper:BTS-2017/CGE", "CorrigendumTold")
    assert fact["values"] == {
        "return_by": ["2017-06-09 15:00:00+00:00", "2017-06-16 15:00:00+00:00"],
        "return_attention": [FIRST.return_attention, "Bureau DEC 4"],
        "sheets_attention": [FIRST.sheets_attention, "Accueil"],
    }


@pytest.mark.parametrize(
    ("calendar", "after"),
    [
        (CalendarChange(despatch_hours=72), returned(FIRST)),
        (CalendarChange(return_by=LATER), (LATER, FIRST.return_attention, FIRST.sheets_attention)),
        (CalendarChange(sheets_attention="Accueil"), (FIRST.return_by, FIRST.return_attention, "Accueil")),
    ],
)
def test_what_a_corrigendum_leaves_empty_stays_as_it_is(built, calendar, after):
    applied(built, calendar)
    assert returned(opened.paper()) == after


def test_readers_are_told_what_was_not_said_before(built):
    Paper.objects.update(return_by=None, return_attention="")
    applied(built, replace(NEW, sheets_attention=""))
    assert queries.shifts_told(Corrigendum.objects.select_related("paper__session").get()) == [
        Shift("return_by", None, LATER),
        Shift("return_attention", "", "Bureau DEC 4"),
    ]


def test_a_return_before_marking_ends_is_not_written(built):
    early = CalendarChange(return_by=datetime(2017, 6, 1, 12, tzinfo=PARIS))
    with pytest.raises(session_plan.ReturnBeforeMarkingEnds):
        flips.drafted(built, calendar=early)
    assert not Corrigendum.objects.exists()


def test_a_draft_about_the_return_is_late_from_the_first_of_its_two_instants(built):
    first_moved = queries.first_moved
    assert first_moved(built.paper, CalendarChange(return_by=LATER)) == FIRST.return_by
    assert first_moved(built.paper, CalendarChange(return_attention="Accueil")) is None
    Paper.objects.update(return_by=None)
    assert first_moved(opened.paper(), CalendarChange(return_by=LATER)) == LATER


def test_a_draft_without_dates_waits_beside_one_with_an_addressee(built):
    flips.drafted(built, flips.route("Bordeaux", flips.RouteKind.ON_SITE), reference="DIEC/1")
    flips.drafted(built, calendar=CalendarChange(return_attention="Accueil"), reference="DIEC/2")
    given = {one.reference: one.calendar for one in queries.corrigenda_pending(flips.TOLD)}
    assert given == {"DIEC/1": CalendarChange(), "DIEC/2": CalendarChange(return_attention="Accueil")}


def test_an_addressee_given_as_it_stands_changes_nothing(built):
    with pytest.raises(corrigenda.CorrigendumEmpty):
        flips.drafted(built, calendar=CalendarChange(return_attention=FIRST.return_attention))
