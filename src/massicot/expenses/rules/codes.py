"""Pay codes: what a mission pays, by one code a kind of work, each with the text that gives it.

A code says in what it is counted (scripts, hours, days of an exam centre, or nothing), at which rate, and at how many
percent of it: an optional oral and physical education are paid three quarters of the hour. A mission that is not paid
(NR) has a line that says so and that nobody can fill; what is done during the year (ECA) has none. A mission whose
code is empty, or none of these, is not paid before the office has told the rate.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from massicot.core.spelling import without_unseen
from massicot.expenses.rules.pay import THREE_QUARTERS, WHOLE
from massicot.expenses.rules.rates import ENVELOPES, PAY, shipped
from massicot.expenses.rules.tables import TableUnsound

CODES = "codes"
"""The file of the package, and how a fault of it is told."""

CODE_LENGTH = 20
NOT_PAID = "NR"


class PayUnit(StrEnum):
    """In what the work of a mission is counted for pay."""

    SCRIPT = "script"
    HOUR = "hour"
    CENTRE_DAY = "centre-day"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCode:
    """One code: its title, its unit, its rate and how much of it, whether it makes a line of a claim, its text."""

    code: str
    title: str
    unit: PayUnit
    rate: str
    percent: int
    is_line: bool
    text: str

    @property
    def is_paid(self) -> bool:
        """Say whether its line can be filled."""
        return self.unit is not PayUnit.NOTHING

    @property
    def table(self) -> str:
        """Name the table that has its rate."""
        return ENVELOPES if self.unit is PayUnit.CENTRE_DAY else PAY


def code_of(text: str) -> PayCode | None:
    """Find the pay code that a text names, however it is spaced and written: bts - copie is BTS-COPIE."""
    return _by_code().get(_tidy(text))


def pay_codes() -> Sequence[PayCode]:
    """List the codes of the package, in their order; raise TableUnsound."""
    return tuple(_by_code().values())


def read_codes(text: str) -> list[PayCode]:
    """Read codes from their file; raise TableUnsound with every fault that they have."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise TableUnsound(table=CODES, faults=str(fault)) from None
    rows, faults = [], []
    for rank, row in enumerate(told.get("code", []), start=1):
        try:
            rows.append(_row(row))
        except (KeyError, ValueError, TypeError, AttributeError) as fault:
            faults.append(f"{rank}: {fault}")
    faults += [f"{row.code}: {fault}" for row in rows for fault in _faults(row)]
    faults += [f"{code}: twice" for code, count in Counter(row.code for row in rows).items() if count > 1]
    if faults or not rows:
        raise TableUnsound(table=CODES, faults="; ".join(faults) or "0")
    return rows


@cache
def _by_code() -> Mapping[str, PayCode]:
    file = resources.files("massicot.expenses").joinpath("rates", f"{CODES}.toml")
    return {row.code: row for row in read_codes(file.read_text(encoding="utf-8"))}


def _tidy(text: str) -> str:
    return "".join(without_unseen(text).split()).upper()


def _row(told: Mapping[str, Any]) -> PayCode:
    if unknown := told.keys() - PayCode.__dataclass_fields__.keys():
        raise ValueError(", ".join(sorted(unknown)))
    return PayCode(
        code=told["code"].strip(),
        title=told["title"].strip(),
        unit=PayUnit(told["unit"]),
        rate=told.get("rate", ""),
        percent=told.get("percent", WHOLE),
        is_line=told.get("is_line", True),
        text=told["text"].strip(),
    )


def _faults(row: PayCode) -> Iterable[str]:
    if not row.code or row.code != _tidy(row.code) or len(row.code) > CODE_LENGTH:
        yield "not a code"
    if not row.title:
        yield "no title"
    if not row.text:
        yield "no text"
    if row.is_line and row.rate not in shipped(row.table).keys:
        yield f"the table {row.table} has no row {row.rate}"
    if row.percent not in {WHOLE, THREE_QUARTERS} or (row.percent != WHOLE and row.unit is not PayUnit.HOUR):
        yield f"{row.percent} %"
    if row.is_paid and not row.is_line:
        yield "paid without a line"
