"""From a name to a shelf: whoever asks for a script is told its number, its batch, its box and where that stands."""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.consignments import services as consignments
from massicot.shelves import queries
from tests import going_back, later_world, shelving, world
from tests.cast import PERRIN
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST
from tests.web.office.lifting.lately import entry_of, key_there, lifted_lately, send
from tests.web.office.reading import words_of
from tests.web.visitors import PAPER, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]


def boxed_lately():
    """Everything lifted, and what is of it back at the office in one box on its shelf."""
    built = lifted_lately()
    codes = [batch.code for batch in batches.batches_of(built.paper.pk, PERRIN)]
    for batch in batches.batches_of(built.paper.pk, PERRIN):
        world.give_back(batch)
    going_back.send(going_back.pack(built, batches=codes))
    parcel = going_back.receive(going_back.the_parcel(built))
    for ref in codes:
        consignments.tick_return(code=parcel.code, ref=ref, **BY_OFFICE)
    shelving.make(built.paper)
    shelving.shelve(built.paper, FIRST)
    return built


built = kept(boxed_lately)


def test_a_name_leads_to_the_box_and_its_place(built):
    words = words_of(send("consult_script", entry_of(built, 5), asked_by="candidate"))
    assert f"Carton {FIRST} – {CELLAR}" in words
    assert "La faire rechercher" in words
    assert batches.batch_of_number(later_world.number_of(built, 5)).code in words


def test_a_script_found_by_name_is_put_on_the_list_of_the_round_by_its_number(built):
    number = later_world.number_of(built, 5)
    answer = visitor(built, "office").post(reverse("office:ask_script", kwargs=PAPER), {"number": number})
    assert answer.status_code == 303
    assert queries.open_slip_of(number).state == "waiting"
    words = words_of(send("consult_script", entry_of(built, 5), asked_by="candidate"))
    assert "La faire rechercher" not in words
    assert "Copies à rechercher – à rechercher" in words


def test_a_script_in_no_box_is_told_without_one(built):
    assert "Carton –" in words_of(send("consult_script", entry_of(built, 1), asked_by="candidate"))
