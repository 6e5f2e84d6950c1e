"""People on the lists of missions, written straight into the tables: whom a run of convocations calls."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from massicot.exams.models import Institution
from massicot.exams.queries import Session
from massicot.jobs import queries as jobs
from massicot.markers import services as markers
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, ConvocationRun, Mission
from massicot.missions.rules import MissionKind
from massicot.persons.models import Person, Situation
from massicot.persons.rules import EmployerKind
from massicot.rehearsal import world

OF_A_MISSION, OF_A_SCHOOL, DAYS = 50, 25, 3
"""How many people one mission calls, how many of those called teach at one institution, how many days they come."""

ADDRESS = "p{}@personnes.invalid"
AT_ONCE = 1000


@transaction.atomic
def put_on_lists(session: Session, count: int, first_day: date, at: datetime, *, mailed_one_in: int = 1) -> list[int]:
    """Put so many people more on the lists of missions of a session; give these missions.

    One person in so many has an address, as one institution in so many.
    """
    schools = _schools(1 + (count - 1) // OF_A_SCHOOL, mailed_one_in)
    people = _people(count, schools, mailed_one_in)
    missions = _missions(session, 1 + (count - 1) // OF_A_MISSION, schools, first_day)
    rows = (
        Assignment(mission_id=missions[rank // OF_A_MISSION], person_id=pk, put_by=world.CASEWORKER.login, put_at=at)
        for rank, pk in enumerate(people)
    )
    Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)
    return missions


@transaction.atomic
def put_into_pool(session: Session, at: datetime) -> Person:
    """Put somebody more into the pool of a session, whom no mission calls; give who it is."""
    (pk,) = _people(1, _schools(1, 1), 1)
    person = Person.objects.get(pk=pk)
    place = markers.PoolPlace(session, "Lettres")
    markers.put_into_pool(person=person, place=place, by=world.CASEWORKER, at=at)
    return person


def ask(session: Session, missions: Sequence[int], at: datetime) -> int:
    """Ask for a control run, as a page does; give it."""
    job = services.ask_control_run(session=session, mission_ids=missions, by=world.CASEWORKER, at=at)
    return int(jobs.subject_of(job)["run"])


def convene(session: Session, missions: Sequence[int], at: datetime) -> ConvocationRun:
    """Have people convened up to the official run, whose parts are left to a worker."""
    control = ask(session, missions, at)
    services.draw_up_run(run_id=control, watched=_in_order, at=at)
    return services.start_official_run(control_id=control, watched=_in_order, by=world.CASEWORKER, at=at)


def _in_order(parts, _total):
    return parts


def _schools(count: int, mailed_one_in: int) -> list[str]:
    before = Institution.objects.filter(uai__startswith="98").count()
    uais = [f"98{rank:05d}Z" for rank in range(before, before + count)]
    Institution.objects.bulk_create(
        Institution(
            uai=uai,
            name=f"Lycée {uai}",
            academy="Aix-Marseille",
            town="Marseille",
            email="" if rank % mailed_one_in else f"{uai.lower()}@lycees.invalid",
        )
        for rank, uai in enumerate(uais)
    )
    return uais


def _people(count: int, schools: Sequence[str], mailed_one_in: int) -> list[int]:
    first = 1 + (Person.objects.aggregate(last=Max("pk"))["last"] or 0)
    people = Person.objects.bulk_create(
        (
            Person(
                identifier=f"ENS-{first + rank:06d}",
                civility="Mme",
                surname=f"NOM {first + rank}",
                first_name=f"Prénom {first + rank}",
                email="" if rank % mailed_one_in else ADDRESS.format(first + rank),
            )
            for rank in range(count)
        ),
        batch_size=AT_ONCE,
    )
    Situation.objects.bulk_create(
        (
            Situation(
                person=person,
                since=date(2016, 9, 1),
                institution_uai=schools[rank // OF_A_SCHOOL],
                employer_kind=EmployerKind.ACADEMY,
            )
            for rank, person in enumerate(people)
        ),
        batch_size=AT_ONCE,
    )
    return [person.pk for person in people]


def _missions(session: Session, count: int, schools: Sequence[str], first_day: date) -> list[int]:
    missions = Mission.objects.bulk_create(
        Mission(
            session=session,
            kind=MissionKind.MARKING,
            title=f"Correction de l’épreuve CGE, jury {rank}",
            place_uai=schools[rank % len(schools)],
            needed=OF_A_MISSION,
        )
        for rank in range(count)
    )
    zone = ZoneInfo(session.time_zone)
    days = [first_day + timedelta(days=rank) for rank in range(DAYS)]
    Activity.objects.bulk_create(
        (
            Activity(
                mission=mission,
                title="Correction",
                starts_at=datetime.combine(day, time(9), zone),
                ends_at=datetime.combine(day, time(17), zone),
                place_uai=mission.place_uai,
            )
            for mission in missions
            for day in days
        ),
        batch_size=AT_ONCE,
    )
    return [mission.pk for mission in missions]
