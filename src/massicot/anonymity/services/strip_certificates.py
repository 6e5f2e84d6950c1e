"""Printing of what an exam centre certified of its header strips."""

import json

from massicot.anonymity.rules import strips as rules
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.documents.strip_certificate import (
    CertificateFollowed,
    FiledStripBox,
    StripCertificate,
    make_strip_certificate,
)
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts.queries import StripDestruction
from massicot.shelves import queries as shelves


def print_strip_certificate(*, paper: Paper, centre_uai: str, destruction_id: int) -> bytes:
    """Print one certificate of a centre as it was signed, always the same; raise CertificateNotThere."""
    rows = {row.pk: row for row in scripts.strip_destructions(paper.pk, centre_uai)}
    if destruction_id not in rows:
        raise rules.CertificateNotThere
    row = rows[destruction_id]
    rank, kept = _as_journalled(paper, row)
    return make_strip_certificate(
        StripCertificate(
            heading=exams.heading_of(paper),
            centre=exams.place_of(centre_uai),
            rank=rank,
            due=row.due,
            count=row.count,
            before=sum(earlier.count for earlier in rows.values() if earlier.pk < row.pk),
            kept=kept,
            reason=row.reason,
            certified_by=row.certified_by,
            certified_at=exams.local(paper, row.certified_at),
            signed_by=row.signed_by,
            boxes=[FiledStripBox(box.ref, box.first, box.last) for box in scripts.strip_boxes(paper.pk, centre_uai)],
            follows=_followed(paper, row),
        )
    )


def _as_journalled(paper: Paper, row: StripDestruction) -> tuple[int, int]:
    """Tell which of all that its centre ever signed a certificate is, and how many strips stayed then."""
    lines = audit.lines_of_act(rules.StripsDestroyed.__name__, candidates.day_subject(paper, row.centre_uai))
    until_then = [line for line in lines if line.at <= row.certified_at]
    return len(until_then), json.loads(until_then[-1].facts)["kept"]


def _followed(paper: Paper, row: StripDestruction) -> list[CertificateFollowed]:
    """List the certificates by which scripts of the paper were destroyed until then."""
    return [
        CertificateFollowed(certificate.code, exams.local(paper, certificate.destroyed_at).date())
        for certificate in shelves.certificates_of(paper)
        if certificate.destroyed_at and certificate.destroyed_at <= row.certified_at
    ]
