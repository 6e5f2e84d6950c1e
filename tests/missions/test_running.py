"""Runs: what is checked, what counts; once, however often asked; nothing by halves."""

from datetime import timedelta

import pytest

from massicot.jobs import queries as jobs
from massicot.jobs.models import Job
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, Convocation, ConvocationRun
from massicot.missions.queries import convocations
from massicot.missions.rules import AssignmentState, ConvocationState, runs
from massicot.persons.models import Person
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import CEDRES, ODILE, OMAR, PERRIN, TILLEULS
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(world.opened)


@pytest.fixture
def mission(built):
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    return row


def test_a_control_run_writes_nothing_but_what_it_showed(built, mission):
    run = calling.checked(built.session, mission)
    assert list(convocations.seen_of(run)) == list(Assignment.objects.order_by("pk").values_list("pk", flat=True))
    assert (Convocation.objects.count(), Letter.objects.count()) == (0, 0)
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.PROPOSED}


def test_an_official_run_writes_a_letter_and_a_mail_to_each(built, mission):
    calling.convened(built.session, mission)
    rows = calling.letters()
    assert [row.state for row in rows] == [ConvocationState.VALID] * 2
    assert {row.assignment.state for row in rows} == {AssignmentState.CONVENED}
    mails = Letter.objects.filter(occasion__startswith="convocation:")
    assert {mail.enclosed for mail in mails} == {f"convocation:{row.pk} calendar:{row.pk}" for row in rows}
    assert all("calling.m/p/" not in post.body_of(mail) for mail in mails)


def test_asked_twice_by_two_caseworkers_it_is_done_once(built, mission):
    control = calling.checked(built.session, mission)
    first = services.ask_official_run(control_id=control.pk, by=ODILE, at=ASKED)
    again = services.ask_official_run(control_id=control.pk, by=OMAR, at=ASKED)
    assert (first, Job.objects.count()) == (again, 1)
    calling.convene(first)
    assert services.ask_official_run(control_id=control.pk, by=OMAR, at=ASKED) == first
    assert Convocation.objects.count() == 2


def test_a_part_done_twice_writes_no_letter_and_no_mail_again(built, mission):
    run = calling.convened(built.session, mission)
    before = Letter.objects.count()
    calling.convene(run)
    assert (Convocation.objects.count(), Letter.objects.count()) == (2, before)


def test_several_parts_are_jobs_of_their_own_and_heads_are_told_after_the_last(built, mission, monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    run = calling.official(built.session, mission)
    assert [jobs.subject_of(job) for job in Job.objects.order_by("pk")] == [
        {"run": run.pk, "part": 1},
        {"run": run.pk, "part": 2},
    ]
    assert services.tell_heads(run_id=run.pk, at=ASKED) == 0
    calling.convene(run)
    assert ConvocationRun.objects.get(pk=run.pk).told_at == ASKED


def test_whoever_changed_since_the_control_run_is_named_and_nobody_is_convened(built, mission):
    control = calling.checked(built.session, mission)
    Person.objects.filter(identifier="BOB").update(surname="BAOBAB")
    with pytest.raises(runs.SeenOtherwise) as refused:
        services.ask_official_run(control_id=control.pk, by=ODILE, at=ASKED)
    assert refused.value.values["names"] == "Bob BAOBAB"
    assert not Convocation.objects.exists()


def test_whoever_came_on_the_list_since_is_named_too(built, mission):
    control = calling.checked(built.session, mission)
    calling.put(mission, "ALICE")
    with pytest.raises(runs.SeenOtherwise, match="Alice AMANDE"):
        services.ask_official_run(control_id=control.pk, by=ODILE, at=ASKED)


def test_whoever_changes_while_the_letters_are_written_is_left_for_the_next_run(built, mission):
    run = calling.official(built.session, mission)
    Person.objects.filter(identifier="BOB").update(surname="BAOBAB")
    calling.convene(run)
    assert [row.assignment.person.identifier for row in calling.letters()] == ["CHARLIE"]
    calling.convened(built.session, mission)
    assert len(calling.letters()) == 2


@pytest.mark.parametrize(
    ("hours", "place", "is_refused"),
    [((10, 12), PERRIN, True), ((18, 20), PERRIN, False), ((18, 20), CEDRES, True), ((7, 9), CEDRES, True)],
)
def test_hours_that_overlap_and_two_places_on_one_half_day_are_refused(built, mission, hours, place, is_refused):
    other = calling.mission(built.session, title="Oral", hours=hours, place=place)
    calling.put(other, "BOB")
    control = calling.checked(built.session, mission, other)
    if is_refused:
        with pytest.raises(runs.TwoPlacesAtOnce, match="Bob BADIANE"):
            services.ask_official_run(control_id=control.pk, by=ODILE, at=ASKED)
    else:
        services.ask_official_run(control_id=control.pk, by=ODILE, at=ASKED)


def test_a_letter_that_holds_counts_among_what_somebody_keeps(built, mission):
    calling.convened(built.session, mission)
    other = calling.mission(built.session, title="Oral", hours=(10, 12))
    calling.put(other, "BOB")
    with pytest.raises(runs.TwoPlacesAtOnce):
        calling.official(built.session, other)


def test_a_mission_that_is_over_convenes_nobody(built):
    row = calling.mission(built.session, first=ASKED.date() - timedelta(days=9))
    calling.put(row, "BOB")
    with pytest.raises(runs.MissionOverBefore):
        calling.official(built.session, row)


def test_lists_without_anybody_make_no_run(built):
    with pytest.raises(runs.NobodyToConvene):
        calling.checked(built.session, calling.mission(built.session))


def test_somebody_without_an_address_has_a_letter_and_no_mail(built, mission):
    Person.objects.filter(identifier="BOB").update(email="")
    calling.convened(built.session, mission)
    assert len(calling.letters()) == 2
    assert Letter.objects.filter(occasion__startswith="convocation:").count() == 1


def test_heads_of_institution_get_one_list_with_the_letters(built, mission):
    built.session.refresh_from_db()
    calling.head_of(TILLEULS, "sonia@tilleuls.invalid")
    run = calling.convened(built.session, mission)
    mail = Letter.objects.get(to="sonia@tilleuls.invalid")
    assert mail.enclosed == f"institution:{run.pk}.{TILLEULS}"
    assert all(name in post.body_of(mail) for name in ("Bob BADIANE", "Charlie CANNELLE"))
    assert "m/p/" not in post.body_of(mail)


def test_an_activity_for_those_who_are_named_is_in_no_other_letter(built, mission):
    board = Activity.objects.create(
        mission=mission,
        title="Commission",
        starts_at=calling.hour(FIRST, 18),
        ends_at=calling.hour(FIRST, 19),
        place_uai=PERRIN,
        is_for_named=True,
    )
    board.named.create(assignment=mission.assignments.get(person__identifier="BOB"))
    calling.convened(built.session, mission)
    told = {
        row.assignment.person.identifier: [slot.title for slot in convocations.facts_of(row).slots]
        for row in calling.letters()
    }
    assert told == {"BOB": ["Correction", "Commission", "Correction"], "CHARLIE": ["Correction"] * 2}
