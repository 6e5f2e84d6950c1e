"""Requests that no page of the portal sends, drawn from a seed: what a curious or an ill-meaning browser could try.

They come with the browser session of one mark sheet, and with everything wrong that a request can be: types, sizes,
JSON, numbers of other batches, saves replayed and reordered, methods, headers, cookies, addresses.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

NOTES, LOCK, CONTROL, SIGN_IN, SIGN_OUT = (
    "/saisie/lot/notes",
    "/saisie/lot/verrouiller",
    "/saisie/lot/controle",
    "/saisie/",
    "/saisie/quitter",
)
REFER, TAKE_BACK = "/saisie/lot/renvoyer", "/saisie/lot/reprendre"
PAGES = (SIGN_IN, "/saisie/lot/", NOTES, REFER, TAKE_BACK, LOCK, CONTROL, "/saisie/lot/recu", SIGN_OUT)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MARKS = [*(f"{mark:02d}" for mark in range(21)), "AB", "CB", ""]
ODD = [
    None, True, False, 0, -1, 1.5, 10**400, float("inf"), float("nan"), [], {}, [[]], {"a": None}, "", " ", "\x00",
    "\ud800", "é", "12\n", "１２", "9" * 40, "9" * 41, "' OR 1=1 --", "%s%d{0}{number}", "<script>", "\u202e", "12,5",
]  # fmt: skip
ODD_BYTES = [
    b"", b"{", b"[]", b"null", b'"', b"\xff\xfe", b"\xef\xbb\xbf{}", b"[" * 60_000, b'{"a":' * 9_000, b"\x00" * 500,
    b"NaN", b"1e999999", b"9" * 6_000, b'{"save_id": "x", "save_id": "y", "marks": [], "marks": {}}',
]  # fmt: skip
ODD_HEADERS = [
    ("Accept", "text/html;q=x, */*;q=0"), ("Accept", "\xff"), ("Accept-Language", "xx-" + "y" * 400),
    ("Accept-Language", "fr;q=nan,*;q=-1"), ("Content-Encoding", "gzip"), ("Origin", "null"), ("Range", "bytes=5-1"),
    ("Origin", "http://evil.invalid"), ("Referer", "http://[::"), ("X-Forwarded-For", "9" * 900),
    ("Host", "evil.invalid"),
    ("X-Forwarded-For", "1.2.3, ::ffff:1.2.3.4"), ("X-Forwarded-Host", "evil.invalid"), ("HX-Request", "true"),
    ("X-HTTP-Method-Override", "DELETE"), ("If-Modified-Since", "never"), ("HX-Current-URL", "\x80http://%"),
    ("X-CSRFToken", "short"), ("X-CSRFToken", "é" * 32), ("Expect", "200-ok"), ("Cache-Control", "x" * 900),
]  # fmt: skip
ODD_COOKIES = [
    "", "massicot_session=", "massicot_session=x; csrftoken=y", "massicot_session=" + "a" * 3_000, "=;=;;;",
    "a=b" * 400,
    "massicot_session=../../etc; csrftoken=" + "x" * 64, 'massicot_session="\\000"', "massicot_language=xx; messages=a",
    "messages=W10:x:y", "massicot_session=" + "é" * 32, "massicot_session=%00" + "a" * 30,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """One request; a cookie of None is the browser's own, a token of False none."""

    method: str
    path: str
    body: bytes = b""
    kind: str = JSON
    headers: Sequence[tuple[str, str]] = ()
    cookie: str | None = None
    has_token: bool = True


@dataclass(slots=True)
class Gun:
    """Draws shots at the browser session of one batch."""

    seed: int
    own: Sequence[str]
    foreign: Sequence[str]
    sent: list[bytes] = field(default_factory=list)
    chance: random.Random = field(init=False)
    ways: list[Callable[[], Shot]] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        often = [self.twisted, self.foreigner, self.again, self.shuffled, self.wild]
        seldom = [self.garbage, self.method, self.headed, self.cookied, self.form, self.address]
        self.ways = [*often * 3, self.referred, self.referred, *seldom]

    def draw(self) -> Shot:
        """Draw one shot; rarely a huge one."""
        return self.huge() if self.chance.random() < 0.004 else self.chance.choice(self.ways)()

    def save(self, lines: Sequence[tuple[str, str, str]]) -> bytes:
        """Write one save as the page does."""
        marks = [dict(zip(("number", "value", "seen"), line, strict=True)) for line in lines]
        body = json.dumps({"save_id": str(UUID(int=self.chance.getrandbits(128), version=4)), "marks": marks}).encode()
        self.sent = [*self.sent[-200:], body]
        return body

    def lines(self, numbers: Sequence[str]) -> list[tuple[str, str, str]]:
        """Draw a few lines of some numbers."""
        pick = self.chance.choice
        return [(pick(numbers), pick(MARKS), pick(MARKS)) for _ in range(self.chance.randint(0, 5))]

    def wild(self) -> Shot:
        """Save marks of the batch that saw anything: some are right."""
        return Shot("POST", NOTES, self.save(self.lines(self.own)))

    def foreigner(self) -> Shot:
        """Save marks of another batch, and of no batch, among those of this one."""
        return Shot("POST", NOTES, self.save(self.lines([*self.foreign, "00000000A", "00000001B", *self.own[:2]])))

    def twisted(self) -> Shot:
        """Save something whose types are wrong somewhere."""
        sent = json.loads(self.save(self.lines(self.own) or [(self.own[0], "12", "")]))
        line, odd = self.chance.choice([sent, *sent["marks"]]), self.chance.choice(ODD)
        key = self.chance.choice([*line, "more"])
        if self.chance.random() < 0.3:
            line.pop(key, None)
        else:
            line[key] = odd
        return Shot("POST", NOTES, json.dumps(sent).encode())

    def referred(self) -> Shot:
        """Refer a line to the office or take it back: one of this batch, of another, of none, or of a wrong type."""
        pick = self.chance.choice
        number = pick([*self.own, *self.foreign[:9], "00000000A", *ODD])
        sent = {"number": number, "value": pick([*MARKS, *ODD]), "after": pick([0, 0, 1, *ODD])}
        body = json.dumps(pick([sent, sent, {"number": number}, [sent]])).encode()
        return Shot("POST", pick([REFER, TAKE_BACK]), body)

    def again(self) -> Shot:
        """Replay a save, whole, or under its identifier with another body."""
        if not self.sent:
            return self.wild()
        body = self.chance.choice(self.sent)
        return Shot("POST", NOTES, body if self.chance.random() < 0.6 else body.replace(b'"1', b'"0', 1))

    def shuffled(self) -> Shot:
        """Send the lines of an earlier save in another order, under its identifier or as new."""
        if not self.sent:
            return self.wild()
        sent = json.loads(self.chance.choice(self.sent))
        self.chance.shuffle(sent["marks"])
        if self.chance.random() < 0.5:
            sent["save_id"] = sent["save_id"].upper()
        return Shot("POST", NOTES, json.dumps(sent).encode())

    def garbage(self) -> Shot:
        """Send what is no JSON, or no save."""
        body = self.chance.choice([*ODD_BYTES, self.chance.randbytes(300), self.save(self.lines(self.own))[:-7]])
        return Shot(
            "POST",
            NOTES,
            body,
            self.chance.choice([JSON, FORM, "text/plain", "", "multipart/form-data", "x/y; charset=zz"]),
        )

    def huge(self) -> Shot:
        """Send far too much."""
        body = self.chance.choice([b" " * 70_000, b"[" * 3_000_000, self.save([(n, "12", "") for n in self.own * 40])])
        return Shot("POST", self.chance.choice([NOTES, LOCK, SIGN_IN]), body, self.chance.choice([JSON, FORM]))

    def method(self) -> Shot:
        """Ask for a page by a method that it does not have."""
        methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "POST"]
        path, method = self.chance.choice(PAGES), self.chance.choice(methods)
        # The browser would be signed out, which is its right.
        return Shot(method, path, self.chance.choice([b"", b"x=1"]), FORM, has_token=path != SIGN_OUT)

    def headed(self) -> Shot:
        """Send a save with headers that no browser sends."""
        headers = self.chance.sample(ODD_HEADERS, self.chance.randint(1, 3))
        return Shot("POST", NOTES, self.save(self.lines(self.own)), headers=headers)

    def cookied(self) -> Shot:
        """Send a save as somebody else, or as nobody."""
        return Shot("POST", NOTES, self.save(self.lines(self.own)), cookie=self.chance.choice(ODD_COOKIES))

    def form(self) -> Shot:
        """Send odd fields to the pages that take some; the lock is never asked with what could be its totals."""
        odd = [text for text in ODD if isinstance(text, str) and "\ud800" not in text] + [
            "-1",
            "1e5",
            "%ED%A0%80",
            "AAAAAA",
        ]
        names = ["site", "identifiant", "mot_de_passe", "total_notes", "somme_notes", "csrfmiddlewaretoken"]
        text = "&".join(f"{self.chance.choice(names)}={self.chance.choice(odd)}" for _ in range(4))
        return Shot("POST", self.chance.choice([SIGN_IN, LOCK, CONTROL]), text.encode(), FORM)

    def address(self) -> Shot:
        """Ask for an address beside those of the portal."""
        tails = [
            "//",
            "/%00",
            "/..%2f",
            "/%ff",
            "?" + "a=" * 900,
            "/1",
            ";x",
            "%0d%0aX: y",
            "/é".encode().hex(),
            "?page=-1",
        ]
        return Shot(self.chance.choice(["GET", "POST"]), self.chance.choice(PAGES[:-1]) + self.chance.choice(tails))
