"""An official run with its letters, by two workers: at least 50 % of the letters/s of two bare tagged Typst compiles.

Ours is the whole way, from the run that was asked for to the mail server: the parts written, each letter set and sent to
its person with its calendar file, then once more in the file of their head of institution, whose letters count as well.
The floor sets letters from the same content, a few thousand of them, and does nothing else. The larger worker takes at most 500 MB.

`bench_convocations.py PEOPLE ROUNDS`: people of one round, with a third run as many more who only take room: the requirement
names 100,000.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
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

from massicot.documents import convocations as document
from massicot.documents import engine
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import shipped_plan
from massicot.missions.queries import convocations, printing
from massicot.post.models import Letter
from massicot.rehearsal import world
from tests.durability import lists
from tests.programs import MASSICOT, Home

PEOPLE, ROUNDS = sized.number(2_000, smoke=60), sized.number(3, smoke=1, place=1)
AHEAD, TWO, MOST_MB, LEAST = timedelta(days=30), 2, 500, 0.5
OF_FLOOR = 4_000
"""How many letters the floor sets at most: it is as fast with any number, and 100,000 contents are gigabytes."""
HERE = Path(__file__).parent
FOLDER = Path(tempfile.mkdtemp())
HOME = Home(Path(os.environ["MASSICOT_HOME"]), os.environ.get("MASSICOT_DATABASE_URL", ""))


def contents_of(run) -> list[str]:
    """Write what each of some letters of a run hands to Typst."""
    kept, render = [], engine.render_letter
    engine.render_letter = lambda _template, content: kept.append(json.dumps(content, ensure_ascii=False)) or b""
    try:
        for row in convocations.letter_rows(run.pk)[:OF_FLOOR]:
            document.make_convocation(printing.letter_of(row))
    finally:
        engine.render_letter = render
    return kept


def bare(contents: list[str]) -> float:
    """Set letters in two processes at once, each its half; give how many a second."""
    started = []
    for rank in range(TWO):
        file = FOLDER / f"contents-{rank}"
        file.write_text("\n".join(contents[:1] + contents[rank::TWO]), encoding="utf-8")
        command = [sys.executable, HERE / "bare_letters.py", file]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in started:
        process.stdout.readline()
    for process in started:
        print("go", file=process.stdin, flush=True)
    return len(contents) / max(float(process.communicate()[0]) for process in started)


def ours(address: str) -> tuple[float, int]:
    """Let two workers do all there is to do; give the seconds, and the most memory of the larger one."""
    environment = HOME.environment | {"MASSICOT_EMAIL_URL": address}
    start = time.perf_counter()
    workers = [subprocess.Popen([MASSICOT, "work", "--once"], env=environment) for _ in range(TWO)]
    most, over = [0] * TWO, threading.Event()
    while any(worker.poll() is None for worker in workers):
        most = [max(pair) for pair in zip(most, map(peak_of, workers), strict=True)]
        over.wait(0.2)
    assert all(worker.returncode == 0 for worker in workers)
    return time.perf_counter() - start, max(most)


def peak_of(worker: "subprocess.Popen[bytes]") -> int:
    try:
        return ground.peak_mb(worker.pid)
    except (OSError, IndexError):  # it has just ended
        return 0


def asked(session):
    """Have people convened up to the official run, whose parts are left to the workers."""
    now = timezone.now()
    missions = lists.put_on_lists(session, PEOPLE, timezone.localdate() + AHEAD, now)
    run = lists.convene(session, missions, now)
    connections.close_all()
    return run


def letters_of(run) -> int:
    """Count the letters that were set for a run: one for each person, and one more for their head."""
    sent = Letter.objects.filter(state="sent")
    assert sent.filter(occasion__startswith=f"convocation:{run.pk}:").count() == PEOPLE
    heads = sent.filter(occasion__startswith=f"convocations-of:{run.pk}:").count()
    assert heads == len(convocations.institutions_of_run(run.pk))
    return 2 * PEOPLE


session = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=True, by=world.CASEWORKER, at=timezone.now())
floors, speeds, peaks = [], [], []
sink = subprocess.Popen([sys.executable, HERE / "mail_sink.py"], stdout=subprocess.PIPE, text=True)
address = f"smtp://127.0.0.1:{sink.stdout.readline().strip()}"
taken = []
threading.Thread(target=lambda: taken.extend(sink.stdout), daemon=True).start()
try:
    for _ in range(ROUNDS):
        run = asked(session)
        took, peak = ours(address)
        speeds.append(letters_of(run) / took)
        peaks.append(peak)
        floors.append(bare(contents_of(run)))
finally:
    sink.kill()
floor, speed = statistics.median(floors), statistics.median(speeds)
print(
    f"official run of {PEOPLE} people, {connection.vendor}, two processes: bare {floor:.0f} letters/s, ours {speed:.0f} "
    f"letters/s, {100 * speed / floor:.0f} % (at least {100 * LEAST:.0f} %); larger worker {max(peaks)} MB (at most "
    f"{MOST_MB})",
    flush=True,
)
sized.bind("letters: under their bound", is_kept=speed >= LEAST * floor)
sized.bind("memory: over its bound", is_kept=max(peaks) <= MOST_MB)
sized.end()
