"""20,000 heads that no browser writes, at the server itself: none breaks it, none is repeated in its log.

tests/hostile/heads.py draws them from a seed, the same ones again; eight lines send them as raw bytes. What is answered
is a page with our headers, or a bare 400 of the server beneath, which reads no HTTP in it; the log holds not a word of
what was sent, and no process holds more than 64 MB over what it held after a tenth of them. `bench_heads.py SHOTS SEED`;
the long profile is 1,000,000.
"""

import os
import random
import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import ground
import sized

ground.set_up()

import served

from tests.hostile.heads import SENT, drawn_head

SHOTS, SEED = sized.number(20_000, smoke=2_000), sized.number(28, smoke=28, place=1)
LINES, PATIENCE_S, MOST_GROWN_MB = 8, 30, 64
BENEATH = (0, 400)
"""What the server beneath says by itself, without a page: it closes, or a bare 400."""


def answer_to(port, head):
    """Send a head as it is, and read what comes until the server closes."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as line:
        line.sendall(f"{head}Connection: close\r\n\r\n".encode("latin-1", "replace"))
        told = b""
        try:
            while piece := line.recv(65_536):
                told += piece
        except ConnectionResetError:
            return told
    return told


def shoot(port, seed, shots):
    """Send so many heads; give the statuses, and the heads that broke something."""
    draw, statuses, faults = random.Random(seed), Counter(), []
    for _ in range(shots):
        head = drawn_head(draw)
        try:
            told = answer_to(port, head)
        except TimeoutError:
            told = b"HTTP/1.1 599"
        status = int(told[9:12] or 0)
        statuses[status] += 1
        if status >= 500 or (status not in BENEATH and b"content-security-policy" not in told):
            faults.append((status, head[:300]))
    return statuses, faults


def shoot_together(port, seed, shots):
    """Send so many heads from all lines at once."""
    with ThreadPoolExecutor(LINES) as lines:
        parts = list(lines.map(lambda rank: shoot(port, seed * LINES + rank, shots // LINES), range(LINES)))
    return sum((statuses for statuses, _ in parts), Counter()), [fault for _, faults in parts for fault in faults]


def held_mb(serving):
    """Tell how much each process of a server holds, in MB, by its number."""
    told = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(FileNotFoundError, ProcessLookupError, IndexError):
            if os.getsid(int(status.parent.name)) == serving.process.pid:
                told[status.parent.name] = int(status.read_text().split("VmRSS:")[1].split()[0]) // 1024
    return told


if __name__ == "__main__":
    start = time.perf_counter()
    with served.program() as serving:
        _, early = shoot_together(serving.port, SEED, SHOTS // 10)
        before = held_mb(serving)
        statuses, faults = shoot_together(serving.port, SEED + 1, SHOTS)
        after = held_mb(serving)
    faults += early
    grown = max((held - before.get(process, 0) for process, held in after.items()), default=0)
    repeated = (serving.home.folder / "server.log").read_text(encoding="utf-8").count(SENT)
    print(f"{statuses.total()} heads in {time.perf_counter() - start:.0f} s: {dict(sorted(statuses.items()))}")
    print(f"{len(faults)} faults; repeated in the log {repeated} times; memory grown by {grown} MB at most")
    for fault in faults[:20]:
        print(" ", *fault)
    sized.bind(f"a process grew by {grown} MB", is_kept=grown <= MOST_GROWN_MB)
    if faults or repeated:
        sys.exit("the server gave way")
    sized.end()
