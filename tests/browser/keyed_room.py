"""A room of forty at Les Cèdres, its page open to Claire: what journeys about its register begin with."""

import re
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance
from massicot.core.actor import Role
from tests import world
from tests.cast import CEDRES, EVENING, ODILE, candidate_number
from tests.web.examcentre.desk import keep_key
from tests.web.visitors import visitor

SEATS = 40
COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
ALL_SAVED = "Tout ce qui est saisi est enregistré."


def room_of_forty(live_server: Any, page: Page, settings: Any, folder: Any) -> SimpleNamespace:
    """Build the room, its numbers drawn, and sign Claire in."""
    built = world.opened()
    lines = [
        f"{candidate_number(100 + seat)};MIRABELLE{seat:02d};Ève;01/02/1997;{CEDRES};{CEDRES};90001;12;{seat}"
        for seat in range(1, SEATS + 1)
    ]
    table = world.read_table(built.session, "\n".join([COLUMNS, *lines]).encode())
    anonymity.import_candidates(session=built.session, table=table, key=None, by=ODILE, at=EVENING)
    world.prepared(built)
    keep_key(settings, folder)
    cookies = visitor(built, Role.EXAM_CENTRE.value).cookies
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )
    path = reverse("examcentre:room", args=[CEDRES, "BTS-2017", "CGE", "12"])
    return SimpleNamespace(paper=built.paper, built=built, address=f"{live_server.url}{path}")


def open_room(page: Page, room: SimpleNamespace) -> None:
    """Open its page: the box has the cursor."""
    page.goto(room.address)
    expect(page.get_by_label("Place, puis A")).to_be_focused()


def words(room: SimpleNamespace) -> dict[str, str]:
    """Read the words of the room that say something, by seat."""
    rows = candidates.room_rows(room.paper, CEDRES, "12")
    return {row.seat: row.attendance.value for row in rows if row.attendance is not Attendance.NOT_KEYED}


def saved(page: Page) -> None:
    """Wait until everything keyed is saved."""
    expect(page.get_by_text(ALL_SAVED).first).to_be_visible(timeout=10_000)


def verdict(page: Page, text: str) -> None:
    """Wait until the page answers so; of a seat it tells the name too."""
    seat, sign, said = text.partition(" : ")
    told = re.compile(rf"^{seat} [^:]+\s: {re.escape(said)}") if sign and seat.isdecimal() else text
    expect(page.locator("#verdict")).to_contain_text(told)
