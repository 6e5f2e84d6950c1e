"""Label sheets and mark sheets, from database to file: at least 50 % of the pages/s of a bare Typst compile.

The most memory is read before the first bare compile: Typst keeps what it worked out for its last ten documents, which
our press empties after a large one and a bare compile does not. `bench_documents.py CANDIDATES`.
"""

import json
import tempfile
from pathlib import Path

import ground
import sized

ground.set_up()

from datetime import UTC, datetime

import typst
from django.db import connection
from pypdf import PdfReader

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.core import draws
from massicot.documents import engine
from massicot.exams.rules.session_file import shipped_plan
from massicot.marks import services as marks
from massicot.rehearsal import calling, centres, marking, opening, reception, tables
from massicot.rehearsal.tables import RehearsalSize
from massicot.rehearsal.world import CASEWORKER, Faults, marking_head
from massicot.store import key_file

AT = datetime(2017, 4, 25, tzinfo=UTC)
SIZE = sized.number(600, smoke=40)
FOLDER = Path(tempfile.mkdtemp())
PORTAL = "http://127.0.0.1:8000/saisie/"
scale = RehearsalSize(centres=1, specialties=4, candidates=SIZE, markers=20, marker_schools=4)


def build():
    draw = draws.from_seed(1)
    made = tables.invent_tables(tables.invent_offer(scale, draw), SIZE, 20, AT.date(), draw)
    world = opening.open_session(
        shipped_plan(),
        made,
        key=key_file.read_or_make(),
        seed=1,
        faults=Faults.NONE,
        folder=FOLDER,
        portal_address=PORTAL,
        watch=lambda items, _label, _total: items,
    )
    calling.call_markers(world)
    centres.write_the_paper(world)
    centres.send_parcels(world, is_late_allowed=True)
    reception.receive_parcels(world, are_cases_ended=True)
    marking.make_batches(world)
    return world


def labels() -> None:
    centre = opening.centres_of(world)[0]
    pdf = anonymity.print_labels(paper=world.paper, centre_uai=centre, key=world.key, by=CASEWORKER, at=AT)
    (FOLDER / "labels.pdf").write_bytes(pdf)


def mark_sheets() -> None:
    for batch in batches.batches_of(world.paper.pk):
        pdf, _ = marks.print_sheet(
            batch_code=batch.code,
            portal_address=PORTAL,
            draw=draws.from_system(),
            by=marking_head(batch.centre_uai),
            at=AT,
        )
        (FOLDER / f"{batch.code}.pdf").write_bytes(pdf)


def recorded(work) -> list[tuple[str, str]]:
    """Run the work once and keep what it gives to Typst."""
    kept, render = [], engine.render

    def keep(template, content):
        kept.append((template, json.dumps(content, ensure_ascii=False)))
        return render(template, content)

    engine.render = keep
    try:
        work()
    finally:
        engine.render = render
    return kept


def bare(jobs: list[tuple[str, str]]) -> int:
    """Compile the same content with nothing around it; count the pages."""
    fonts = engine._fonts()
    pages = 0
    for rank, (template, values) in enumerate(jobs):
        pdf = typst.compile(
            engine.TEMPLATES / template,
            root=engine.TEMPLATES,
            font_paths=fonts,
            format="pdf",
            # One value more each time, so that nothing is remembered from the round before.
            sys_inputs={"content": values, "round": str(next(counter))},
            timestamp=0,
            pdf_tags=False,
        )
        path = FOLDER / f"bare-{rank}.pdf"
        path.write_bytes(pdf)
        pages += len(PdfReader(path).pages) if counting else 0
    return pages


world = build()
counter = iter(range(10**9))
before = ground.peak_mb()
recordings = [(title, work, recorded(work)) for title, work in (("label sheets", labels), ("mark sheets", mark_sheets))]
peak = ground.peak_mb()
print(f"peak memory for one centre of {SIZE}: {peak} MB (at most 300; {before} before)", flush=True)
sized.bind("memory: over its bound", is_kept=peak <= 300)
for title, work, jobs in recordings:
    counting = True
    pages = bare(jobs)
    counting = False
    floor, ours = ground.interleaved(lambda jobs=jobs: bare(jobs), work)
    print(
        f"{title}, {pages} pages, {connection.vendor}: bare {pages / floor:.0f} pages/s, ours {pages / ours:.0f} pages/s, "
        f"{100 * floor / ours:.0f} % (at least 50 %)",
        flush=True,
    )
    sized.bind(f"{title}: under their bound", is_kept=floor >= 0.5 * ours)
sized.end()
