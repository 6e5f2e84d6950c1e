"""40 rounds of an official run and its mails, each ended by `kill -9` of the worker at a random moment.

The worker writes parts and hands letters over to a mail server all the while. Afterwards each person has one letter and one
mail, none two, and each killed worker has left one mail at most that was perhaps sent. `bench_kill_worker.py ROUNDS`.
"""

import math
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

import sized

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.durability import convening
from tests.post import mail_server
from tests.programs import Home, demonstrate

ROUNDS = sized.number(40, smoke=2)
MAILED_ONE_IN, OF_A_ROUND, LONGEST_S = 4, 60, 2.0
PEOPLE = OF_A_ROUND * ROUNDS
MAILS = math.ceil(PEOPLE / MAILED_ONE_IN) + math.ceil(math.ceil(PEOPLE / 25) / MAILED_ONE_IN)
"""To one person in four, and to the heads of one institution in four: of twenty-five people each."""


def rests(home: Home) -> bool:
    """Say whether a worker has nothing left to do: the last rounds of a small run may find it so."""
    unsent = home.rows("SELECT count(*) FROM post_letter WHERE state IN ('waiting', 'sending')")[0][0]
    return unsent == 0 and convening.written(home) == (PEOPLE, PEOPLE)


chance, pause, start = random.Random(17), threading.Event(), time.perf_counter()
with tempfile.TemporaryDirectory(prefix="massicot-kill-") as folder:
    home = Home(Path(folder), "")
    demonstrate(home)
    convening.write(home, "DELETE FROM post_letter")
    convening.convene(home, PEOPLE, 30, mailed_one_in=MAILED_ONE_IN)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        for _ in range(ROUNDS):
            before = len(postmaster.accepted), convening.written(home)
            with convening.killed_worker(home, **convening.mailed(server)):
                while (len(postmaster.accepted), convening.written(home)) == before and not rests(home):
                    pause.wait(0.02)
                pause.wait(chance.uniform(0, LONGEST_S))
        ended = home.run("work", "--once", **convening.mailed(server))
    assert ended.returncode == 0, ended.stderr
    convening.check(home, PEOPLE, MAILS, postmaster.accepted, kills=ROUNDS)
    verified = home.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout
    doubtful = home.rows("SELECT count(*) FROM post_letter WHERE state = 'uncertain'")[0][0]

print(
    f"{ROUNDS} kills of a worker in {time.perf_counter() - start:.0f} s: {PEOPLE} letters and {MAILS} mails, 0 lost, 0 "
    f"doubled, {doubtful} perhaps sent, every chain of the journal holds"
)
sized.end()
