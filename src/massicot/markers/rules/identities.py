"""Identifiers and the persons who bear them: what a table may not change by the way.

A person is one across sessions. A table that calls an identifier by another name speaks of somebody else, or of a name
that has changed: an act of the office tells which. An address is a login where there is an account: it moves by an act
of the office, which closes the open sessions and writes to both addresses.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from massicot.core.tables import Fault, Findings, because
from massicot.markers.rules.marker_table import COLUMN_OF, MarkerTable
from massicot.persons.rules import ACCOUNT_ADDRESS_DIFFERS, NAME_DIFFERS, SET_ASIDE, NameInUse


class Bearer(Protocol):
    """Who bears an identifier in the installation."""

    surname: str
    first_name: str
    email: str
    account_id: int | None
    set_aside_reason: str


class BearerFile(Protocol):
    """What is known of them."""

    @property
    def person(self) -> Bearer:
        """Give the person."""
        ...


def name_faults(table: MarkerTable, files: Mapping[str, BearerFile]) -> Iterator[Fault]:
    """Find each line that bears the identifier of somebody of another name, or the account of another address."""
    for row, line in zip(table.rows, table.lines, strict=True):
        if row.identifier not in files:
            continue
        person = files[row.identifier].person
        if not NameInUse(person.surname, person.first_name).is_of(row.surname, row.first_name):
            name = f"{person.first_name} {person.surname}"
            reason = because(NAME_DIFFERS, identifier=row.identifier, name=name)
            yield Fault(table.file, line, COLUMN_OF["surname"], f"{row.first_name} {row.surname}", reason)
        if person.account_id is not None and person.email != row.email:
            reason = because(ACCOUNT_ADDRESS_DIFFERS, email=person.email)
            yield Fault(table.file, line, COLUMN_OF["email"], row.email, reason)


def doubt_persons(table: MarkerTable, files: Mapping[str, BearerFile], findings: Findings) -> None:
    """Warn of each person whom the office has set aside."""
    for row, line in zip(table.rows, table.lines, strict=True):
        if row.identifier in files and (reason := files[row.identifier].person.set_aside_reason):
            findings.warn(line, COLUMN_OF["identifier"], row.identifier, because(SET_ASIDE, reason=reason))
