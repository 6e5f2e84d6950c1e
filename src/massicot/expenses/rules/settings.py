"""The money settings of a session: the code proposed for each kind of mission, blank scripts, the closing day.

A session of an examination whose rates are known begins with its own codes: marking is paid by the script,
interrogation by the hour, the staff of exam centres by the day of the centre. Boards and the staff of marking centres
are not paid. Where the examination is not known, the office tells the code. A blank script (CB) counts until the office
says otherwise. Claims are typed up to 31 August of the year of the session, or to the day that the office gives; that
day bars nothing. A copied session has the same settings, its closing day in its own year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.expenses.rules.codes import NOT_PAID, code_of
from massicot.expenses.rules.rates import ENVELOPES, PAY, shipped
from massicot.missions.rules import MissionKind

Change = tuple[str, str]
"""A value before and after, as text."""

BLANKS, CLOSING = "are_blanks_paid", "closes_on"
"""How the journal names what is no code."""

LAST_MONTH, LAST_DAY = 8, 31
YEARS_AFTER = 4
"""How many years after that of the session claims may be typed at most: what is older is barred (law 68-1250)."""


class PayCodeUnknown(Refused):
    sentence = N_("“{code}” is none of the pay codes: choose one of the list.")


class ClosingDayFar(Refused):
    sentence = N_("{day} is not between {first} and {last}: check the closing day of the claims.")


class MoneySettingsMoved(Refused):
    sentence = N_("Somebody has changed these settings since your page was opened: look at them as they are now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySettings:
    """How a session pays; `closes_on` None: 31 August of its year."""

    codes: Mapping[MissionKind, str]
    are_blanks_paid: bool = True
    closes_on: date | None = None

    def code_for(self, kind: MissionKind) -> str:
        """Give the code proposed for a kind of mission; empty: the office tells the rate."""
        return self.codes.get(kind, "")


@dataclass(frozen=True, slots=True)
class MoneySet(Fact):
    """The money settings of a session were set: each that changed, before and after."""

    journal_word = N_("money settings set")
    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class MoneyCopied(Fact):
    journal_word = N_("money settings copied")
    copied_from: str


def default_settings(code: str, title: str) -> MoneySettings:
    """Give the settings of a session of which the office said nothing, by its code and its title."""
    exam = _exam_named(f"{code} {title}")
    proposed = {
        MissionKind.MARKING: f"{exam}-COPIE",
        MissionKind.INTERROGATION: f"{exam}-ORAL",
        MissionKind.EXAM_STAFF: "CENTRE" if exam in shipped(ENVELOPES).keys else "",
        MissionKind.BOARD: NOT_PAID,
        MissionKind.MARKING_STAFF: NOT_PAID,
    }
    return MoneySettings(codes={kind: code if code_of(code) else "" for kind, code in proposed.items()})


def closing_day(settings: MoneySettings, year: int) -> date:
    """Say up to which day the claims of a session of a year are typed."""
    return settings.closes_on or date(year, LAST_MONTH, LAST_DAY)


def check_settings(settings: MoneySettings, before: MoneySettings, year: int) -> None:
    """Refuse a code that is none, unless it stood there, and a day far off; raise PayCodeUnknown or ClosingDayFar."""
    for kind, code in settings.codes.items():
        if code and code != before.code_for(kind) and code_of(code) is None:
            raise PayCodeUnknown(code=code)
    first = date(year, 1, 1)
    last = date(year + YEARS_AFTER, 12, 31)
    if settings.closes_on is not None and not first <= settings.closes_on <= last:
        raise ClosingDayFar(day=_write_day(settings.closes_on), first=_write_day(first), last=_write_day(last))


def moved_settings(settings: MoneySettings, years: int) -> MoneySettings:
    """Give the settings of a copy so many years later: its closing day is the same day of its own year."""
    day = settings.closes_on
    if day is None:
        return settings
    is_leap_day = (day.month, day.day) == (2, 29)
    return replace(settings, closes_on=day.replace(year=day.year + years, day=28 if is_leap_day else day.day))


def in_words(settings: MoneySettings) -> dict[str, str]:
    """Write settings for the journal, and for a page that says which it showed."""
    codes = {kind.value: settings.code_for(kind) for kind in MissionKind}
    closes_on = settings.closes_on.isoformat() if settings.closes_on else ""
    return codes | {BLANKS: str(settings.are_blanks_paid), CLOSING: closes_on}


def seen_of(settings: MoneySettings) -> str:
    """Write settings on one line: what a page showed, and what there is, are the same or not."""
    return "; ".join(f"{name}={value}" for name, value in in_words(settings).items())


def changes_between(before: MoneySettings, after: MoneySettings) -> dict[str, Change]:
    """List what changes, each value before and after."""
    old = in_words(before)
    new = in_words(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def _exam_named(text: str) -> str:
    """Find the examination that a text names: one of those whose rates are known; empty where it names none."""
    words = re.findall(r"[A-Z]+", text.upper())
    return next((word for word in words if word in shipped(PAY).keys and word != NOT_PAID), "")


def _write_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
