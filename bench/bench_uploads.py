"""Files that people send: what the door costs a small one, and what 600,000 lines with two faults each cost in memory.

The floor of a small file is the start of a bare interpreter, which no file is read without.
"""

import io
import subprocess
import sys

import ground
import openpyxl
import sized

ground.set_up()

from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.tables import TableRefused, report
from massicot.core.tables.faults import ENOUGH
from massicot.exams.rules.session_file import read_session, shipped_example
from massicot.exams.rules.specialty_table import read_specialties

LINES = sized.number(600_000, smoke=6_000)
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
sized.end()
