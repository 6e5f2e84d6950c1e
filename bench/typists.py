"""The people who type, in one cheap process of raw sockets beside the server that they load.

Each types 30 marks a minute, one every one to three seconds, or twice as fast, on a connection of their own. On the portal a save goes
out as the page sends it (save_queue.js): `pace_s` seconds after the first mark that waits, one save at a time, all that
waits in it. On the plain view every mark is a request of its own, one at a time. Whoever ends a batch makes room for
another person.

Reads what to do as JSON on its standard input, and writes one JSON line for each stretch of time: how many type, what
was acknowledged, how long answers took, what went wrong. A ramp ends when answers are too slow twice in a row, or at a fault.
"""

import asyncio
import json
import random
import resource
import statistics
import sys
import time
import uuid

EACH_S = 2.0
"""Seconds from one mark to the next, unless it is told otherwise: 30 marks a minute."""

CALM_S = 1


class Person(asyncio.Protocol):
    """Somebody at a batch."""

    def __init__(self, crowd, sheet):
        self.crowd, self.sheet, self.place = crowd, sheet, 0
        self.waiting, self.underway, self.is_answering, self.timer = [], [], False, None
        self.received = bytearray()
        self.loop = asyncio.get_running_loop()

    def connection_made(self, transport):
        """Begin to type, at a moment of one's own."""
        self.transport = transport
        self.next_at = self.loop.time()
        self.type_later(random.uniform(0, self.crowd.each_s))

    def connection_lost(self, reason):
        """Tell a connection that ended before its work."""
        if self.is_answering or self.waiting:
            self.crowd.faults.append(f"connection lost: {reason}")

    def type(self):
        """Type one mark, and the next one later."""
        if self.crowd.is_over:
            return
        self.waiting.append((self.sheet["numbers"][self.place], self.loop.time()))
        self.place += 1
        self.crowd.typed += 1
        self.schedule()
        if self.place < len(self.sheet["numbers"]):
            self.type_later(random.uniform(0.5 * self.crowd.each_s, 1.5 * self.crowd.each_s))

    def type_later(self, after_s):
        """Type so long after the mark before was due: a person is not slower because this process wakes late."""
        self.next_at += after_s
        self.loop.call_at(self.next_at, self.type)

    def schedule(self):
        """Gather marks from now on, unless they are gathered or answered already."""
        if self.timer is None and not self.is_answering and self.waiting:
            pace = 0 if self.crowd.is_plain else self.crowd.pace
            self.timer = self.loop.call_later(pace, self.send)

    def send(self):
        """Send what waits."""
        self.timer = None
        count = 1 if self.crowd.is_plain else len(self.waiting)
        self.underway, self.waiting = self.waiting[:count], self.waiting[count:]
        # A mark that waited for the answer to the one before waits from when it was typed.
        self.due = self.underway[0][1] if self.crowd.is_plain else self.loop.time()
        self.is_answering = True
        self.transport.write(self.crowd.request(self.sheet, [number for number, _ in self.underway]))

    def data_received(self, data):
        """Read an answer, in as many pieces as it comes."""
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.received[:end]).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(self.received) < end + 4 + length:
            return
        body = bytes(self.received[end + 4 : end + 4 + length])
        self.received.clear()
        self.answered(head, body)

    def answered(self, head, body):
        """Count an answer and go on, or leave the place to somebody else."""
        self.is_answering = False
        self.crowd.count(head, body, len(self.underway), self.loop.time() - self.due)
        self.schedule()
        if not self.waiting and self.place == len(self.sheet["numbers"]):
            self.transport.close()
            self.crowd.replace()


class Crowd:
    """All who type at once, and what they saw."""

    def __init__(self, told):
        self.is_plain, self.port = told["kind"] == "plain", told["port"]
        self.sheets, self.each_s = iter(told["sheets"]), told.get("each_s", EACH_S)
        self.faults, self.times, self.typed, self.marks, self.groups = [], [], 0, 0, []
        self.pace, self.is_over, self.people = CALM_S, False, 0
        self.coming = set()

    def request(self, sheet, numbers):
        """Write one request."""
        if self.is_plain:
            path, kind, body = "/", "application/x-www-form-urlencoded", f"number={numbers[0]}&value=12"
        else:
            lines = [{"number": number, "value": "12", "seen": "", "confirmed": True} for number in numbers]
            body = json.dumps({"save_id": str(uuid.uuid4()), "marks": lines})
            path, kind = "/saisie/lot/notes", "application/json"
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\nX-CSRFToken: {sheet['token']}\r\n"
            f"Cookie: {sheet['cookie']}\r\n\r\n{body}"
        ).encode()

    def count(self, head, body, marks, took):
        """Count one answer, right or wrong."""
        self.times.append(took)
        if not head.startswith(b"http/1.1 200"):
            self.faults.append(head[:40].decode() + body[:120].decode())
            return
        answer = json.loads(body)
        if len(answer["saved"]) != marks or answer.get("refused"):
            self.faults.append(body[:200].decode())
        self.pace = answer.get("pace_s", CALM_S)
        self.marks += marks
        self.groups.append(marks)

    def replace(self):
        """Let somebody else come in the place of who is done."""
        self.people -= 1
        if not self.is_over:
            self.come(1)

    def come(self, count):
        """Let more people come."""
        for _ in range(count):
            sheet = next(self.sheets, None)
            if sheet is None:
                self.faults.append("no batch is left to type")
                return
            self.people += 1
            made = asyncio.get_running_loop().create_connection(
                lambda sheet=sheet: Person(self, sheet), "127.0.0.1", self.port
            )
            task = asyncio.ensure_future(made)
            self.coming.add(task)
            task.add_done_callback(self.coming.discard)

    async def stretch(self, people, seconds, *, is_counted=True):
        """Let so many type for a while; tell what was seen."""
        self.come(people - self.people)
        self.times, self.typed, self.marks, self.groups = [], 0, 0, []
        start, cpu = time.perf_counter(), time.process_time()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - start
        times = sorted(self.times) or [0.0]
        told = {
            "people": self.people,
            "typed_per_s": self.typed / took,
            "marks_per_s": self.marks / took,
            "requests_per_s": len(self.times) / took,
            "median_ms": 1000 * statistics.median(times),
            "p95_ms": 1000 * times[min(len(times) - 1, int(0.95 * len(times)))],
            "worst_ms": 1000 * times[-1],
            "marks_per_save": sum(self.groups) / max(len(self.groups), 1),
            "largest_save": max(self.groups, default=0),
            "pace_s": self.pace,
            "faults": self.faults[:5],
            "fault_count": len(self.faults),
            "client_cpu": (time.process_time() - cpu) / took,
        }
        if is_counted:
            print(json.dumps(told), flush=True)
        return told


async def play(told):
    crowd, patience_ms = Crowd(told), told.get("patience_ms", float("inf"))
    for stretch in told["stretches"]:
        # A stretch that is slow once, because of something else on the machine, is gone through again.
        for _ in range(2):
            seen = await crowd.stretch(
                stretch["people"], stretch["seconds"], is_counted=stretch.get("is_counted", True)
            )
            is_slow = stretch.get("is_counted", True) and seen["p95_ms"] > patience_ms
            if not is_slow:
                break
        if seen["faults"] or is_slow:
            break
    crowd.is_over = True


if __name__ == "__main__":
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    asyncio.run(play(json.load(sys.stdin)))
