"""500 connections of one address that announce a body and send none, and visitors of the same address beside them.

Whoever is refused comes again at once. Visitors open a page and send a save that is not theirs, in turn; rounds with and
without the silent ones, interleaved; then rounds beside 64 connections that announce 100 MB and send all that the server
takes, and what each of its processes holds over idle meanwhile. `bench_silence.py SILENT VISITS SENDERS`.
"""

import asyncio
import statistics
import sys
import time
from contextlib import suppress

import ground
import sized

ground.set_up()

import served

from tests.durability.bodies import memory_mb

SILENT, VISITS = sized.number(500, smoke=50), sized.number(150, smoke=10, place=1)
SENDERS = sized.number(64, smoke=8, place=2)
ROUNDS, MOST_RATIO, MOST_MB, PATIENCE_S, PAUSE_S = 5, 3, 256, 30, 0.5
LARGE, PIECE = 100_000_000, b"x" * 65_536
HEAD = "POST /saisie/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
PAGE = "GET /saisie/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
SAVE = "POST /saisie/lot/notes HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
ANSWERED = {"200", "403"}


async def fall_silent(port, refused):
    """Begin a request, send no body, and come again once refused."""
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD.format(port=port, length=200).encode())
        with suppress(ConnectionError):
            refused.append((await reader.read())[9:12].decode())
        writer.close()


async def send_large(port, refused):
    """Begin a large body, send of it what is taken, and come again a little after being refused.

    At once, this process would be too busy itself to tell how long a visit takes.
    """
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD.format(port=port, length=LARGE).encode())
        with suppress(ConnectionError):
            for _ in range(LARGE // len(PIECE)):
                writer.write(PIECE)
                await writer.drain()
        told = ""
        with suppress(ConnectionError):
            told = (await reader.read())[9:12].decode()
        refused.append(told)
        writer.close()
        await asyncio.sleep(PAUSE_S)


async def visit(port, asked):
    """Ask once on a connection of one's own; give the seconds that it took."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asked.format(port=port).encode())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
    took = time.perf_counter() - start
    writer.close()
    if head[9:12].decode() not in ANSWERED:
        sys.exit(f"a visitor is answered {head[:60]!r}")
    return took


async def p95(port):
    """Visit again and again; give the p95 in seconds."""
    times = [await visit(port, PAGE if rank % 2 else SAVE) for rank in range(VISITS)]
    return statistics.quantiles(times, n=20)[-1]


async def play(port, count, come):
    """Time visits alone and beside so many who come, in turn; give the medians of both p95 and what those were told."""
    alone, beside, refused = [], [], []
    for _ in range(sized.pick(ROUNDS, smoke=1)):
        alone.append(await p95(port))
        there = [asyncio.create_task(come(port, refused)) for _ in range(count)]
        await asyncio.sleep(2)
        beside.append(await p95(port))
        for one in there:
            one.cancel()
        await asyncio.gather(*there, return_exceptions=True)
    return statistics.median(alone), statistics.median(beside), refused


def tell(port, count, come, what, statuses):
    """Play it, tell it, and bind its ratio."""
    alone, beside, refused = asyncio.run(play(port, count, come))
    told = {status: refused.count(status) for status in sorted(set(refused))}
    ratio = beside / alone
    print(
        f"p95 of a visit: alone {1_000 * alone:.1f} ms, beside {count} {what} {1_000 * beside:.1f} ms, ratio {ratio:.2f}"
    )
    print(f"at most {MOST_RATIO}; they were told {told}")
    if set(told) - statuses:
        sys.exit(f"{what} were told something else")
    sized.bind(f"{count} {what} hold visitors up", is_kept=ratio <= MOST_RATIO)


if __name__ == "__main__":
    with served.program() as serving:
        tell(serving.port, SILENT, fall_silent, "silent connections", {"408", "429", ""})
        idle = {process: memory_mb(process, "VmRSS") for process in serving.web_processes()}
        tell(serving.port, SENDERS, send_large, "senders of 100 MB", {"413", ""})
        heights = [memory_mb(process, "VmHWM") - mb for process, mb in idle.items()]
    print(f"over idle at their height {heights} MB (at most {MOST_MB} each)")
    sized.bind("memory of large bodies: over its bound", is_kept=max(heights) <= MOST_MB)
    sized.end()
