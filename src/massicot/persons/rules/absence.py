"""Unavailability: days, both included, on which a person cannot be called, and why as far as anybody needs to know.

The head of their institution or the office declares it; taken back, it stays for whoever asks later why somebody was
not called. Declared days forbid nothing by themselves: whoever is proposed on such a day is named.
"""

from dataclasses import dataclass
from datetime import date

from massicot.core.refused import N_, Refused

LONGEST_DAYS = 366


class EndsBeforeItStarts(Refused):
    """Days that end before they start."""

    sentence = N_("These days end on {ends_on}, before they start on {starts_on}: type them again.")


class LongerThanAYear(Refused):
    """More days than a school year has."""

    sentence = N_(
        "From {starts_on} to {ends_on} is more than a year: check the years. For somebody who is not called any more, "
        "set the person aside."
    )


class DaysDeclared(Refused):
    """The same days declared twice for a person."""

    sentence = N_("These days are declared already for {identifier}: take them back first to give another kind.")


class UnavailabilityGone(Refused):
    """Days taken back twice, or that are somebody else's."""

    sentence = N_("These days were taken back already: reload the page.")


@dataclass(frozen=True, slots=True)
class UnavailabilityDeclared:
    """Days on which a person cannot be called were declared."""

    identifier: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class UnavailabilityTakenBack:
    """Days on which a person could not be called were taken back."""

    identifier: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class UnavailabilityImported:
    """A table of unavailability was imported."""

    new: int
    changed: int
    same: int
    file_sha256: str


def check_days(starts_on: date, ends_on: date) -> None:
    """Refuse days in the wrong order, or more than a year of them; raise EndsBeforeItStarts, LongerThanAYear."""
    if ends_on < starts_on:
        raise EndsBeforeItStarts(starts_on=f"{starts_on:%d/%m/%Y}", ends_on=f"{ends_on:%d/%m/%Y}")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise LongerThanAYear(starts_on=f"{starts_on:%d/%m/%Y}", ends_on=f"{ends_on:%d/%m/%Y}")
