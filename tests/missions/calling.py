"""A mission of two days at the marking centre, with its meeting and a board for those who are named."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from massicot.core import draws
from massicot.core.actor import Role
from massicot.jobs import queries as jobs
from massicot.markers import services as markers
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, Convocation, Mission
from massicot.missions.queries import convocations
from massicot.missions.rules import MissionKind
from massicot.missions.rules import letters as letter_rules
from massicot.persons.models import Person
from tests.cast import ODILE, PERRIN

ASKED = datetime(2017, 5, 10, 9, tzinfo=UTC)
"""When the runs of the tests are asked for: three weeks before the first day."""

ADDRESSES = services.Addresses(page=lambda code: f"https://m/c/{code}/", personal=lambda code: f"https://m/p/{code}/")


FIRST = date(2017, 6, 1)
PARIS = ZoneInfo("Europe/Paris")


def hour(day, at):
    """Give an hour of a day on the clock of Paris."""
    return datetime.combine(day, time(at), PARIS)


def mission(session, paper=None, *, title="Correction de l’épreuve CGE", first=FIRST, days=2, **where):
    """Make a mission of days in a row: from nine to five at the marking centre, or as `hours` and `place` say."""
    place = where.get("place", PERRIN)
    starts, ends = where.get("hours", (9, 17))
    row = Mission.objects.create(
        session=session, paper=paper, kind=MissionKind.MARKING, title=title, place_uai=place, needed=2
    )
    for day in (first + timedelta(days=rank) for rank in range(days)):
        Activity.objects.create(
            mission=row, title="Correction", starts_at=hour(day, starts), ends_at=hour(day, ends), place_uai=place
        )
    return row


def put(row, *identifiers):
    """Put persons on the list of a mission."""
    for identifier in identifiers:
        person = Person.objects.get(identifier=identifier)
        Assignment.objects.create(mission=row, person=person, put_by=ODILE.login, put_at=ASKED)


def checked(session, *missions, at=ASKED):
    """Ask for a control run of missions, and draw up its letters, as the worker does."""
    ids = [row.pk for row in missions]
    job = services.ask_control_run(session=session, mission_ids=ids, by=ODILE, at=at)
    run_id = jobs.subject_of(job)["run"]
    services.draw_up_run(run_id=run_id, watched=in_order, at=at)
    return convocations.run_by_id(run_id)


def official(session, *missions, at=ASKED, by=ODILE):
    """Check and convene: the run, its parts not written yet."""
    return started(checked(session, *missions, at=at), at=at, by=by)


def started(control, at=ASKED, by=ODILE):
    """Open the official run of what a control run showed, as the worker does."""
    return services.start_official_run(control_id=control.pk, watched=in_order, by=by, at=at)


def in_order(parts, _total):
    """Go through the parts of a run."""
    return parts


def convene(run, at=ASKED, addresses=ADDRESSES):
    """Write every part of a run and tell the heads, as the worker does."""
    write_parts(run, at, addresses)
    services.tell_heads(run_id=run.pk, at=at)
    return run


def write_parts(run, at=ASKED, addresses=ADDRESSES):
    """Write every part of a run."""
    for part in run.parts.order_by("number"):
        services.convene_part(
            run_id=run.pk,
            number=part.number,
            addresses=addresses,
            draw=draws.from_seed("test", run.pk, part.number),
            by=ODILE,
            at=at,
        )


def convened(session, *missions, at=ASKED):
    """Check, convene and write."""
    return convene(official(session, *missions, at=at), at=at)


def letters(**which):
    """List letters, in the order in which they were written."""
    return list(Convocation.objects.filter(**which).order_by("pk"))


def head_of(uai, email):
    """Appoint the head of an institution."""
    markers.appoint(email=email, role=Role.SCHOOL, scope=uai, by=ODILE, at=ASKED)


def say_telephone(telephone):
    """Let every letter say how the exam office is called."""
    for row in Convocation.objects.all():
        facts = convocations.facts_of(row)
        said = replace(facts, office=replace(facts.office, telephone=telephone))
        Convocation.objects.filter(pk=row.pk).update(facts=letter_rules.facts_text(said))
