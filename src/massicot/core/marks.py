"""Mark scales: what a marker may type for a paper, in hundredths of a mark.

The notice asks for whole marks from 00 to 20 on two digits ("12 or 09"), AB for an absent candidate and CB for a
blank script. Other papers count in halves or tenths, or out of 40 or 100: the scale belongs to the paper. A mark is
kept in whole hundredths, so that no rounding ever happens between the sheet and the export.
"""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_, Refused

HUNDREDTHS = 100


class Code(StrEnum):
    """What stands in the place of a mark."""

    ABSENT = "AB"
    BLANK = "CB"


class MarkNotOnScale(Refused):
    sentence = N_("“{value}” is not a mark of this paper: type {digits} digits from {lowest} to {highest}, AB or CB.")


class MarkOffStep(MarkNotOnScale):
    sentence = N_(
        "“{value}” is not a mark of this paper: type a mark from {lowest} to {highest} in steps of {step}, AB or CB."
    )


class ScaleImpossible(Refused):
    sentence = N_("The mark scale is impossible: from {lowest} to {highest} by {step} on {digits} digits.")


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest and highest mark and step, in hundredths; digits before the decimal comma."""

    lowest: int = 0
    highest: int = 20 * HUNDREDTHS
    step: int = HUNDREDTHS
    digits: int = 2

    def __post_init__(self) -> None:
        if not (
            0 <= self.lowest < self.highest < 10**self.digits * HUNDREDTHS
            and self.step > 0
            and (self.highest - self.lowest) % self.step == 0
        ):
            raise ScaleImpossible(lowest=self.lowest, highest=self.highest, step=self.step, digits=self.digits)

    @property
    def decimals(self) -> int:
        """Count the decimals that the lowest mark and the step need: 0, 1 or 2."""
        grain = math.gcd(self.lowest, self.step)
        if grain % HUNDREDTHS == 0:
            return 0
        return 1 if grain % 10 == 0 else 2


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of a mark sheet: a mark in hundredths, or a code; exactly one of the two."""

    hundredths: int | None = None
    code: Code | None = None


def parse_mark(value: str, scale: Scale) -> Entered:
    """Read what was typed on one line; raise MarkNotOnScale for anything the scale does not hold."""
    text = value.strip().upper().replace(",", ".")
    if text in (Code.ABSENT, Code.BLANK):
        return Entered(code=Code(text))
    hundredths = _hundredths(text, scale)
    if hundredths is None or not _holds(hundredths, scale):
        raise off_scale(value, scale)
    return Entered(hundredths=hundredths)


def off_scale(value: str, scale: Scale) -> MarkNotOnScale:
    """Name what a scale does not hold, and what it does: by whole marks, or by its step."""
    refusal = MarkNotOnScale if scale.step == HUNDREDTHS and not scale.decimals else MarkOffStep
    return refusal(
        value=value,
        digits=scale.digits,
        lowest=format_mark(scale.lowest, scale),
        highest=format_mark(scale.highest, scale),
        step=write_step(scale),
    )


def write_step(scale: Scale) -> str:
    """Write the step of a scale without needless zeros: 0,5 or 2."""
    whole, part = divmod(scale.step, HUNDREDTHS)
    decimals = f"{part:02d}".rstrip("0")
    return f"{whole},{decimals}" if decimals else f"{whole}"


def format_mark(hundredths: int, scale: Scale) -> str:
    """Write a mark as the scale says: two digits for the notice's paper, "09"."""
    whole, part = divmod(hundredths, HUNDREDTHS)
    text = f"{whole:0{scale.digits}d}"
    # A sum of marks has more digits than a mark: only the decimals are counted.
    return text if scale.decimals == 0 else f"{text},{part:02d}"[: len(text) + 1 + scale.decimals]


def format_entered(entered: Entered, scale: Scale) -> str:
    """Write one line of a mark sheet: its mark or its code."""
    if entered.code is not None:
        return entered.code.value
    return "" if entered.hundredths is None else format_mark(entered.hundredths, scale)


def _hundredths(text: str, scale: Scale) -> int | None:
    shape = rf"([0-9]{{{scale.digits}}})(?:\.([0-9]{{1,2}}))?"
    match = re.fullmatch(shape, text, re.ASCII)
    if match is None:
        return None
    whole, part = match.groups()
    return int(whole) * HUNDREDTHS + int(f"{part or '0':0<2}")


def _holds(hundredths: int, scale: Scale) -> bool:
    return scale.lowest <= hundredths <= scale.highest and (hundredths - scale.lowest) % scale.step == 0
