"""What came back is put into one box by exception, and the box on a shelf, by keys alone."""

from django.urls import reverse

from massicot.batches import queries as batches
from massicot.shelves import queries
from tests import shelving
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import PERRIN
from tests.shelving import CELLAR, FIRST
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
