"""The despatch note of a parcel: its numbers by specialty, or its counts; never a name."""

import io

import pypdf
import pytest

from massicot.consignments import rules, services
from tests import world
from tests.cast import PERRIN

pytestmark = pytest.mark.django_db


def note(code):
    pages = pypdf.PdfReader(io.BytesIO(services.print_note(code=code))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_a_note_lists_every_number_once_under_its_specialty(packed):
    text = note(packed.code)
    assert all(text.count(number) == 1 for number in packed.numbers)
    assert text.index("90001") < text.index("90002")
    assert packed.code in text
    assert PERRIN in text


def test_a_note_of_a_parcel_on_its_way_names_its_carrier(packed):
    assert "Messageries" not in note(packed.code)
    world.send(packed.code)
    assert "Messageries" in note(packed.code)


def test_a_note_for_the_scan_hub_counts_and_lists_no_number(packed):
    text = note(world.packed_for_the_hub(packed.world).code)
    assert "90003" in text
    assert not any(number in text for number in packed.numbers)


def test_an_unknown_parcel_has_no_note():
    with pytest.raises(rules.ParcelUnknown):
        services.print_note(code="P-NOWHERE-1")
