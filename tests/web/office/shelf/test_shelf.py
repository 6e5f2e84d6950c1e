"""The boxes of a paper, on the screen: made by exception, put on their shelves, told where a thing is looked up."""

import re

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.shelves import queries
from tests import shelving
from tests.cast import PERRIN
from tests.keeping import kept
from tests.shelving import CELLAR, FIRST, SECOND
from tests.web.markingcentre.desk import text_of
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(shelving.received)


READ_AT = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def odile(built):
    return visitor(built, "office")


def page(name="shelf"):
    return reverse(f"office:{name}", kwargs=PAPER)


def rows(built):
    return batches.batches_of(built.paper.pk, PERRIN)


def typed_of(built, **typed):
    both = {"specialties": [row.specialty_code for row in rows(built)], "but": "", "fits": "500"}
    return both | {"envelopes": "2", "counted": str(sum(row.size for row in rows(built)))} | typed


def press(client, name, **typed):
    answer = client.post(page(name), typed)
    assert (answer.status_code, answer["Location"]) == (303, page())
    return text_of(client.get(page()))


def refused(client, name, **typed):
    answer = client.post(page(name), typed)
    assert answer.status_code == 422
    return text_of(answer)


def test_who_reads_an_older_page_is_told_where_a_box_was_put_meanwhile_and_presses_again(built, odile):
    press(odile, "make_boxes", **typed_of(built))
    older = READ_AT.search(odile.get(page()).content.decode())[1]
    press(odile, "shelve_boxes", boxes=FIRST, shelf=CELLAR, seen=older)
    answer = odile.post(page("shelve_boxes"), {"boxes": FIRST, "shelf": "grenier", "seen": older})
    assert answer.status_code == 422
    assert f"quelqu’un a placé le carton {FIRST} ici : {CELLAR}" in text_of(answer)
    newer = READ_AT.search(answer.content.decode())[1]
    assert "grenier" in press(odile, "shelve_boxes", boxes=FIRST, shelf="grenier", seen=newer)


def test_boxes_are_made_by_exception_and_put_on_a_shelf_which_is_offered_afterwards(built, odile):
    first, second = rows(built)
    assert "Rien de ce qui est reçu" not in text_of(odile.get(page()))
    typed = typed_of(built, but="2", envelopes="1", counted=str(first.size))
    assert "1 n’est sur aucun rayon" in press(odile, "make_boxes", **typed)
    shown = press(odile, "shelve_boxes", boxes=FIRST, shelf=CELLAR)
    assert CELLAR in shown
    assert f'<option value="{CELLAR}">' in odile.get(page()).content.decode()
    typed = typed_of(built, specialties=[second.specialty_code], envelopes="1", counted=str(second.size))
    assert "Rien de ce qui est reçu n’attend un carton" in press(odile, "make_boxes", **typed)
    assert "Chacun est sur son rayon" in press(odile, "shelve_boxes", boxes="2c", shelf=CELLAR.upper())
    assert [box.shelf for box in queries.boxes_of(built.paper)] == [CELLAR, CELLAR]


def test_a_wrong_count_is_refused_and_what_was_typed_stays(built, odile):
    answer = odile.post(page("make_boxes"), typed_of(built, counted="77"))
    assert answer.status_code == 422
    assert "comptez à nouveau" in text_of(answer)
    assert answer.content.decode().count(" checked") == 2
    assert 'value="77"' in answer.content.decode()


def test_what_is_wrong_with_a_label_or_a_place_is_said_with_a_way_out(built, odile):
    press(odile, "make_boxes", **typed_of(built))
    assert "autre session ou épreuve" in refused(odile, "shelve_boxes", boxes="X-BTS-2016-CGE-001B", shelf="cave")
    assert "abrégez-la" in refused(odile, "shelve_boxes", boxes=FIRST, shelf="a" * 300)
    assert "deux fois" in refused(odile, "shelve_boxes", boxes="1B, 1b", shelf="cave")
    assert "a été défait, ou" in refused(odile, "shelve_boxes", boxes=SECOND, shelf="cave")
    assert "1B" in refused(odile, "open_box", box="1C", reason="Erreur")


def test_a_box_is_taken_down_opened_and_a_batch_taken_out(built, odile):
    press(odile, "make_boxes", **typed_of(built))
    press(odile, "shelve_boxes", boxes=FIRST, shelf=CELLAR)
    assert "paquet de retour" in press(odile, "take_out_of_box", ref="2", reason="Absent du carton")
    assert "sur aucun rayon" in press(odile, "take_down_box", box="1B", reason="Travaux")
    assert "Aucun carton n’est encore fait" in press(odile, "open_box", box="1B", reason="Trop lourd")


def test_where_is_it_tells_the_box_and_the_place_of_a_script_and_a_box(built, odile):
    press(odile, "make_boxes", **typed_of(built))
    press(odile, "shelve_boxes", boxes=FIRST, shelf=CELLAR)
    number = batches.numbers_of(rows(built)[0].pk)[0]
    for asked in (number, FIRST):
        shown = text_of(odile.get(reverse("office:where"), {"quoi": asked}))
        assert f"au rayon {CELLAR}" in shown.replace("Au", "au")
    assert page() in odile.get(reverse("office:where"), {"quoi": FIRST}).content.decode()


def test_many_boxes_ask_the_database_no_more(built, odile, django_assert_max_num_queries):
    press(odile, "make_boxes", **typed_of(built, fits=str(max(row.size for row in rows(built)))))
    with django_assert_max_num_queries(17):
        odile.get(page())


def test_the_list_is_taken_away_as_it_is_shown(built, odile):
    press(odile, "make_boxes", **typed_of(built))
    told = odile.get(page(), {"format": "csv"}).content.decode()
    [box] = queries.boxes_of(built.paper)
    assert f"{box.code};" in told
    assert ";1–2;" in told
    assert "au bureau, sur aucun rayon" in told
    assert odile.get(page(), {"format": "xlsx"}).status_code == 200


def test_a_box_out_of_which_the_last_thing_is_taken_is_none_and_where_is_it_says_so(built, odile):
    first, _ = rows(built)
    typed = typed_of(built, specialties=[first.specialty_code], envelopes="1", counted=str(first.size))
    press(odile, "make_boxes", **typed)
    press(odile, "shelve_boxes", boxes=FIRST, shelf=CELLAR)
    assert "Aucun carton n’est encore fait" in press(odile, "take_out_of_box", ref=first.code, reason="Mal rangé")
    shown = text_of(odile.get(reverse("office:where"), {"quoi": FIRST}))
    assert "Il n’y a pas de carton" in shown


def test_what_lies_in_no_box_and_boxes_on_no_shelf_are_on_the_home_page(built, odile):
    def home():
        return text_of(odile.get(reverse("office:home")))

    assert "2 lots ou copies revenus ne sont dans aucun carton" in home()
    shelving.make(built.paper)
    assert "dans aucun carton" not in home()
    assert "sur aucun rayon : dites où" in home()
    for code in [box.code for box in queries.boxes_of(built.paper)]:
        shelving.shelve(built.paper, code)
    assert "sur aucun rayon" not in home()


def test_the_page_says_how_many_are_out_and_asks_for_the_count_without_them(built, odile):
    first, second = rows(built)
    press(odile, "make_boxes", **typed_of(built))
    number = batches.numbers_of(first.pk)[0]
    shelving.ask(built.paper, number)
    shelving.fetch(built.paper)
    assert "dont 1 sortie ou manquante" in text_of(odile.get(page()))
    shown = press(odile, "open_box", box="1B", reason="Trop lourd")
    assert "1 copie est sortie ou manquante : ne la comptez pas" in shown
    assert f"{first.size - 1} et 1 sortie ou manquante" in shown
    assert "sans les copies sorties ou manquantes (1)" in refused(odile, "make_boxes", **typed_of(built))
    counted = str(first.size + second.size - 1)
    assert "dont 1 sortie ou manquante" in press(odile, "make_boxes", **typed_of(built, counted=counted))
