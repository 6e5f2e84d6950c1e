"""A session opened for a bench: so many candidates in so many centres, all on the on-site route, the key kept."""

import secrets
from datetime import UTC, datetime

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Paper
from massicot.exams.rules.session_file import shipped_plan
from massicot.rehearsal import opening, tables, world
from massicot.rehearsal.tables import RehearsalSize

AT = datetime(2017, 4, 25, tzinfo=UTC)
KEY = Key(secrets.token_bytes(32))


def open_session(centres: int, candidates: int) -> None:
    """Open a session; no number is drawn yet."""
    scale = RehearsalSize(centres=centres, specialties=7, candidates=candidates, markers=10, marker_schools=5)
    draw = draws.from_seed(1)
    made = tables.invent_tables(tables.invent_offer(scale, draw), candidates, 10, AT.date(), draw)
    world.appoint_office(AT)
    session = exam_acts.create_session(plan=shipped_plan(), is_rehearsal=True, by=world.CASEWORKER, at=AT)
    opening.import_tables(session, made, AT)
    anonymity.confirm_key(key=KEY, by=world.CASEWORKER, at=AT)


def prepare() -> None:
    """Draw its numbers."""
    anonymity.prepare(paper=paper(), key=KEY, draw=draws.from_system(), by=world.CASEWORKER, at=AT)


def paper() -> Paper:
    """Give its paper."""
    return exams.paper_by_code("BTS-2017", "CGE")
