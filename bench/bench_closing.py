"""The day of a centre of 600 closed and opened again, and what the tables said before erased at national size.

Closing writes all the numbers of a centre anew, and the ledger: at most 6 × the bare writing of the same rows. Erasing
writes whole tables anew on PostgreSQL, and keeps everybody waiting meanwhile: at most 2 s for each 100,000 scripts.

`bench_closing.py SCRIPTS`: so many numbers beside the centre, 200,000 by default.
"""

import secrets
import time

import ground
import sized

ground.set_up()

from datetime import timedelta

import opened
from django.db import connection, transaction
from opened import AT, KEY, paper

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource
from massicot.core import codes
from massicot.custody.models import Event, Item
from massicot.rehearsal import world
from massicot.results import services as result_acts
from massicot.scripts.models import Script
from massicot.store.writes import insert_rows

BESIDE, CENTRE = sized.number(200_000, smoke=2_000), sized.pick(600, smoke=60)
PER_HUNDRED_THOUSAND_S = 2.0


def build() -> None:
    """Number the candidates of one centre, everybody present but one in twelve, beside the scripts of a nation."""
    opened.open_session(centres=1, candidates=CENTRE)
    opened.prepare()
    Entry.objects.update(attendance=Attendance.PRESENT, source=AttendanceSource.HAND)
    Entry.objects.filter(pk__in=list(Entry.objects.values_list("pk", flat=True)[::12])).update(
        attendance=Attendance.ABSENT
    )
    taken = set(Script.objects.values_list("number", flat=True))
    numbers = {codes.number_of(digits) for digits in secrets.SystemRandom().sample(range(10**8), BESIDE)} - taken
    paper_id = paper().pk
    rows = ((paper_id, number, "9999999X", "", "drawn", b"") for number in sorted(numbers))
    with transaction.atomic():
        insert_rows(Script, ("paper", "number", "centre_uai", "specialty_code", "kind", "pupil_token"), rows)


def close() -> None:
    """Close the day on a signed difference: the counts are not what is measured."""
    counts = {"items_in_hand": CENTRE, "labels_used": CENTRE, "strips_boxed": CENTRE}
    anonymity.close_day(
        paper=paper(), centre_uai=UAI, **counts, gap_reason="bench", key=KEY, by=world.CASEWORKER, at=AT
    )


def reopen() -> None:
    result_acts.reopen_day(paper=paper(), centre_uai=UAI, reason="bench", by=world.CASEWORKER, at=AT)


def floor() -> None:
    """Write the rows of the centre and its ledger as they stand, deleted first."""
    kept = [
        (model, names := [name for name in ground.columns_of(model) if name != "id"], list(rows.values_list(*names)))
        for model, rows in written_rows()
    ]
    with transaction.atomic():
        for (_, rows), (model, names, values) in zip(written_rows(), kept, strict=True):
            rows.delete()
            insert_rows(model, names, values)


def written_rows():
    """Give what a closing writes: each table, and the rows of the centre."""
    return (Script, Script.objects.filter(centre_uai=UAI)), (Item, Item.objects.all()), (Event, Event.objects.all())


build()
UAI = candidates.entry_rows(paper())[0].centre_uai
close()
seconds = ground.interleaved(floor, lambda: (reopen(), close()), rounds=5)
ground.tell(f"closed and opened again, {CENTRE} candidates, {connection.vendor}", *seconds, at_most=6)
start = time.perf_counter()
erased = anonymity.erase_old_versions(at=AT + timedelta(days=1))
took = time.perf_counter() - start
print(f"old versions of {Script.objects.count()} scripts erased in {took:.2f} s")
is_quick = connection.vendor == "sqlite" or took <= PER_HUNDRED_THOUSAND_S * max(1, BESIDE / 100_000)
sized.bind("erasing took longer than anybody should wait", is_kept=erased and is_quick)
sized.end()
