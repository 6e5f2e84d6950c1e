"""A paper of national size destroyed: listed, signed by two, who wrote what erased; at most 5 × the bare writes.

`bench_destruction.py SCRIPTS`: so many scripts in batches of fifty, 200,000 by default, all in boxes at the exam office.
"""

import time
from datetime import timedelta

import ground
import sized

ground.set_up()

import shelved
from django.db import connection, transaction
from opened import AT, KEY

from massicot.anonymity import queries as anonymity
from massicot.anonymity.models import Link
from massicot.anonymity.services import erase_old_versions
from massicot.anonymity.services.numbers import bind
from massicot.audit import services as audit
from massicot.core import draws
from massicot.custody.models import Event, Item
from massicot.exams import queries as exams
from massicot.rehearsal import world
from massicot.results import services
from massicot.results.models import Lifting
from massicot.results.rules.exports import MarksExported
from massicot.scripts.models import Script
from massicot.shelves import queries
from massicot.shelves.models import DestructionList, ListedContent, SparedScript
from massicot.shelves.rules.destruction import Consent
from massicot.shelves.services import print_destruction
from massicot.store.writes import insert_rows

SCRIPTS, AT_MOST = sized.number(200_000, smoke=2_000), 5
DUE = AT + timedelta(days=400)
FIRST, SECOND = world.CASEWORKER, world.HEAD_OF_OFFICE
_SCRIPT = ("paper", "number", "centre_uai", "specialty_code", "kind", "pupil_token")


def build():
    """Box a paper that was lifted and taken away a year ago, each of its numbers bound to somebody."""
    paper = shelved.build(SCRIPTS)
    shelved.box_all(paper, AT)
    numbers = sorted(Item.objects.filter(kind="script").values_list("ref", flat=True))
    with transaction.atomic():
        insert_rows(Script, _SCRIPT, ((paper.pk, one, "9900001W", "90001", "written", b"0" * 12) for one in numbers))
        bind(anonymity.sealer_of(paper, KEY), ((one, 10_000 + rank) for rank, one in enumerate(numbers)))
        Lifting.objects.create(
            paper=paper, proposed_by=FIRST.login, proposed_at=AT, lifted_by=SECOND.login, lifted_at=AT
        )
        taken = MarksExported(paper.code, SCRIPTS, "csv", "")
        audit.record(subject=exams.subject_of(paper), fact=taken, by=FIRST, at=AT)
    return paper


def destroy(paper, at) -> None:
    """Make the list, sign it, destroy."""
    row = services.list_destruction(paper=paper, share=1, key=KEY, draw=draws.from_system(), by=FIRST, at=at)
    consent = Consent(reference="AD13", given_on=at.date())
    services.sign_destruction(paper=paper, code=row.code, consent=consent, key=KEY, by=FIRST, at=at)
    services.destroy_scripts(paper=paper, code=row.code, key=KEY, by=SECOND, at=at)


def rows_of(model, rows) -> tuple:
    """Keep some rows, to be written by hand."""
    names = [name for name in ground.columns_of(model) if name != "id"]
    return model, names, list(rows.values_list(*names))


def hang(kept, paper, at) -> list[tuple]:
    """Leave what hangs on the list to a list that is made by hand."""
    row = DestructionList.objects.create(code="E", paper=paper, seed="", share=1, inquiries=0, made_at=at, made_by="")
    return [
        (model, names, [(row.pk, *cells[1:]) for cells in rows] if names[0] == "of_id" else rows)
        for model, names, rows in kept
    ]


def floor(kept, gone) -> None:
    """Write the same rows, and of the same things that they are destroyed."""
    for model, names, rows in kept:
        insert_rows(model, names, rows)
    for first in range(0, len(gone), 1000):
        some = gone[first : first + 1000]
        Item.objects.filter(kind="script", ref__in=some).update(place="destroyed", place_ref="E", inside="", since=DUE)
        Script.objects.filter(number__in=some).update(pupil_token=b"")
    indexes = list(Link.objects.order_by("number_index").values_list("number_index", flat=True)[: len(gone)])
    for first in range(0, len(indexes), 1000):
        Link.objects.filter(number_index__in=indexes[first : first + 1000]).delete()


def timed(work) -> float:
    """Time something."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


paper = build()
since = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
with transaction.atomic():
    ours = timed(lambda: destroy(paper, DUE))
    moved = Event.objects.filter(pk__gt=since)
    gone = sorted(moved.filter(kind="script").values_list("ref", flat=True))
    kept = [
        rows_of(model, rows)
        for model, rows in (
            (Event, moved),
            (ListedContent, ListedContent.objects.all()),
            (SparedScript, SparedScript.objects.all()),
        )
    ]
    transaction.set_rollback(True)
with transaction.atomic():
    bare = timed(lambda: floor(hang(kept, paper, DUE), gone))
    transaction.set_rollback(True)
assert len(gone) > SCRIPTS * 0.9
ground.tell(f"listed, signed, destroyed, {SCRIPTS} scripts, {connection.vendor}", bare, ours, at_most=AT_MOST)
destroy(paper, DUE)
erased = timed(lambda: erase_old_versions(at=DUE))
print(f"old versions erased in {erased:.1f} s; links left: {Link.objects.count()}")
sized.bind("links of what is destroyed are left", is_kept=Link.objects.count() == SCRIPTS - len(gone))
sized.bind("old versions are left", is_kept=not anonymity.old_versions_left())
content = timed(lambda: print_destruction(paper=paper, code=queries.lists_of(paper)[0].code, kept_until=DUE.date()))
print(f"its certificate is printed in {content:.1f} s")
sized.end()
