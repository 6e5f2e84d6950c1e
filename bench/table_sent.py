"""A worker that reads tables: it says that it is ready, is told their files one by one, and says how each went."""

import sys
import threading
import time
from pathlib import Path

import ground

ground.set_up()

from datetime import UTC, datetime

from massicot.commands.worker import loop
from massicot.exams import services as exams
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import Work
from massicot.rehearsal import world

UPLOAD = "0" * 32
ODILE = {"by": world.CASEWORKER, "at": datetime.now(UTC)}

world.appoint_office(ODILE["at"])
session = exams.create_session(plan=shipped_plan(), is_rehearsal=True, **ODILE)
centre, specialty = b"uai;nom;academie\n9900001W;L;A\n", b"code;libelle;academie_pilote\n400;Bois;Nice\n"
exams.import_institutions(session=session, table=read_institutions(centre, "i.csv"), **ODILE)
exams.import_specialties(session=session, table=read_specialties(specialty, "s.csv"), **ODILE)
subject = {"session": session.code, "table": "candidates", "centre": "", "upload": UPLOAD}
box = jobs.upload_box(UPLOAD)
print("ready", flush=True)
for line in sys.stdin:
    file = Path(line.strip())
    box.put("table", file.read_bytes())
    box.put("name", file.name.encode())
    job = job_acts.ask(kind=Work.PREVIEW_TABLE, subject=subject, **ODILE)
    print("sent", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    loop.take_job("bench", lambda: datetime.now(UTC), threading.Event())
    seconds = time.perf_counter() - start
    kept = sum(sealed.stat().st_size for sealed in box.folder.iterdir())
    told = jobs.outcome_of(jobs.job_by_id(job.pk))
    print(f"{seconds:.1f} {kept} {told['new']} {told['faults']} {told['warnings']}", flush=True)
    box.empty()
