"""A mark sheet is masked in the browser: of the picture that is kept all but the heading and one line is black."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from massicot.deposits import queries as deposits
from massicot.post.models import Letter
from massicot.results import queries
from tests.browser.pages import checked_pages
from tests.cast import ODILE, OMAR
from tests.deposits import papers
from tests.results.mailing import checked
from tests.web.office.lifting.lately import address, key_there, lifted_lately
from tests.web.visitors import signed_in

pytestmark = pytest.mark.usefixtures(key_there.__name__)

pages = checked_pages()

HEIGHT, BLUR, DARK = 1000, 8, 40
"""Of the sheet, a pixel to each thousandth; how far a JPEG blurs an edge, and what it leaves of black."""


@pytest.fixture
def asked(transactional_db):
    return checked(lifted_lately(), 9)


@pytest.fixture
def at_request(pages, asked):
    """The page of the request, as Odile has it open; it is given again as whoever is named."""

    def open_as(person):
        pages.come_as(signed_in(person.login))
        pages.page.goto(f"{pages.site}{address('consultation', asked.pk)}")
        return pages.page

    return open_as


def sheet(width=600, height=HEIGHT):
    """Draw a sheet that is white all over."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(drawn, "PNG")
    return {"name": "Bordereau.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def open_fold(page):
    page.get_by_text("Sa ligne du bordereau de notation est demandée aussi").click()


def choose(page, file):
    open_fold(page)
    page.get_by_label("Photographie ou numérisation du bordereau").set_input_files(file)
    page.get_by_role("button", name="Masquer le reste, et la conserver").wait_for()


def keep(page, asked, **edges):
    names = {"top": "Début de la ligne", "bottom": "Fin de la ligne", "heading": "Fin de l’en-tête"}
    for edge, thousandths in edges.items():
        page.get_by_label(names[edge]).fill(str(thousandths))
    page.get_by_role("button", name="Masquer le reste, et la conserver").click()
    page.get_by_text("Masquée par").wait_for()
    document = deposits.content_of(queries.extract_of(asked).code)
    return Image.open(io.BytesIO(document.content)).convert("L")


def bright_rows(picture):
    """List the bands of rows in which anything but black is left, blurred edges left out."""
    width, height = picture.size
    lit = [picture.crop((0, y, width, y + 1)).getextrema()[1] > DARK for y in range(height)]
    bands, since = [], None
    for y, is_lit in enumerate([*lit, False]):
        if is_lit and since is None:
            since = y
        if not is_lit and since is not None:
            bands.append((since, y))
            since = None
    return bands


def assert_in_sight(picture, *expected):
    bands = bright_rows(picture)
    assert len(bands) == len(expected)
    for (first, last), (top, bottom) in zip(bands, expected, strict=True):
        assert (abs(first - top) <= BLUR, abs(last - bottom) <= BLUR) == (True, True), bands


def test_the_heading_and_one_line_are_left_and_go_with_the_copy_once_another_confirms(pages, asked, at_request):
    page = at_request(ODILE)
    choose(page, sheet())
    pages.check_as_it_is()
    assert_in_sight(keep(page, asked, top=400, bottom=450, heading=100), (0, 100), (400, 450))
    pages.check_as_it_is()
    page = at_request(OMAR)
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Ouvrir {queries.extract_of(asked).code}").click()
    assert download.value.path().read_bytes()[:2] == b"\xff\xd8"
    page.get_by_role("button", name="Rien d’autre n’est lisible").click()
    page.get_by_text(f"confirmée par {OMAR.login}").wait_for()
    pages.check_as_it_is()
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    page.get_by_label("Numérisation de la copie").set_input_files(scan)
    page.get_by_label("Adresse de courriel du demandeur").fill("iris@example.org")
    page.get_by_role("button", name="Envoyer la copie").click()
    page.get_by_role("heading", name="Copies et courriels").wait_for()
    assert Letter.objects.get(to="iris@example.org").enclosed.count("document:") == 2


def test_edges_that_cross_a_heading_below_them_and_a_sheet_on_its_side_keep_what_was_in_sight(asked, at_request):
    page = at_request(ODILE)
    choose(page, sheet())
    assert_in_sight(keep(page, asked, top=700, bottom=650, heading=0), (650, 700))
    page.get_by_role("button", name="Reprendre la ligne").click()
    choose(page, sheet())
    view = page.locator("canvas")
    height = view.bounding_box()["height"]
    view.click(position={"x": 20, "y": height * 0.8})
    assert_in_sight(keep(page, asked), (780, 820))
    page.get_by_role("button", name="Reprendre la ligne").click()
    choose(page, sheet())
    assert_in_sight(keep(page, asked, top=300, bottom=320, heading=600), (0, 600))
    page.get_by_role("button", name="Reprendre la ligne").click()
    choose(page, sheet(width=4800, height=1200))
    page.get_by_role("button", name="Tourner l’image").click()
    picture = keep(page, asked, top=500, bottom=550, heading=0)
    assert picture.size == (600, 2400)
    assert_in_sight(picture, (1200, 1320))


def test_what_is_chosen_after_a_sending_that_was_stopped_is_masked_all_the_same(asked, at_request):
    page = at_request(ODILE)
    choose(page, sheet())
    page.evaluate("""() => {
      const form = document.querySelector("[data-mask]");
      const stop = (event) => {
        if (event.defaultPrevented) return;
        event.preventDefault();
        form.removeEventListener("submit", stop);
        document.title = "stopped";
      };
      form.addEventListener("submit", stop);
    }""")
    page.get_by_role("button", name="Masquer le reste, et la conserver").click()
    expect(page).to_have_title("stopped")
    page.get_by_label("Photographie ou numérisation du bordereau").set_input_files(sheet(width=300))
    picture = keep(page, asked, top=200, bottom=260, heading=0)
    assert picture.size == (300, HEIGHT)
    assert_in_sight(picture, (200, 260))


def test_what_shows_no_picture_is_said_so_before_anything_is_sent(pages, asked, at_request):
    page = at_request(ODILE)
    open_fold(page)
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    page.get_by_label("Photographie ou numérisation du bordereau").set_input_files(scan)
    page.get_by_text("Ce fichier ne montre pas d’image").wait_for()
    assert not page.get_by_role("button", name="Masquer le reste, et la conserver").is_visible()
    pages.check_as_it_is()
    assert queries.extract_of(asked) is None
