"""A telephone with an authenticator application: computes the codes of RFC 6238, from its text alone."""

import base64
import hmac
import re
import time

PERIOD_S = 30


def code_of(secret: str, steps_later: int = 0) -> str:
    """Compute the code that a telephone shows now, or so many steps later."""
    counter = int(time.time()) // PERIOD_S + steps_later
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    figures = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{figures % 1_000_000:06d}"


def secret_on(page: str) -> str:
    """Read the key that a page shows for telephones that cannot read its square."""
    return re.search(r'<code class="key">([A-Z2-7]+)</code>', page)[1]
