"""The return note: counts by specialty and batch, what lacks and why, and no name of a person."""

from dataclasses import replace
from datetime import datetime

import pytest
import zxingcpp

from massicot.documents import return_note
from massicot.documents.return_note import NotedBatch, NotedSpecialty, ReturnNote
from tests.documents.conftest import PARIS_IN_MAY

CODE = "P-BTS-2017-CGE-0139998W-R1"


@pytest.fixture
def content(heading, centre, numbers):
    missing, loose = numbers(2)
    ledger = NotedSpecialty(
        code="31401",
        label="Comptabilité et gestion",
        batches=[NotedBatch("B-BTS-2017-CGE-0002", 48), NotedBatch("B-BTS-2017-CGE-0001", 49, [missing])],
        loose=[loose],
        staying=[("B-BTS-2017-CGE-0007", "referred")],
    )
    small = NotedSpecialty(code="34401", label="Notariat", batches=[NotedBatch("B-BTS-2017-CGE-0012", 3)])
    return ReturnNote(
        heading=heading,
        parcel=CODE,
        sender=centre,
        attention="bureau des examens post-bac",
        printed_at=datetime(2017, 6, 6, 10, tzinfo=PARIS_IN_MAY),
        return_by=datetime(2017, 6, 9, 18, tzinfo=PARIS_IN_MAY),
        specialties=[small, ledger],
        seal="S 42",
    )


@pytest.fixture
def printed(content, read):
    return read(return_note.make_return_note(content))


def test_it_counts_each_specialty_and_each_batch(printed):
    seen = " ".join(printed.text.split())
    for words in (
        "31401 Comptabilité et gestion 2 enveloppes 98 copies",
        "34401 Notariat 1 enveloppe 3 copies",
        "lot n° 1 : 49",
        "lot n° 12 : 3",
        "101 copies",
        "3 enveloppes",
    ):
        assert words in seen
    assert seen.index("31401") < seen.index("34401")
    assert seen.index("lot n° 1 :") < seen.index("lot n° 2 :")


def test_it_says_what_lacks_and_why(content, printed):
    seen = " ".join(printed.text.split())
    [missing] = content.specialties[1].batches[1].missing
    assert "lot n° 7 une ligne attend une réponse du bureau des examens" in seen
    assert f"copie {missing[:4]} {missing[4:8]} {missing[8:]} manque dans le lot n° 1" in seen


def test_where_nothing_lacks_it_says_so(content, read):
    whole = replace(content, specialties=content.specialties[:1])
    assert "Rien ne manque" in read(return_note.make_return_note(whole)).text


def test_its_code_reads_back_and_it_names_both_ends(content, printed):
    assert [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [CODE]
    seen = " ".join(printed.text.split())
    for words in (
        content.sender.uai,
        "Division des examens et concours",
        "À l’attention de : bureau des examens post-bac",
        "le vendredi 9 juin 2017 à 18 h",
        "Départ du centre de correction",
        "Arrivée au bureau des examens",
        "page 1 / 1",
    ):
        assert words in seen


def test_a_hundred_and_twenty_seven_batches_keep_their_code_on_every_page(content, read):
    many = replace(
        content.specialties[0], batches=[NotedBatch(f"B-BTS-2017-CGE-{rank:04}", 50) for rank in range(1, 600)]
    )
    printed = read(return_note.make_return_note(replace(content, specialties=[many])))
    assert len(printed.pages) > 1
    assert all(CODE in page for page in printed.pages)
