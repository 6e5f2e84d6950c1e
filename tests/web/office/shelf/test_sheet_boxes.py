"""Mark sheets in boxes, on the screen: put into one by exception, told on the pages of the shelf and of the sheets."""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.shelves import queries
from tests import sheet_boxing, shelving
from tests.cast import PERRIN
from tests.keeping import kept
from tests.sheet_boxing import print_again, receive
from tests.shelving import CELLAR, FIRST, SECOND
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(sheet_boxing.sheets_here)


@pytest.fixture
def odile(built):
    return visitor(built, "office")


def page(name="shelf"):
    return reverse(f"office:{name}", kwargs=PAPER)


def typed(**chosen):
    return {"first": "1", "last": "2", "but": "", "sheet_count": "2", "box": ""} | chosen


def press(client, name="box_sheets", **sent):
    return words_of(client.post(page(name), sent or typed(), follow=True))


def refused(client, name="box_sheets", **sent):
    answer = client.post(page(name), sent)
    assert answer.status_code == 422
    return words_of(answer)


def test_sheets_are_put_into_a_box_by_exception_and_each_says_its_box_and_place(built, odile):
    assert "2 bordereaux de notation reçus ne sont dans aucun carton : lots n° 1–2." in words_of(odile.get(page()))
    said = press(odile, **typed(but="2", sheet_count="1"))
    assert f"1 bordereau est mis dans le carton {FIRST} : imprimez son étiquette" in said
    assert "1 bordereau de notation reçu n’est dans aucun carton : lot n° 2." in said
    shelving.shelve(built.paper, FIRST)
    said = press(odile, **typed(sheet_count="1", box="1B"))
    assert f"1 bordereau est mis dans le carton {FIRST} : son étiquette n’est plus juste" in said
    shown = words_of(odile.get(page("sheets_of_paper")))
    assert shown.count(f"1B, {CELLAR}") == 2
    code = batches.batches_of(built.paper.pk, PERRIN)[0].code
    told = words_of(odile.get(reverse("office:batch", kwargs=PAPER | {"code": code})))
    assert ", dans le carton 1B" in told


def test_the_form_of_the_page_takes_what_its_reader_counts(built, odile):
    fields = fields_of(odile.get(page()), page("box_sheets")) | typed()
    assert "2 bordereaux sont mis dans le carton" in press(odile, **fields)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"sheet_count": "3"}, "le carton doit recevoir 2 bordereaux (éditions annulées ou secondes saisies : 0)"),
        ({"but": "7"}, "7 n’est aucun bordereau reçu"),
        ({"but": "1/2"}, "1/2 n’est aucun bordereau reçu"),
        ({"but": "1 à 2"}, "aucun bordereau reçu n’attend un carton"),
        ({"but": "1-999999"}, "trop de numéros"),
        ({"but": "x" * 4001}, "trop de numéros"),
        ({"last": "500"}, "n’a de numéro au-dessus de 2, et vous avez tapé 500"),
        ({"first": "2", "last": "1"}, "Le premier numéro est plus grand"),
        ({"first": ""}, "Tapez le numéro du lot."),
        ({"box": "X-BTS-2016-CGE-001B"}, "autre session ou épreuve"),
        ({"box": "2C"}, "a été défait, ou"),
    ],
)
def test_what_does_not_add_up_is_said_and_what_was_typed_stays(built, odile, sent, said):
    sent = typed(**sent)
    answer = odile.post(page("box_sheets"), sent)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert f'value="{sent["sheet_count"]}"' in answer.content.decode()
    assert queries.boxes_of(built.paper) == []


@pytest.mark.parametrize("but", ["1, 2/1", "1 et 2/1", "1 2/1", "1. 2/1", "1 et https://exemple.fr/saisie/{}/{}"])
def test_what_is_left_out_is_typed_as_people_write_it_or_scanned(built, odile, but):
    sheet = built.sheets[batches.batches_of(built.paper.pk, PERRIN)[1].code]
    told = refused(odile, **typed(but=but.format(sheet.site, sheet.identifier), sheet_count="0"))
    assert "aucun bordereau reçu n’attend un carton" in told


def test_a_box_of_scripts_takes_no_sheet_and_both_stand_in_one_list(built, odile):
    shelving.make(built.paper)
    assert f"Le carton {FIRST} tient des copies" in refused(odile, **typed(box=FIRST))
    press(odile)
    rows = [line.split(";") for line in odile.get(page(), {"format": "csv"}).content.decode().splitlines()[1:]]
    scripts = str(sum(row.size for row in batches.batches_of(built.paper.pk, PERRIN)))
    assert [row[0] for row in rows] == [FIRST, SECOND]
    assert [row[2:5] for row in rows] == [["1–2", scripts, "0"], ["1–2", "0", "2"]]
    assert rows[1][1] == "bordereaux, toutes spécialités"


def test_one_is_taken_out_and_the_answer_speaks_of_the_label(built, odile):
    press(odile)
    said = press(odile, "take_sheet_out_of_box", code="1", reason="Mal rangé")
    assert f"L’étiquette du carton {FIRST} annonce un bordereau de trop" in said
    assert "n’est dans aucun carton, d’après" in refused(odile, "take_sheet_out_of_box", code="1", reason="Encore")
    said = press(odile, "take_back_sheet", code="2", reason="Pas ici")
    assert "est de nouveau attendu" in said
    assert f"L’étiquette du carton {FIRST} annonce un bordereau de trop" in said
    assert queries.boxes_of(built.paper) == []


def test_a_void_printing_is_told_apart_where_boxes_are_listed(built, odile):
    print_again(batches.batches_of(built.paper.pk, PERRIN)[0].code)
    receive(built.paper, "1/2")
    assert "1 d’entre eux est une édition annulée ou une seconde saisie" in words_of(odile.get(page()))
    assert "3 dont 1 édition annulée ou seconde saisie" in press(odile, **typed(sheet_count="3"))


def test_where_is_it_says_what_such_a_box_holds(built, odile):
    press(odile)
    shown = words_of(odile.get(reverse("office:where"), {"quoi": FIRST}))
    assert "C’est un carton de bordereaux de notation (2, lots n° 1–2) : aucune copie n’y est." in shown


def test_sheets_in_no_box_are_on_the_home_page_and_found_from_there(built, odile):
    def home():
        return words_of(odile.get(reverse("office:home")))

    assert "2 bordereaux de notation arrivés ne sont dans aucun carton" in home()
    press(odile, **typed(but="1", sheet_count="1"))
    assert "1 bordereau de notation arrivé n’est dans aucun carton" in home()
    waiting = words_of(odile.get(page("sheets_of_paper"), {"etat": "to-box"}))
    first, second = (row.code for row in batches.batches_of(built.paper.pk, PERRIN))
    assert f"{first} 1" in waiting
    assert f"{second} 1" not in waiting
    press(odile, **typed(sheet_count="1", box=FIRST))
    assert "bordereaux de notation arrivés" not in home()
    assert "1 carton n’est sur aucun rayon" in home()


def test_boxes_of_both_kinds_ask_the_database_no_more(built, odile, django_assert_max_num_queries):
    shelving.make(built.paper)
    press(odile, **typed(but="1", sheet_count="1"))
    with django_assert_max_num_queries(17):
        odile.get(page())


@pytest.mark.both
def test_the_list_of_sheets_is_sorted_by_box_and_taken_away_with_their_places(built, odile):
    press(odile, **typed(but="1", sheet_count="1"))
    shelving.shelve(built.paper, FIRST)
    for order, places in (
        ("box", ["dans aucun carton", f"1B, {CELLAR}"]),
        ("-box", [f"1B, {CELLAR}", "dans aucun carton"]),
    ):
        told = odile.get(page("sheets_of_paper"), {"format": "csv", "tri": order}).content.decode()
        assert [line.rpartition(";")[2] for line in told.splitlines()[1:]] == places
