"""The list of what is to be destroyed ("bordereau d'élimination"), and the certificate that it becomes once two signed.

Of scripts, or of mark sheets, of which none is left out.

The list goes to the archives, whose written consent it waits for. Both name the boxes, each with its batches and how
many scripts of each are destroyed, and the numbers that are left out, all in one row and in their order: nothing says
why. They carry numbers of scripts, codes of batches, and no candidate's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from massicot.documents import engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedLine:
    """One batch, or one script in none: its box, specialty, scripts destroyed, scripts that stay there.

    Of mark sheets one box: `ref` is from which number of batch to which, and there is no specialty.
    """

    box: str
    ref: str
    specialty: str
    count: int
    stay: int


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Who signed in the program, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionSheet:
    """One list, as it stands."""

    heading: headings.Heading
    code: str
    made: SignedBy
    kept_until: date
    seed: str
    share: int
    consent: str
    consent_on: date | None
    first: SignedBy | None
    second: SignedBy | None
    lines: Sequence[DestroyedLine]
    left_out: Sequence[str]
    is_withdrawn: bool = False
    is_of_sheets: bool = False


def make_destruction_sheet(content: DestructionSheet) -> bytes:
    """Print a list of what is to be destroyed, or its certificate once it is."""
    count = sum(line.count for line in content.lines)
    one, many = ("bordereau", "bordereaux") if content.is_of_sheets else ("copie", "copies")
    boxes = len({line.box for line in content.lines})
    return engine.render(
        "destruction.typ",
        {
            "heading": headings.set_heading(content.heading, content.code),
            "code": content.code,
            "watermark": "ABANDONNÉE" if content.is_withdrawn else "",
            # Across a rehearsal another word lies already.
            "withdrawn": content.is_withdrawn,
            "made": french.moment(content.made.at),
            "made_by": content.made.who,
            "kept_until": french.day(content.kept_until),
            "destroyed": french.moment(content.second.at) if content.second else "",
            "seed": content.seed,
            "share": str(content.share),
            "consent": content.consent,
            "consent_on": french.day(content.consent_on) if content.consent_on else "",
            "signed": [_signed(content.first), _signed(content.second)],
            "of_sheets": content.is_of_sheets,
            "things": french.quantity(count, one, many),
            "boxes": french.quantity(boxes, "carton", "cartons"),
            "lines": [_line(line) for line in content.lines],
            "left": french.quantity(len(content.left_out), "copie", "copies"),
            "left_out": list(content.left_out),
        },
    )


def _signed(signed: SignedBy | None) -> dict[str, str]:
    return {"who": signed.who, "when": french.moment(signed.at)} if signed else {"who": "", "when": ""}


def _line(line: DestroyedLine) -> dict[str, str]:
    return {
        "box": line.box,
        "ref": line.ref,
        "specialty": line.specialty,
        "count": str(line.count),
        "stay": str(line.stay),
    }
