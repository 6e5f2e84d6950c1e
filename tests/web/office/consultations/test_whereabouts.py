"""Where the script of a request is: its page says it to nobody, and what is noted is held against it, under the key."""

from datetime import date

import pytest

from massicot.custody.models import Item
from massicot.results.models import Consultation
from massicot.shelves.models import FetchSlip
from tests import later_world
from tests.cast import ODILE
from tests.keeping import kept
from tests.web.office.consultations.test_consultations import ask, asked_of, come_back, send
from tests.web.office.lifting.lately import key_there, lifted_lately, read
from tests.web.office.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)

MONDAY = date(2017, 6, 5)
STEPS = (("note_shown", {"words": "Odile"}), ("note_copied", {"pages": "4"}), ("note_sent", {}))


def put(built, rank, place, **more):
    number = later_world.number_of(built, rank)
    Item.objects.filter(kind="script", ref=number).update(place=place, **{"place_ref": "", "inside": "", **more})


def checked(built, rank):
    ask(rank)
    row = asked_of(built, rank)
    send("check_asker", row, proof="passport", seen=1)
    return row


def offered(row):
    """Tell which of the ways to give a script to read the page of a request offers."""
    page = read("consultation", row).content.decode()
    return [name for name, path in (("show", "/montree/"), ("copy", "/copiee/"), ("send", "/envoyee/")) if path in page]


def test_a_script_that_nobody_has_is_told_so_before_and_not_noted_as_shown(built):
    put(built, 5, "missing")
    come_back(built, 9)
    row, other = checked(built, 5), checked(built, 9)
    assert offered(row) == offered(other) == ["show", "copy", "send"]
    for name, typed in STEPS:
        answer = send(name, row, seen=2, **typed)
        assert answer.status_code == 422
        assert "il n’y en a pas à montrer" in words_of(answer)
    assert send("refuse_consultation", row, words="Introuvable.", seen=2).status_code == 303
    assert send("note_shown", other, words="Odile", seen=2).status_code == 303


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("carrier", "chez le transporteur"),
        ("marking-centre", "au centre de correction"),
        ("marker", "chez le correcteur"),
        ("aside", "mise de côté au centre de correction"),
    ],
)
def test_what_is_not_at_the_office_is_told_so_and_may_be_copied_and_not_shown(built, place, told):
    put(built, 5, place, place_ref="bob@example.org" if place == "marker" else "")
    row = checked(built, 5)
    answer = send("note_shown", row, words="Odile", seen=2)
    assert (answer.status_code, told in words_of(answer)) == (422, True)
    assert "Retour des copies" in words_of(answer)
    assert "bob@" not in words_of(answer)
    come_back(built, 5)
    assert send("note_shown", row, words="Odile", seen=2).status_code == 303


def test_of_two_requests_the_page_says_the_same_wherever_their_scripts_are(built):
    """Whoever moves scripts one after the other and reads the page between does not learn whose each is."""
    come_back(built, 5, 9)
    row = checked(built, 5)
    before = words_of(read("consultation", row))
    number = later_world.number_of(built, 5)
    slip = FetchSlip.objects.create(paper=built.paper, number=number, state="out", holder=ODILE.login, week=MONDAY)
    assert words_of(read("consultation", row)) == before
    slip.delete()
    for place in ("missing", "carrier", "marking-centre", "aside", "shelf"):
        put(built, 5, place)
        assert words_of(read("consultation", row)) == before


def test_without_the_key_nothing_is_looked_up_and_what_is_noted_is_noted(built, settings, tmp_path):
    put(built, 5, "missing")
    row = checked(built, 5)
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    assert "manquante" not in words_of(read("consultation", row))
    assert send("note_shown", row, words="Odile", seen=2).status_code == 303
    assert Consultation.objects.get(pk=row).state == "shown"


def test_before_it_may_be_seen_it_is_not_looked_up(built):
    """What bars the answer is told, and nothing of where the script is."""
    put(built, 2, "missing")
    ask(2)
    page = words_of(read("consultation", asked_of(built, 2)))
    assert "absent" in page
    assert "est manquante" not in page
