"""Where things are: the data folder and what is read of the environment, before Django starts; a rehearsal's own.

Nothing is made here: a program that cannot start leaves the folder as it found it.
"""

import os
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

import massicot
from massicot.core import web_secret
from massicot.core.refused import N_, Refused
from massicot.exams.rules import networks

SUFFIX = "_rehearsal"


def rehearsal_environment(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Say what a rehearsal's environment changes: its folder, its database, its key."""
    folder = home / "rehearsal"
    return {
        "MASSICOT_HOME": str(folder),
        "MASSICOT_DATABASE_URL": rehearsal_database(environ.get("MASSICOT_DATABASE_URL", ""), folder),
        "MASSICOT_ANONYMITY_KEY_FILE": str(folder / "anonymity.key"),
    }


def rehearsal_database(url: str, folder: Path) -> str:
    """Name the rehearsal's database: a file in its folder, or `<name>_rehearsal` on the same PostgreSQL server."""
    if not url or url.startswith("sqlite:"):
        return f"sqlite:///{folder / 'massicot.sqlite3'}"
    if not url.startswith("postgres"):
        return url  # refused as it is, like every other command
    # Cut and not taken apart: put together again, an address without a host would lose its two slashes.
    address, mark, words = url.partition("?")
    return f"{address.rstrip('/')}{SUFFIX}{mark}{words}"


PACKAGE = Path(massicot.__file__).parent

OWNER_ONLY = 0o077
"""What is taken from the rights of every file that the program writes, wherever: names are in most of them."""

_ADDRESSES = ("sqlite:///", "postgres://", "postgresql://")
_LONGEST_NAME = 63
"""Signs of the name of a PostgreSQL database."""
_PATIENCE_S = 10
"""How long a database server that says nothing is waited for."""
_DURABLE_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


class HomeUnreadable(Refused):
    sentence = N_("MASSICOT_HOME names no folder ({home}): write the whole path of the data folder.")


class DatabaseUnreadable(Refused):
    sentence = N_(
        "MASSICOT_DATABASE_URL is not the address of a database that Massicot knows: write sqlite:///FILE or "
        "postgresql://USER:PASSWORD@HOST/NAME."
    )


class ProxyUnreadable(Refused):
    sentence = N_(
        "MASSICOT_TRUSTED_PROXIES is not read ({why}): write the addresses from which your front server asks, as "
        "127.0.0.1, or its network, as 10.20.0.0/24."
    )


def places() -> tuple[Path, dict[str, Any], Refused | None]:
    """Say where the data folder and the database are, and the fault in their names, if any.

    The fault is not raised: the command line tells it once it can, in the language of whoever typed.
    """
    try:
        folder = home()
        return folder, database(folder), None
    except Refused as fault:
        return Path(os.environ.get("MASSICOT_HOME", "")).absolute(), {"ENGINE": "django.db.backends.dummy"}, fault


def proxies() -> tuple[list[str], Refused | None]:
    """Read which front servers are believed when they say for whom they ask, and the fault in their names, if any."""
    named = os.environ.get("MASSICOT_TRUSTED_PROXIES", "")
    try:
        return networks.read_networks(named), None
    except (networks.NetworkMistyped, networks.NetworkTooWide) as fault:
        return [], ProxyUnreadable(why=fault.values["value"])


def home() -> Path:
    """Say where the data folder is; raise HomeUnreadable."""
    named = os.environ.get("MASSICOT_HOME")
    try:
        return (Path(named) if named else Path.home() / ".massicot").expanduser().absolute()
    except RuntimeError:
        raise HomeUnreadable(home=named) from None


def secret_key(folder: Path) -> str:
    """Read the web secret from the environment or the data folder, where its first use makes it."""
    return os.environ.get("MASSICOT_SECRET_KEY") or web_secret.read_or_draw(folder)


def database(folder: Path) -> dict[str, Any]:
    """Read which database the program opens, and how; raise DatabaseUnreadable."""
    url = os.environ.get("MASSICOT_DATABASE_URL") or f"sqlite:///{folder / 'massicot.sqlite3'}"
    if not url.startswith(_ADDRESSES):
        raise DatabaseUnreadable
    try:
        read: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError:
        raise DatabaseUnreadable from None
    return {
        **read,
        **(_sqlite_settings(read) if url.startswith("sqlite:") else _postgresql_settings(read)),
        "CONN_MAX_AGE": None,
    }


def sender_of(base_url: str) -> str:
    """Say whom letters come from when nobody says: the program, at the host of its address."""
    return f"massicot@{urlsplit(base_url).hostname or 'localhost'}"


def enter(arguments: Sequence[str], environ: MutableMapping[str, str]) -> None:
    """Prepare the environment of one command: a rehearsal plays in a folder and a database of its own."""
    environ.setdefault("DJANGO_SETTINGS_MODULE", "massicot.config.settings")
    if verb_of(arguments) == "rehearse":
        try:
            environ.update(rehearsal_environment(home(), environ))
        except HomeUnreadable:
            # Told once Django speaks; until then, whatever was named, a rehearsal does not reach the real database.
            environ["MASSICOT_DATABASE_URL"] = "unreadable"


def verb_of(arguments: Sequence[str]) -> str:
    """Find the verb of a command line: its language may stand before it."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, "")
        elif not word.startswith("-"):
            return word
    return ""


def _sqlite_settings(read: Mapping[str, Any]) -> dict[str, Any]:
    # In memory, a mark that was acknowledged would be gone with the program.
    if read["NAME"] == ":memory:":
        raise DatabaseUnreadable
    options = {"transaction_mode": "IMMEDIATE", "init_command": _DURABLE_SQLITE, "timeout": 20}
    return {"ENGINE": "massicot.store.sqlite", "OPTIONS": options}


def _postgresql_settings(read: Mapping[str, Any]) -> dict[str, Any]:
    if not 0 < len(read["NAME"]) <= _LONGEST_NAME:
        raise DatabaseUnreadable
    options = {"connect_timeout": _PATIENCE_S, **read.get("OPTIONS", {})}
    return {"ENGINE": "massicot.store.postgresql", "OPTIONS": options}


PROVIDER_ID = "identite"


def provider(env: environ.Env) -> tuple[str, dict[str, Any]]:
    """Read the name on the button and the settings of the provider: both empty when there is none."""
    issuer = env.str("MASSICOT_OIDC_URL", default="")
    if not issuer:
        return "", {}
    name = env.str("MASSICOT_OIDC_NAME", default="OpenID Connect")
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": env.str("MASSICOT_OIDC_CLIENT_ID"),
        "secret": env.str("MASSICOT_OIDC_SECRET"),
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return name, {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
