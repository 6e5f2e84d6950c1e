"""A parcel made at its marking centre and left; one that comes with a batch fewer, which is found: nobody stops."""

from django.urls import reverse

from massicot.batches import queries as batches
from massicot.consignments import queries
from massicot.consignments.rules.returns import ReturnState
from tests import going_back
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import PERRIN
from tests.web.markingcentre.desk import address
from tests.web.visitors import PAPER, visitor

pages = checked_pages()


def type_in(pages, **typed):
    for name, value in typed.items():
        pages.page.locator(f"[name={name}]:visible").first.fill(value)


def press(pages, button):
    follow(pages.page.get_by_role("button", name=button))
    pages.check_as_it_is()


def sizes(built):
    return [batch.size for batch in batches.batches_of(built.paper.pk, PERRIN)]


def test_both_specialties_leave_in_one_parcel(transactional_db, pages):
    built = going_back.locked_and_back()
    scripts = str(sum(sizes(built)))
    pages.come_as(visitor(built, "marking-centre"))
    pages.check_again(address("returns"))
    for box in pages.page.locator("[name=specialties]").all():
        box.check()
    type_in(pages, envelopes="2", counted=scripts, seal="R1")
    press(pages, "Faire ce paquet")
    type_in(pages, carrier="Messageries", counted=scripts)
    press(pages, "Enregistrer le départ")
    assert going_back.the_parcel(built).state is ReturnState.ON_THE_WAY


def test_a_parcel_comes_with_a_batch_fewer_which_is_found(transactional_db, pages):
    built = going_back.sent_back()
    code = going_back.the_parcel(built).code
    pages.come_as(visitor(built, "office"))
    pages.check_again(reverse("office:returned_parcel", kwargs=PAPER | {"code": code}))
    press(pages, "Enregistrer son arrivée")
    pages.page.locator("input[name=state][value=intact]").check()
    type_in(pages, read="R1")
    press(pages, "Enregistrer le scellé")
    type_in(pages, envelopes="1", counted=str(sizes(built)[0]), lacking="2", signed_by="Mme Roux")
    press(pages, "Recevoir tout sauf cela")
    pages.check_again(reverse("office:returned_parcels", kwargs=PAPER))
    pages.page.get_by_role("link", name=code).click()
    follow(pages.page.get_by_role("button", name="Retrouvé ici"))
    press(pages, "Clore ce paquet")
    assert queries.return_by_code(code).state is ReturnState.CLOSED
