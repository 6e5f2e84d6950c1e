"""What an exam centre certifies of the header strips that it destroyed ("attestation de destruction des en-têtes").

It follows the certificates by which the exam office destroyed the scripts, and stands beside them in the file of the
session. It names the boxes by their first and last strips, as they were filed, and counts what is gone of them; which
strip is in which state it does not say. It carries no candidate's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True)
class FiledStripBox:
    """One box of header strips, by its reference and the numbers of its first and last strip."""

    ref: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class CertificateFollowed:
    """A certificate of the exam office by which scripts were destroyed, and its day."""

    code: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StripCertificate:
    """What two persons of an exam centre signed of their header strips.

    `rank`: which certificate of the centre it is, those taken back included; `before`: how many strips its earlier ones
    certified; `kept`: how many strips stay.
    """

    heading: headings.Heading
    centre: headings.InstitutionHeading
    rank: int
    due: int
    count: int
    before: int
    kept: int
    reason: str
    certified_by: str
    certified_at: datetime
    signed_by: str
    boxes: Sequence[FiledStripBox]
    follows: Sequence[CertificateFollowed]


def make_strip_certificate(content: StripCertificate) -> bytes:
    """Print what an exam centre certified of its header strips."""
    return engine.render(
        "strip_certificate.typ",
        {
            "heading": headings.set_heading(content.heading, f"{content.centre.uai} – attestation n° {content.rank}"),
            "centre": headings.set_institution(content.centre),
            "rank": str(content.rank),
            "due": _strips(content.due),
            "count": _strips(content.count),
            "lacking": _strips(content.due - content.count) if content.count < content.due else "",
            "before": _strips(content.before) if content.before else "",
            "kept": _strips(content.kept) if content.kept else "",
            "reason": content.reason,
            "certified": french.moment(content.certified_at),
            "signed": [content.certified_by, content.signed_by],
            "boxes": [_box(box) for box in content.boxes],
            "follows": [{"code": row.code, "on": french.day(row.on)} for row in content.follows],
        },
    )


def _strips(count: int) -> str:
    return french.quantity(count, "en-tête", "en-têtes")


def _box(box: FiledStripBox) -> dict[str, str]:
    return {"ref": box.ref, "first": codes.group_number(box.first), "last": codes.group_number(box.last)}
