"""Requests that no page sends, at every address of every desk: drawn from a seed, out of the resolver and of forms.

An address is shot at as it is, with something odd in one of its places, and with a query; a form of a page is sent with
something odd in one of its fields, with fields that it does not have, as JSON, as what it is not.
"""

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from lxml import html

from tests.hostile.shots import FORM, JSON, ODD, ODD_BYTES, ODD_HEADERS, Shot

ODD_TEXTS = [
    "%00", "a%00b", "%C3%A9" * 300, "9" * 25, "9" * 90, "-1", "9" * 5_000, "%D9%A9" * 5_000, "0x" + "f" * 9_000,
    "1e999", "NaN", "%ED%A0%80", "%FF", "..%2F..%2Fetc", "%27%20OR%201%3D1%20--", "%25s%7B0%7D", "%3Cscript%3E",
    "%E2%80%AE", "12%2C5", "None", "x" * 3_000, "0001-01-01", "9999-12-31T23%3A59", "2017-02-30", "%0A",
    "B-BTS-2017-CGE-9999", "%0D%0ASet-Cookie%3A%20a%3Db", "[]", "2147483648", "9223372036854775808", "", "%20",
    "%EF%BC%91%EF%BC%92", "%C2%B2", "1_000", "%2B1", "a/b",
]  # fmt: skip
"""What stands where something else is meant, as addresses and forms write it."""

ODD_KINDS = [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "text/plain", "", JSON,
    f"{FORM}; charset=base64", f"{FORM}; charset=utf-16", f"{JSON}; charset=rot13", "x/y; charset=zz", "é/é",
    "multipart/form-data; boundary=x; charset=base64",
]  # fmt: skip
NAMES_OF_QUERIES = ["page", "trier", "q", "format", "next", "lot", "quoi", "nom", "seen", "nombre", "correcteur"]
_LOOSE = "--x\r\nContent-Disposition: form-data; name={name}{file}\r\n\r\n{text}\r\n--x--\r\n"
NESTED = b"[" * 30_000 + b"]" * 30_000


@dataclass(frozen=True, slots=True)
class SeenForm:
    """A form as a page shows it."""

    action: str
    method: str
    fields: Sequence[tuple[str, str]]


def forms_of(page: str, address: str) -> list[SeenForm]:
    """Read the forms of a page."""
    return [
        SeenForm(urlsplit(form.action or address).path or address, form.method, _fields(form))
        for form in html.fromstring(page).forms
    ]


def queries_of(page: str) -> set[str]:
    """Name what the links of a page ask."""
    links = html.fromstring(page).xpath("//a/@href")
    return {name for link in links for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)}


@dataclass(slots=True)
class Battery:
    """Draws shots at addresses and forms."""

    seed: int
    chance: random.Random = field(init=False)
    names: list[str] = field(default_factory=lambda: list(NAMES_OF_QUERIES))

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def at_address(self, address: str, parts: Iterable[object]) -> Shot:
        """Shoot at an address: something odd in one of its places, in its query, in its headers, in its body."""
        places = [quote(str(part), safe="") for part in parts]
        ways: list[Callable[[str, list[str]], Shot]] = [self._queried, self._headed, self._sent, self._scanned]
        if places:
            ways += [self._placed] * 3
        return self.chance.choice(ways)(address, places)

    def plain(self, address: str) -> Shot:
        """Open a page as anybody does."""
        return Shot("GET", address, kind=FORM)

    def at_form(self, form: SeenForm) -> Shot:
        """Send a form that no page would."""
        sent = [[quote_plus(name), quote_plus(value)] for name, value in form.fields if name != "csrfmiddlewaretoken"]
        self.names = [*self.names[-400:], *(name for name, _ in sent)]
        for _ in range(self.chance.randint(1, 2)):
            self._twist(sent)
        body = "&".join(f"{name}={value}" for name, value in sent)
        if form.method.upper() == "GET":
            return Shot("GET", f"{form.action}?{body}")
        kind = FORM if self.chance.random() < 0.85 else self.chance.choice(ODD_KINDS)
        return Shot("POST", form.action, body.encode(), kind)

    def _twist(self, sent: list[list[str]]) -> None:
        odd, draw = self.chance.choice(ODD_TEXTS), self.chance.random()
        if not sent or draw < 0.15:
            sent.append([quote_plus(self.chance.choice(self.names)), odd])
        elif draw < 0.25:
            sent.pop(self.chance.randrange(len(sent)))
        elif draw < 0.3:
            sent[self.chance.randrange(len(sent))][0] = odd
        else:
            sent[self.chance.randrange(len(sent))][1] = odd

    def _placed(self, address: str, places: list[str]) -> Shot:
        method, place = self.chance.choice(["GET", "GET", "POST", "HEAD"]), self.chance.choice(places)
        before, _, after = address.rpartition(f"/{place}")
        return Shot(method, f"{before}/{self.chance.choice(ODD_TEXTS)}{after}", kind=FORM)

    def _queried(self, address: str, _places: list[str]) -> Shot:
        asked = [f"{quote_plus(self.chance.choice(self.names))}={self.chance.choice(ODD_TEXTS)}" for _ in range(2)]
        return Shot("GET", f"{address}?{'&'.join(asked)}")

    def _headed(self, address: str, _places: list[str]) -> Shot:
        headers = self.chance.sample(ODD_HEADERS, self.chance.randint(1, 3))
        return Shot(self.chance.choice(["GET", "POST", "OPTIONS", "PUT", "TRACE"]), address, kind=FORM, headers=headers)

    def _sent(self, address: str, _places: list[str]) -> Shot:
        name, text = self.chance.choice(self.names), self.chance.choice(ODD_TEXTS)
        file = self.chance.choice(["", '; filename="a\0b"', "; filename=x.csv", '; filename="' + "é" * 300 + '"'])
        loose = _LOOSE.format(name=name, file=file, text=text).encode()
        bodies = [*ODD_BYTES, NESTED, loose, loose.replace(b"%00", b"\0"), f"{name}={text}".encode()]
        return Shot("POST", address, self.chance.choice(bodies), self.chance.choice([FORM, *ODD_KINDS]))

    def _scanned(self, address: str, _places: list[str]) -> Shot:
        scan = {"id": f"{self.chance.getrandbits(128):032x}", "code": self.chance.choice([*ODD, "00374422F"])}
        sent: Mapping[str, object] = {"scans": [scan] * self.chance.randint(0, 3), "person": self.chance.choice(ODD)}
        return Shot("POST", address, json.dumps(sent).encode())


def _fields(form: html.FormElement) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in form.form_values()]
