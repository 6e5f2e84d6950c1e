"""The office sees which centre has not sent which day, reminds it, reads a register, opens it again."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from lxml import html

from massicot.post.models import Letter
from massicot.presence.models import DayRegister
from tests.cast import ODILE, PERRIN
from tests.keeping import kept
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import add, note
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(registers.convened)
WHICH = ("BTS-2017", PERRIN, FIRST.isoformat())


@pytest.fixture
def office(built):
    return signed_in(ODILE.login)


def text_of(answer):
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def read(office, name, *arguments, **query):
    answer = office.get(reverse(f"office:{name}", args=arguments), query)
    assert answer.status_code == 200
    return text_of(answer)


def test_the_home_page_says_that_a_centre_has_not_sent_its_lists(built, office):
    told = "1 centre n’a pas transmis"
    assert told in read(office, "home")
    for day in (FIRST, FIRST.replace(day=2)):
        DayRegister.objects.filter(day=day).delete()
        registers.send(built, remark="égarée", day=day, at=registers.EVENING.replace(day=day.day))
    assert told not in read(office, "home")


def test_the_list_names_each_day_and_what_its_register_says(built, office):
    add(built, "ALICE", at=registers.EVENING)
    registers.key(built, "CHARLIE", registers.ABSENT, at=registers.EVENING)
    registers.confirm(built, 1, 2, at=registers.EVENING)
    note(built, "BOB", time(9, 40))
    page = read(office, "registers")
    assert f"{PERRIN} 1er juin 2017 2 1 1 1 0 non transmise" in page
    assert "2 juin 2017 0 0 0 0 0 non transmise" in page
    assert "1er juin" not in read(office, "registers", etat="sent")


def test_a_remark_and_what_was_never_keyed_are_asked_for_until_they_are_seen(built, office):
    registers.send(built, remark="Liste perdue", at=registers.EVENING)
    told = "1 liste de présence a été transmise avec une remarque"
    assert told in read(office, "home")
    assert "0 0 0 0 4 transmise" in read(office, "registers", etat="remark")
    assert "Liste perdue" in read(office, "registers")
    taken = office.get(reverse("office:registers"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "transmise – Liste perdue" in taken
    assert "4 demi-journées" in read(office, "register", *WHICH)
    seen = reverse("office:see_remark", args=WHICH)
    assert office.post(seen).status_code == 303
    assert office.post(seen).status_code == 422
    assert told not in read(office, "home")
    assert "Liste perdue" not in read(office, "registers", etat="remark")
    registers.reopen(built)
    registers.send(built, remark="Toujours perdue", at=registers.EVENING + timedelta(hours=2))
    assert told in read(office, "home")


def test_a_table_of_the_list_is_taken_away(office):
    answer = office.get(reverse("office:registers"), {"format": "csv"})
    assert "non transmise" in answer.content.decode("utf-8-sig")


def test_the_table_of_who_came_is_taken_away_in_words(built, office):
    registers.keyed(built)
    answer = office.get(reverse("office:came_table", args=["BTS-2017", "csv"]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    (absent,) = [line for line in lines if "CANNELLE" in line and "2017-06-01;Matin" in line]
    assert ";absent;;;saisie à la main;oui;" in absent
    assert not [line for line in lines if "morning" in line or "unknown" in line]
    assert office.get(reverse("office:came_table", args=["BTS-2017", "xlsx"])).content.startswith(b"PK")
    assert office.get(reverse("office:came_table", args=["BTS-2017", "pdf"])).status_code == 404


def test_centres_are_reminded_one_by_one_or_all_at_once(built, office):
    one = reverse("office:remind_register", args=WHICH)
    assert office.post(one).status_code == 303
    assert office.post(one).status_code == 422
    answer = office.post(reverse("office:remind_registers"), follow=True)
    assert "1 liste est demandée" in text_of(answer)
    assert Letter.objects.filter(occasion__startswith="register-awaited:").count() == 2
    assert "a déjà été relancé" in text_of(office.post(reverse("office:remind_registers"), follow=True))


def test_a_place_without_anybody_to_write_to_is_to_be_called(built, office):
    registers.convene(built, "ALICE", place="9900001W")
    address = reverse("office:remind_register", args=("BTS-2017", "9900001W", FIRST.isoformat()))
    assert "appelez" in text_of(office.post(address, follow=True))


def test_a_register_shows_who_came_and_is_opened_again_with_a_reason(built, office):
    registers.keyed(built)
    note(built, "BOB", time(9, 40))
    registers.send(built)
    page = read(office, "register", *WHICH).replace("\N{NO-BREAK SPACE}", " ")
    assert "BADIANE Bob BOB Correction de l’épreuve CGE présent arrivée à 9 h 40" in page
    assert "CANNELLE Charlie CHARLIE Correction de l’épreuve CGE absent" in page
    address = reverse("office:reopen_register", args=WHICH)
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "02100000001 a signé"}).status_code == 422
    assert office.post(address, {"reason": "une signature manque"}).status_code == 303
    assert "Son centre ne l’a pas transmise" in read(office, "register", *WHICH)
    assert office.post(address, {"reason": "encore"}).status_code == 422


def test_what_is_no_day_or_of_nobody_is_not_there(office):
    for wrong in (("BTS-2017", PERRIN, "hier"), ("BTS-2017", PERRIN, "2017-12-24"), ("BTS-1999", *WHICH[1:])):
        assert office.get(reverse("office:register", args=wrong)).status_code == 404
