"""People who are called, in browsers: days that are still to come, and the session of somebody who has signed in."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from massicot.accounts import queries as accounts
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as pool
from massicot.missions.models import Convocation, Mission
from massicot.persons.models import Person
from massicot.web.shared.letter_addresses import addresses
from tests.cast import TILLEULS
from tests.hostile.client import HostileClient
from tests.missions import calling

TELEPHONE = {"width": 390, "height": 844}
BOB, SONIA = "bob@tilleuls.invalid", "sonia@tilleuls.invalid"


def enter(page: Page, live_server, client: HostileClient) -> None:
    """Give a browser the session of somebody who has signed in; the page that it leaves asks for nothing more."""
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]
    )


def signed(email: str) -> HostileClient:
    """Sign somebody in who has an account."""
    client = HostileClient()
    client.force_login(accounts.account_by_email(email))
    return client


def give_bob_access() -> None:
    """Let Bob sign in as a marker."""
    pool.appoint(email=BOB, role=Role.MARKER, scope="BTS-2017", by=SYSTEM, at=timezone.now())
    Person.objects.filter(identifier="BOB").update(account=accounts.account_by_email(BOB))


def head_of_tilleuls() -> None:
    """Let Sonia sign in as the head of Les Tilleuls."""
    pool.appoint(email=SONIA, role=Role.SCHOOL, scope=TILLEULS, by=SYSTEM, at=timezone.now())


def two_called(built) -> Mission:
    """Convene Bob and Charlie of Les Tilleuls for one day, three weeks ahead."""
    now = timezone.now()
    mission = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=21), days=1)
    calling.put(mission, "BOB", "CHARLIE")
    calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())
    return mission


def letter_of(identifier: str) -> Convocation:
    """Give the last letter of a person."""
    return Convocation.objects.filter(assignment__person__identifier=identifier).order_by("issue").last()
