"""The small session of these tests."""

import pytest

from tests.candidates import lycee


@pytest.fixture
def session(db):
    """Give a session without candidates."""
    return lycee.make_session()


@pytest.fixture
def paper(session):
    """Give the paper CGE with three candidates in room 1 of the north centre, two in room 2, the last one scanned."""
    lycee.enter(
        session,
        *(lycee.candidate(rank) for rank in (1, 2, 3)),
        lycee.candidate(4, salle="2"),
        lycee.candidate(5, salle="2", specialite=lycee.SCANNED),
    )
    return lycee.paper_of(session)
