"""What each centre owes of the mark sheets of a paper, as the page of the office shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from massicot.exams import queries as exams
from massicot.exams.queries import Contact, Paper
from massicot.shelves import queries
from massicot.shelves.queries import CentreSheets
from massicot.shelves.rules.sheets import OWED, Owed, may_remind
from massicot.web.shared.instants import day_and_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreOwing:
    """What one centre owes, and what can be done of it."""

    uai: str
    name: str
    contact: Contact
    sheets: CentreSheets
    standing: str
    is_overdue: bool
    may_be_reminded: bool
    reminded: str


def centres_owing(paper: Paper, now: datetime) -> list[CentreOwing]:
    """Tell of each centre what it owes."""
    rows = queries.centres_of_sheets(paper)
    names = exams.institution_names({row.uai for row in rows})
    return [_owing(paper, row, names.get(row.uai, row.uai), now) for row in rows]


def _owing(paper: Paper, row: CentreSheets, name: str, now: datetime) -> CentreOwing:
    owed = row.owed(paper, now)
    return CentreOwing(
        uai=row.uai,
        name=name,
        contact=exams.contact_of(row.uai),
        sheets=row,
        standing=gettext(OWED[owed]),
        is_overdue=owed is Owed.LACKING,
        may_be_reminded=owed is Owed.LACKING and may_remind(row.reminded_at, now),
        reminded=day_and_hour(exams.local(paper, row.reminded_at)) if row.reminded_at else "",
    )
