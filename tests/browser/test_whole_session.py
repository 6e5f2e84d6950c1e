"""A whole session, from its file to the exported marks, by the desks alone: each person in a browser of their own."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.checks import complaints_of
from tests.browser.desks import centre, marking, office, portal
from tests.browser.desks.office import Invited, Opening
from tests.browser.desks.office_files import SEATS, WATER, WOOD
from tests.browser.desks.person import Person
from tests.cast import CEDRES, CLAIRE, MARC, NAMES, ODILE, OMAR, PERRIN, candidate_number

ABSENT, BLANK, LOST = 3, 8, 10
"""The seats of whoever did not come, of whoever wrote nothing, and of the script that never arrived."""

SEARCHED = "cherchez-la encore"
"""What a marking centre is asked about a missing script as long as marks may be typed."""

GO_BACK = ("bordereaux de notation sont à envoyer", "repartent au bureau des examens")
"""What goes back to the exam office once all is locked: mark sheets, and scripts, which this session does not send."""

PATIENCE_MS = 10_000
"""How long a person waits for a page."""


@pytest.fixture
def newcomer(new_context, live_server, transactional_db) -> Iterator[Callable[[str], Person]]:
    """Give a person a browser of their own, in which nothing may go wrong."""
    complaints = []

    def come(home: str) -> Person:
        context = new_context()
        context.set_default_timeout(PATIENCE_MS)
        complaints.append(complaints_of(context))
        return Person(context.new_page(), live_server.url, home)

    yield come
    assert not any(complaints)


@pytest.fixture
def odile(newcomer, settings, tmp_path, postmaster) -> Person:
    """Odile, hired by a command, with a password and a telephone; there is nothing else yet, not even a key."""
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "serveur" / "anonymity.key")
    odile = newcomer(office.HOME)
    odile.page.clock.install()
    odile.chooses_password(office.hired(ODILE.login))
    odile.adds_telephone()
    return odile


@pytest.fixture
def people(odile, newcomer, postmaster, tmp_path) -> SimpleNamespace:
    """Everybody, once Odile has opened the session: Claire and Omar came by a printed letter, Marc by a mail."""
    heads = {CEDRES: Invited(CLAIRE.login, "paper"), PERRIN: Invited(MARC.login, "mail")}
    opening = Opening(tmp_path, heads, Invited(OMAR.login, "paper"), postmaster)
    odile.does_all(opening.acts, waiting=["n’a pas clos sa journée", "repose sur"])
    desks = {CLAIRE: centre.HOME, MARC: marking.HOME, OMAR: office.HOME}
    claire, marc, omar = map(newcomer, desks.values())
    for actor, person in zip(desks, (claire, marc, omar), strict=True):
        person.chooses_password(opening.links[actor.login])
    omar.adds_telephone()
    office.confirmed(OMAR.login)
    return SimpleNamespace(odile=odile, omar=omar, claire=claire, marc=marc)


def mark_of(seat: int) -> str:
    """Give what becomes of the script of a seat: what its marker writes on the sheet, or MQ."""
    return {ABSENT: "AB", BLANK: "CB", LOST: "MQ"}.get(seat) or f"{seat + 5:02d}"


def exported(seat: int, numbers: dict[str, str], desk: marking.Centre) -> str:
    """Write the line of the export that a candidate must have."""
    candidate, mark = candidate_number(seat), mark_of(seat)
    number = numbers[candidate]
    specialty = WOOD if seat <= 7 else WATER
    (batch,) = [sheet.batch for sheet in desk.sheets.values() if number in sheet.numbers] or [""]
    figure, code = ("", mark) if mark.isalpha() else (mark, "")
    return f"{candidate};{NAMES[seat - 1]};Camille;{specialty};CGE;{number};{batch};{figure};{code}"


def once_locked(sheets):
    """Tell what the office does once every batch is locked."""
    return {
        "peut être levé": office.propose,
        "sont à venir": lambda clerk: office.receive_sheets(clerk, sheets),
        "dans aucun carton": lambda clerk: office.box_sheets(clerk, sheets),
        "sur aucun rayon": office.shelve_box,
    }


def test_a_whole_session_is_done_by_the_desks_alone(people, newcomer):
    numbers = centre.print_list(people.claire)
    assert sorted(numbers) == [candidate_number(seat) for seat in range(1, SEATS + 1)]
    people.claire.does_all(centre.evening(ABSENT, BLANK, numbers.values()))
    lost = [numbers[candidate_number(LOST)]]
    there = [number for number in numbers.values() if number not in lost]
    desk = marking.Centre(centre.parcel_code(people.claire), there, lost, "BOB")
    people.marc.does_all(desk.acts, waiting=[SEARCHED])
    people.odile.does_all({"copie est manquante": office.decide_gap}, waiting=["ne sont pas verrouillés"])
    marks = {numbers[candidate_number(seat)]: mark_of(seat) for seat in range(1, SEATS + 1)}
    marker = newcomer("/saisie/")
    for sheet in desk.sheets.values():
        portal.type_batch(marker, sheet, marks)
    assert people.marc.does_all(desk.acts, waiting=[SEARCHED, *GO_BACK]) == ["chez", "chez"]
    ends = once_locked(desk.sheets)
    assert people.odile.does_all(ends) == list(ends)
    people.marc.open(people.marc.home)
    expect(people.marc.tasks.get_by_text(GO_BACK[0])).to_have_count(0)
    lines = []
    leave = {"peuvent partir": lambda clerk: lines.extend(office.take_marks(clerk))}
    people.omar.does_all({"a proposé de lever": office.confirm} | leave)
    assert lines[1:] == [exported(seat, numbers, desk) for seat in range(1, SEATS + 1)]
