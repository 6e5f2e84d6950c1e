"""Sessions copied and edited, papers edited, centres named: writes, refusals, journal lines."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest

from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.core.marks import Scale
from massicot.exams import queries, services
from massicot.exams.models import ExamCentre, Paper, Route, Session, Specialty
from massicot.exams.rules import BothSidesOfTheWall, RouteKind, copies, editing, routes, sessions
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.session_plan import SessionValues
from massicot.exams.rules.sessions import SessionExists
from tests.cast import CEDRES, MURIERS, ODILE, PERRIN, PREPARED
from tests.exams import opened
from tests.exams.test_copying import PARIS

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return opened.session(exam_centres=[CEDRES], centres={CEDRES: "Lycée des Cèdres"})


def copy(session, code="BTS-2018", year=2018):
    return services.copy_session_unchecked_later_rooms(
        copied_from=session, code=code, title="BTS 2018", year=year, by=ODILE, at=PREPARED
    )


def edit(progress=None, at=PREPARED, reason="", **changes):
    paper = opened.paper()
    values = replace(queries.values_of(paper), **changes)
    services.edit_paper_untold_markers(
        paper=paper, values=values, progress=progress or PaperProgress(), reason=reason, by=ODILE, at=at
    )
    return opened.paper()


def add(session, uais, entered=()):
    named = dict.fromkeys(uais, "Un lycée")
    services.add_centres(session=session, centres=named, entered=entered, by=ODILE, at=PREPARED)


def test_a_session_is_copied_with_its_papers_routes_centres_and_specialties(session):
    edit(scale=Scale(0, 4000, 50), despatch_hours=72)
    made = copy(session)
    paper = opened.paper("BTS-2018")
    assert paper.starts_at == datetime(2018, 5, 9, 14, tzinfo=PARIS)
    assert (queries.scale_of(paper), paper.despatch_hours, paper.prepared_at) == (Scale(0, 4000, 50), 72, None)
    assert queries.academies_of(made.pk) == {"90001": "Aix-Marseille", "90003": "Bordeaux"}
    assert queries.named_centre_uais(made) == {CEDRES}
    assert len(queries.route_facts(paper)) == 5
    assert audit.facts_on("session:BTS-2018", "SessionCopied") == [
        {"code": "BTS-2018", "papers": ["CGE"], "copied_from": "BTS-2017", "specialties": 2}
    ]


def test_a_copy_leaves_the_session_it_comes_from_as_it_was(session):
    before = list(Paper.objects.values()), list(Route.objects.values()), list(Specialty.objects.values())
    copy(session)
    old = (
        list(Paper.objects.filter(session=session).values()),
        list(Route.objects.filter(paper__session=session).values()),
        list(Specialty.objects.filter(session=session).values()),
    )
    assert old == before


def test_a_copy_needs_a_code_that_nobody_has(session):
    with pytest.raises(SessionExists):
        copy(session, code="BTS-2017")
    with pytest.raises(copies.SessionCodeImpossible):
        copy(session, code="bts")
    assert Session.objects.count() == 1


def test_a_copied_session_can_be_copied_again(session):
    assert copy(copy(session), "BTS-2019", 2019).year == 2019
    assert opened.paper("BTS-2019").starts_at == datetime(2019, 5, 8, 14, tzinfo=PARIS)


def called(session, **changed):
    now = {field.name: getattr(session, field.name) for field in fields(SessionValues)}
    services.edit_session(session=session, values=SessionValues(**now | changed), by=ODILE, at=PREPARED)


def test_how_a_session_is_called_is_corrected_and_nothing_else(session):
    called(session, title="BTS")
    assert queries.session_by_code("BTS-2017").title == "BTS"
    (fact,) = audit.facts_on("session:BTS-2017", "SessionEdited")
    assert fact == {"changes": {"title": [session.title, "BTS"]}}
    with pytest.raises(editing.NothingChanged):
        called(session, title="BTS")


def test_whom_people_call_is_corrected_and_copied_to_the_next_session(session):
    words = {"office": "Bureau DEC 4", "office_telephone": "04 65 71 00 09", "office_address": "1 rue du Bac"}
    called(session, **words, signatory="La rectrice", reserve_percent=15)
    after = copy(queries.session_by_code("BTS-2017"))
    assert [getattr(after, name) for name in words] == [*words.values()]
    assert (after.signatory, after.reserve_percent) == ("La rectrice", 15)


def test_when_scripts_are_seen_kept_and_copied_is_corrected_and_copied_to_the_next_session(session):
    called(session, results_on=date(2017, 7, 6), scripts_kept_months=18, copy_price_cents=20)
    after = copy(queries.session_by_code("BTS-2017"))
    assert (after.results_on, after.scripts_kept_months, after.copy_price_cents) == (date(2018, 7, 5), 18, 20)
    assert (session.results_on, session.scripts_kept_months, session.copy_price_cents) == (None, 12, 18)


def test_the_meetings_of_the_markers_move_with_a_copy(session):
    copy(session)
    paper = opened.paper("BTS-2018")
    assert paper.agreement_at == datetime(2018, 5, 30, 9, tzinfo=PARIS)
    assert paper.board_at == datetime(2018, 5, 31, 11, tzinfo=PARIS)


def test_the_return_to_the_office_moves_with_a_copy_its_addressees_stay(session):
    edit(return_by=datetime(2017, 6, 16, 17, tzinfo=PARIS), return_attention="Bureau DEC 4", sheets_attention="Accueil")
    copy(session)
    paper = opened.paper("BTS-2018")
    assert paper.return_by == datetime(2018, 6, 15, 17, tzinfo=PARIS)
    assert (paper.return_attention, paper.sheets_attention) == ("Bureau DEC 4", "Accueil")


def test_an_edited_paper_keeps_the_values_before_and_after(session):
    before = queries.values_of(opened.paper())
    after = edit(ends_at=before.ends_at + timedelta(minutes=30), scale=Scale(0, 4000))
    assert (after.ends_at - before.ends_at, queries.scale_of(after).highest) == (timedelta(minutes=30), 4000)
    (fact,) = audit.facts_on("paper:BTS-2017/CGE", "PaperEdited")
    assert sorted(fact["changes"]) == ["ends_at", "scale"]
    assert fact["changes"]["ends_at"] == ["2017-05-10 16:00:00+00:00", "2017-05-10 16:30:00+00:00"]


def test_a_closing_that_is_printed_moves_with_a_reason_only(session):
    before = opened.paper().entry_closes_at
    assert edit(entry_closes_at=before + timedelta(hours=1)).entry_closes_at == before + timedelta(hours=1)
    printed, later = PaperProgress(has_sheets=True), {"entry_closes_at": before + timedelta(days=1)}
    with pytest.raises(editing.ClosingWithoutReason):
        edit(printed, reason=" ", **later)
    assert edit(printed, reason=" Grève ", **later).entry_closes_at == before + timedelta(days=1)
    facts = audit.facts_on("paper:BTS-2017/CGE", "PaperEdited")
    assert [fact["reason"] for fact in facts] == ["", "Grève"]
    edit(printed, title="CGE")


def test_a_paper_that_has_come_further_keeps_what_was_made_from_it(session):
    with pytest.raises(editing.MarksAreSaved):
        edit(PaperProgress(has_marks=True), scale=Scale(0, 4000))
    with pytest.raises(editing.PaperDayBegun):
        edit(at=opened.PLAN.papers[0].starts_at, ends_at=opened.PLAN.papers[0].ends_at + timedelta(hours=1))
    assert audit.facts_on("paper:BTS-2017/CGE", "PaperEdited") == []


def test_a_paper_does_not_move_past_a_change_of_its_routes(session):
    paper = opened.paper()
    changed = replace(queries.route_facts(paper)[0], kind=RouteKind.OUTSIDE, effective_at=PREPARED)
    services.change_routes(paper=paper, routes=[changed], by=ODILE, at=PREPARED)
    early = PREPARED - timedelta(hours=1)
    with pytest.raises(routes.RoutesMoved):
        edit(at=early - timedelta(days=9), starts_at=early)


def test_centres_are_added_and_taken_out_while_nobody_is_entered_there(session):
    add(session, [MURIERS], entered=[CEDRES])
    assert queries.exam_centre_uais(session) == {CEDRES, MURIERS}
    with pytest.raises(sessions.CentreHasEntries):
        services.remove_centre(session=session, uai=MURIERS, entered=[MURIERS], by=ODILE, at=PREPARED)
    services.remove_centre(session=session, uai=MURIERS, entered=[CEDRES], by=ODILE, at=PREPARED)
    assert queries.exam_centre_uais(session) == {CEDRES}
    for act in (
        lambda: add(session, [CEDRES]),
        lambda: services.remove_centre(session=session, uai=MURIERS, entered=(), by=ODILE, at=PREPARED),
    ):
        with pytest.raises((sessions.CentreAlreadyNamed, sessions.CentreNotNamed)):
            act()


def test_the_first_centres_are_named_with_all_where_somebody_is_entered():
    free = opened.session(exam_centres=[], centres={CEDRES: "Lycée des Cèdres"})
    with pytest.raises(sessions.CentreHasEntries):
        add(free, [MURIERS], entered=[CEDRES])
    add(free, [MURIERS, CEDRES], entered=[CEDRES])
    assert queries.named_centre_uais(free) == {CEDRES, MURIERS}
    assert queries.institution_name(CEDRES) == "Lycée des Cèdres"


def test_a_centre_that_would_show_names_to_whoever_marks_is_not_added(session):
    services.appoint_unchecked_pool(
        email="d@perrin.invalid", role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=PREPARED
    )
    services.appoint_unchecked_pool(
        email="d@perrin.invalid", role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED
    )
    with pytest.raises(BothSidesOfTheWall):
        add(session, [MURIERS])
    assert ExamCentre.objects.count() == 1
