"""The save path of the portal under load: 1,000 markers, then as many as it bears, beside two floors of the same run.

On PostgreSQL (tools/with-postgres.sh), `massicot serve`, its database and its clients on one machine. First 1,000 people
type 30 marks a minute each for 60 s: no fault, p95 of a save at most 250 ms. Then people are added until p95 of a
stretch passes 500 ms twice in a row: the highest marks/s acknowledged before that, here and on a plain Django view that
saves one mark a request (ours at least 3 times as many), beside what pgbench writes of the same rows, one mark a
transaction, with 32 clients (ours at least a quarter). Last the same with people who key a mark a second, two keys: what
a group of five seconds holds is theirs to fill, and a plain view has nothing to gather. The clients are one process of
their own (typists.py), whose share of a core is told.

`bench_saving.py SECONDS` shortens the first part.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import ground
import sized

ground.set_up()

import served
import typed
from django.db import connection

from massicot.audit import queries as audit
from massicot.marks.models import Mark, Save

SECONDS = sized.number(60, smoke=2)
MARKERS, SETTLING_S, BOUND_MS = sized.pick(1000, smoke=20), sized.pick(12, smoke=1), 250
ARRIVALS, ARRIVAL_S = sized.pick(15, smoke=2), sized.pick(2, smoke=1)
"""The thousand come in so many parts, so long apart in seconds: nobody's saves keep step with everybody else's."""

STRETCH_S, PATIENCE_MS, STEP = sized.pick(8, smoke=1), 500, sized.pick(1.12, smoke=3)
FIRST_OURS, FIRST_PLAIN = sized.pick(1_200, smoke=20), sized.pick(400, smoke=20)
MOST, SERVER_S = sized.pick(14_000, smoke=21), sized.pick(15, smoke=1)
BATCHES, BROWSERS = sized.pick(24_000, smoke=240), sized.pick(6_000, smoke=60)
HERE = Path(__file__).parent

# What one mark saved alone writes: the mark, its line on the batch's chain and the chain's head, the answer kept.
_ONE_BY_ONE = r"""
\set batch random(1, {batches})
\set credential random(1, {batches})
BEGIN;
INSERT INTO marks_mark (batch_id, number, hundredths, code, author, half_day)
  VALUES (:batch, to_char(nextval('bench_number'), 'FM00000000') || 'Z', 1200, '', 'C000001', '2026-06-01 am');
UPDATE audit_journalhead SET sequence = sequence + 1, digest = md5(random()::text) || md5(random()::text)
  WHERE id = :batch + {first_head};
INSERT INTO audit_journalline (subject, sequence, at, by, act, facts, previous, digest)
  VALUES ('bench:' || nextval('bench_line'), 2, now(), 'QX7K2M', 'MarksSaved',
    '{{"author":"C000001","half_day":"2026-06-01 am","lines":[["00000001Z","","12"]]}}',
    md5(random()::text) || md5(random()::text), md5(random()::text) || md5(random()::text));
INSERT INTO marks_save (credential_id, save_id, body_digest, answer)
  VALUES (:credential, gen_random_uuid(), md5(random()::text) || md5(random()::text), '[["00000001Z"], [], 49, 1]');
COMMIT;
"""


def play(kind, port, sheets, stretches, **more):
    """Let people type; give what was seen in each stretch of time."""
    told = {"kind": kind, "port": port, "sheets": sheets, "stretches": stretches, **more}
    done = subprocess.run(
        [sys.executable, HERE / "typists.py"], input=json.dumps(told), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def steps(first):
    """Add people little by little, a twelfth more each time."""
    people, stretches = first, [{"people": first, "seconds": SETTLING_S, "is_counted": False}]
    while people < MOST:
        stretches.append({"people": int(people), "seconds": STRETCH_S})
        people *= STEP
    return stretches


def arrivals():
    """Let the thousand come, a part after the other."""
    people = (MARKERS * part // ARRIVALS for part in range(1, ARRIVALS + 1))
    return [{"people": count, "seconds": ARRIVAL_S, "is_counted": False} for count in people]


def told(name, seen):
    print(
        f"{name}: {seen['people']} people, {seen['typed_per_s']:.0f} marks typed/s, "
        f"{seen['marks_per_s']:.0f} marks/s, {seen['requests_per_s']:.0f} requests/s, "
        f"{seen['marks_per_save']:.1f} marks a save (largest {seen['largest_save']}), median {seen['median_ms']:.1f} ms, "
        f"p95 {seen['p95_ms']:.1f} ms, worst {seen['worst_ms']:.0f} ms, pace {seen['pace_s']} s, "
        f"{seen['fault_count']} faults, clients {100 * seen['client_cpu']:.0f} % of a core",
        flush=True,
    )
    for fault in seen["faults"]:
        print(f"  {fault}")


def highest(name, seen):
    """Tell the stretches of a ramp; give the most marks/s acknowledged before the bound was passed."""
    for one in seen:
        told(name, one)
    if sized.ASKED.smoke and any(one["fault_count"] for one in seen):
        sys.exit(f"{name}: faults")
    within = [one["marks_per_s"] for one in seen if one["p95_ms"] <= PATIENCE_MS and not one["fault_count"]]
    return max(within, default=0.0)


def sheets_of(paper, count):
    made = typed.make_batches(paper, count)
    typed.analyse()
    return [
        {
            "token": typed.TOKEN,
            "cookie": f"massicot_session={one['session']}; csrftoken={typed.TOKEN}",
            "numbers": one["numbers"],
        }
        for one in made
    ]


def plain_ramp():
    """Serve the plain view on a database of its own, and add people until it is too slow."""
    host, _ = served.postgresql()
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS plain")
        cursor.execute("CREATE DATABASE plain")
    environment = {"PLAIN_HOST": host, "PLAIN_NAME": "plain"}
    browsers = subprocess.run(
        [sys.executable, HERE / "plain_view.py", str(BROWSERS)],
        env=os.environ | environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    with served.plain("plain_view:application", **environment) as port:
        return play("plain", port, json.loads(browsers), steps(FIRST_PLAIN), patience_ms=PATIENCE_MS)


def one_by_one():
    """Let pgbench write the same rows with 32 clients; give its transactions/s."""
    host, name = served.postgresql()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_number START 90000000")
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_line")
        cursor.execute("SELECT min(id) - 1 FROM audit_journalhead WHERE subject LIKE 'batch:%%'")
        first_head = cursor.fetchone()[0]
    program = max(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_ONE_BY_ONE.format(batches=BATCHES, first_head=first_head))
        script.flush()
        done = subprocess.run(
            [program, "-h", host, "-U", "massicot", "-n", "-f", script.name, "-c", "32", "-j", "2", "-T", str(SERVER_S), name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return float(re.search(r"tps = ([0-9.]+)", done.stdout)[1])


if __name__ == "__main__":
    if connection.vendor != "postgresql":
        print("saving: not measured, it needs PostgreSQL: tools/with-postgres.sh python bench/bench_saving.py")
        sys.exit()
    paper = typed.open_paper()
    sheets = sheets_of(paper, BATCHES)
    crowd = [*arrivals(), {"people": MARKERS, "seconds": SECONDS}]
    with served.massicot() as port:
        (steady,) = play("portal", port, sheets[: 3 * MARKERS], crowd)
        told(f"{MARKERS} markers for {SECONDS} s", steady)
        half = (3 * MARKERS + len(sheets)) // 2
        ours = highest(
            "portal", play("portal", port, sheets[3 * MARKERS : half], steps(FIRST_OURS), patience_ms=PATIENCE_MS)
        )
        quick = highest(
            "portal, a mark a second",
            play("portal", port, sheets[half:], steps(FIRST_OURS // 2), patience_ms=PATIENCE_MS, each_s=1.0),
        )
    marks, saves, journal = Mark.objects.count(), Save.objects.count(), audit.first_broken_link()
    print(f"{marks} marks in {saves} saves; journal: {journal or 'every chain holds'}")
    plain = highest("plain view", plain_ramp())
    server = one_by_one()
    print(f"highest before p95 passes {PATIENCE_MS} ms: plain view {plain:.0f} marks/s, pgbench {server:.0f}; portal:")
    for words, found in (("at 30 marks a minute", ours), ("at a mark a second", quick)):
        print(f"  {words} {found:.0f}, {found / plain:.2f} times the plain view, {found / server:.2f} of pgbench")
    print("at least 3 times the plain view, 0.25 of pgbench")
    if steady["fault_count"]:
        sys.exit(f"{MARKERS} markers: faults")
    sized.bind(f"{MARKERS} markers are too many", is_kept=steady["p95_ms"] <= BOUND_MS)
    sized.bind("below a floor", is_kept=max(ours, quick) >= max(3 * plain, 0.25 * server))
    sized.end()
