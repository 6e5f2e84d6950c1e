"""The ladder of 200,000 scripts: counted anew, and its page, beside one sequential count of its tables.

A worker counts it beside the pages (decision 0010); the page may take 3 × that sequential count, and shows the count
that is kept, with its instant. A bare `count(*)` reads no row on SQLite, which only adds up its pages: so the count has
a condition on a column of each row, on both databases, and PostgreSQL counts in one process.
"""

import time
from http import HTTPStatus

import ground
import sized

ground.set_up()

import national
import pages
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from massicot.batches.models import Batch, BatchScript
from massicot.candidates.models import CentreDay, Entry, RoomCount
from massicot.commands.worker import ladders
from massicot.consignments.models import Parcel, ParcelScript
from massicot.custody.models import Event
from massicot.marks.models import Credential, Lock, Mark
from massicot.rehearsal import world
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.exports import AFTER_LIFTING, ExportKind
from massicot.scripts.models import Script

CANDIDATES = sized.number(200_000, smoke=1_200)
TABLES = {
    Entry: "attendance",
    RoomCount: "room",
    CentreDay: "centre_uai",
    Script: "kind",
    Parcel: "code",
    ParcelScript: "tick",
    Event: "act",
    Batch: "code",
    BatchScript: "number",
    Credential: "identifier",
    Mark: "half_day",
    Lock: "digest",
}
"""The tables that the ladder reads, each with a column that is never empty."""

paper = national.build(CANDIDATES)
UNINDEXED = " NOT INDEXED" if connection.vendor == "sqlite" else ""
title = f"{CANDIDATES} candidates, {connection.vendor}"


def floor() -> None:
    """Count each table, row after row."""
    with connection.cursor() as cursor:
        for model, column in TABLES.items():
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}{UNINDEXED} WHERE {column} <> ''")
            cursor.fetchall()


def alone() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")


alone()
counted = results.count_paper(paper)
assert not counted.ladder.open_gaps, counted.ladder.open_gaps[:5]
seconds = ground.interleaved(floor, lambda: results.count_paper(paper))
ground.tell(f"ladder counted anew by the worker, which rests four times as long, {title}", *seconds, at_most=None)
settings.ALLOWED_HOSTS.append("testserver")
ladders.count_due()
client, address = pages.signed_in(world.CASEWORKER), reverse("office:ladder", args=[paper.session.code, paper.code])
assert client.get(address).status_code == HTTPStatus.OK
seconds = ground.interleaved(floor, lambda: client.get(address))
ground.tell(f"page of the ladder, {title}", *seconds, at_most=3)
with CaptureQueriesContext(connection) as asked:
    results.count_paper(paper)
print(f"{len(asked)} queries, peak memory {ground.peak_mb()} MB")
if sized.ASKED.queries:
    for query in sorted(asked, key=lambda query: -float(query["time"]))[:15]:
        print(query["time"], query["sql"][:200])
for kind in ExportKind:
    if kind not in AFTER_LIFTING:
        start = time.perf_counter()
        table = services.export_table(paper=paper, kind=kind, key=None, by=world.CASEWORKER, at=timezone.now())
        print(f"export {kind}: {len(table) // 1000} kB in {time.perf_counter() - start:.2f} s, {ground.peak_mb()} MB")
sized.end()
