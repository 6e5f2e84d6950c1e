"""64 connections of one address that try passwords without end: what a visitor and a school beside them wait for.

Each flooding connection tries again as soon as it is answered. Two floods: `spray` tries another account each time,
`door` one and the same. Beside each:
- visitors open a page and send a save that is not theirs, in turn; rounds with and without the flood, interleaved;
- sixty people behind one address sign in at once with their right passwords: elsewhere than the flood, and behind its
  own address, where those beside a spray come with browsers that signed in before, since the bound of an address refuses
  its strangers. Whoever is told to come back later comes back when told.
First, without a server: what a wrong password costs at an account and at none, and what a try costs that is refused.
`bench_sign_in.py FLOOD VISITS PEOPLE`.
"""

import asyncio
import itertools
import re
import statistics
import sys
import time
from contextlib import asynccontextmanager, suppress
from urllib.parse import quote

import ground
import sized

ground.set_up()

import served
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from massicot.accounts.models import Account

FLOOD, VISITS = sized.number(64, smoke=8), sized.number(60, smoke=10, place=1)
PEOPLE = sized.number(60, smoke=4, place=2)
ROUNDS, TRIES = sized.pick(2, smoke=1), sized.pick(20, smoke=3)
MOST_RATIO, OR_S, ALL_IN_S, AT_MOST = 2, 0.150, 60, 1.1
GIVEN_UP_S = 120
"""After which a school that is not in is counted as it is."""

ALONE, SPRAY, DOOR = "", "spray", "door"
PLACES = (
    ("alone", ALONE, "", "10.4.0.1"),
    ("elsewhere than a spray", SPRAY, "10.5.0.1", "10.5.0.2"),
    ("elsewhere than a flood at one door", DOOR, "10.6.0.1", "10.6.0.2"),
    ("behind the address of a flood at one door", DOOR, "10.7.0.1", "10.7.0.1"),
    ("behind the address of a spray, with browsers that are known", SPRAY, "10.8.0.1", "10.8.0.1"),
)
"""How people come beside a flood: where, of which kind, from which address it comes and from which they do."""

FORM = "application/x-www-form-urlencoded"
PASSWORD, TOKEN = "quatre mots sans lien", "a" * 32
FREE_TRIES, REFUSED, TOO_MANY = 5, 422, 429


def asked(method, path, sender, body="", kind=FORM, cookies=""):
    """Write one request that comes from an address through the front server."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {sender}\r\n"
        f"Cookie: csrftoken={TOKEN}; {cookies}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()


async def answer_to(port, question):
    """Ask on a connection of one's own; give the status, the head and the seconds that it took."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(question)
        told = await reader.read()
    finally:
        writer.close()
    return told[9:12].decode(), told.partition(b"\r\n\r\n")[0].decode(), time.perf_counter() - start


async def sign_in(port, sender, email, password, cookies=""):
    """Type an e-mail and a password."""
    body = f"login={quote(email)}&password={quote(password)}&csrfmiddlewaretoken={TOKEN}"
    return await answer_to(port, asked("POST", "/connexion/", sender, body, cookies=cookies))


async def try_on(port, sender, doors, told):
    """Try without end."""
    while True:
        with suppress(ConnectionError):
            status, _, _ = await sign_in(port, sender, next(doors), "an answer that is wrong")
            told.append(status)


@asynccontextmanager
async def flood(port, kind, sender, told):
    """Flood from an address while something else is looked at."""
    doors = itertools.repeat(email(0)) if kind == DOOR else (f"spray{rank}@bench.invalid" for rank in itertools.count())
    trying = [asyncio.create_task(try_on(port, sender, doors, told)) for _ in range(FLOOD)]
    await asyncio.sleep(sized.pick(3, smoke=1))
    try:
        yield
    finally:
        for one in trying:
            one.cancel()
        await asyncio.gather(*trying, return_exceptions=True)


def email(rank):
    """Name an account."""
    return f"person{rank}@bench.invalid"


async def p95(port):
    """Visit again and again; give the p95 in seconds."""
    times = []
    for rank in range(VISITS):
        page = asked("GET", "/saisie/", "10.1.0.1")
        save = asked("POST", "/saisie/lot/notes", "10.1.0.1", "{}", "application/json")
        status, _, took = await answer_to(port, page if rank % 2 else save)
        if status not in ("200", "403", "401"):
            sys.exit(f"a visitor is answered {status}")
        times.append(took)
    return statistics.quantiles(times, n=20)[-1]


async def come_in(port, sender, rank, device, told, came):
    """Sign somebody in, however often they are told to come again."""
    while True:
        status, head, _ = await sign_in(port, sender, email(rank), PASSWORD, device)
        told.append(status)
        if status == "302":
            came[rank] = device_in(head)
            return
        await asyncio.sleep(int(re.search(r"retry-after: (\d+)", head.lower())[1]) if status == "429" else 1)


def device_in(head):
    """Give the cookie by which a browser is known where it signed in."""
    return re.search(r"massicot_device=[^;\r]*", head)[0]


async def school(port, sender, devices):
    """Let sixty people sign in at once; give the seconds until the last one is in, who is by which device, and what they were told."""
    told, came, start = [], {}, time.perf_counter()
    coming = [
        asyncio.create_task(come_in(port, sender, rank, device, told, came))
        for rank, device in enumerate(devices, start=1)
    ]
    _, out = await asyncio.wait(coming, timeout=GIVEN_UP_S)
    took = time.perf_counter() - start
    for one in out:
        one.cancel()
    return took, came, told


async def warm(port):
    """Let both processes read what their first visits read."""
    await asyncio.gather(
        *(sign_in(port, f"10.0.0.{rank}", email(rank), "an answer that is wrong") for rank in range(8))
    )
    await p95(port)


async def visits(port):
    """Time visits alone and beside each flood, in turn."""
    floods = {SPRAY: [], DOOR: []}
    alone = []
    for rank in range(ROUNDS):
        for place, (kind, beside) in enumerate(floods.items()):
            alone.append(await p95(port))
            told = []
            async with flood(port, kind, f"10.2.{rank}.{place}", told):
                beside.append(await p95(port))
            print(f"  the flood {kind!r} was told {counts(told)}", flush=True)
    for kind, beside in floods.items():
        before, after = statistics.median(alone), statistics.median(beside)
        print(
            f"p95 of a visit: alone {1_000 * before:.1f} ms, beside {FLOOD} connections of {kind!r} {1_000 * after:.1f} ms, "
            f"ratio {after / before:.2f} (at most {MOST_RATIO}, or {1_000 * OR_S:.0f} ms)",
            flush=True,
        )
        sized.bind(f"the flood {kind!r} holds visitors up", is_kept=after <= max(OR_S, MOST_RATIO * before))


async def schools(port, places=PLACES):
    """Let a school sign in alone, and beside each flood."""
    devices = [""] * PEOPLE
    for name, kind, flooding, address in places:
        told, coming = [], devices if "known" in name else [""] * PEOPLE
        if kind == ALONE:
            took, came, heard = await school(port, address, coming)
            devices = [device for _, device in sorted(came.items())]
        else:
            async with flood(port, kind, flooding, told):
                took, came, heard = await school(port, address, coming)
        print(
            f"{PEOPLE} people {name}: {len(came)} in after {took:.1f} s (all within {ALL_IN_S}), told {counts(heard)}; "
            f"the flood {counts(told)}",
            flush=True,
        )
        sized.bind(f"people {name} do not come in", is_kept=len(came) == PEOPLE and took <= ALL_IN_S)


def costs():
    """Compare what a try takes at an account and at none, in process: wrong, and refused since too many were."""
    times = {(door, state): [] for state in ("wrong", "refused") for door in ("known", "nobody")}
    for rank in range(TRIES):
        who = {"known": email(rank % PEOPLE + 1), "nobody": f"nobody{rank}@bench.invalid"}
        browsers = {
            door: Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.9.{rank}.{place}") for place, door in enumerate(who)
        }
        for turn, door in itertools.product(range(4 * FREE_TRIES), who if rank % 2 else reversed(who)):
            start = time.perf_counter()
            answer = browsers[door].post("/connexion/", {"login": who[door], "password": "an answer that is wrong"})
            state = "wrong" if turn < FREE_TRIES else "refused"
            if answer.status_code != (REFUSED if state == "wrong" else TOO_MANY):
                sys.exit(f"a try is answered {answer.status_code} where it is {state}")
            times[door, state].append(time.perf_counter() - start)
    for state in ("wrong", "refused"):
        known, nobody = (statistics.median(times[door, state]) for door in ("known", "nobody"))
        ground.tell(f"a {state} try at an account and at none", *sorted((known, nobody)), at_most=AT_MOST)
        print(f"known {1_000 * known:.2f} ms, unknown {1_000 * nobody:.2f} ms", flush=True)


def counts(told):
    """Say how often each status was told."""
    return {status: told.count(status) for status in sorted(set(told))}


async def play(port):
    """Look at all that takes a server."""
    await warm(port)
    await visits(port)
    await schools(port)


if __name__ == "__main__":
    kept, now = make_password(PASSWORD), timezone.now()
    Account.objects.bulk_create(Account(email=email(rank), password=kept, joined_at=now) for rank in range(PEOPLE + 1))
    costs()
    ground.leave_database()
    with served.massicot(MASSICOT_TRUSTED_PROXIES="127.0.0.1") as port:
        asyncio.run(play(port))
    sized.end()
