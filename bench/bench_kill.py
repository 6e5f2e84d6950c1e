"""200 rounds of typing, each ended by `kill -9` of the server or of PostgreSQL at a random moment, and a restart.

A scratch PostgreSQL of its own is killed in every second round, the server in the others. Afterwards every acknowledged
mark is there (at least 100,000 of them), none is doubled, and every chain of the journal verifies. It shows that a save
is whole or not at all; that it waits for the disk is shown by tests/durability/test_disk.py. `bench_kill.py ROUNDS`.
"""

import sys
import tempfile
import time
from pathlib import Path

import sized

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.durability import desk as desks
from tests.durability import evening as evenings
from tests.durability.cluster import cluster, programs
from tests.programs import Home, demonstrate

ROUNDS = sized.number(200, smoke=2)
SAVES_OF_A_ROUND, MOST_LINES, ENOUGH = sized.pick((20, 100), smoke=(2, 10)), 20, 100_000

desks.PATIENCE_S = sized.pick(desks.PATIENCE_S, smoke=300)  # whoever starts a smoke has other things to do

if programs() is None:
    print("kill: not measured, it needs PostgreSQL's programs")
    sys.exit()

with cluster() as database, tempfile.TemporaryDirectory(prefix="massicot-kill-") as folder:

    def restart_database(_serving) -> None:
        database.kill()
        database.start()

    start = time.perf_counter()
    kills = [(restart_database, evenings.restart_server)[rank % 2] for rank in range(ROUNDS)]
    home = Home(Path(folder), database.url)
    demonstrate(home)
    with evenings.typed(home, most_lines=MOST_LINES) as (serving, typists, told):
        evenings.type_and_kill(serving, typists, kills, SAVES_OF_A_ROUND)
    took = time.perf_counter() - start
    evenings.check_marks(told)
    evenings.check_changes(told)
    evenings.check_saves(told, 0)
    evenings.check_journal(told)

marks = sum(len(typist.changes) for typist in typists)
saves = sum(len(typist.acknowledged) for typist in typists)
again = sum(len(typist.sent_again) for typist in typists)
print(
    f"{ROUNDS} kills (half of the server, half of PostgreSQL) in {took:.0f} s, {len(typists)} typists: {marks} marks "
    f"acknowledged in {saves} saves, {again} sent again; 0 lost, 0 doubled, every chain of the journal holds"
)
sized.bind(f"at least {ENOUGH} marks are asked", is_kept=marks >= ENOUGH * ROUNDS / 200)
sized.end()
