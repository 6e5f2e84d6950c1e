"""The list of scripts to be destroyed, and its certificate: boxes, counts, numbers left out, signatures, no name."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from massicot.documents.destruction import DestroyedLine, DestructionSheet, SignedBy, make_destruction_sheet

AT = datetime(2018, 6, 4, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
CODE = "E-BTS-2017-CGE-01B"


def words_of(printed):
    return " ".join(printed.text.split())


@pytest.fixture
def certificate(heading, numbers):
    """Two boxes of three batches, 148 scripts destroyed, 43 numbers left out."""
    lines = [(1, 1, 48, 2), (1, 2, 50, 0), (2, 3, 50, 41)]
    return DestructionSheet(
        heading=heading,
        code=CODE,
        made=SignedBy("odile@bureau.invalid", AT.replace(day=2)),
        kept_until=date(2018, 6, 1),
        seed="5f0c2a9be1d47788",
        share=1,
        consent="AD13-2018-0042",
        consent_on=date(2018, 6, 3),
        first=SignedBy("odile@bureau.invalid", AT),
        second=SignedBy("omar@bureau.invalid", AT.replace(hour=11)),
        lines=[
            DestroyedLine(
                box=f"X-BTS-2017-CGE-00{box}B",
                ref=f"B-BTS-2017-CGE-000{rank}",
                specialty="31222",
                count=count,
                stay=stay,
            )
            for box, rank, count, stay in lines
        ],
        left_out=sorted(numbers(43)),
    )


def test_it_names_boxes_counts_and_each_number_left_out_once_in_order(certificate, read):
    text = words_of(read(make_destruction_sheet(certificate)))
    assert "Certificat de destruction" in text
    assert "148 copies" in text
    assert "2 cartons" in text
    assert "43 copies" in text
    places = [text.index(number) for number in certificate.left_out]
    assert places == sorted(places)
    assert all(text.count(number) == 1 for number in certificate.left_out)


def test_it_bears_the_consent_the_seed_the_two_who_signed_and_what_of_the_backups(certificate, read):
    printed = read(make_destruction_sheet(certificate))
    text = words_of(printed)
    assert "AD13-2018-0042, du dimanche 3 juin 2018" in text
    assert "graine 5f0c2a9be1d47788" in text
    assert "signé dans l’application par odile@bureau.invalid le lundi 4 juin 2018 à 9 h 30" in text
    assert "par omar@bureau.invalid le lundi 4 juin 2018 à 11 h 30" in text
    assert "Toute sauvegarde antérieure, avec le fichier de la clé" in text
    assert "Académie d’Aix-Marseille" in text
    assert f"page {len(printed.pages)} / {len(printed.pages)}" in text


def test_before_two_signed_it_is_a_list_that_asks_for_the_consent(certificate, read):
    unsigned = replace(certificate, first=None, second=None, consent="", consent_on=None, left_out=[])
    text = words_of(read(make_destruction_sheet(unsigned)))
    assert "Bordereau d’élimination" in text
    assert "Certificat" not in text
    assert text.count("pas encore signé dans l’application") == 2
    assert "Aucun." in text


def test_a_withdrawn_one_says_so_across_the_page_and_at_its_head_in_a_rehearsal_too(certificate, read):
    withdrawn = replace(certificate, second=None, is_withdrawn=True)
    assert "ABANDONNÉE" in words_of(read(make_destruction_sheet(withdrawn)))
    rehearsed = replace(withdrawn, heading=replace(withdrawn.heading, is_rehearsal=True))
    text = words_of(read(make_destruction_sheet(rehearsed)))
    assert "Liste abandonnée" in text
    assert "Copies à détruire" not in text


def test_two_thousand_numbers_left_out_go_over_pages(certificate, read, numbers):
    printed = read(make_destruction_sheet(replace(certificate, left_out=sorted(numbers(2000)))))
    assert len(printed.pages) in (4, 5, 6, 7)
    assert sum(printed.text.count(number) for number in numbers(2000)) == 2000


def test_of_mark_sheets_it_names_each_box_with_its_batches_and_neither_sample_nor_number(certificate, read):
    lines = [DestroyedLine(box="X-BTS-2017-CGE-004E", ref="1–127", specialty="", count=131, stay=0)]
    of_sheets = replace(certificate, lines=lines, left_out=[], is_of_sheets=True)
    text = words_of(read(make_destruction_sheet(of_sheets)))
    assert "Bordereaux de notation détruits le lundi 4 juin 2018" in text
    assert "X-BTS-2017-CGE-004E 1–127 131" in text
    assert "131 bordereaux" in text
    assert "copie" not in text
    assert "graine" not in text
    unsigned = replace(of_sheets, second=None)
    assert "Bordereaux de notation à détruire" in words_of(read(make_destruction_sheet(unsigned)))
