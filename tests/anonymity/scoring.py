"""What an attack found, told by somebody who holds the key."""

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from tests import later_world
from tests.anonymity import crowd
from tests.cast import candidate_number

LUCK = 4
"""Guesses that may be right by chance: in a crowd of forty, one is on average."""

ON_SITE = {"90001", "90002"}
IN_CROWD = {candidate_number(rank) for rank in crowd.CROWD}


def right(built, guesses):
    """Keep the guesses that are right."""
    truth = later_world.truth(built)
    return {who: number for who, number in guesses.items() if truth.get(who) == number}


def alone(built, *, with_words):
    """List the candidates who are alone in their cell."""
    rows = candidates.entry_rows(built.paper, exams.on_site_specialties(built.paper, built.paper.starts_at))
    cells = [(row.centre_uai, row.specialty_code, row.attendance if with_words else "") for row in rows]
    return {row.candidate_number for row, cell in zip(rows, cells, strict=True) if cells.count(cell) == 1}
