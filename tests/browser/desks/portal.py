"""What a marker does at the portal with the keyboard: the marks of a sheet typed, the batch locked on its totals."""

from collections.abc import Mapping
from types import SimpleNamespace

from playwright.sync_api import expect

from tests.browser.at_the_portal import sign_in, wait_until_saved
from tests.browser.desks.paper import Sheet
from tests.browser.desks.person import Person

KEYS = {"AB": "a", "CB": "c"}


def type_batch(marker: Person, sheet: Sheet, marks: Mapping[str, str]) -> None:
    """Sign in with a mark sheet, type what stands on it, lock the batch on the totals counted on the paper."""
    page = marker.page
    sign_in(page, SimpleNamespace(address=marker.site + marker.home, sheet=sheet))
    values = [marks[number] for number in sheet.numbers]
    page.keyboard.type("".join(KEYS.get(value, value) for value in values))
    wait_until_saved(page)
    page.get_by_role("button", name="Contrôler et verrouiller").click()
    figures = [int(value) for value in values if value not in KEYS]
    page.get_by_label("Lignes notées").fill(str(len(figures)))
    page.get_by_label("Somme des notes").fill(str(sum(figures)))
    page.get_by_role("button", name="Comparer").click()
    page.get_by_role("button", name="Verrouiller le lot").click()
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()
    page.get_by_role("button", name="Quitter ce lot").click()
    expect(page.get_by_label("Code de site")).to_be_visible()
