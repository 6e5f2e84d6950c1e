"""50 clerks scan once every 1.5 s each: p95 at most 5 × a bare Django view that does one indexed update.

On PostgreSQL (tools/with-postgres.sh), both sites served as `massicot serve` does, rounds interleaved; a scan that
starts late because the one before was slow counts from when it should have started.
"""

import http.client
import json
import statistics
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import ground
import sized

ground.set_up()

from datetime import UTC, datetime, timedelta

import served
from django.db import connection
from django.test import Client
from django.urls import reverse

from massicot.accounts import queries as accounts
from massicot.anonymity import services as anonymity
from massicot.consignments import services as consignments
from massicot.consignments.models import Parcel, ParcelScript, ParcelTally
from massicot.core import codes
from massicot.core.actor import SYSTEM, Role
from massicot.custody.models import Event, Item
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import shipped_plan
from massicot.markers import services as marker_acts
from massicot.rehearsal import world
from massicot.scripts.rules import cell_of
from massicot.store import key_file
from massicot.store.writes import insert_rows
from massicot.web.shared.access import person_of

CLERKS, PERIOD_S, ROUNDS = sized.pick(50, smoke=5), sized.pick(1.5, smoke=0.25), sized.pick(4, smoke=1)
SCANS = sized.number(15, smoke=4)
CENTRE, AT = "0130053M", datetime(2017, 5, 12, tzinfo=UTC)
PER_PARCEL = (ROUNDS + 1) * SCANS
LARGE, CLOSED_IN_S = sized.pick(2_000, smoke=50), 2

if connection.vendor != "postgresql":
    print("scanning: not measured, it needs PostgreSQL: tools/with-postgres.sh python bench/bench_scanning.py")
    sys.exit()


def build():
    """Make one parcel for each clerk, arrived, and the clerks' own browsers."""
    world.appoint_office(AT)
    anonymity.confirm_key(key=key_file.read_or_make(), by=world.CASEWORKER, at=AT)
    plan = shipped_plan()
    session = exam_acts.create_session(plan=plan, is_rehearsal=True, by=world.CASEWORKER, at=AT)
    paper = exams.papers_of(session)[0]
    return [(make_parcel(paper, rank), sign_in(rank)) for rank in range(CLERKS)]


def make_large(paper):
    """Make one more parcel, large, and tick all of it."""
    _, numbers = make_parcel(paper, CLERKS, LARGE)
    code = ParcelScript.objects.get(number=numbers[0]).parcel.code
    consignments.tick_scripts(code=code, numbers=numbers, by=SYSTEM, at=AT)
    return code


def make_parcel(paper, rank, announced=PER_PARCEL):
    parcel = Parcel.objects.create(
        code=f"P-BTS-2017-CGE-{9_900_000 + rank}A-1",
        paper=paper,
        centre_uai=f"{9_900_000 + rank}A",
        route_kind="on-site",
        destination_uai=CENTRE,
        destination_name=CENTRE,
        announced=announced,
        due_at=AT,
        packed_at=AT,
        sent_at=AT,
        carrier="Messageries",
        arrived_at=AT + timedelta(hours=1),
    )
    numbers = [codes.number_of(rank * 100_000 + place) for place in range(announced)]
    insert_rows(
        ParcelScript,
        ("parcel", "number", "specialty_code", "tick", "was_missing"),
        ((parcel.pk, number, "90001", "not-looked-for", False) for number in numbers),
    )
    insert_rows(
        Item,
        ("kind", "ref", "place", "place_ref", "inside", "cell", "since"),
        (
            ("script", number, "marking-centre", CENTRE, parcel.code, cell_of(paper.pk, "90001"), AT)
            for number in numbers
        ),
    )
    address = reverse("markingcentre:scan_scripts", args=[CENTRE, "BTS-2017", "CGE", parcel.code])
    return address, numbers


def sign_in(rank):
    email = f"clerk{rank}@perrin.invalid"
    marker_acts.appoint(email=email, role=Role.MARKING_CENTRE, scope=CENTRE, by=SYSTEM, at=AT)
    browser = Client()
    account = accounts.account_by_email(email)
    browser.force_login(account)
    token = "x" * 32
    cookies = {name: cookie.value for name, cookie in browser.cookies.items()} | {"csrftoken": token}
    return person_of(account.pk), {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": token,
        "Content-Type": "application/json",
    }


def scan(browser, parcel, place):
    """Send one scan as the box does."""
    (address, numbers), (person, headers) = parcel, browser
    body = json.dumps({"scans": [{"id": str(uuid.uuid4()), "code": numbers[place]}], "person": person})
    return "POST", address, body, headers, b'"mood": "right"'


def bare(_browser, parcel, place):
    return "GET", f"/{parcel[1][place]}/", None, {}, b"1"


def clerk_round(port, request, desk, rank, start, first):
    """Let one clerk scan on time; give how long each scan took from when it was due, in seconds."""
    parcel, browser = desk
    line, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for place in range(SCANS):
        due = start + rank * PERIOD_S / CLERKS + place * PERIOD_S
        time.sleep(max(due - time.perf_counter(), 0))
        method, address, body, headers, expected = request(browser, parcel, first + place)
        line.request(method, address, body, headers)
        answer = line.getresponse()
        content = answer.read()
        assert answer.status == 200, (answer.status, content[:200])
        assert expected in content, content[:200]
        times.append(time.perf_counter() - due)
    line.close()
    return times


def a_round(port, request, desks, number):
    start = time.perf_counter() + 0.5
    with ThreadPoolExecutor(CLERKS) as clerks:
        rounds = [
            clerks.submit(clerk_round, port, request, desk, rank, start, number * SCANS)
            for rank, desk in enumerate(desks)
        ]
        return [took for one in rounds for took in one.result()]


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


desks = build()
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE bench_bare (number varchar(9) PRIMARY KEY, ticked integer NOT NULL DEFAULT 0)")
    cursor.execute("INSERT INTO bench_bare (number) SELECT number FROM consignments_parcelscript")
    cursor.execute("ANALYZE")
host, name = served.postgresql()
floor, ours = [], []
with served.plain("bare_view:application", BARE_HOST=host, BARE_NAME=name) as bare_port, served.massicot() as our_port:
    for number in range(ROUNDS + 1):
        for kept, port, request in ((floor, bare_port, bare), (ours, our_port, scan)):
            times = a_round(port, request, desks, number)
            if number:  # the first round warms both up
                kept.append(times)
for name, rounds in (("bare view", floor), ("scan", ours)):
    print(f"{name}: p95 by round {', '.join(f'{p95(times) * 1000:.1f}' for times in rounds)} ms")
bounds = [statistics.median(map(p95, rounds)) for rounds in (floor, ours)]
assert sum(ParcelTally.objects.values_list("ticked", flat=True)) == CLERKS * PER_PARCEL
large = make_large(exams.paper_by_code("BTS-2017", "CGE"))
start = time.perf_counter()
consignments.close_reception(code=large, by=SYSTEM, at=AT)
took = time.perf_counter() - start
assert Event.objects.filter(act="ticked").count() == LARGE
print(f"a reception of {LARGE} scripts closed in {took:.2f} s (at most {CLOSED_IN_S})")
sized.bind(f"a reception of {LARGE} scripts closed in {took:.2f} s", is_kept=took <= CLOSED_IN_S)
ground.tell(f"scanning, {CLERKS} clerks, one scan every {PERIOD_S} s, {connection.vendor}, p95", *bounds, at_most=5)
sized.end()
