"""The mark sheets of a paper on the office's page: scanned, received many at once, given up, taken back, asked for."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.exams.models import Paper
from massicot.post import queries as post
from massicot.post import services as post_acts
from massicot.shelves.models import SheetReceipt
from massicot.web.shared.access import person_of
from tests import later_world, world
from tests.cast import MARC, ODILE, PERRIN, TYPING
from tests.shelves.test_sheets import address_on, codes, print_again
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once("a page")]
PAPER = ["BTS-2017", "CGE"]


@pytest.fixture
def built():
    """Two batches printed, nothing locked; their sheets should be back since 2017."""
    built = world.batched()
    Paper.objects.filter(pk=built.paper.pk).update(return_by=TYPING)
    return built


@pytest.fixture
def odile(built):
    return signed_in(ODILE.login)


def to(page, *more):
    return reverse(f"office:{page}", args=[*PAPER, *more])


def read(client, **query):
    return words_of(client.get(to("sheets_of_paper"), query))


def scan(client, *scanned):
    """Send scans as the box does; give what is said of each, and what is awaited afterwards."""
    person = person_of(int(client.session["_auth_user_id"]))
    sent = {"scans": [{"id": str(uuid4()), "code": code} for code in scanned], "person": person}
    answer = client.post(to("scan_sheets"), json.dumps(sent), content_type="application/json").json()
    return [(one["mood"], one["word"]) for one in answer["outcomes"]], answer["figures"]["lacking"]


def test_each_scan_is_answered_by_what_the_sheet_is_worth(built, odile):
    first, second = codes(built)
    newer = print_again(built, first)
    said, lacking = scan(odile, address_on(built.sheets[first]), first, address_on(newer), "2", "2", "rien")
    assert said == [
        ("noted", "À mettre à part"),
        ("refused", "Quelle édition\N{NARROW NO-BREAK SPACE}?"),
        ("right", "Bordereau reçu"),
        ("right", "Bordereau reçu"),
        ("double", "Déjà arrivé"),
        ("unreadable", "Bordereau inconnu"),
    ]
    assert lacking == 0
    page = read(odile)
    assert f"{first} 1" in page
    assert "édition annulée (remplacée par l’édition 2)" in page
    assert second in page


def test_without_a_script_of_the_page_a_sheet_that_is_typed_is_received(built, odile):
    answer = odile.post(to("scan_sheets"), {"code": "1"}, follow=True)
    assert f"Bordereau du lot {codes(built)[0]}, qui n’est pas verrouillé" in words_of(answer)
    assert SheetReceipt.objects.count() == 1


def receive_many(client, **typed):
    fields = {"centre_uai": PERRIN, "first": "1", "last": "2", "but": "", "counted": "2"}
    return client.post(to("receive_sheets"), fields | typed, follow=True)


def test_all_but_one_are_received_and_the_page_says_how_many(built, odile):
    assert "1 bordereau de notation est reçu." in words_of(receive_many(odile, but="2", counted="1"))
    assert codes(built)[0] not in read(odile, etat="lacking")
    assert "1 bordereau de notation est reçu ; 1 était déjà là." in words_of(receive_many(odile))
    assert "Aucun bordereau de notation dans ce cas." in read(odile, etat="lacking")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"counted": "1"},
            "doit contenir 2 bordereaux (reçus auparavant : 0), et vous en avez compté 1",
        ),
        ({"but": "7"}, "7 : aucun bordereau de notation de ce centre"),
        ({"but": "douze"}, "Tapez seulement des numéros"),
        ({"but": "1-999999"}, "trop de numéros"),
        ({"but": "1" + ";1" * 4000}, "trop de numéros"),
        ({"but": "2-1"}, "Tapez seulement des numéros"),
        ({"but": "0000003"}, "Tapez seulement des numéros"),
        ({"last": "500"}, "Aucun bordereau de cette épreuve n’a de numéro au-dessus de 2, et vous avez tapé 500"),
        ({"first": "2", "last": "1"}, "Le premier numéro est plus grand"),
        ({"first": "-1"}, "1"),
        ({"first": ""}, "Tapez le numéro du lot."),
        ({"centre_uai": "9900001W"}, "9900001W"),
    ],
)
def test_what_does_not_add_up_is_said_and_nothing_is_received(odile, typed, said):
    answer = receive_many(odile, **typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not SheetReceipt.objects.exists()


@pytest.mark.parametrize(("typed", "left"), [("2", [1]), ("1 et 2", []), ("1, 2", []), ("1-2", []), ("1 à 2", [])])
def test_numbers_are_typed_as_people_write_them(built, odile, typed, left):
    receive_many(odile, but=typed, counted=str(len(left)))
    assert SheetReceipt.objects.count() == len(left)


def test_a_lost_sheet_is_given_up_then_awaited_again(built, odile):
    answer = odile.post(to("give_up_sheet"), {"code": "2", "reason": "Brûlé avec le sac."}, follow=True)
    assert "n’est plus attendu" in words_of(answer)
    assert "celui qui compte, abandonné : Brûlé avec le sac." in read(odile, etat="given-up")
    answer = odile.post(to("take_back_sheet"), {"code": "2", "reason": "Retrouvé le sac."}, follow=True)
    assert "est de nouveau attendu" in words_of(answer)
    assert codes(built)[1] in read(odile, etat="lacking")


def test_a_centre_is_reminded_once_and_its_button_goes(odile, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    button = to("remind_of_sheets", PERRIN)
    assert button in odile.get(to("sheets_of_paper")).content.decode()
    assert "1 courriel part." in words_of(odile.post(button, follow=True))
    page = odile.get(to("sheets_of_paper"))
    assert button not in page.content.decode()
    assert "relancé le" in words_of(page)
    assert odile.post(button).status_code == 422
    assert odile.post(to("remind_of_sheets", "9900001W")).status_code == 404


def test_a_reminder_that_was_given_up_in_the_outbox_has_not_left_and_is_offered_again(odile, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    button = to("remind_of_sheets", PERRIN)
    odile.post(button)
    [letter] = post.letters_about("sheets-awaited")
    post_acts.give_up(letter_id=letter.pk, by=ODILE, at=timezone.now())
    page = odile.get(to("sheets_of_paper"))
    assert (button in page.content.decode(), "n’est pas parti" in words_of(page)) == (True, True)
    assert "1 courriel part." in words_of(odile.post(button, follow=True))


def test_without_a_mail_server_the_page_says_that_nothing_leaves_and_where_the_centre_reads_it(odile):
    page = odile.get(to("sheets_of_paper"))
    assert to("remind_of_sheets", PERRIN) not in page.content.decode()
    assert "rien ne part par courriel" in words_of(page)
    assert "ne sont pas au bureau des examens" in words_of(signed_in(MARC.login).get(reverse("markingcentre:home")))
    assert "rien ne part par courriel" in words_of(odile.post(to("remind_of_sheets", PERRIN), follow=True))


def test_the_form_of_the_page_receives_what_its_reader_counts(odile):
    page = odile.get(to("sheets_of_paper"))
    fields = fields_of(page, to("receive_sheets")) | {"centre_uai": PERRIN, "first": "1", "last": "2", "counted": "2"}
    assert "2 bordereaux de notation sont reçus." in words_of(odile.post(to("receive_sheets"), fields, follow=True))


def test_a_paper_without_batches_says_so(built):
    other = Paper.objects.get(pk=built.paper.pk)
    other.pk, other.code, other.site_code = None, "LV1", "B03"
    other.save()
    page = words_of(signed_in(ODILE.login).get(reverse("office:sheets_of_paper", args=["BTS-2017", "LV1"])))
    assert "Aucun lot de cette épreuve n’est constitué" in page
    assert MARC.login not in page


def test_the_page_of_a_batch_says_where_its_sheet_is(built, odile):
    def said(code):
        page = words_of(odile.get(to("batch", code)))
        return page.partition("Bordereau de notation ")[2]

    first, second = codes(built)
    assert said(first).startswith("pas encore au bureau des examens")
    scan(odile, first)
    assert said(first).startswith("au bureau des examens depuis le ")
    assert said(second).startswith("pas encore au bureau des examens")
    odile.post(to("give_up_sheet"), {"code": second, "reason": "Brûlé avec le sac."})
    assert said(second).startswith("plus attendu : Brûlé avec le sac.")


def test_sheets_without_a_day_are_to_come_once_all_is_locked_and_never_overdue(built, odile):
    def home():
        return words_of(odile.get(reverse("office:home")))

    Paper.objects.filter(pk=built.paper.pk).update(return_by=None)
    assert "bordereaux de notation sont" not in home()
    for batch in batches.batches_of(built.paper.pk):
        world.seal(batch)
        world.lend(batch, "BOB")
    later_world.locked(built)
    assert "2 bordereaux de notation sont à venir" in home()
