"""Somebody who came without being called: found in the pool of the session, or written on the paper list alone."""

from collections.abc import Iterable
from typing import Protocol

from massicot.core.refused import N_, Refused


class CalledSo(Protocol):
    """Somebody with a name and an identifier."""

    identifier: str
    surname: str
    first_name: str


class NobodyCalledSo(Refused):
    """A name or an identifier that nobody of the pool has."""

    sentence = N_(
        "Nobody of the pool is called {typed}: read the identifier on their letter. If they are not of the pool, do "
        "not count their signature here: name them in the remark with which the day is sent, and call the exam office, "
        "which enters them."
    )


class SeveralCalledSo(Refused):
    """A name that several persons of the pool have."""

    sentence = N_("Several are called {typed}: {names}. Type the identifier.")


def named(people: Iterable[CalledSo]) -> str:
    """Name a few persons, each with the identifier by which they are added."""
    return ", ".join(f"{one.surname} {one.first_name} ({one.identifier})" for one in people)
