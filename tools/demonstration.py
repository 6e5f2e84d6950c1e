"""A demonstration that is the same again: its clock stands still, its draws come from a seed; and who comes to it."""

import base64
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

INSTANTS = {
    "prepared": 1_493_978_400,
    "evening": 1_494_496_800,
    "sat": 1_494_496_800,
    "sent": 1_494_756_000,
    "received": 1_495_879_200,
    "marking": 1_496_397_600,
    "locked": 1_496_570_400,
    "lifted": 1_497_002_400,
}
"""Noon, in Paris, of the day on which each stage falls in the example's own calendar (2017): no date is moved."""

OPEN_TO_ALL = ("/", "/mot-de-passe/oublie/", "/saisie/", "/nulle-part/")
"""Where nobody's visit begins: what is found there is found without signing in."""

SHEETS = (0, -1)
"""Which batches' sheets sign in: the first and the last."""

ADDRESS = "http://pictures.invalid"
SEEDED = "import hashlib, itertools, os\ndrawn = itertools.count()\n"
SEEDED += "os.urandom = lambda size: hashlib.shake_256(b'%d' % next(drawn)).digest(size)\n"
PAPER = ("--session", "BTS-2017", "--paper", "CGE")
ON_PAPER = {
    "prepared": ("labels", "anonymity-lists", "registers"),
    "sent": ("despatch-notes",),
    "marking": ("mark-sheets",),
}
TABLES = "marks marks.xlsx marks-totals scripts batches parcels presence centres specialties".split()
"""What is exported in the end, each into a file of that name."""


@dataclass(frozen=True, slots=True)
class Program:
    """A massicot to be looked at, in a data folder of its own, at an instant that does not pass."""

    massicot: str
    home: Path
    stage: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, its secrets drawn from a seed."""
        (self.home / "seeded").mkdir(exist_ok=True)
        (self.home / "seeded" / "sitecustomize.py").write_text(SEEDED)
        surroundings = self.surroundings | {"PYTHONPATH": str(self.home / "seeded")}
        return subprocess.run([self.massicot, *words], env=surroundings, capture_output=True, text=True, check=False)

    def demonstrate(self) -> dict[str, Any]:
        """Build the demonstration up to the stage and give its sign-ins."""
        sign_ins = self.home / "sign-ins.json"
        self.run("demo", "--stage", self.stage, "--seed", "1", "--no-serve", "--json", str(sign_ins)).check_returncode()
        return json.loads(sign_ins.read_text())

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve, and give the address."""
        command = [self.massicot, "serve", "--port", "0"]
        with subprocess.Popen(command, env=self.surroundings, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                yield re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())[0]  # type: ignore[index]
            finally:
                server.terminate()
                server.communicate()

    @property
    def surroundings(self) -> dict[str, str]:
        """Name the data folder and the instant, and nothing of the settings around."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MASSICOT_", "DJANGO_"))}
        return kept | {
            "MASSICOT_HOME": str(self.home),
            "MASSICOT_BASE_URL": ADDRESS,
            "PYTHONHASHSEED": "0",
            "LD_PRELOAD": standing_clock(),
            "FAKETIME": str(INSTANTS[self.stage]),
            "FAKETIME_FMT": "%s",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        }


def standing_clock() -> str:
    """Find the library that stops the clock of a program."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        sys.exit("The Debian package faketime is missing: apt-get install faketime.")
    return str(found[0])


def print_documents(program: Program, folder: Path) -> None:
    """Keep what the demonstration printed, and the documents and tables that commands make at the stage."""
    shutil.copytree(program.home / "documents", folder / "demonstrated")
    for kind in ON_PAPER.get(program.stage, ()):
        program.run("print", kind, *PAPER, "--out", str(folder / "documents")).check_returncode()
    if program.stage == "lifted":
        (folder / "tables").mkdir()
        for name in TABLES:
            kind = name.partition(".")[0]
            program.run("export", kind, *PAPER, "--out", str(folder / "tables" / name)).check_returncode()
    ladder = program.run("ladder", *PAPER, "--json", str(folder / "ladder.json"))
    (folder / "ladder.txt").write_text(ladder.stdout)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes to the site: how they sign in, and what they type into search boxes."""

    name: str
    login: str
    come: Callable[[Page, str], list[str]]
    typed: dict[str, list[str]]


def visitors(sign_ins: dict[str, Any], instant: int) -> Iterator[Visitor]:
    """List everybody who comes: nobody known, each account, the holders of two mark sheets."""
    batches = sign_ins["batches"]
    codes = [batches[0]["batch"], batches[0]["numbers"][0]] if batches else []
    typed = {"lot": codes[:1], "quoi": codes, "nom": ["ma"], "cherche": ["a1"]}
    yield Visitor("nobody", "", lambda page, site: list(OPEN_TO_ALL), typed)
    for account in sign_ins["accounts"]:
        coming = partial(sign_in, account=account, instant=instant)
        yield Visitor(f"{account['desk']}-{account['login']}", account["login"], coming, typed)
    for batch in {batches[place]["batch"]: batches[place] for place in SHEETS if batches}.values():
        yield Visitor(f"portal-{batch['batch']}", batch["identifier"], partial(open_batch, batch=batch), typed)


def sign_in(page: Page, site: str, account: dict[str, str], instant: int) -> list[str]:
    """Sign in with a password, and the code of a telephone where there is one; begin at home."""
    send(page, f"{site}/connexion/", login=account["login"], password=account["password"])
    if secret := account.get("totp"):
        send(page, page.url, code=code_of(secret, instant))
    return ["/"]


def open_batch(page: Page, site: str, batch: dict[str, str]) -> list[str]:
    """Sign in with a mark sheet; begin at what opens, or at the refusal."""
    send(page, f"{site}/saisie/", site=batch["site"], identifiant=batch["identifier"], mot_de_passe=batch["password"])
    return [urlsplit(page.url).path]


def send(page: Page, url: str, **typed: str) -> None:
    """Fill the form of a page and send it."""
    page.goto(url)
    for name, text in typed.items():
        page.fill(f"main [name={name}]", text)
    with page.expect_navigation():
        page.press(f"main [name={name}]", "Enter")


def code_of(secret: str, instant: int) -> str:
    """Compute the code that a telephone shows at an instant (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), (instant // 30).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
