"""A centre with a crowd, one with a few, and one with two candidates alone in their specialty; and an eventful day."""

from datetime import date, timedelta

from django.db import connection

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance, OffList
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind
from massicot.roomreports.rules import IncidentKind
from tests import cast, flips, room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, PREPARED, TILLEULS
from tests.world import World

COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
TABLES = ("candidates_", "roomreports_", "scripts_", "anonymity_", "custody_", "audit_")
"""Whose rows tell names or numbers, or where they went."""

CROWD = range(101, 141)
ALONE = {151: (TILLEULS, "90001"), 152: (TILLEULS, "90002")}
"""Candidates who are alone in their specialty at their centre."""

LATE, CAME_BETWEEN, OFF_LIST, FORGOTTEN = (201, 202, 203), 211, 301, 302
"""Candidates entered after the numbers were drawn (the first one on the eventful day), on the day, and after it."""


def surname(rank: int) -> str:
    """Name a candidate of the crowd so that no other word holds their name."""
    return f"QUIDAM{rank:03d}"


def import_ranks(built: World, seats: dict[int, tuple[str, str]], key: object = None, room: str = "A1") -> None:
    """Import candidates of one room: rank → centre and specialty."""
    lines = [
        f"{cast.candidate_number(rank)};{surname(rank)};Ève;01/02/1997;{centre};{centre};{specialty};{room};{rank}"
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


def begin_on_an_empty_disk() -> None:
    """Begin with empty files, as a session does: what earlier tests took back leaves holes, and rows lie in them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            cursor.execute(f"TRUNCATE {', '.join(name for name in names if name.startswith(TABLES))} CASCADE")


def prepared() -> World:
    """Draw the numbers of sixteen candidates of the world, of the crowd, and of those who are alone."""
    begin_on_an_empty_disk()
    built = world.opened()
    import_ranks(built, dict.fromkeys(CROWD, (CEDRES, "90001")) | ALONE)
    return world.prepared(built)


def after_an_eventful_day() -> World:
    """Late candidates, one off the list, a day closed, opened again for another one, corrected, closed anew."""
    built = prepared()
    import_ranks(built, {LATE[0]: (CEDRES, "90001")}, key=KEY)
    return lived(built)


def after_corrigenda() -> World:
    """The eventful day, after one specialty came to the guillotine late, and the others left it and came back."""
    built = prepared()
    import_ranks(built, {LATE[0]: (CEDRES, "90001")}, key=KEY)
    kinds = (
        ("Bordeaux", RouteKind.ON_SITE),
        ("Aix-Marseille", RouteKind.OUTSIDE),
        ("Aix-Marseille", RouteKind.ON_SITE),
    )
    for rank, (academy, kind) in enumerate(kinds):
        flips.flipped(built, kind, academy, reference=f"DIEC/{rank}", at=flips.TOLD + timedelta(days=rank))
        import_ranks(built, {CAME_BETWEEN + rank: (CEDRES, "90001")}, key=KEY)
    return lived(built)


def lived(built: World) -> World:
    """Live the eventful day."""
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.key_room(built, centre, absent=(2, 110), blank=(5,))
    report_the_room(built)
    add_off_list(built, OFF_LIST, minutes=1)
    count(built, 2)
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.close_day(built, centre)
    anonymity.reopen_day_unchecked_decisions(
        paper=built.paper, centre_uai=CEDRES, reason="one forgotten", by=CLAIRE, at=after(3)
    )
    add_off_list(built, FORGOTTEN, minutes=4)
    correct(built, 110, minutes=5)
    count(built, 1, minutes=6)
    close_again(built, minutes=7)
    return built


def report_the_room(built: World) -> None:
    """Note what befell two of the crowd, sign the report of their room, and let the office follow it."""
    for rank, kind in ((120, IncidentKind.COPY_MODEL), (103, IncidentKind.FRAUD)):
        room_reports.follow(built, room_reports.note(built, kind, rank))
    room_reports.sign(built)


def after(minutes: int):
    """Give an instant of the evening."""
    return EVENING + timedelta(minutes=minutes)


def add_off_list(built: World, rank: int, minutes: int, number: str = "") -> None:
    """Enter a candidate off the list under a number, or the first spare there is."""
    spare = number or unused(built)[0]
    one = OffList(
        candidate_number=cast.candidate_number(rank),
        surname=surname(rank),
        first_names="Ève",
        born_on=date(1997, 2, 1),
        specialty_code="90001",
        room="A1",
        seat=str(rank),
    )
    anonymity.add_off_list(
        paper=built.paper, centre_uai=CEDRES, candidate=one, number=spare, key=KEY, by=CLAIRE, at=after(minutes)
    )


def seat_from_elsewhere(built: World, rank: int, minutes: int) -> None:
    """Enter at Les Cèdres, under the first spare there is, a candidate of the world whom Les Mûriers expected."""
    anonymity.seat_from_elsewhere(
        paper=built.paper,
        centre_uai=CEDRES,
        room="A1",
        candidate_number=cast.candidate_number(rank),
        born_on=date(1997, 3, 1 + rank % 9),
        seat="",
        number=unused(built)[0],
        key=KEY,
        by=CLAIRE,
        at=after(minutes),
    )


def correct(built: World, rank: int, minutes: int) -> None:
    """Correct an absent candidate to present."""
    attendance.correct_attendance(
        paper=built.paper,
        centre_uai=CEDRES,
        candidate_number=cast.candidate_number(rank),
        seen=Attendance.ABSENT,
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
    on_site = exams.on_site_specialties(built.paper, built.paper.starts_at)
    items = len(world.candidates.entry_rows(built.paper, on_site, CEDRES))
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


def unused(built: World) -> list[str]:
    """List the numbers of Les Cèdres that nobody has, ascending; only the key tells."""
    return queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))
