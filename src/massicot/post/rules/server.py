"""The mail server, as MASSICOT_EMAIL_URL names it.

`smtp://user:password@host:port`, with `?tls=yes` to encrypt after greeting (STARTTLS, usual port 587); `smtps://` to
encrypt from the first byte (usual port 465). User and password are written with %-escapes where needed.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from massicot.core.refused import N_, Refused

PORTS = {"smtp": 25, "smtps": 465}
STARTTLS_PORT = 587


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over, and how."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False
    is_encrypted_after_greeting: bool = False


class ServerMalformed(Refused):
    """An address of a mail server that cannot be read; it is not repeated, for it may hold a password."""

    sentence = N_(
        "MASSICOT_EMAIL_URL cannot be read: write it as smtp://user:password@host:port, with ?tls=yes or as smtps:// "
        "for an encrypted line."
    )


def read_server(url: str) -> Server | None:
    """Read the address of a mail server; None when there is none; raise ServerMalformed."""
    if not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ServerMalformed from None
    if parts.scheme not in PORTS or not host:
        raise ServerMalformed
    wants_tls = parse_qs(parts.query).get("tls", ["no"])[-1].lower() in {"yes", "true", "1", "starttls"}
    starts_tls = wants_tls and parts.scheme == "smtp"
    return Server(
        host,
        port or (STARTTLS_PORT if starts_tls else PORTS[parts.scheme]),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        is_encrypted=parts.scheme == "smtps",
        is_encrypted_after_greeting=starts_tls,
    )
