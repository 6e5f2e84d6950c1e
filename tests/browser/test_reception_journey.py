"""A clerk with a hand scanner: a parcel comes, the network goes, and no script is lost or counted twice."""

import re

import pytest
from playwright.sync_api import Page, expect

from massicot.consignments import queries
from massicot.consignments.rules import Tick
from massicot.core import codes
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.cast import CEDRES
from tests.web.markingcentre.desk import address
from tests.web.markingcentre.dock import Dock

AZERTY = str.maketrans("1234567890", "&é\"'(-è_çà")
NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED"


def spaced(number: str) -> str:
    """Write a number as it is printed."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"


class Scanner:
    """A hand scanner in front of a page: it types fast, and ends with Enter, wherever the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def read(self, *codes: str) -> None:
        self.page.locator("form[data-ready]").wait_for()
        for code in codes:
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")

    def sees(self, word: str) -> None:
        expect(self.page.locator(".scan-word strong")).to_have_text(word)

    def counts(self, received: int) -> None:
        expect(self.page.locator("[data-figure=received]")).to_have_text(str(received))

    @property
    def waiting(self):
        return self.page.locator("[data-scan-waiting]")


@pytest.fixture
def dock(transactional_db):
    """Both parcels are on their way."""
    built = world.packed()
    for parcel in queries.parcels_of(built.paper.pk):
        world.send(parcel.code)
    return Dock(built)


@pytest.fixture
def page(watched_page: Page, dock, live_server):
    """Marc's browser: what his home page puts first leads to the parcels of his centre."""
    cookies = dock.client.cookies.items()
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies]
    )
    watched_page.goto(live_server.url + address("home"))
    watched_page.locator(".task").first.get_by_role("button").click()
    return watched_page


@pytest.fixture
def scanner(page: Page, dock):
    """A scanner on the reception of the parcel of Les Cèdres, just arrived."""
    scanner = Scanner(page)
    scanner.read(dock.code)
    scanner.sees("Arrivé")
    follow(page.get_by_role("button", name="Pointer ses copies"))
    scanner.counts(0)
    return scanner


def test_a_parcel_is_received_by_its_code_ticked_by_scan_and_closed(page, scanner, dock):
    first, second, third, *others = dock.numbers
    scanner.read(first.lower())
    scanner.sees("Pointée")
    scanner.read(first)
    scanner.sees("Déjà vue")
    scanner.read("12345678A")
    scanner.sees("Illisible")
    scanner.read(dock.code)
    scanner.sees("Autre code")
    scanner.read(second.translate(AZERTY), f" {third[:4]} {third[4:]} ")
    scanner.counts(3)
    assert_sound_at_every_width(page)
    row = page.locator(f"tr[data-line='{others[0]}']")
    row.get_by_role("button", name="Déclarer manquante").click()
    expect(row).to_contain_text("manquante")
    expect(page.locator("[data-figure=missing]")).to_have_text("1")
    closing = page.get_by_role("button", name="Clore la réception")
    expect(closing).to_have_class("secondary outline")
    scanner.read(*others[1:])
    scanner.counts(5)
    expect(closing).not_to_have_class("secondary outline")
    closing.click()
    expect(page.get_by_text("La réception du paquet")).to_be_visible()
    assert dock.ticks == {Tick.RECEIVED: 5, Tick.MISSING: 1}


def test_an_extra_sheet_is_said_and_counts_nothing(page, scanner, dock):
    number = dock.numbers[0]
    for code, word in ((f"{number}/2", "Intercalaire"), (number, "Pointée"), (f"{number}/2", "Intercalaire")):
        scanner.read(code)
        scanner.sees(word)
    scanner.counts(1)
    expect(page.locator("[data-scan-apart]")).to_be_hidden()


def test_an_act_by_hand_that_the_network_did_not_carry_says_that_nothing_was_done(page, scanner, dock, complaints):
    page.context.set_offline(True)
    row = page.locator(f"tr[data-line='{dock.numbers[0]}']")
    row.get_by_role("button", name="Déclarer manquante").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n’a été fait")
    assert_sound_at_every_width(page)
    page.context.set_offline(False)
    row.get_by_role("button", name="Déclarer manquante").click()
    expect(row).to_contain_text("manquante")
    expect(page.get_by_text("Rien n’a été fait")).to_be_hidden()
    complaints[:] = [found for found in complaints if NO_NETWORK not in found and "htmx:" not in found]


def test_an_arrival_is_seen_in_the_list_and_in_the_figures_at_once(page, dock):
    scanner, row = Scanner(page), page.locator(f"tr[data-line='{dock.code}']")
    expect(row.get_by_text(re.compile(r"^de \d"))).to_be_visible()
    expect(page.get_by_role("term").filter(has_text="arrivé")).to_be_hidden()
    scanner.read(dock.numbers[0])
    scanner.sees("Autre code")
    scanner.read(dock.code)
    scanner.sees("Arrivé")
    expect(row.get_by_text(re.compile(r"^de \d"))).to_be_hidden()
    expect(page.locator("[data-figure=arrived]")).to_have_text("1")
    expect(page.locator("[data-figure=arrived]")).to_be_visible()


def test_what_is_done_to_a_script_just_searched_for_is_seen(page, scanner, dock):
    number = dock.numbers[2]
    search = page.get_by_role("searchbox")
    lines = page.locator("table.reception tbody tr")
    search.fill(spaced(number))
    expect(lines).to_have_count(1)
    page.get_by_role("button", name=f"Pointer {spaced(number)}").click()
    expect(lines).to_have_attribute("data-state", "received")
    page.get_by_role("button", name="Annuler le pointage").click()
    expect(lines).to_have_attribute("data-state", "not-looked-for")
    scanner.counts(0)
    for words in (dock.numbers[3], dock.numbers[4]):
        search.fill(words)
        expect(lines).to_have_attribute("data-line", words)
    assert page.url.count("cherche=") == 1


def test_closing_too_early_says_how_many_are_left_and_lists_them(page, scanner, dock, complaints):
    scanner.read(*dock.numbers[:5])
    scanner.counts(5)
    page.get_by_role("button", name="Clore la réception").click()
    expect(page.get_by_role("alert")).to_contain_text("1")
    excuse(complaints, 422)
    assert_sound_at_every_width(page)
    page.get_by_role("link", name="Voir les copies pas encore pointées").click()
    lines = page.locator("table.reception tbody tr")
    expect(lines).to_have_count(1)
    expect(lines).to_have_attribute("data-line", dock.numbers[5])


def test_scans_wait_for_the_network_count_once_and_the_reception_is_closed(page, scanner, dock, context, complaints):
    scanner.read(dock.numbers[0])
    scanner.counts(1)
    context.set_offline(True)
    scanner.read(dock.numbers[1], dock.numbers[2], dock.numbers[1], dock.strangers[0])
    expect(scanner.waiting).to_contain_text("attente : 4")
    scanner.sees("En attente")
    expect(page.locator(".scan-code")).to_have_text(spaced(dock.strangers[0]))
    scanner.counts(1)
    assert dock.ticks == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    context.set_offline(False)
    scanner.counts(3)
    expect(scanner.waiting).to_be_hidden()
    scanner.sees("Autre paquet")
    moods = [line.get_attribute("data-mood") for line in page.locator(".scan-log li").all()]
    assert moods == ["double", "right", "right", "right"]
    assert dock.ticks == {Tick.RECEIVED: 3, Tick.NOT_YET: 3}
    scanner.read(*dock.numbers[2:])
    scanner.counts(6)
    page.get_by_role("button", name="Clore la réception").click()
    expect(page.get_by_text("La réception du paquet")).to_be_visible()
    assert dock.ticks == {Tick.RECEIVED: 6}
    assert dock.tick_of(dock.strangers[0]) is Tick.NOT_YET
    complaints[:] = [found for found in complaints if NO_NETWORK not in found]


def test_scans_that_wait_are_sent_after_the_page_was_closed(page, scanner, dock, context, complaints):
    context.set_offline(True)
    scanner.read(*dock.numbers[:3])
    expect(scanner.waiting).to_contain_text("attente : 3")
    address_then = page.url
    page.close()
    context.set_offline(False)
    again = Scanner(context.new_page())
    again.page.goto(address_then)
    again.counts(3)
    expect(again.waiting).to_be_hidden()
    assert dock.ticks == {Tick.RECEIVED: 3, Tick.NOT_YET: 3}
    complaints[:] = [found for found in complaints if NO_NETWORK not in found]


def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(page, scanner, dock, complaints):
    answers = []

    def lose_the_first(route):
        if not answers:
            answers.append(route.fetch().status)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/lecture/", lose_the_first)
    scanner.read(dock.numbers[0])
    scanner.counts(1)
    scanner.sees("Pointée")
    assert answers == [200]
    assert dock.ticks == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    complaints[:] = [found for found in complaints if NO_NETWORK not in found]


def test_a_stray_is_received_from_its_verdict(page, scanner, dock):
    scanner.read(dock.strangers[0])
    scanner.sees("Autre paquet")
    assert_sound_at_every_width(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="La recevoir ici").first.press("Enter")
    expect(page.get_by_text(dock.other)).to_be_visible()
    assert dock.tick_of(dock.strangers[0]) is Tick.RECEIVED


def test_the_scanner_is_heard_wherever_the_focus_was_and_sounds_can_be_muted(page, dock, live_server):
    page.add_init_script(
        "window.notes = 0; const make = AudioContext.prototype.createOscillator;"
        "AudioContext.prototype.createOscillator = function () { window.notes += 1; return make.call(this); };"
    )
    page.reload()
    scanner = Scanner(page)
    page.get_by_role("button", name="Sans les sons").click()
    scanner.read(dock.code)
    scanner.sees("Arrivé")
    assert page.evaluate("window.notes") == 0
    page.reload()
    mute = page.get_by_role("button", name="Sans les sons")
    expect(mute).to_have_attribute("aria-pressed", "true")
    mute.click()
    mute.press("Shift")
    expect(mute).to_be_focused()
    page.get_by_role("searchbox").focus()
    page.get_by_role("heading", name=re.compile("Paquets")).click()
    scanner.read(dock.code)
    scanner.sees("Déjà arrivé")
    assert page.evaluate("window.notes") >= 2


def test_the_address_on_a_mark_sheet_is_known_for_one_whatever_the_keyboard(page):
    read = """async (texts) => {
        const scan = await import('/static/shared/scan_read.js');
        return texts.filter((text) => scan.isAddress(scan.readScan(text)));
    }"""
    addresses = ["https://centre.invalid/saisie/?lot=AB", "httpsM!!centre.invalid!saisie!", "http://centre.invalid/"]
    assert page.evaluate(read, [*addresses, "00000042W", "HTTPSA1", "B-BTS-2017-CGE-12"]) == addresses


def test_every_check_letter_is_read_as_the_program_writes_it(page):
    read = """async (texts) => {
        const scan = await import('/static/shared/scan.js');
        return texts.map((text) => [scan.isNumber(text), scan.readScan(text)]);
    }"""
    numbers = [codes.number_of(digits) for digits in (*range(0, 99_999_999, 4_347_827), 99_999_999)]
    wrong = [f"{(int(number[0]) + 1) % 10}{number[1:]}" for number in numbers]
    assert page.evaluate(read, numbers) == [[True, number] for number in numbers]
    assert [is_number for is_number, _ in page.evaluate(read, wrong)] == [False] * len(wrong)
    english = str.maketrans("AQWZM", "QAZW,")
    typed = [number[:8].translate(AZERTY) + number[8].translate(english) for number in numbers]
    assert [text for _, text in page.evaluate(read, typed)] == numbers
    sheets = [f"{written}!é" for written in typed]
    assert [text for _, text in page.evaluate(read, sheets)] == [f"{number}/2" for number in numbers]
    code = f"P-BTS-2017-CGE-{CEDRES}-6"
    as_typed = code.lower().translate(str.maketrans("aqwzm", "qazw,")).translate(AZERTY | {ord("-"): ")"})
    assert [text for _, text in page.evaluate(read, [code.lower(), as_typed])] == [code, code]
