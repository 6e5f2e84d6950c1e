"""100,000 requests that no page sends, against the portal as `massicot serve` serves it: none breaks it.

None answers 5xx, none has an effect outside its batch, and after each twenty of them the next good save is
acknowledged. Eight browsers, each with the session of one mark sheet, shoot what tests/hostile/shots.py draws from a
seed, as raw bytes on sockets: what no client library would send goes out as it is. `bench_hostile.py SHOTS SEED`.
"""

import asyncio
import json
import sys
import time
from collections import Counter

import ground
import sized

ground.set_up()

import served
import typed
from django.db.models import F

from massicot.audit import queries as audit
from massicot.batches.models import BatchScript
from massicot.marks.models import Credential, Lock, Mark, MarkChange
from tests.hostile.shots import NOTES, Gun, Shot

SHOTS, SEED = sized.number(100_000, smoke=400), sized.number(4, smoke=4, place=1)
BROWSERS, STRANGERS, GOOD_ONE_IN, PATIENCE_S = 8, 8, 20, 30


class CutError(Exception):
    """A connection that the server closed without an answer."""


async def body_after(head, reader):
    """Read the body that a head announces, by its length or in pieces."""
    if b"transfer-encoding: chunked" not in head:
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        return await reader.readexactly(int(length or 0))
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append((await reader.readexactly(size + 2))[:-2])
    await reader.readline()
    return b"".join(pieces)


class Browser:
    """One mark sheet's browser session, and what the server answered to it."""

    def __init__(self, port, sheet, foreign, seed):
        self.port, self.sheet, self.line = port, sheet, None
        self.gun = Gun(seed, sheet["numbers"][1:], foreign)
        self.value, self.saved, self.reopened = "", 0, 0
        self.statuses, self.faults = Counter(), []

    def written(self, shot):
        """Write a shot as bytes."""
        cookie = shot.cookie
        if cookie is None:
            cookie = f"massicot_session={self.sheet['session']}; csrftoken={typed.TOKEN}"
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": cookie,
            "Content-Type": shot.kind,
            "Content-Length": str(len(shot.body)),
        }
        token = {"X-CSRFToken": typed.TOKEN} if shot.has_token else {}
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**given, **token, **dict(shot.headers)}.items())
        return f"{shot.method} {shot.path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1", "replace") + shot.body

    async def ask(self, shot):
        """Send a shot, on a new connection when the server closed the one before; give the status and the body."""
        if self.line is None:
            self.line = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        reader, writer = self.line
        try:
            writer.write(self.written(shot))
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)).lower()
            body = b"" if shot.method == "HEAD" else await body_after(head, reader)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as error:
            self.leave()
            raise CutError from error
        if b"connection: close" in head:
            self.leave()
        return int(head.split()[1]), body

    async def ask_again(self, shot):
        """Send a shot once more when the kept connection turns out to be closed, as browsers do."""
        is_kept = self.line is not None
        try:
            return await self.ask(shot)
        except CutError:
            if not is_kept:
                raise
            self.reopened += 1
            return await self.ask(shot)

    def leave(self):
        """Close the connection; the next request opens another."""
        self.line[1].close()
        self.line = None

    async def shoot(self, shots):
        """Send so many shots, and good saves between them."""
        for rank in range(shots):
            await self.take(self.gun.draw())
            if rank % GOOD_ONE_IN == GOOD_ONE_IN - 1:
                await self.save(f"{rank // GOOD_ONE_IN % 20:02d}")
        self.leave()

    async def take(self, shot):
        """Send one shot and keep what came of it."""
        try:
            status, body = await self.ask_again(shot)
        except CutError:
            status, body = 0, b"cut"
        self.statuses[status] += 1
        if status >= 500 or status == 0:
            self.faults.append((status, str(shot)[:300], body[:200]))

    async def save(self, value):
        """Save a good mark on the first line, and see it acknowledged."""
        line = {"number": self.sheet["numbers"][0], "value": value, "seen": self.value, "confirmed": True}
        body = json.dumps({"save_id": f"{time.monotonic_ns():032x}", "marks": [line]}).encode()
        status, answer = await self.ask_again(Shot("POST", NOTES, body))
        if status != 200 or json.loads(answer)["saved"] != [line["number"]]:
            self.faults.append((status, "a good save", answer[:200]))
        self.value, self.saved = value, self.saved + 1


async def fire(port, sheets):
    foreign = [number for sheet in sheets[BROWSERS:] for number in sheet["numbers"]]
    browsers = [Browser(port, sheet, foreign, SEED + rank) for rank, sheet in enumerate(sheets[:BROWSERS])]
    await asyncio.gather(*(browser.shoot(SHOTS // BROWSERS) for browser in browsers))
    return browsers


def strays(shot_at):
    """List what was written outside the batches that were shot at, or on a line of another batch."""
    homes = dict(BatchScript.objects.values_list("number", "batch_id"))
    rows = [*Mark.objects.values_list("number", "batch_id"), *MarkChange.objects.values_list("number", "batch_id")]
    wrong = [number for number, batch in rows if homes[number] != batch or batch not in shot_at]
    locks = list(Lock.objects.values_list("batch_id", flat=True))
    return wrong + locks + list(Credential.objects.filter(is_revoked=True).values_list("pk", flat=True))


if __name__ == "__main__":
    sheets = typed.make_batches(typed.open_paper(), BROWSERS + STRANGERS)
    shot_at = set(
        Credential.objects.filter(pk__in=[one["credential"] for one in sheets[:BROWSERS]]).values_list(
            F("batch"), flat=True
        )
    )
    start = time.perf_counter()
    with served.massicot() as port:
        browsers = asyncio.run(fire(port, sheets))
    took, statuses = time.perf_counter() - start, sum((one.statuses for one in browsers), Counter())
    faults = [fault for one in browsers for fault in one.faults]
    print(
        f"{statuses.total()} requests in {took:.0f} s: {dict(sorted(statuses.items()))}; {sum(one.saved for one in browsers)} good saves between, "
        f"{sum(one.reopened for one in browsers)} connections reopened"
    )
    print(
        f"{len(faults)} faults; outside the batch: {strays(shot_at) or 'nothing'}; journal: {audit.first_broken_link() or 'every chain holds'}"
    )
    for fault in faults[:20]:
        print(" ", *fault)
    if faults or strays(shot_at) or audit.first_broken_link():
        sys.exit("the portal gave way")
