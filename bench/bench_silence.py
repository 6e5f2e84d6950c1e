"""500 connections of one address that announce a body and send none, and visitors of the same address beside them.

Whoever is refused comes again at once. Visitors open a page and send a save that is not theirs, in turn; rounds with and
without the silent ones, interleaved. `bench_silence.py SILENT VISITS`.
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

SILENT, VISITS = sized.number(500, smoke=50), sized.number(150, smoke=10, place=1)
ROUNDS, MOST_RATIO, PATIENCE_S = 5, 3, 30
HEAD = "POST /saisie/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200\r\n\r\n"
PAGE = "GET /saisie/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
SAVE = "POST /saisie/lot/notes HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
ANSWERED = {"200", "403"}


async def fall_silent(port, refused):
    """Begin a request, send no body, and come again once refused."""
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD.format(port=port).encode())
        with suppress(ConnectionError):
            refused.append((await reader.read())[9:12].decode())
        writer.close()


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


async def play(port):
    """Time visits alone and beside the silent ones, in turn; give the medians of both p95 and what the silent were told."""
    alone, beside, refused = [], [], []
    for _ in range(sized.pick(ROUNDS, smoke=1)):
        alone.append(await p95(port))
        silent = [asyncio.create_task(fall_silent(port, refused)) for _ in range(SILENT)]
        await asyncio.sleep(2)
        beside.append(await p95(port))
        for one in silent:
            one.cancel()
        await asyncio.gather(*silent, return_exceptions=True)
    return statistics.median(alone), statistics.median(beside), refused


if __name__ == "__main__":
    with served.massicot() as port:
        alone, beside, refused = asyncio.run(play(port))
    told = {status: refused.count(status) for status in sorted(set(refused))}
    ratio = beside / alone
    print(
        f"p95 of a visit: alone {1_000 * alone:.1f} ms, beside {SILENT} silent connections {1_000 * beside:.1f} ms, ratio {ratio:.2f}"
    )
    print(f"at most {MOST_RATIO}; the silent were told {told}")
    if set(told) - {"408", "429", ""}:
        sys.exit("the silent were told something else")
    sized.bind(f"{SILENT} silent connections hold visitors up", is_kept=ratio <= MOST_RATIO)
    sized.end()
