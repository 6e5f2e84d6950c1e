"""Every page of every desk at national scale: at most 20 queries, and at most 10 × a bare view doing one indexed update.

Served in process, one after the other, by Django's own test client. The bare view stands behind the same door, the
site's own middleware and somebody signed in, and has no page; it is timed again around each page. Everything stands in
the thick of the session, and all scripts come to one marking centre (bench/national.py): a thirtieth of them, as many
as one steering academy of thirty has, is received and in no batch. What the pages that count loose scripts would take
if all 200,000 were loose there, which no centre ever sees, is printed at the end and has no bound.

A worker counts the ladder beside the pages (decision 0010): here it counts once, before the first, and then a new count
is kept before each page. This process reads new counts beside its pages as a server does, while they are timed; a visit
made in the moment after a count was kept, as one in ten seconds is, has the same bound as the others.

The ratio is bound on PostgreSQL, where an examination of this size is held. On SQLite there is no server to ask: the
bare view takes half as long there, the pages, which are written by this process, hardly less.
"""

import gc
import statistics
import sys
import time
from http import HTTPStatus

import ground
import sized

ground.set_up()

import batched
import lifted
import national
import pages
import shelved
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path
from django.utils import timezone

from massicot.audit.models import JournalLine
from massicot.commands.worker import ladders
from massicot.core.actor import Role
from massicot.markers import services as marker_acts
from massicot.marks.models import Mark
from massicot.rehearsal import world
from massicot.results.models import LadderCount
from massicot.web.office.ladder import reads

CANDIDATES, ROUNDS = sized.number(200_000, smoke=1_200), sized.pick(15, smoke=1)
QUERIES, RATIO = 20, 10
RATIO_BINDS = connection.vendor == "postgresql" and not sized.ASKED.smoke


@login_required
def bare(_request: HttpRequest) -> HttpResponse:
    """Do one indexed update."""
    Mark.objects.filter(number=NUMBER).update(half_day="1-AM")
    return HttpResponse("done")


def visit_bare() -> None:
    """Open the bare view."""
    with override_settings(ROOT_URLCONF=__name__):
        SOMEBODY.get("/bare/")


def timed(work, between) -> float:
    """Time the second of two visits: what the first one fills is warm, as in a server that serves nothing else.

    `between`: what somebody else does before the second.
    """
    if not sized.ASKED.smoke:
        work()
    between()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def taken(page, client) -> float:
    """Time one visit."""
    start = time.perf_counter()
    client.get(page.address)
    return time.perf_counter() - start


def beside_the_bare_view(visit, between=lambda: None) -> tuple[float, float]:
    """Time the bare view and a visit by turns; give the median of each."""
    times = [(timed(visit_bare, between), timed(visit, between)) for _ in range(ROUNDS)]
    floor, ours = zip(*times, strict=True)
    return statistics.median(floor), statistics.median(ours)


def find_a_new_count() -> None:
    """Let the count that is kept be one that this process has not seen."""
    LadderCount.objects.update(counted_at=timezone.now(), stands_at=timezone.now())


def measure(page, client, *, binds: bool = RATIO_BINDS) -> str:
    """Time one page beside the bare view, and tell it in one line."""
    find_a_new_count()
    first = taken(page, client)
    find_a_new_count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page.address)
        queries = len(asked)

    def visit():
        client.get(page.address)

    floor, ours = beside_the_bare_view(visit)
    floor_anew, anew = beside_the_bare_view(visit, find_a_new_count)
    is_slow = binds and max(ours / floor, anew / floor_anew) > RATIO
    over = " OVER" if queries > QUERIES or is_slow or answer.status_code != HTTPStatus.OK else ""
    told = "" if answer.status_code == HTTPStatus.OK else f", answered {answer.status_code}"
    bound = f"at most {RATIO}" if binds else "no bound"
    return (
        f"{page.name}: {1000 * ours:.1f} ms (bare {1000 * floor:.1f}, first {1000 * first:.0f}), ratio "
        f"{ours / floor:.1f}, of a visit just after a new count {anew / floor_anew:.1f} ({bound}), "
        f"{queries} queries (at most {QUERIES}), "
        f"{len(answer.content) // 1000} kB{told}{over}"
    )


urlpatterns = [path("bare/", bare)]
settings.ALLOWED_HOSTS.append("testserver")
pages.keep_key()
paper = national.build(CANDIDATES, national.thick)
marker_acts.appoint(
    email=pages.HEAD.login,
    role=Role.MARKING_CENTRE,
    scope=national.MARKING_CENTRE,
    by=world.CASEWORKER,
    at=national.AT,
)
NUMBER = Mark.objects.order_by("pk").values_list("number", flat=True)[0]
SOMEBODY = pages.signed_in(pages.HEAD)
gc.collect()
gc.freeze()  # what was left by the building is no part of a server
print(f"{CANDIDATES} candidates, {JournalLine.objects.count()} lines of the journal, {connection.vendor}")
ladders.count_due()
reads.renew_beside()
over, clients = [], {}
for page in pages.every_page(paper):
    if page.who not in clients:
        clients[page.who] = pages.signed_in(page.who)
    line = measure(page, clients[page.who])
    print(line, flush=True)
    if line.endswith("OVER"):
        over.append(page.name)
rows = lifted.lift(paper, timezone.now())
for page in pages.once_lifted(paper, rows[0]):
    line = measure(page, clients[page.who])
    print(f"lifted, {len(rows)} statements: {line}", flush=True)
    if line.endswith("OVER"):
        over.append(page.name)
print(f"right of access: {lifted.time_access(paper, rows, timezone.now())}", flush=True)
with transaction.atomic():
    returned = shelved.receive(paper, timezone.now())
    boxes = [*shelved.box_all(paper, timezone.now()), shelved.box_sheets(paper, timezone.now())]
    with connection.cursor() as cursor:  # as a server's own hand does once rows have come
        cursor.execute("ANALYZE")
    for page in pages.once_returned(paper):
        line = measure(page, clients[page.who])
        print(f"{returned} scripts back in {len(boxes)} boxes: {line}", flush=True)
        if line.endswith("OVER"):
            over.append(page.name)
    transaction.set_rollback(True)
loose = batched.loosen(paper)
for page in pages.heaviest_when_loose(paper):
    line = measure(page, clients[page.who], binds=False)
    print(f"{loose} more scripts loose in one centre: {line}", flush=True)
reads._one_round = lambda: None  # the database goes away before that thread
if over:
    sys.exit(f"{len(over)} pages are over: {'; '.join(over)}")
