"""The evening in an exam centre, from its home page alone: counts, closing, strips, a parcel made, opened, sent."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from massicot.consignments import queries as parcels
from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import boxing, room_reports, world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE
from tests.web.examcentre.desk import ended, keep_key
from tests.web.visitors import signed_in


@pytest.fixture
def evening(transactional_db, live_server, watched_page, settings, tmp_path) -> SimpleNamespace:
    """The room of Les Cèdres is keyed, checked, reported, the paper ended two hours ago; Claire is at her home page."""
    keep_key(settings, tmp_path)
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    room_reports.sign(built)
    boxing.check_room(built)
    ended(2)
    cookies = signed_in(CLAIRE.login).cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )
    watched_page.goto(f"{live_server.url}/epreuves/")
    return SimpleNamespace(page=watched_page, paper=built.paper, home=f"{live_server.url}/epreuves/")


def press(page: Page, name: str) -> None:
    """Press the first button of a name: on a home page, the most urgent."""
    page.get_by_role("button", name=name).first.click()


def close(page: Page, items: str = "6") -> None:
    """Type the three counts of the evening and close the day."""
    for label, count in (("Copies en main", items), ("Étiquettes utilisées", "6"), ("En-têtes massicotés", "6")):
        page.get_by_label(label).fill(count)
    page.keyboard.press("Enter")


def box_strips(page: Page, paper: object) -> None:
    """Close one box on the six strips."""
    first, *_, last = scripts.in_hand_of_centre(paper.pk, CEDRES)
    page.get_by_role("link", name="Archiver les en-têtes").click()
    page.get_by_label("Premier en-tête").fill(first)
    page.get_by_label("Dernier en-tête").fill(last)
    page.get_by_label("En-têtes dans la boîte").fill("6")
    page.get_by_label("Où la boîte est rangée").fill("Bureau 2")
    press(page, "Fermer la boîte")
    assert_sound_at_every_width(page)


def send(page: Page) -> None:
    """Say who carries the parcel, tick what lies in it, and record its departure."""
    page.get_by_label("Transporteur", exact=True).fill("Messageries")
    page.get_by_label("Copies déclarées au transporteur").fill("6")
    for box in page.get_by_role("checkbox").all():  # all that are there now: the page is, once it was filled
        box.check()
    press(page, "Enregistrer le départ")


def test_the_evening_is_done_from_the_home_page_whose_list_shortens(evening):
    page = evening.page
    press(page, "Clôturer la journée")
    close(page)
    expect(page.get_by_role("status").first).to_have_text("La journée est close.")
    box_strips(page, evening.paper)
    page.get_by_role("link", name="Étapes").click()
    page.get_by_role("button", name="Faire le paquet Lycée Jean Perrin").first.click()
    page.get_by_label("Copies comptées dans le paquet").fill("6")
    press(page, "Faire le paquet")
    send(page)
    expect(page.get_by_text("est parti.")).to_be_visible()
    page.goto(evening.home)
    expect(page.locator(".task")).to_have_count(1)
    expect(page.locator(".task")).to_contain_text("2 copies à emballer")
    assert_sound_at_every_width(page)
    (parcel,) = parcels.parcels_of(evening.paper.pk, CEDRES)
    assert parcel.sent_at is not None


def test_a_gap_shows_where_to_look_and_keeps_what_was_typed(evening, complaints):
    page = evening.page
    press(page, "Clôturer la journée")
    close(page, items="5")
    expect(page.get_by_role("alert")).to_contain_text("5 copies en main (il en manque 1)")
    expect(page.get_by_text("Il y a autant de copies que de présents")).to_be_visible()
    expect(page.get_by_label("Étiquettes utilisées")).to_have_value("6")
    page.get_by_text("Ce que chaque salle doit donner").click()
    assert_sound_at_every_width(page)
    page.get_by_label("Copies en main").fill("6")
    press(page, "Clôturer la journée")
    expect(page.get_by_role("status").first).to_have_text("La journée est close.")
    excuse(complaints, 422)


def scan(page: Page, number: str, told: str) -> None:
    """Scan the label of a script that goes in; read what is said of it."""
    page.get_by_label("Étiquette d’une copie de ce paquet").fill(number)
    page.keyboard.press("Enter")
    expect(page.locator("[data-scan-sentence]")).to_contain_text(told)


def part_to_pack(evening: SimpleNamespace) -> list[str]:
    """Close the day and begin a parcel of a part; give the numbers in hand."""
    page = evening.page
    press(page, "Clôturer la journée")
    close(page)
    expect(page.get_by_role("status").first).to_have_text("La journée est close.")
    page.goto(evening.home)
    page.locator(".task", has_text="6 copies à emballer").get_by_role("button").click()
    page.get_by_text("Une partie seulement").click()
    return list(scripts.in_hand_of_centre(evening.paper.pk, CEDRES))


def test_labels_scanned_into_a_part_are_answered_at_once_and_stay_through_a_reload(evening):
    page, numbers = evening.page, part_to_pack(evening)
    scan(page, numbers[0].lower(), "Scannées : 1 sur 6.")
    scan(page, numbers[0], "Elle ne compte qu’une fois.")
    scan(page, "00000042W", "Cette copie va ailleurs")
    scan(page, f"{numbers[0]}/2", "Sa copie est scannée")
    scan(page, f"{numbers[1]}/2", "Scannez l’étiquette de la première feuille")
    scan(page, numbers[1], "Scannées : 2 sur 6.")
    page.reload()
    expect(page.get_by_label("Numéros de ce paquet")).to_have_value("\n".join(numbers[:2]))
    left = numbers[-1]
    expect(page.locator("[data-unscanned]")).to_contain_text(f"{left[:4]} {left[4:8]} {left[8:]}")
    assert_sound_at_every_width(page)


def test_a_part_is_packed_with_a_hand_scanner_and_opened_again(evening):
    page, numbers = evening.page, part_to_pack(evening)
    for count, number in enumerate(numbers[:2], start=1):
        scan(page, number, f"Scannées : {count} sur 6.")
    page.get_by_label("Copies comptées dans le paquet").fill("2")
    press(page, "Faire le paquet")
    expect(page.get_by_text("Copies annoncées")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_text("Rouvrir le paquet").first.click()
    page.get_by_label("Motif", exact=True).fill("Une copie oubliée")
    press(page, "Rouvrir le paquet")
    expect(page.get_by_text("est rouvert")).to_be_visible()
    assert parcels.parcels_of(evening.paper.pk, CEDRES) == []


def test_a_script_that_the_office_wrote_off_is_packed_by_its_label_when_it_is_found(evening):
    page, (lost, *others) = evening.page, part_to_pack(evening)
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    results.decide_gap(paper=evening.paper, key=f"not-packed:{lost}", seen="", **said)
    page.reload()
    page.get_by_label("Copies comptées dans le paquet").fill(str(len(others)))
    press(page, "Faire le paquet")
    page.get_by_role("link", name="Paquets", exact=True).click()
    press(page, "Mettre en paquet une copie retrouvée")
    assert_sound_at_every_width(page)
    scan(page, lost, "Scannées : 1 sur 1.")
    page.get_by_label("Copies comptées dans le paquet").fill("1")
    press(page, "Faire le paquet")
    expect(page.get_by_text("Copies annoncées")).to_be_visible()
    assert parcels.announcement_of(lost) is not None


def test_the_clock_counts_on_by_itself_and_turns_red_then_late(evening):
    page = evening.page
    page.clock.install()
    page.goto(evening.home)
    clock = page.locator(".clock")
    expect(clock).to_contain_text("encore 45 h 59 min")
    page.clock.fast_forward("02:00")
    expect(clock).to_contain_text("encore 45 h 5")
    page.clock.fast_forward("36:00:00")
    expect(clock).to_contain_text("encore 9 h 5")
    assert "is-short" in clock.get_attribute("class").split()
    page.clock.fast_forward("12:00:00")
    expect(clock).to_contain_text("en retard de 2 h 0")
    assert "is-late" in clock.get_attribute("class").split()
