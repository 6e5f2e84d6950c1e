"""What an exam centre certifies of its header strips: boxes, counts, what it follows, two persons, no name."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from massicot.documents.strip_certificate import (
    CertificateFollowed,
    FiledStripBox,
    StripCertificate,
    make_strip_certificate,
)

AT = datetime(2018, 6, 5, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


def words_of(printed):
    return " ".join(printed.text.split())


@pytest.fixture
def certificate(heading, centre, numbers):
    """A second certificate of a centre: 49 strips were due, one of them was not found."""
    first, last = sorted(numbers(2))
    return StripCertificate(
        heading=heading,
        centre=centre,
        rank=2,
        due=49,
        count=48,
        before=400,
        kept=23,
        reason="Boîte 2 mouillée, un en-tête introuvable",
        certified_by="claire@cedres.invalid",
        certified_at=AT,
        signed_by="Mme Roux",
        boxes=[FiledStripBox("S-BTS-2017-CGE-0139999X-1", first, last)],
        follows=[CertificateFollowed("E-BTS-2017-CGE-01B", date(2018, 6, 4))],
    )


def test_it_counts_what_was_due_destroyed_not_found_and_kept(certificate, read):
    text = words_of(read(make_strip_certificate(certificate)))
    assert "En-têtes attestés détruits le mardi 5 juin 2018 à 9 h 30" in text
    assert "À détruire 49 en-têtes" in text
    assert "Détruits 48 en-têtes" in text
    assert "Non retrouvés 1 en-tête – Boîte 2 mouillée, un en-tête introuvable" in text
    assert "Attestés auparavant 400 en-têtes" in text
    assert "Gardés sous clé 23 en-têtes" in text


def test_it_says_whose_it_is_what_it_follows_which_boxes_and_who_signed(certificate, read):
    printed = read(make_strip_certificate(certificate))
    text = words_of(printed)
    assert "Lycée des Calanques, Marseille (0139999X)" in text
    assert "Académie d’Aix-Marseille" in text
    assert "0139999X – attestation n° 2" in text
    assert "Copies détruites par E-BTS-2017-CGE-01B, du lundi 4 juin 2018" in text
    (box,) = certificate.boxes
    joined = "".join(printed.text.split())
    assert f"{box.ref}{box.first}{box.last}" in joined
    assert "attesté dans l’application par claire@cedres.invalid" in text
    assert "nommée dans l’application : Mme Roux" in text
    assert text.count("nom, cachet et signature") == 2
    assert "page 1 / 1" in text


def test_where_nothing_lacks_it_says_so_and_where_no_box_was_filed_too(certificate, read):
    plain = replace(certificate, count=49, reason="", before=0, kept=0, boxes=[])
    text = words_of(read(make_strip_certificate(plain)))
    assert "Non retrouvés aucun" in text
    assert "Aucune boîte n’a été déclarée" in text
    assert "Attestés auparavant" not in text
    assert "Gardés sous clé" not in text


def test_many_boxes_go_over_pages_that_are_counted_and_a_rehearsal_says_so(certificate, read):
    (box,) = certificate.boxes
    heading = replace(certificate.heading, is_rehearsal=True)
    printed = read(make_strip_certificate(replace(certificate, heading=heading, boxes=[box] * 90)))
    assert len(printed.pages) > 1
    for rank, page in enumerate(printed.pages, start=1):
        assert f"page {rank} / {len(printed.pages)}" in " ".join(page.split())
        assert "RÉPÉTITION" in page
