"""A script set aside on the screen: from a reception or an envelope to its slip, its place and its end."""

import io
import re

import pypdf
import pytest
from django.urls import reverse

from massicot.setasides import queries, services
from massicot.setasides.rules import Oddity, Oddment
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN, candidate_number
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.visitors import MARKED, PARCEL, SLIP

pytestmark = pytest.mark.django_db

built = kept(world.batched)
SEEN = {"oddity": "foreign", "number": "0000 0042 w", "place": "Étagère 2"}


@pytest.fixture
def desk(built):
    return Desk(built)


def page(name, code=SLIP):
    return reverse(f"markingcentre:{name}", kwargs=MARKED | {"code": code})


def put(desk, oddity=Oddity.UNREADABLE, **seen):
    oddment = Oddment(oddity=oddity, place="Étagère 2", **seen)
    return services.set_aside(paper=desk.built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)


def test_what_is_found_in_an_envelope_or_a_parcel_is_set_aside_from_there(desk):
    reception = reverse("markingcentre:reception", kwargs=PARCEL)
    for place, code in ((reception, PARCEL["code"]), (address("concordance", desk.wood), desk.wood.code)):
        link = f"{address('new_set_aside')}?dans={code}"
        assert link in desk.client.get(place).content.decode()
        assert f'value="{code}"' in desk.client.get(link).content.decode()


def test_a_script_is_set_aside_and_its_page_prints_its_slip(desk):
    answer = desk.post("new_set_aside", **SEEN, found_in=desk.wood.code)
    assert (answer.status_code, answer["Location"]) == (303, page("set_aside"))
    shown = text_of(desk.client.get(answer["Location"]))
    for words in (SLIP, "Étrangère", "0000 0042 W", "Étagère 2", desk.wood.code):
        assert words in shown.replace("\u00a0", " ")
    printed = desk.client.get(page("print_slip"))
    assert printed["Content-Type"] == "application/pdf"
    assert SLIP in pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()


def test_what_is_typed_stays_when_it_is_refused(desk):
    answer = desk.post("new_set_aside", **SEEN | {"number": "", "remark": "Encre verte"})
    assert answer.status_code == 422
    assert "Encre verte" in answer.content.decode()
    assert "Scannez ou tapez le numéro" in text_of(answer)


@pytest.mark.parametrize("number", ["2017X00042", ""])
def test_a_script_of_another_examination_is_led_to_a_slip_without_a_number(desk, number):
    typed = SEEN | {"number": number, "remark": "Autre examen"}
    refused = desk.post("new_set_aside", **typed)
    assert refused.status_code == 422
    assert "Une copie d’un autre examen n’en porte pas" in text_of(refused)
    assert "La mettre à l’écart sans numéro" in text_of(refused)
    assert desk.post("new_set_aside", **typed, **{"sans-numero": "1"}).status_code == 303
    (row,) = queries.set_asides_at(desk.built.paper.pk, PERRIN)
    assert (row.oddity, row.number, row.remark) == (Oddity.NUMBERLESS, "", "Autre examen")
    sent_on = {"ending": "forwarded", "ref": CEDRES, "reason": "Remise à son centre"}
    assert desk.client.post(page("settle_set_aside"), sent_on).status_code == 303


def test_without_a_number_is_offered_only_where_it_is_the_way(desk):
    for seen in (SEEN | {"place": ""}, SEEN | {"oddity": "doubled", "number": ""}):
        assert "sans-numero" not in desk.post("new_set_aside", **seen).content.decode()


def test_it_stays_on_the_home_page_and_on_the_list_until_it_has_its_end(desk):
    row = put(desk)
    assert "1 copie est à l’écart" in desk.read("home")
    assert "1 copie attend son issue" in desk.read("set_asides")
    ended = {"ending": "returned", "ref": CEDRES, "reason": "Rendue par la navette"}
    assert desk.client.post(page("settle_set_aside"), ended | {"ref": ""}).status_code == 422
    answer = desk.client.post(page("settle_set_aside"), ended)
    assert (answer.status_code, answer["Location"]) == (303, address("set_asides"))
    assert "à l’écart :" not in desk.read("home")
    listed = desk.read("set_asides")
    assert row.code in listed
    assert "Rendue à son centre d’épreuves" in listed


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"ending": "forwarded", "ref": PERRIN}, "ref"),
        ({"ending": "parcel", "ref": ""}, "ref"),
        ({"ending": "parcel", "ref": PARCEL["code"]}, "number"),
        ({"ending": "returned", "ref": CEDRES, "reason": candidate_number(1)}, "reason"),
        ({"ref": CEDRES}, "ending"),
    ],
)
def test_the_cursor_is_where_an_end_is_refused(desk, typed, box):
    put(desk, Oddity.NUMBERLESS)
    refused = desk.client.post(page("settle_set_aside"), {"reason": "Vu", "number": "", **typed})
    assert refused.status_code == 422
    assert re.findall(r'name="(\w+)"[^>]* autofocus', refused.content.decode())[:1] == [box]


def test_its_place_is_written_down_anew(desk):
    put(desk)
    assert desk.client.post(page("move_set_aside"), {"place": ""}).status_code == 422
    assert desk.client.post(page("move_set_aside"), {"place": "Coffre"}).status_code == 303
    assert "Coffre" in desk.read("set_asides")


def test_what_comes_back_names_the_slip_that_it_had(desk):
    old = put(desk, Oddity.DOUBLED, number="00000042W")
    ended = {"ending": "destroyed", "ref": "Mme Roux", "reason": "Photocopie"}
    assert desk.client.post(page("settle_set_aside"), ended).status_code == 303
    shown = desk.client.get(page("set_aside"))
    assert f"apres={old.code}" in shown.content.decode()
    again = {"oddity": "doubled", "number": "00000042W", "place": "Coffre", "follows": old.code}
    assert desk.post("new_set_aside", **again).status_code == 303
    assert "A-BTS-2017-CGE-0002" in text_of(desk.client.get(page("set_aside")))
    assert old.code in text_of(desk.client.get(page("set_aside", "A-BTS-2017-CGE-0002")))


def test_a_slip_that_is_scanned_opens_its_page_wherever_things_are_looked_up(desk):
    put(desk)
    for name, word in (("set_asides", "fiche"), ("where", "quoi")):
        answer = desk.get(name, **{word: SLIP.lower()})
        assert answer["Location"] == page("set_aside")
    assert desk.get("set_asides", fiche="A-NOWHERE").status_code == 422


def test_a_script_of_another_centre_is_not_there(desk):
    put(desk)
    queries.SetAside.objects.update(centre_uai="9900009E")
    assert desk.client.get(page("set_aside")).status_code == 404
    assert SLIP not in desk.read("set_asides")
