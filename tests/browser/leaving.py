"""What a browser is left with when a page goes down, and what happens elsewhere meanwhile."""

from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from massicot.marks import services
from massicot.marks.rules import TypedLine
from massicot.results import services as result_acts
from tests import world
from tests.cast import ODILE

LEFT = "Saisi dans ce navigateur et pas enregistré"


def cut(context: BrowserContext) -> None:
    """Let no save out of a browser."""
    context.route("**/notes", lambda route: route.abort())


def mend(context: BrowserContext) -> None:
    """Let saves out again."""
    context.unroute("**/notes")


def type_unsaved(page: Page, keys: str) -> None:
    """Type marks that do not come through."""
    cut(page.context)
    page.keyboard.type(keys)
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible(timeout=10_000)


def lock_elsewhere(desk: SimpleNamespace, value: str = "15") -> None:
    """Type the whole batch on another computer, and lock it there."""
    opened, now = world.open_sheet(desk.world, desk.batch.code, at=timezone.now()), timezone.now()
    lines = [TypedLine(number, value, "", confirmed=True) for number in opened.numbers]
    services.save_marks(credential_id=opened.credential_id, save_id=uuid4(), lines=lines, at=now)
    count = len(lines)
    totals = {"typed_lines": str(count), "typed_sum": str(count * int(value))}
    services.lock_batch(credential_id=opened.credential_id, **totals, at=now)


def open_again(desk: SimpleNamespace) -> None:
    """Open the batch again as Odile does."""
    result_acts.unlock_batch(batch_code=desk.batch.code, reason="Total", by=ODILE, at=timezone.now())


def new_page(context: BrowserContext, address: str) -> Page:
    """Open a page in the same browser, whose saves come through."""
    mend(context)
    page = context.new_page()
    page.goto(address)
    return page


def hand_on(desk: SimpleNamespace, before: str, after: str) -> None:
    """Give the batch from one marker to another."""
    world.give_back(desk.batch, before)
    world.lend(desk.batch, after)
