"""A session deleted while nobody has worked in it: what goes, what stays, what refuses it and the way out it names."""

import pytest
from django.apps import apps

from massicot.accounts import services as account_acts
from massicot.anonymity import services as anonymity
from massicot.audit import queries as audit
from massicot.audit import services as audit_acts
from massicot.candidates import services as attendance
from massicot.candidates.models import Candidate, Entry
from massicot.candidates.rules.checks import Scrutiny
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Institution, Session
from massicot.exams.rules import RouteKind, SessionUnknown
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.session_file import shipped_plan
from massicot.expenses import services as expense_acts
from massicot.markers import services as markers
from massicot.markers.models import Marker
from massicot.results import queries, services
from massicot.results.queries import archiving
from massicot.roomreports import services as reports
from tests import flips, room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE, OMAR, PERRIN, PREPARED, TYPING, candidate_number, candidates_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    """A session with its tables, in which nothing is drawn and to which nobody is invited."""
    return world.opened()


def delete(built, seen=None):
    held = rules.seen_of(queries.held_by(built.session)) if seen is None else seen
    services.delete_session(session=built.session, seen=held, by=ODILE, at=TYPING)


def rows_of_sessions():
    """Count the rows of every table that names a session or a paper, at one remove or at several."""
    areas = ("exams", "candidates", "markers", "consignments", "batches", "scripts", "marks", "results")
    models = [model for area in areas for model in apps.get_app_config(area).get_models() if model is not Institution]
    return {model.__name__: count for model in models if (count := model._default_manager.count())}


def test_a_session_is_deleted_with_all_that_it_holds(built):
    flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    assert queries.held_by(built.session)["corrigenda"] == 1
    delete(built)
    assert rows_of_sessions() == {}
    assert Institution.objects.filter(uai=CEDRES).exists()
    with pytest.raises(SessionUnknown):
        exams.session_by_code("BTS-2017")


def test_its_chain_of_the_journal_stays_and_ends_with_the_deletion(built):
    before = [line.act for line in audit.acts_of("session:BTS-2017")]
    delete(built)
    lines = audit.acts_of("session:BTS-2017")
    assert [line.act for line in lines] == [*before, "SessionDeleted"]
    (fact,) = audit.facts_on("session:BTS-2017", "SessionDeleted")
    assert (fact["code"], fact["held"]["candidates"], fact["held"]["markers"]) == ("BTS-2017", 16, 3)
    audit_acts.seal_journal(by=ODILE, at=TYPING)
    assert audit.first_broken_link() is None


def test_its_code_may_be_used_again_and_the_journal_goes_on_below_the_deletion(built):
    delete(built)
    again = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=False, by=OMAR, at=TYPING)
    assert exams.session_by_code("BTS-2017") == again
    acts = [line.act for line in audit.acts_of("session:BTS-2017")]
    assert acts[-2:] == ["SessionDeleted", "SessionCreated"]
    assert queries.held_by(again)["candidates"] == 0
    assert audit.first_broken_link() is None


def test_another_session_keeps_all_that_it_holds(built):
    other = expense_acts.copy_session(
        copied_from=built.session, code="BTS-2018", title="BTS 2018", year=2018, by=ODILE, at=PREPARED
    )
    before = queries.held_by(other)
    delete(built)
    assert (queries.held_by(other), Session.objects.count()) == (before, 1)


def test_drawn_numbers_are_kept_and_the_refusal_names_the_archive(built):
    world.prepared(built)
    with pytest.raises(rules.NumbersAreDrawn, match="Archive it"):
        delete(built)
    with pytest.raises(rules.NumbersAreDrawn):
        services.check_deletable(built.session, TYPING)
    assert Candidate.objects.count() == 16


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.EXAM_CENTRE, CEDRES), (Role.MARKING_CENTRE, PERRIN), (Role.INSPECTOR, "BTS-2017")],
)
def test_somebody_invited_keeps_it_until_their_access_is_withdrawn(built, role, scope):
    markers.appoint(email=CLAIRE.login, role=role, scope=scope, by=ODILE, at=PREPARED)
    with pytest.raises(rules.PeopleAreInvited, match=CLAIRE.login):
        delete(built)
    whom = {"email": CLAIRE.login, "role": role, "scope": scope}
    account_acts.withdraw_role(**whom, reason="Session abandonnée.", by=ODILE, at=TYPING)
    delete(built)
    assert not Session.objects.exists()


def test_the_head_of_a_centre_of_another_session_is_invited_by_that_one(built):
    plan = shipped_plan()
    markers.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    made = expense_acts.copy_session(
        copied_from=built.session, code="BTS-2018", title=plan.title, year=2018, by=ODILE, at=PREPARED
    )
    exam_acts.add_centres(session=made, centres={CEDRES: "Cèdres"}, entered=(), by=ODILE, at=PREPARED)
    services.delete_session(session=made, seen=rules.seen_of(queries.held_by(made)), by=ODILE, at=TYPING)
    assert exams.sessions() == [built.session]


def test_people_told_by_a_corrigendum_keep_it(built):
    corrigendum = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    flips.applied(corrigendum, readers=())
    with pytest.raises(rules.PeopleAreTold, match="DIEC/17-800"):
        delete(built)


def test_a_session_in_which_an_incident_was_noted_is_not_deleted(built):
    room_reports.note(built)
    with pytest.raises(rules.WorkIsDone):
        delete(built)


@pytest.mark.parametrize("is_noted", [False, True])
def test_a_session_in_which_scripts_were_checked_is_not_deleted(built, is_noted):
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
    if is_noted:
        said = {"candidate_number": candidate_number(2), "check": Scrutiny.PAGES, "text": "Page 3 sans numéro"}
        reports.note_finding(**said, **where)
    else:
        attendance.check_scripts(checks=[Scrutiny.PAGES], **where)
    assert archiving.is_worked_in(built.session)
    with pytest.raises(rules.WorkIsDone):
        delete(built)


def test_work_of_a_centre_keeps_it(built):
    Entry.objects.filter(centre_uai=CEDRES).update(attendance="absent", source="hand")
    with pytest.raises(rules.WorkIsDone):
        delete(built)
    assert Entry.objects.count() == 16


def test_what_nobody_thought_of_keeps_it_as_well(built):
    """A row of a later area that protects its paper: the whole deletion is undone."""
    gap = {"key": "entered:X", "decision": "lost", "reason": "Z", "decided_by": "o", "decided_at": TYPING}
    apps.get_model("results", "GapDecision").objects.create(paper=built.paper, **gap)
    with pytest.raises(rules.WorkIsDone):
        delete(built)
    assert (Candidate.objects.count(), Marker.objects.count(), Session.objects.count()) == (16, 3, 1)


def test_a_page_that_shows_other_things_deletes_nothing(built):
    seen = rules.seen_of(queries.held_by(built.session))
    more = world.read_table(built.session, candidates_csv([f"NOM{rank}" for rank in range(20)]))
    anonymity.import_candidates(session=built.session, table=more, key=None, by=OMAR, at=PREPARED)
    with pytest.raises(rules.SessionMoved):
        delete(built, seen)
    assert Candidate.objects.count() == 20


def test_a_session_is_not_deleted_twice(built):
    seen = rules.seen_of(queries.held_by(built.session))
    delete(built)
    with pytest.raises(rules.SessionGone):
        delete(built, seen)


def test_an_archived_session_may_be_deleted_on_the_same_conditions(built):
    services.archive_session(session=built.session, reason="Essai.", by=ODILE, at=TYPING)
    delete(built)
    assert [line.act for line in audit.acts_of("session:BTS-2017")][-2:] == ["SessionArchived", "SessionDeleted"]
