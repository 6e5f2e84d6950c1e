"""Letters drawn up to be checked: part by part, once, and before anybody is convened."""

from datetime import timedelta

import pytest

from massicot.core.refused import Refused
from massicot.jobs import queries as jobs
from massicot.jobs.models import Job
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, ConvocationRun, RunPart
from massicot.missions.queries import convocations
from massicot.missions.rules import AssignmentState, RunKind, runs
from massicot.post.models import Letter
from tests import world
from tests.cast import CEDRES, ODILE, OMAR
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ASKED

pytestmark = pytest.mark.django_db
built = kept(world.opened)

LATER = ASKED + timedelta(minutes=1)


@pytest.fixture
def mission(built, monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    row = calling.mission(built.session, built.paper)
    calling.put(row, "ALICE", "BOB", "CHARLIE")
    return row


def asked(*missions, by=ODILE):
    ids = [row.pk for row in missions]
    return services.ask_control_run(session=missions[0].session, mission_ids=ids, by=by, at=ASKED)


def run_of(job):
    return ConvocationRun.objects.get(pk=jobs.subject_of(job)["run"])


def but_the_last(parts, _total):
    yield from parts[:-1]
    raise KeyboardInterrupt  # what a kill leaves behind


def test_asked_for_by_two_caseworkers_it_is_drawn_up_once(mission):
    assert asked(mission) == asked(mission, by=OMAR)
    assert (ConvocationRun.objects.count(), Job.objects.count()) == (1, 1)


def test_of_other_missions_it_is_another_run(built, mission):
    other = calling.mission(built.session, title="Oral", hours=(18, 20))
    calling.put(other, "BOB")
    assert len({run_of(asked(*missions)).pk for missions in ([mission], [mission, other], [other])}) == 3


def test_once_drawn_up_it_is_asked_for_anew(built, mission):
    first = calling.checked(built.session, mission)
    assert run_of(asked(mission)) != first


def test_cut_short_it_goes_on_where_it_stood(mission):
    run = run_of(asked(mission))
    with pytest.raises(KeyboardInterrupt):
        services.draw_up_run(run_id=run.pk, watched=but_the_last, at=ASKED)
    assert (convocations.progress_of(run), run_of(asked(mission)).seen) == ((2, 3), "")
    assert services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=LATER) == 3
    assert [part.done_at for part in convocations.parts_of(run)] == [ASKED, ASKED, LATER]
    assert len(run_of(asked(mission)).seen) in (0, 64)


def test_what_was_drawn_up_does_not_hang_on_how_often_it_was_cut_short(built, mission):
    whole = calling.checked(built.session, mission)
    run = run_of(asked(mission))
    with pytest.raises(KeyboardInterrupt):
        services.draw_up_run(run_id=run.pk, watched=but_the_last, at=ASKED)
    services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=LATER)
    assert convocations.run_by_id(run.pk).seen == whole.seen


def test_it_writes_to_nobody_and_numbers_nothing(mission):
    services.draw_up_run(run_id=run_of(asked(mission)).pk, watched=calling.in_order, at=ASKED)
    assert not Letter.objects.exists()
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.PROPOSED}


def test_whoever_is_taken_off_a_list_meanwhile_has_no_letter_to_check(mission):
    run = run_of(asked(mission))
    off = mission.assignments.get(person__identifier="BOB")
    services.take_off_list(mission_id=mission.pk, assignment_id=off.pk, by=ODILE, at=ASKED)
    assert services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=ASKED) == 2
    assert off.pk not in convocations.seen_of(run)


def test_nobody_is_convened_before_all_is_drawn_up(mission):
    run = run_of(asked(mission))
    with pytest.raises(runs.NotDrawnUpYet):
        services.ask_official_run(control_id=run.pk, by=ODILE, at=ASKED)


def test_lists_without_any_hours_make_no_letters(mission):
    Activity.objects.all().delete()
    run = run_of(asked(mission))
    with pytest.raises(runs.NobodyToConvene):
        services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=ASKED)
    with pytest.raises(runs.NobodyToConvene):
        calling.started(run)


def test_a_run_that_is_looked_at_in_parts_sees_somebody_twice(built, mission):
    other = calling.mission(built.session, title="Oral", hours=(10, 12), place=CEDRES)
    calling.put(other, "BOB")
    with pytest.raises(runs.TwoPlacesAtOnce):
        calling.official(built.session, mission, other)


def test_a_look_that_was_cut_short_convenes_nobody_and_is_done_anew(built, mission):
    control = calling.checked(built.session, mission)
    with pytest.raises(KeyboardInterrupt):
        services.start_official_run(control_id=control.pk, watched=but_the_last, by=ODILE, at=ASKED)
    assert not ConvocationRun.objects.filter(kind=RunKind.OFFICIAL).exists()
    assert calling.started(control).parts.count() == 3


def test_a_part_without_letters_is_no_job(built, mission):
    run = run_of(asked(mission))
    RunPart.objects.filter(run=run, number=2).update(seen="", letters=0, done_at=ASKED)
    services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=ASKED)
    Assignment.objects.filter(person__identifier="BOB").update(state=AssignmentState.WITHDRAWN)
    official = calling.started(convocations.run_by_id(run.pk))
    assert [part.number for part in convocations.parts_of(official)] == [1, 3]


def test_the_first_few_who_changed_are_kept_as_numbers_alone():
    assert runs.people_of(range(9, 0, -1)) == "1,2,3,4,5,6"
    assert issubclass(runs.NotDrawnUpYet, Refused)
