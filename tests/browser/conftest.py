"""Journeys in Debian's Chromium: nothing is fetched from outside, and a page that complains fails its test."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as of_site
from playwright.sync_api import BrowserContext, Page

from massicot.batches import queries as batches
from tests import world
from tests.browser.checks import AXE, complaints_of
from tests.post.mail_server import Postmaster, listening
from tests.stages import stage
from tests.web.portal.conftest import open_window

QUIET = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
)

LIGHT = ("--js-flags=--no-opt,--no-maglev", "--in-process-gpu")
"""No machine code for scripts that run often, no process for drawing alone: here a page is looked at for a second."""

of_site.STATICFILES_DIRS = [str(AXE.parent)]  # served beside its own, so that browsers keep it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that `-m "not browser"` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the Chromium of the system, silent on the network."""
    # The same browser without its own windows, which it draws even where nobody looks: at half the time.
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert chromium, "Chromium is missing: install the Debian package chromium-headless-shell."
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *LIGHT]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Browse as a person of the exam office does."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 800},
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def _answered_to_the_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the live server end all that it was asked before the database is emptied under it.

    A page that closes sends what it had left. Set up before any browser of the test, so torn down after it has closed.
    """
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    server = request.getfixturevalue("live_server").thread
    yield
    knock(server.host, server.port)
    answering = [thread for thread in threading.enumerate() if thread.name.endswith("(process_request_thread)")]
    for thread in answering:
        thread.join(timeout=30)
    assert not [thread.name for thread in answering if thread.is_alive()]


def knock(host: str, port: int) -> None:
    """Be the last whom a server lets in, and wait until it has seen that nothing is asked."""
    with socket.create_connection((host, port), timeout=30) as connection:
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """Everything that goes wrong in the browser: errors of pages and consoles, requests to the outside."""
    return complaints_of(context)


@pytest.fixture
def watched_page(page: Page, complaints: list[str]) -> Iterator[Page]:
    """A page that fails its test when anything goes wrong in the browser; `complaints` may be emptied by the test."""
    yield page
    assert complaints == []


@stage
def without_blank() -> world.World:
    """Hand out the scripts of everybody but one who was absent; none of them is counted blank."""
    return world.handed_out(world.received(world.arrived(world.packed(world.sat(blank=())))))


@pytest.fixture
def desk(transactional_db, live_server) -> SimpleNamespace:
    """The woodwork batch (eight scripts, none of them counted blank), its mark sheet, and the portal's address."""
    built = without_blank()
    open_window()
    batch = batches.batches_of(built.paper.pk)[0]
    return SimpleNamespace(
        address=f"{live_server.url}/saisie/",
        sheet=built.sheets[batch.code],
        batch=batch,
        paper=built.paper,
        world=built,
    )


@pytest.fixture
def postmaster(settings, live_server) -> Iterator[Postmaster]:
    """A mail server, which the settings name beside the address of the site."""
    postmaster = Postmaster()
    with listening(postmaster) as server:
        settings.MASSICOT_BASE_URL = live_server.url
        settings.MASSICOT_EMAIL_URL = f"smtp://{server.host}:{server.port}"
        yield postmaster
