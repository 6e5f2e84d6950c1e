"""What each centre owes of the mark sheets of a paper, as the page of the office shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper
from massicot.shelves import queries
from massicot.shelves.queries import CentreSheets
from massicot.shelves.rules.sheets import OWED, Owed, may_remind
from massicot.web.shared.instants import day_and_hour
from massicot.web.shared.mail import is_mailed


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreOwing:
    """What one centre owes, and what can be done of it."""

    uai: str
    contact: Contact
    sheets: CentreSheets
    standing: str
    is_overdue: bool
    may_be_reminded: bool
    reminded: str
    is_in_vain: bool
    """Of the last reminder no mail has left, nor will."""


def centres_owing(paper: Paper, now: datetime) -> list[CentreOwing]:
    """Tell of each centre what it owes."""
    rows = queries.centres_of_sheets(paper)
    in_vain = queries.reminded_in_vain(paper, rows)
    contacts = exams.contacts_of({row.uai for row in rows})
    return [
        _owing(paper, row, contacts.get(row.uai) or Contact(row.uai, row.uai), now, is_in_vain=row.uai in in_vain)
        for row in rows
    ]


def centre_choices(centres: Iterable[CentreOwing]) -> list[tuple[str, str]]:
    """List centres to choose from."""
    return [(one.uai, f"{one.contact.name} ({one.uai})") for one in centres]


def _owing(paper: Paper, row: CentreSheets, contact: Contact, now: datetime, *, is_in_vain: bool) -> CentreOwing:
    owed = row.owed(paper, now)
    may_be_told = is_mailed() and (is_in_vain or may_remind(row.reminded_at, now))
    return CentreOwing(
        uai=row.uai,
        contact=contact,
        sheets=row,
        standing=gettext(OWED[owed]),
        is_overdue=owed is Owed.LACKING,
        may_be_reminded=owed is Owed.LACKING and may_be_told,
        reminded=day_and_hour(exams.local(paper, row.reminded_at)) if row.reminded_at else "",
        is_in_vain=is_in_vain,
    )
