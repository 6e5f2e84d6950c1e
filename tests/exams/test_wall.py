"""Nobody holds names and numbers of one paper (design.md §3, wall 4)."""

from dataclasses import replace

import pytest

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.rules import AlreadyAppointed, EmailMalformed, ScopeMalformed
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Role
from massicot.exams import queries, services
from massicot.exams.models import Route, Session
from massicot.exams.rules import BothSidesOfTheWall, CameFromTheOtherSide
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.services.sessions import check_both_sides_everywhere
from tests.cast import CEDRES, MURIERS, ODILE, PERRIN, PREPARED, TYPING

PLAN = shipped_plan()
DANIEL = "daniel@perrin.invalid"
pytestmark = pytest.mark.django_db


def create(code="BTS-2017", exam_centres=(PERRIN, CEDRES)):
    plan = replace(PLAN, code=code, exam_centres=exam_centres)
    return services.create_session(plan=plan, is_rehearsal=False, by=ODILE, at=PREPARED)


def appoint(role, scope="", email=DANIEL):
    return services.appoint_unchecked_pool(email=email, role=role, scope=scope, by=SYSTEM, at=PREPARED)


def refused(role, scope=""):
    with pytest.raises(BothSidesOfTheWall) as refusal:
        appoint(role, scope)
    return refusal.value.values


OFFICE, CENTRE = (Role.OFFICE, ""), (Role.EXAM_CENTRE, PERRIN)
MARKING, MARKER, INSPECTOR = (Role.MARKING_CENTRE, PERRIN), (Role.MARKER, "BTS-2017"), (Role.INSPECTOR, "BTS-2017")
OF_A_PAPER = (Role.INSPECTOR, "BTS-2017/CGE")
ACROSS = [(names, numbers) for names in (OFFICE, CENTRE) for numbers in (MARKING, MARKER, INSPECTOR, OF_A_PAPER)]


@pytest.mark.parametrize(("held", "wanted"), ACROSS + [(numbers, names) for names, numbers in ACROSS])
def test_a_person_of_one_side_is_refused_a_role_of_the_other(held, wanted):
    create()
    appoint(*held)
    assert refused(*wanted) == {"email": DANIEL, "other": held[0], "paper": "CGE"}
    assert accounts.appointments_of(DANIEL) == [held]


def test_a_lycee_that_is_exam_and_marking_centre_names_two_persons():
    create()
    appoint(*CENTRE)
    appoint(*MARKING, email="diane@perrin.invalid")
    assert accounts.holds_role("diane@perrin.invalid", *MARKING)


def test_roles_that_never_touch_the_same_paper_are_allowed():
    create(exam_centres=[CEDRES])
    appoint(Role.EXAM_CENTRE, PERRIN)
    appoint(Role.MARKING_CENTRE, PERRIN)
    appoint(Role.SCHOOL, PERRIN)
    assert len(accounts.appointments_of(DANIEL)) == 3


@pytest.mark.parametrize("others", [[(Role.SCHOOL, CEDRES), (Role.FINANCE, "")], [(Role.MARKER, "BTS-2017")]])
def test_roles_of_one_side_may_be_held_together(others):
    create()
    appoint(Role.INSPECTOR, "BTS-2017")
    for role, scope in others:
        appoint(role, scope)
    assert len(accounts.appointments_of(DANIEL)) == 1 + len(others)


def test_a_later_session_that_makes_two_harmless_roles_meet_is_refused():
    create(exam_centres=[CEDRES])
    appoint(Role.MARKING_CENTRE, PERRIN)
    appoint(Role.EXAM_CENTRE, PERRIN)
    with pytest.raises(BothSidesOfTheWall):
        create("BTS-2018", exam_centres=[PERRIN])
    assert [session.code for session in Session.objects.all()] == ["BTS-2017"]


def test_a_later_institution_that_makes_two_harmless_roles_meet_is_refused():
    session = create(exam_centres=[])
    appoint(Role.MARKER, "BTS-2017")
    appoint(Role.EXAM_CENTRE, CEDRES)
    table = read_institutions(f"uai;nom;academie\n{CEDRES};Lycée des Cèdres;Nice\n".encode(), "i.csv")
    with pytest.raises(BothSidesOfTheWall):
        services.import_institutions(session=session, table=table, by=ODILE, at=PREPARED)
    assert len(audit.acts_of("session:BTS-2017")) == 1


def test_a_marker_is_of_one_session_only():
    create()
    appoint(Role.MARKER, "BTS-2018")
    appoint(*CENTRE)
    assert refused(*MARKER)["other"] is Role.EXAM_CENTRE


def test_another_spelling_of_the_same_address_is_the_same_person():
    create()
    appoint(*CENTRE)
    with pytest.raises(BothSidesOfTheWall):
        appoint(*MARKING, email=f" {DANIEL.upper()} ")


@pytest.mark.parametrize(
    ("email", "role", "scope", "refusal"),
    [
        ("daniel", Role.OFFICE, "", EmailMalformed),
        (DANIEL, Role.EXAM_CENTRE, "0130053", ScopeMalformed),
        (DANIEL, Role.SCHOOL, PERRIN, AlreadyAppointed),
    ],
)
def test_a_refused_appointment_opens_no_account_and_leaves_no_line(email, role, scope, refusal):
    appoint(Role.SCHOOL, PERRIN)
    with pytest.raises(refusal):
        appoint(role, scope, email=email)
    assert accounts.emails() == [DANIEL]
    assert len(audit.acts_of(f"account:{DANIEL}")) == 1


def withdraw(role, scope="", at=TYPING):
    account_acts.withdraw_role(email=DANIEL, role=role, scope=scope, reason="Muté", by=ODILE, at=at)


def draw_numbers(session, at=PREPARED):
    services.mark_prepared(paper=queries.paper_by_code(session.code, "CGE"), at=at)


@pytest.mark.parametrize(("held", "wanted"), ACROSS + [(numbers, names) for names, numbers in ACROSS])
def test_who_left_one_side_once_numbers_were_drawn_is_refused_the_other_side_of_the_same_paper(held, wanted):
    draw_numbers(create())
    appoint(Role.OFFICE, email=ODILE.login)
    appoint(*held)
    withdraw(*held)
    with pytest.raises(CameFromTheOtherSide) as refusal:
        appoint(*wanted)
    assert refusal.value.values == {"email": DANIEL, "other": held[0], "paper": "CGE"}
    assert accounts.appointments_of(DANIEL) == []
    appoint(*held)
    assert accounts.appointments_of(DANIEL) == [held]


def test_who_left_one_side_before_the_numbers_were_drawn_may_come_to_the_other():
    session = create()
    appoint(*CENTRE)
    withdraw(*CENTRE, at=PREPARED)
    draw_numbers(session, at=TYPING)
    appoint(*MARKING)
    assert accounts.appointments_of(DANIEL) == [MARKING]


def test_who_left_one_side_of_one_session_may_come_to_the_other_side_of_a_later_one():
    draw_numbers(create(exam_centres=[PERRIN, CEDRES]))
    appoint(Role.MARKER, "BTS-2017")
    withdraw(Role.MARKER, "BTS-2017")
    create("BTS-2018", exam_centres=["0130009K"])
    appoint(Role.EXAM_CENTRE, "0130009K")
    assert accounts.appointments_of(DANIEL) == [(Role.EXAM_CENTRE, "0130009K")]


def test_a_route_that_leads_to_whoever_left_the_exam_centre_of_that_paper_is_refused():
    session = create(exam_centres=[CEDRES, MURIERS])
    draw_numbers(session)
    appoint(Role.EXAM_CENTRE, CEDRES)
    withdraw(Role.EXAM_CENTRE, CEDRES)
    appoint(Role.MARKING_CENTRE, MURIERS)
    Route.objects.filter(paper__session=session).update(destination_uai=MURIERS)
    with pytest.raises(CameFromTheOtherSide):
        check_both_sides_everywhere()
