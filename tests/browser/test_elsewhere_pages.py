"""A candidate who sits elsewhere than the list says: in another room, in another centre, in spite of a kept mark."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.anonymity import queries as numbers
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.markers import services as markers
from tests import kept_mark
from tests.browser.checks import follow
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import CEDRES, KEY, MURIERS, ODILE, PREPARED, candidate_number
from tests.web.examcentre.desk import WHERE, address, keep_key
from tests.web.examcentre.registers import in_three_rooms
from tests.web.visitors import PAPER, signed_in, visitor

browser_context_args = in_both_languages()
pages = checked_pages()


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


def type_off_list(pages, rank, born_on, seat, spare):
    """Enter somebody off the list of room 1, who is on another list."""
    pages.page.goto(f"{pages.site}{address('add_off_list', '1')}")
    typed = {
        "candidate_number": candidate_number(rank),
        "surname": "Tardif",
        "first_names": "Léo",
        "born_on": born_on,
        "seat": seat,
        "number": spare,
    }
    for name, value in typed.items():
        pages.page.locator(f"#id_{name}").fill(value)
    pages.page.locator("#id_specialty_code").select_option("90001")
    follow(pages.page.locator("form[action$='/hors-liste/'] button"))
    pages.check_as_it_is()


def test_a_candidate_of_another_room_is_moved_and_moved_back(transactional_db, pages):
    built = in_three_rooms()
    pages.come_as(visitor(built, "exam-centre"))
    type_off_list(pages, 4, "1997-03-05", "41", "")
    follow(pages.page.locator(".offer button"))
    pages.check_as_it_is()
    expect(pages.page.locator(f"#line-{candidate_number(4)} .moved")).to_contain_text("2")
    pages.page.locator("details:has-text('41') .acts button").click()
    pages.page.wait_for_url("**/salles/")
    assert not any(row.is_moved for row in candidates.room_rows(built.paper, CEDRES, "2"))


def test_a_candidate_of_another_centre_is_seated_here_and_seen_there_and_at_the_office(transactional_db, pages):
    built = in_three_rooms()
    kept_mark.listed(built)
    pages.come_as(visitor(built, "exam-centre"))
    for rank, born_on, seat in ((9, "1997-03-01", "41"), (kept_mark.KEPT, "1997-03-31", "42")):
        spare = numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))[0]
        type_off_list(pages, rank, born_on, seat, spare)
        follow(pages.page.locator(".offer button"))
        pages.check_as_it_is()
    markers.appoint(email="mona@muriers.invalid", role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    pages.come_as(signed_in("mona@muriers.invalid"))
    pages.check_again(reverse("examcentre:room", args=[MURIERS, *WHERE[1:], "A1"]))
    expect(pages.page.locator(f"#line-{candidate_number(9)} .moved")).to_contain_text("Cèdres")
    pages.come_as(visitor(built, "office"))
    for page in ("find_candidate", "kept_marks"):
        pages.check_again(reverse(f"office:{page}", kwargs=PAPER))
    pages.follow(pages.page.get_by_role("link", name="REINETTE"))
    pages.page.locator("input[value=sitting]").check()
    pages.page.locator("[name=reason]").fill("Le candidat renonce à sa note.")
    follow(pages.page.locator("main form button"))
    pages.check_as_it_is()
    assert candidates.kept_undecided(built.paper.pk) == []
