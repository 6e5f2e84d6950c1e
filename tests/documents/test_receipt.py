"""The receipt of a locked batch: every mark, the totals, what proves that nothing was changed; two signatures."""

import dataclasses
import re
from datetime import datetime

import pytest

from massicot.documents import receipt
from massicot.documents.receipt import Amended, Receipt, WrittenTotals
from tests.documents.conftest import PARIS_IN_MAY

DIGEST, HEAD = "3429542b" * 8, "batch:B-0K7042:10:" + "26c547f2" * 8


@pytest.fixture
def content(heading, centre, numbers):
    marks = [(rank, number, f"{(rank - 1) % 21:02d}") for rank, number in enumerate(numbers(50), 1)]
    return Receipt(
        heading=heading,
        batch="B-0K7042",
        specialty_code="31408",
        specialty_label="Comptabilité et gestion",
        marking_centre=centre,
        marker="C00001",
        totals=WrittenTotals(numeric_lines=48, absent_lines=1, blank_lines=1, total="612", lowest="00", highest="20"),
        marks=marks,
        digest=DIGEST,
        journal_head=HEAD,
        locked_at=datetime(2017, 6, 7, 16, 12, tzinfo=PARIS_IN_MAY),
    )


def test_every_number_stands_beside_its_mark_in_ascending_order(content, read):
    words = read(receipt.make_receipt(content)).text.split()
    shown = [" ".join(words[at : at + 4]) for at in range(len(words))]
    for rank, number, mark in content.marks:
        assert f"{number[:4]} {number[4:8]} {number[8:]} {mark}" in shown, rank


def test_it_tells_the_totals_the_digest_the_head_the_instant_and_by_whom(content, read):
    seen = " ".join(read(receipt.make_receipt(content)).text.split())
    for words in (
        "Verrouillé le mercredi 7 juin 2017 à 16 h 12 par le correcteur C00001",
        "LIGNES NOTÉES 48 SOMME DES NOTES 612 ABSENTS (AB) 1 COPIES BLANCHES (CB) 1",
        "NOTE LA PLUS BASSE 00 NOTE LA PLUS HAUTE 20",
        f"EMPREINTE DU LOT {DIGEST}",
        f"TÊTE DE SON JOURNAL AU VERROUILLAGE lot:{HEAD.removeprefix('batch:')}",
        "Le correcteur",
        "Le centre de correction",
    ):
        assert words in seen


@pytest.mark.parametrize(("scripts", "pages"), [(1, 1), (2, 1), (50, 1), (60, 1), (200, 2)])
def test_an_envelope_stands_on_one_page(content, numbers, read, scripts, pages):
    marks = [(rank, number, "12") for rank, number in enumerate(numbers(scripts), 1)]
    printed = read(receipt.make_receipt(dataclasses.replace(content, marks=marks)))
    assert len(printed.pages) == pages


def test_it_tells_what_the_office_changed_since_and_who_locked_in_the_markers_place(content, read):
    number = content.marks[0][1]
    amended = [Amended(number, "12", "15", "erreur de report")]
    before = datetime(2017, 6, 5, 9, 0, tzinfo=PARIS_IN_MAY)
    told = dataclasses.replace(content, entered_by="odile@bureau.invalid", replaces=before, amended=amended)
    printed = read(receipt.make_receipt(told))
    seen = " ".join(printed.text.split())
    assert "par le bureau des examens (odile@bureau.invalid), à la place du correcteur C00001" in seen
    assert "Ce reçu remplace celui du lundi 5 juin 2017" in seen
    assert re.search(r"12 . 15 \(erreur de report\)", seen)
    assert len(printed.pages) == 1


def test_a_struck_line_leaves_the_others_at_their_rank(content, read):
    marks = [one for one in content.marks if one[0] != 2]
    words = " ".join(read(receipt.make_receipt(dataclasses.replace(content, marks=marks))).text.split())
    number = marks[1][1]
    assert f"3 {number[:4]} {number[4:8]} {number[8:]}" in words
