"""Runs: what is checked, what counts; once, however often asked; nothing by halves."""

from datetime import timedelta

import pytest

from massicot.jobs import queries as jobs
from massicot.jobs.models import Job
from massicot.jobs.rules import Work
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, Convocation, ConvocationRun
from massicot.missions.queries import convocations, drafts
from massicot.missions.rules import AssignmentState, ConvocationState, runs
from massicot.missions.services import runs as run_acts
from massicot.persons import services as person_acts
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
    assert services.ask_official_run(control_id=control.pk, by=OMAR, at=ASKED) == first
    run = calling.started(control)
    assert calling.started(control, by=OMAR) == run
    assert Job.objects.filter(kind=Work.CONVENE).count() == 1
    calling.convene(run)
    assert calling.started(control, by=OMAR) == run
    assert Convocation.objects.count() == 2


def test_a_part_done_twice_writes_no_letter_and_no_mail_again(built, mission):
    run = calling.convened(built.session, mission)
    before = Letter.objects.count()
    calling.convene(run)
    assert (Convocation.objects.count(), Letter.objects.count()) == (2, before)


def test_several_parts_are_jobs_of_their_own_and_heads_are_told_after_the_last(built, mission, monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    run = calling.official(built.session, mission)
    parts = Job.objects.filter(kind=Work.CONVENE).order_by("turn")
    assert [jobs.subject_of(job) for job in parts] == [
        {"run": run.pk, "part": number, "session": "BTS-2017"} for number in (1, 2)
    ]
    assert services.tell_heads(run_id=run.pk, at=ASKED) == 0
    calling.convene(run)
    assert ConvocationRun.objects.get(pk=run.pk).told_at == ASKED


def test_whoever_changed_since_the_control_run_is_named_and_nobody_is_convened(built, mission):
    control = calling.checked(built.session, mission)
    Person.objects.filter(identifier="BOB").update(surname="BAOBAB")
    with pytest.raises(runs.SeenOtherwise) as refused:
        calling.started(control)
    assert refused.value.values["people"] == str(mission.assignments.get(person__identifier="BOB").pk)
    assert not Convocation.objects.exists()


def test_whoever_came_on_the_list_since_is_named_too(built, mission):
    control = calling.checked(built.session, mission)
    calling.put(mission, "ALICE")
    with pytest.raises(runs.SeenOtherwise) as refused:
        calling.started(control)
    assert refused.value.values["people"] == str(mission.assignments.get(person__identifier="ALICE").pk)


def test_whoever_is_set_aside_since_is_named_then_sent_no_letter(built, mission):
    control = calling.checked(built.session, mission)
    bob = Person.objects.get(identifier="BOB")
    person_acts.set_person_aside(person=bob, reason="Congé de longue durée", by=ODILE, at=ASKED)
    with pytest.raises(runs.SeenOtherwise) as refused:
        calling.started(control)
    assert refused.value.values["people"] == str(mission.assignments.get(person=bob).pk)
    calling.convened(built.session, mission)
    assert [row.assignment.person.identifier for row in calling.letters()] == ["CHARLIE"]


def test_whoever_is_set_aside_while_the_letters_are_written_is_left_out(built, mission):
    run = calling.official(built.session, mission)
    bob = Person.objects.get(identifier="BOB")
    person_acts.set_person_aside(person=bob, reason="Congé de longue durée", by=ODILE, at=ASKED)
    calling.convene(run)
    assert [row.assignment.person.identifier for row in calling.letters()] == ["CHARLIE"]
    assert [count for _, count in drafts.missions_waiting(built.session.pk)] == []


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
        with pytest.raises(runs.TwoPlacesAtOnce) as refused:
            calling.started(control)
        both = Assignment.objects.filter(person__identifier="BOB").order_by("pk").values_list("pk", flat=True)
        assert refused.value.values["people"] == ",".join(map(str, both))
    else:
        calling.started(control)


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


@pytest.fixture
def run_of_two_schools(built, mission):
    calling.put(mission, "ALICE")
    calling.head_of(TILLEULS, "sonia@tilleuls.invalid")
    calling.head_of(CEDRES, "rose@cedres.invalid")
    run = calling.official(built.session, mission)
    calling.write_parts(run)
    return run


def told_heads():
    return sorted(Letter.objects.filter(occasion__startswith="convocations-of:").values_list("to", flat=True))


def test_whoever_tells_the_heads_and_is_killed_leaves_none_out_and_tells_none_twice(run_of_two_schools, monkeypatch):
    monkeypatch.setattr(run_acts, "HEADS_AT_ONCE", 1)
    run_acts._tell_heads_of(run_of_two_schools, [TILLEULS], ASKED)  # and no further
    assert services.tell_heads(run_id=run_of_two_schools.pk, at=ASKED) == 2
    assert told_heads() == ["rose@cedres.invalid", "sonia@tilleuls.invalid"]
    assert services.tell_heads(run_id=run_of_two_schools.pk, at=ASKED) == 0


def test_no_head_is_told_of_a_run_that_is_cancelled_while_they_are(run_of_two_schools):
    about = {"reason": "Reportée", "addresses": calling.ADDRESSES, "by": ODILE, "at": ASKED}
    services.cancel_run(run_id=run_of_two_schools.pk, **about)
    assert run_acts._tell_heads_of(run_of_two_schools, [TILLEULS], ASKED) == 0
    assert told_heads() == []


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


def test_letters_are_drawn_up_in_the_order_of_their_lists_whatever_moved_in_the_table(mission):
    ids = list(mission.assignments.order_by("pk").values_list("pk", flat=True))
    Assignment.objects.filter(pk=ids[0]).update(is_pinned=True)
    assert list(drafts.drafts_of(reversed(ids))) == ids
