"""Acts at the same time, each on a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from massicot.core.refused import Refused

WAIT_S = 20
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
"""Read anew each time, unlike pg_stat_activity, which stays as a transaction first saw it."""


def at_once(*acts):
    """Start acts together; give what each returned, or the refusal that it met."""
    barrier = threading.Barrier(len(acts), timeout=WAIT_S)

    def run(act):
        try:
            barrier.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def somebody_waits():
    """Say whether another connection comes to wait for a lock of this one."""
    pause = threading.Event()
    for _ in range(WAIT_S * 100):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        pause.wait(0.01)
    return False


def meanwhile(first, second):
    """Do a second act while a first is under way, which ends only once the second waits for it; give both answers."""
    started = threading.Event()

    def slowly():
        with transaction.atomic():
            answer = first()
            started.set()
            assert somebody_waits()
            return answer

    def late():
        assert started.wait(WAIT_S)
        return second()

    return at_once(slowly, late)
