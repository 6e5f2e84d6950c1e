"""A letter for a forgotten password: an address without an account costs what one with an account does.

Asked for in process, an address known and one unknown by turns, each of them once, and each from a network address of
its own, since asking too often is counted. The median of either is at most 1.1 times that of the other.
`bench_forgotten.py ROUNDS`.
"""

import statistics
import time

import ground
import sized

ground.set_up()

from django.test import Client
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as marker_acts
from massicot.post import queries as post

ROUNDS = sized.number(400, smoke=5)
AT_MOST = 1.1
WARM = 3
FOUND = 302
FORGOTTEN = "/mot-de-passe/oublie/"


def asked(name, rank):
    """Ask for the letter of one address; give the seconds that it took."""
    browser = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.0.{rank // 250}.{rank % 250 + 1}")
    start = time.perf_counter()
    answer = browser.post(FORGOTTEN, {"email": f"{name}{rank:05d}@bench.invalid"})
    assert answer.status_code == FOUND, answer.status_code
    return time.perf_counter() - start


def measure():
    """Time both by turns, the first of each pair in turn too, after some that do not count."""
    times = {"known": [], "nobody": []}
    for rank in range(ROUNDS + WARM):
        for name in sorted(times, reverse=rank % 2 == 1):
            took = asked(name, rank)
            if rank >= WARM:
                times[name].append(took)
    return statistics.median(times["known"]), statistics.median(times["nobody"])


if __name__ == "__main__":
    for rank in range(ROUNDS + WARM):
        login = f"known{rank:05d}@bench.invalid"
        marker_acts.appoint(email=login, role=Role.FINANCE, scope="", by=SYSTEM, at=timezone.now())
    known, nobody = measure()
    assert post.letters().count() == ROUNDS + WARM == len(accounts.emails())
    low, high = sorted((known, nobody))
    ground.tell(f"a letter asked for, {ROUNDS} known addresses and as many unknown", low, high, at_most=AT_MOST)
    print(f"known {1000 * known:.2f} ms, unknown {1000 * nobody:.2f} ms, unknown ÷ known {nobody / known:.3f}")
    sized.end()
