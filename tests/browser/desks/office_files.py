"""What the exam office has on its own disk before it opens Massicot: the session's file, and four tables.

The paper ended yesterday evening; its marks may be typed until tomorrow. Twelve candidates sat at Les Cèdres, in one
room, of two specialties marked on site.
"""

from datetime import UTC, datetime, timedelta

from massicot.commands.session import example
from tests.browser.desks.clock import hours_ahead, zone_ahead
from tests.cast import CEDRES, INSTITUTIONS, MARKERS, NAMES, SPECIALTIES, candidate_number

SEATS = 12
WOOD, WATER = "90001", "90002"
MORNING = 10
"""The hour that it is now where the session takes place, whenever the test runs: no desk is in its evening."""


def session_file(now: datetime) -> bytes:
    """Move the dates of the shipped example around now, on the clock of a place where it is ten in the morning."""
    ahead = hours_ahead(MORNING, now)
    today = (now.astimezone(UTC) + timedelta(hours=ahead)).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    text = example()
    for shipped, ours in (
        ("2017-05-10", yesterday),
        ("2017-05-31", today),
        ("2017-06-02", tomorrow),
        ("2017-06-01", today),
        ("2017-06-07", tomorrow),
        ("2017-06-09", today + timedelta(days=3)),
        ("Europe/Paris", zone_ahead(ahead)),
    ):
        assert shipped in text
        text = text.replace(shipped, str(ours))
    return text.encode()


def candidates() -> str:
    """Write the candidates: the first seven in woodwork, the others in water works."""
    lines = ["numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"]
    for seat, name in enumerate(NAMES[:SEATS], 1):
        specialty = WOOD if seat <= 7 else WATER
        lines.append(
            f"{candidate_number(seat)};{name};Camille;{seat:02d}/03/1997;{CEDRES};{CEDRES};{specialty};A1;{seat}"
        )
    return "\n".join(lines)


TABLES = {
    "institutions": INSTITUTIONS.encode(),
    "specialties": SPECIALTIES.encode(),
    "candidates": candidates().encode(),
    "markers": MARKERS.encode(),
}
"""Each table by its kind."""
