"""What a centre prints, on demand: files that say what they are, a list that is journalled, closed after despatch."""

import io

import pypdf
import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from tests import later_world, world
from tests.cast import CEDRES
from tests.web.examcentre.desk import address, claire, keep_key, page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings, tmp_path):
    keep_key(settings, tmp_path)


def text_in(answer):
    """Read a PDF, its spaces taken out."""
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return "".join("".join(found.extract_text() for found in reader.pages).split())


def name_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    return answer["Content-Disposition"].partition("filename=")[2].strip('"')


def test_labels_and_registers_say_in_their_name_what_they_are_and_of_which_session(key):
    built = world.prepared()
    labels = claire().post(address("print_labels"))
    assert name_of(labels) == f"etiquettes-BTS-2017-CGE-{CEDRES}.pdf"
    assert later_world.number_of(built, 1) in text_in(labels)
    registers = claire().get(address("print_registers"))
    assert name_of(registers) == f"listes-d-emargement-BTS-2017-CGE-{CEDRES}.pdf"
    assert "BERGAMOTE" in text_in(registers)
    assert later_world.number_of(built, 2) not in text_in(registers)


def test_the_anonymity_list_is_printed_by_an_act_that_is_journalled(key):
    built = world.prepared()
    subject = candidates.day_subject(built.paper, CEDRES)
    assert claire().get(address("print_list")).status_code == 405
    assert audit.facts_on(subject, "ListPrinted") == []
    printed = claire().post(address("print_list"))
    assert name_of(printed) == f"liste-d-anonymat-BTS-2017-CGE-{CEDRES}.pdf"
    assert "BERGAMOTE" in text_in(printed)
    assert later_world.number_of(built, 2) in text_in(printed)
    assert audit.facts_on(subject, "ListPrinted") == [{"centre": CEDRES}]


def test_a_despatch_note_bears_its_parcel_and_no_name(key):
    built = world.packed()
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    note = claire().get(address("print_note", code))
    assert name_of(note) == f"bordereau-d-envoi-{code}.pdf"
    assert later_world.number_of(built, 1) in text_in(note)
    assert "BERGAMOTE" not in text_in(note)


def test_names_beside_numbers_are_closed_to_the_centre_once_its_last_numbered_script_left(key):
    built = world.packed()
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    assert claire().post(address("print_labels")).status_code == 200
    world.send(code)
    for answer in (claire().post(address("print_labels")), claire().post(address("print_list"))):
        assert answer.status_code == 422
        assert "sont parties" in text_of(answer)
    assert audit.facts_on(candidates.day_subject(built.paper, CEDRES), "ListPrinted") == []
    text = page(claire(), "prints")
    assert "Toutes les copies numérotées sont parties" in text
    assert address("print_labels") not in text
    assert claire().get(address("print_registers")).status_code == 200


def test_without_its_key_the_server_says_whom_to_call(settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "nowhere")
    world.prepared()
    for answer in (claire().post(address("print_labels")), claire().post(address("print_list"))):
        assert answer.status_code == 422
        assert "appelez le bureau des examens" in text_of(answer)
        assert str(tmp_path) not in text_of(answer)


def test_before_the_numbers_are_drawn_the_page_says_who_draws_them(key):
    world.opened()
    world.appoint_centres()
    text = page(claire(), "prints")
    assert "Les numéros ne sont pas encore tirés" in text
    assert claire().post(address("print_labels")).status_code == 422
