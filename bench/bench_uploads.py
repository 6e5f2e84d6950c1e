"""Files that people send: what the door costs a small one, and what 450,000 lines with two faults each cost in memory.

The floor of a small file is the start of a bare interpreter, which no file is read without. Then 100 MB at a time through
the server, from 64 connections of nobody and four of the office whose tables are sealed: what each process holds over
idle at its height. `bench_uploads.py LINES STRANGERS TABLES`.
"""

import io
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import ground
import openpyxl
import sized

ground.set_up()

import served
from django.utils import timezone

from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.actor import SYSTEM
from massicot.core.tables import TableRefused, report
from massicot.core.tables.faults import ENOUGH
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import read_session, shipped_example, shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from tests.durability import bodies
from tests.durability.visitor import Visitor

LINES = sized.number(450_000, smoke=6_000)
STRANGERS, TABLES = sized.number(64, smoke=8, place=1), sized.number(4, smoke=2, place=2)
MOST_MB, ROUNDS, WARM = 256, 3, 20
CSV = "code;libelle;academie_pilote\n400;Métiers du bois;Nice\n".encode()
COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite"


def book() -> bytes:
    workbook = openpyxl.Workbook()
    for line in CSV.decode().splitlines():
        workbook.active.append(line.split(";"))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def bare() -> None:
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True, env={})


xlsx, toml = book(), shipped_example().encode()
for name, read in (
    ("CSV", lambda: read_specialties(CSV, "s.csv")),
    ("XLSX", lambda: read_specialties(xlsx, "s.xlsx")),
    ("TOML", lambda: read_session(toml, "s.toml")),
):
    ground.tell(f"a small {name}", *ground.interleaved(bare, read, rounds=20), at_most=6)

before = ground.peak_mb()
content = "\n".join(
    [COLUMNS, *(f"X{rank:010d};PRUNE{rank};Ida {rank % 999};01/01/1999;9900001W;400" for rank in range(LINES))]
).encode()
told = 0
try:
    read_candidates(content, "c.csv", centres={"9900001W"}, specialties=(), papers=["CGE"])
except TableRefused as refusal:
    faults = refusal.faults
    told = sum(len(part) for _, part in report.pack(report.report_of_faults(faults, refusal.warnings)))
    assert len(faults) >= min(2 * LINES, ENOUGH)
peak = ground.peak_mb()
print(
    f"{LINES} lines of two faults: {told // 1_000_000} MB of report, peak memory {peak} MB (at most 500; {before} before)"
)
sized.bind("memory of faults: over its bound", is_kept=peak <= 500)


def send_all(serving, key: str, chosen: dict[str, str]) -> Counter:
    """Let everybody send at once; count what they are told, by who they are."""
    with ThreadPoolExecutor(STRANGERS + TABLES) as senders:
        told = [("nobody", senders.submit(bodies.table_sent, serving, "")) for _ in range(STRANGERS)]
        told += [("office", senders.submit(bodies.table_sent, serving, key, **chosen)) for _ in range(TABLES)]
    return Counter(f"{who} {sent.result()[9:12] or 'cut'}" for who, sent in told)


session = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=True, by=SYSTEM, at=timezone.now())
ground.leave_database()
with served.program() as serving:
    (key,) = bodies.come_in(serving, "office")
    chosen = {"session": session.code, "table": "specialties"}
    for _ in range(WARM):
        Visitor(serving.port).get("/connexion/")
    idle = {process: bodies.memory_mb(process, "VmRSS") for process in serving.web_processes()}
    told = sum((send_all(serving, key, chosen) for _ in range(sized.pick(ROUNDS, smoke=1))), Counter())
    heights = [bodies.memory_mb(process, "VmHWM") - mb for process, mb in idle.items()]
    left = [bodies.memory_mb(process, "VmRSS") - mb for process, mb in idle.items()]
print(f"{STRANGERS} of nobody and {TABLES} of the office send 100 MB each: told {dict(sorted(told.items()))}")
print(f"over idle at their height {heights} MB (at most {MOST_MB} each), afterwards {left} MB")
if told.keys() - {"nobody 413", "nobody cut", "office 303", "office 503"} or not told["office 303"]:
    sys.exit("somebody was told something else")
sized.bind("memory of large bodies: over its bound", is_kept=max(heights) <= MOST_MB)
sized.end()
