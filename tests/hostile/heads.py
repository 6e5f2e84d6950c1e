"""Heads of requests that no browser writes, drawn of pieces that are each nearly sound."""

import random
from collections.abc import Sequence

SENT = "wormwood"
"""What stands in every head that is sent, and may stand in no log."""

SOUND = 0.8

CODES = ("base64", "rot13", "hex", "zlib", "punycode", "undefined", "idna", "utf-16", f"{SENT}", "*", "utf-8''base64")
KINDS = (
    *(f"application/x-www-form-urlencoded; charset={code}" for code in CODES),
    *(f"text/plain; charset*={code}''{SENT}" for code in ("base64", "wormwood", "utf-8")),
    f"multipart/form-data; boundary={SENT}; charset=base64",
    "text/plain; charset=" + "x" * 20_000,
)
METHODS = ("GET", "POST", "HEAD", "PUT", "OPTIONS", "TRACE", "X-" + SENT)
PATHS = ("/", "/connexion/", "/saisie/", "/bureau/", f"/{SENT}", "/%", "/%ff%00", "//" + SENT, "/é", "*", "http://x/")
QUERIES = ("", "?", f"?{SENT}=%", "?a=%ff", "?" + "&" * 2_000, "?=&;", f"?next=//{SENT}")
HOSTS = ("localhost", SENT, "", "[::1", "localhost:x")
HEADERS = {
    "Content-Type": (*KINDS, ";;;;=;=;charset"),
    "Content-Length": ("0", "00", "-1", "x"),
    "Cookie": (f"massicot_session={SENT}", "a;b;;=;\x80", "sessionid=\xff", "x" * 9_000),
    "Accept-Language": ("fr", "*;q=x", SENT, "fr-" * 3_000),
    "Accept": ("application/json", "text/html", ";", "a/" * 500),
    "X-Forwarded-For": (SENT, "1.2.3.4, ::1", ",,,", "[::ffff:1.2.3.4]"),
    "Referer": (f"http://{SENT}/", "é", "javascript:x"),
    "HX-Request": ("true", "\x7f"),
    "HX-Current-URL": ("http://[", "%", f"{SENT}%00"),
    "HX-Prompt": ("%ff", "é"),
    "Range": ("bytes=0-", "bytes=-1-"),
    "If-Modified-Since": ("never", "x" * 500),
    "Transfer-Encoding": ("chunked", "gzip"),
    "Origin": ("null", "http://[::1"),
}


def drawn_head(draw: random.Random) -> str:
    """Write a request line and up to seven headers, without the empty line that ends them.

    Each piece is sound more often than not: a head in which everything is wrong is refused for the first of it.
    """

    def sound_or(pieces: Sequence[str]) -> str:
        return pieces[0] if draw.random() < SOUND else draw.choice(pieces)

    line = f"{sound_or(METHODS)} {draw.choice(PATHS)}{sound_or(QUERIES)} HTTP/1.1\r\n"
    lines = [f"Host: {sound_or(HOSTS)}"]
    lines += [f"{name}: {draw.choice(HEADERS[name])}" for name in draw.sample(sorted(HEADERS), draw.randrange(7))]
    return line + "".join(f"{one}\r\n" for one in lines)
