"""What came back is put into one box by exception, the box on a shelf, and a script fetched out of it."""

from django.urls import reverse

from massicot.batches import queries as batches
from massicot.shelves import queries, services
from tests import sheet_boxing, shelving
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import ODILE, PERRIN
from tests.shelving import BY_OFFICE, CELLAR, FIRST, SECOND
from tests.web.visitors import PAPER, visitor

pages = checked_pages()


def type_in(pages, **typed):
    for name, value in typed.items():
        pages.page.locator(f"[name={name}]:visible").first.fill(value)


def press(pages, button):
    follow(pages.page.get_by_role("button", name=button))
    pages.check_as_it_is()


def test_a_box_is_made_and_put_on_a_shelf(transactional_db, pages):
    built = shelving.received()
    scripts = sum(batch.size for batch in batches.batches_of(built.paper.pk, PERRIN))
    pages.come_as(visitor(built, "office"))
    pages.check_again(reverse("office:shelf", kwargs=PAPER))
    for box in pages.page.locator("[name=specialties]").all():
        box.check()
    type_in(pages, envelopes="2", counted=str(scripts))
    press(pages, "Faire les cartons")
    type_in(pages, boxes=FIRST, shelf=CELLAR)
    press(pages, "Ils sont là")
    assert [box.shelf for box in queries.boxes_of(built.paper)] == [CELLAR]


def test_a_script_is_fetched_by_its_number(transactional_db, pages):
    built = shelving.shelved()
    number = shelving.first_number(built)
    shelving.ask(built.paper, number)
    pages.come_as(visitor(built, "office"))
    pages.check_again(reverse("office:fetch_slips", kwargs=PAPER))
    pages.page.get_by_label("Qui les a").select_option(ODILE.login)
    press(pages, "Elles sont sorties")
    assert queries.open_slip_of(number).holder == ODILE.login


def test_a_script_that_is_out_is_told_where_boxes_are_made_and_where_it_is_looked_up(transactional_db, pages):
    built, number = shelving.asked()
    shelving.fetch(built.paper)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    pages.come_as(visitor(built, "office"))
    pages.check_again(reverse("office:shelf", kwargs=PAPER))
    assert pages.page.get_by_text("1 copie est sortie ou manquante").is_visible()
    pages.check_again(reverse("office:where", query={"quoi": number}))
    assert pages.page.get_by_text(f"chez {ODILE.login}").is_visible()


def test_mark_sheets_are_put_into_a_box_beside_one_of_scripts(transactional_db, pages):
    built = sheet_boxing.sheets_here()
    shelving.make(built.paper)
    sheet_boxing.print_again(batches.batches_of(built.paper.pk, PERRIN)[0].code)
    sheet_boxing.receive(built.paper, "1/2")
    pages.come_as(visitor(built, "office"))
    pages.check_again(reverse("office:shelf", kwargs=PAPER))
    type_in(pages, first="1", last="2", but="2", sheet_count="2")
    press(pages, "Les mettre dans le carton")
    type_in(pages, boxes=f"{FIRST} {SECOND}", shelf=CELLAR)
    press(pages, "Ils sont là")
    assert pages.page.get_by_text("dont 1 édition annulée ou seconde saisie").is_visible()
    pages.check_again(reverse("office:sheets_of_paper", kwargs=PAPER))
    assert pages.page.get_by_text(f"2C, {CELLAR}").count() == 2
    assert pages.page.get_by_role("cell", name="dans aucun carton").is_visible()
