"""The despatch note: what a parcel holds, by numbers or by counts, and no name of a person."""

import dataclasses
from datetime import timedelta

import pytest
import zxingcpp

from massicot.documents import despatch_note


@pytest.fixture
def printed(note, read):
    return read(despatch_note.make_despatch_note(note))


def test_numbers_stand_in_ascending_order_under_their_specialty(note, printed):
    grouped = [f"{n[:4]} {n[4:8]} {n[8:]}" for n in sorted(note.specialties[0].numbers)]
    positions = [printed.text.index(number) for number in grouped]
    assert positions == sorted(positions)
    heads = [printed.text.index(head) for head in ("Comptabilité et gestion 44 copies", "Notariat 1 copie\n")]
    assert heads[0] < positions[0] < positions[-1] < heads[1]


def test_the_total_counts_every_number(printed):
    assert "TOTAL DU PAQUET\n45 copies" in printed.text


def test_the_code_of_the_parcel_reads_back(printed):
    assert [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)] == ["P-7KQ2M4"]
    assert "Paquet P-7KQ2M4" in printed.text


def test_it_is_due_forty_eight_hours_after_the_end_of_the_paper(printed):
    assert "au plus tard le vendredi 12 mai 2017 à 18 h" in printed.text
    assert "48 heures après la fin de l’épreuve" in printed.text


def test_the_delay_shown_follows_the_deadline(note, read):
    consignment = note.consignment
    sooner = dataclasses.replace(consignment, due_at=consignment.due_at - timedelta(hours=24))
    text = read(despatch_note.make_despatch_note(dataclasses.replace(note, consignment=sooner))).text
    assert "24 heures après la fin de l’épreuve" in text


def test_it_names_both_ends_the_carrier_and_what_is_enclosed(printed):
    seen = " ".join(printed.text.split())
    for words in (
        "Lycée des Calanques, Marseille (0139999X)",
        "Lycée du Vallon, Aubagne (0139998W)",
        "À l’attention de : secrétariat du centre de correction",
        "Navette du rectorat",
        "copies des listes d’émargement",
        "copies des procès-verbaux de salle",
        "Départ du centre d’épreuves",
        "Arrivée à destination",
    ):
        assert words in seen


def test_it_asks_both_ends_to_put_the_scripts_in_order_of_number(printed):
    seen = " ".join(printed.text.split())
    assert "les classer par numéro d’anonymat, dans l’ordre ci-dessous, ou les mélanger" in seen
    assert "avant de constituer les lots : les classer par numéro d’anonymat en suivant ce bordereau" in seen


def test_a_parcel_without_numbers_shows_counts_only(consignment, read):
    specialties = (
        despatch_note.SpecialtyCount("31401", "Comptabilité et gestion", 44),
        despatch_note.SpecialtyCount("34401", "Notariat", 1),
    )
    text = read(despatch_note.make_counted_note(despatch_note.CountedNote(consignment, specialties))).text
    assert "31401 Comptabilité et gestion 44 copies" in text
    assert "TOTAL DU PAQUET\n45 copies" in text
    assert "Ordre des copies" not in text


def test_a_parcel_of_six_hundred_scripts_keeps_its_code_on_every_page(note, numbers, read):
    many = despatch_note.SpecialtyNumbers("31401", "Comptabilité et gestion", numbers(600))
    printed = read(despatch_note.make_despatch_note(dataclasses.replace(note, specialties=(many,))))
    assert len(printed.pages) <= 4
    assert all("Paquet P-7KQ2M4" in page for page in printed.pages)
    assert sum(printed.text.count(f"{n[:4]} {n[4:8]} {n[8:]}") for n in many.numbers) == 600


def test_the_despatch_note_keeps_its_text(printed, snapshot):
    assert printed.pages == snapshot
