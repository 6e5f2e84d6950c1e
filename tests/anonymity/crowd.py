"""A centre with a crowd, one with a few, and one with two candidates alone in their specialty; and an eventful day."""

from datetime import date, timedelta

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance, OffList
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.scripts import queries as scripts
from tests import world
from tests.world import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, PREPARED, TILLEULS, World

COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
CROWD = range(101, 141)
ALONE = {151: (TILLEULS, "90001"), 152: (TILLEULS, "90002")}
"""Candidates who are alone in their specialty at their centre."""

LATE, OFF_LIST, FORGOTTEN = (201, 202, 203), 301, 302
"""Candidates entered after the numbers were drawn (the first one on the eventful day), on the day, and after it."""


def surname(rank: int) -> str:
    """Name a candidate of the crowd so that no other word holds their name."""
    return f"QUIDAM{rank:03d}"


def import_ranks(built: World, seats: dict[int, tuple[str, str]], key: object = None) -> None:
    """Import candidates: rank → centre and specialty."""
    lines = [
        f"{world.candidate_number(rank)};{surname(rank)};Ève;01/02/1997;{centre};{centre};{specialty};A1;{rank}"
        for rank, (centre, specialty) in seats.items()
    ]
    table = read_candidates(
        "\n".join([COLUMNS, *lines]).encode(),
        "crowd.csv",
        centres={CEDRES, MURIERS, TILLEULS},
        specialties={"90001", "90002", "90003"},
        papers=["CGE"],
    )
    anonymity.import_candidates(session=built.session, table=table, key=key, by=ODILE, at=PREPARED)


def prepared() -> World:
    """Draw the numbers of sixteen candidates of the world, of the crowd, and of those who are alone."""
    built = world.opened()
    import_ranks(built, dict.fromkeys(CROWD, (CEDRES, "90001")) | ALONE)
    return world.prepared(built)


def after_an_eventful_day() -> World:
    """Late candidates, one off the list, a day closed, opened again for another one, corrected, closed anew."""
    built = prepared()
    import_ranks(built, {LATE[0]: (CEDRES, "90001")}, key=KEY)
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.key_room(built, centre, absent=(2, 110), blank=(5,))
    add_off_list(built, OFF_LIST, minutes=1)
    count(built, 2)
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.close_day(built, centre)
    anonymity.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="one forgotten", by=CLAIRE, at=after(3))
    add_off_list(built, FORGOTTEN, minutes=4)
    correct(built, 110, minutes=5)
    count(built, 1, minutes=6)
    close_again(built, minutes=7)
    return built


def after(minutes: int):
    """Give an instant of the evening."""
    return EVENING + timedelta(minutes=minutes)


def add_off_list(built: World, rank: int, minutes: int) -> None:
    """Enter a candidate off the list under the spare that the clerk took from the sheet."""
    spare = anonymity.entries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))[0]
    one = OffList(world.candidate_number(rank), surname(rank), "Ève", date(1997, 2, 1), "90001", "A1", str(rank))
    anonymity.add_off_list(
        paper=built.paper, centre_uai=CEDRES, candidate=one, number=spare, key=KEY, by=CLAIRE, at=after(minutes)
    )


def correct(built: World, rank: int, minutes: int) -> None:
    """Correct an absent candidate to present."""
    attendance.correct_attendance(
        paper=built.paper,
        centre_uai=CEDRES,
        candidate_number=world.candidate_number(rank),
        attendance=Attendance.PRESENT,
        reason="signed lower down",
        by=CLAIRE,
        at=after(minutes),
    )


def count(built: World, absent: int, minutes: int = 2) -> None:
    """Count the only room of Les Cèdres again."""
    counted = len(world.candidates.entry_rows(built.paper, None, CEDRES)) - absent
    attendance.count_room(
        paper=built.paper, centre_uai=CEDRES, room="A1", counted=counted, by=CLAIRE, at=after(minutes)
    )


def close_again(built: World, minutes: int) -> None:
    """Close the day of Les Cèdres anew."""
    items = len(world.candidates.entry_rows(built.paper, {"90001", "90002"}, CEDRES))
    anonymity.close_day(
        paper=built.paper,
        centre_uai=CEDRES,
        items_in_hand=items,
        labels_used=items,
        strips_boxed=items,
        key=KEY,
        by=CLAIRE,
        at=after(minutes),
    )


def spares_of(built: World) -> list[str]:
    """List the numbers of Les Cèdres whose kind is spare, ascending."""
    kinds = scripts.kinds_of(scripts.numbers_of_centre(built.paper.pk, CEDRES))
    return sorted(number for number, kind in kinds.items() if kind == "spare")
