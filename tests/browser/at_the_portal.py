"""What a marker does at the portal with the keyboard, as short as a journey wants it."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from massicot.batches import queries as batches
from massicot.marks import queries
from massicot.scripts import services as script_acts
from massicot.scripts.rules import ScriptKind

BLANK_LINE = 2
"""The line on which journeys that type a CB type it."""

ALL_SAVED = "Tout ce qui est tapé est enregistré."


def sign_in(page: Page, desk: SimpleNamespace) -> None:
    """Type what the mark sheet prints."""
    type_sheet(page, desk, desk.sheet.password.replace("-", " "))
    page.wait_for_url("**/saisie/lot/")
    expect(page.get_by_role("textbox").first).to_be_focused()


def type_sheet(page: Page, desk: SimpleNamespace, password: str) -> None:
    """Type a site code, an identifier and a password, and send them."""
    page.goto(desk.address)
    expect(page.get_by_label("Code de site")).to_be_focused()
    for text in (desk.sheet.site, desk.sheet.identifier.lower(), password):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def count_blank(desk: SimpleNamespace, rank: int = BLANK_LINE) -> None:
    """Let the exam centre have counted the script of one line as blank."""
    script_acts.correct_kind(number=batches.numbers_of(desk.batch.pk)[rank], kind=ScriptKind.BLANK)


def wait_until_saved(page: Page) -> None:
    """Wait until the page says that everything typed is saved."""
    expect(page.locator("#status")).to_have_text(ALL_SAVED, timeout=10_000)


def saved(desk: SimpleNamespace) -> list[str]:
    """List what is saved, in the order of the sheet."""
    marks = queries.marks_of(desk.paper.pk)
    numbers = batches.numbers_of(desk.batch.pk)
    return [
        marks[number].code or f"{marks[number].hundredths // 100:02d}" if number in marks else "" for number in numbers
    ]


def kept_in(page: Page) -> int:
    """Count what the browser keeps of batches."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('massicot.')).length")


def crash(page: Page) -> None:
    """Take a page down as a power cut does: a page that is closed could still send what it holds."""
    with page.expect_event("crash"), pytest.raises(Exception, match="chrome://crash"):
        page.goto("chrome://crash")
    page.close()


def saved_values(desk: SimpleNamespace) -> list[str]:
    """List what is saved as the scale of the paper writes it, in the order of the sheet."""
    written = queries.shown_marks(desk.batch)
    return [written.get(number, "") for number in batches.numbers_of(desk.batch.pk)]
