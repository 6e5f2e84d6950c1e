"""An urgent letter beside an official run of 100,000, with the one worker of `massicot serve`: at most 30 s.

The run goes its whole way beside the urgent letters, one every two seconds: letters drawn up to be checked, looked at once
more, written, sent, heads told. A letter's time begins before it is written, and ends when the mail server has it. One in
fifty has an address, so that the run ends within minutes. In its middle somebody is convened to the day after tomorrow:
their time begins when their letter to check is asked for. Convened, they fall ill, and somebody of the pool is convened in
their stead: that time begins before the act of the office. `bench_urgent.py PEOPLE`.
"""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import ground
import sized

ground.set_up()
sys.path.insert(0, str(Path(__file__).parents[1]))

from django.db import connection, connections
from django.utils import timezone

from massicot.core import draws
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import shipped_plan
from massicot.jobs.models import Job
from massicot.missions import services
from massicot.missions.models import Assignment, Convocation, ConvocationRun
from massicot.missions.queries import convocations
from massicot.missions.queries.replacements import call_of
from massicot.missions.rules import RunKind
from massicot.persons.models import Person
from massicot.post import services as post
from massicot.rehearsal import world
from massicot.replacements import services as replacements
from tests.durability import lists
from tests.durability.server import server
from tests.missions.calling import ADDRESSES
from tests.programs import Home

PEOPLE, MAILED_ONE_IN = sized.number(100_000, smoke=1_000), 50
EVERY_S, MOST_S, LOOK_S = sized.pick(2.0, smoke=0.5), 30, 0.1
HERE = Path(__file__).parent
HOME = Home(Path(os.environ["MASSICOT_HOME"]), os.environ.get("MASSICOT_DATABASE_URL", ""))
arrived: dict[str, float] = {}
asked: dict[str, tuple[str, float]] = {}
phase, pause, over = ["letters to check"], threading.Event(), threading.Event()


def hear(lines) -> None:
    """Note when each mail arrives."""
    for line in lines:
        arrived.setdefault(line.strip(), time.perf_counter())


def write_urgent_letters() -> None:
    """Write one urgent letter after another, as any act does."""
    try:
        while not over.wait(EVERY_S):
            to = f"u{len(asked)}@urgences.invalid"
            asked[to] = phase[0], time.perf_counter()
            post.write_letter(
                to=to, subject="Urgent", body="Venez", is_urgent=True, by=world.CASEWORKER, at=timezone.now()
            )
    finally:
        connection.close()


def until(seen) -> None:
    while not seen():
        pause.wait(LOOK_S)


def drawn_up(control: int) -> bool:
    return bool(convocations.run_by_id(control).seen)


def convene(session, missions) -> int:
    """Ask as pages do, and leave all to the worker; give the control run."""
    control = lists.ask(session, missions, timezone.now())
    until(lambda: drawn_up(control))
    phase[0] = "last check"
    services.ask_official_run(control_id=control, by=world.CASEWORKER, at=timezone.now())
    return control


def convene_at_once(session) -> str:
    """Convene somebody to the day after tomorrow; give their address."""
    missions = lists.put_on_lists(session, 1, timezone.localdate() + timedelta(days=2), timezone.now())
    to = Person.objects.latest("pk").email
    asked[to] = "convened to the day after tomorrow", time.perf_counter()
    convene(session, missions)
    phase[0] = "letters written and sent"
    return to


def replace_at_once(session, absent: str) -> str:
    """Convene somebody of the pool in the stead of whoever was convened last; give their address."""
    until(lambda: Convocation.objects.filter(assignment__person__email=absent).exists())
    stand_in = lists.put_into_pool(session, timezone.now())
    ill = Assignment.objects.get(person__email=absent)
    halves = call_of(ill.pk, timezone.now()).left
    asked[stand_in.email] = "convened in the stead of somebody ill", time.perf_counter()
    replacements.replace_person(
        absent_id=ill.pk,
        person=stand_in.identifier,
        halves=halves,
        addresses=ADDRESSES,
        draw=draws.from_system(),
        by=world.CASEWORKER,
        at=timezone.now(),
    )
    return stand_in.email


def official() -> ConvocationRun:
    return ConvocationRun.objects.filter(kind=RunKind.OFFICIAL).order_by("pk").first()


def run_its_way() -> None:
    start = time.perf_counter()
    convene(session, missions)
    until(official)
    phase[0] = "letters written and sent"
    until(lambda: convocations.progress_of(official())[0])
    to = convene_at_once(session)
    until(lambda: to in arrived)
    stand_in = replace_at_once(session, to)
    until(lambda: stand_in in arrived)
    until(lambda: convocations.is_written(official()))
    phase[0] = "heads told"
    until(lambda: official().told_at)
    over.set()
    writing.join()
    until(lambda: asked.keys() <= arrived.keys())
    jobs = Job.objects.filter(state="done").count()
    print(f"{PEOPLE} people, {connection.vendor}: {jobs} jobs in {time.perf_counter() - start:.0f} s", flush=True)


session = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=True, by=world.CASEWORKER, at=timezone.now())
missions = lists.put_on_lists(
    session, PEOPLE, timezone.localdate() + timedelta(days=30), timezone.now(), mailed_one_in=MAILED_ONE_IN
)
sink = subprocess.Popen([sys.executable, HERE / "mail_sink.py"], stdout=subprocess.PIPE, text=True)
port = sink.stdout.readline().strip()
threading.Thread(target=hear, args=(sink.stdout,), daemon=True).start()
writing = threading.Thread(target=write_urgent_letters, daemon=True)
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
with server(HOME, MASSICOT_EMAIL_URL=f"smtp://127.0.0.1:{port}") as serving:
    serving.start()
    writing.start()
    run_its_way()
sink.kill()
connections.close_all()
waits: dict[str, list[float]] = {}
for to, (during, at) in asked.items():
    waits.setdefault(during, []).append(arrived[to] - at)
for during, seconds in waits.items():
    print(f"urgent, {during}: {len(seconds)} letters, the longest {max(seconds):.1f} s (at most {MOST_S})", flush=True)
sized.bind("an urgent letter waits too long", is_kept=max(map(max, waits.values())) <= MOST_S)
sized.end()
