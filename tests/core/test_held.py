"""What is held once is read as a file is, and is gone the moment it is let go of."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import held
from massicot.core.held import HeldBytes, PassingBytes

PIECES = st.lists(st.binary(max_size=40), max_size=12)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(held, "PART", 32)


@given(pieces=PIECES, sizes=st.lists(st.integers(0, 50), max_size=12), start=st.integers(0, 60))
def test_what_is_held_is_read_as_a_file(pieces, sizes, start):
    ours, theirs = HeldBytes(), io.BytesIO(b"".join(pieces))
    for piece in pieces:
        assert ours.write(piece) == len(piece)
    assert ours.size == len(theirs.getvalue())
    assert ours.seek(start) == theirs.seek(start)
    assert [ours.read(size) for size in sizes] == [theirs.read(size) for size in sizes]
    assert ours.read() == theirs.read()


@given(pieces=PIECES, size=st.integers(1, 50))
def test_what_passes_is_given_in_order_and_held_no_longer_than_it_is_to_come(pieces, size):
    passing, content = PassingBytes(), b"".join(pieces)
    for piece in pieces:
        passing.write(piece)
    given = b""
    while piece := passing.read(size):
        given += piece
        assert sum(not part.closed for part in passing._parts) * held.PART < len(content) - len(given) + 2 * held.PART
    assert given == content


def test_what_is_closed_is_unmapped_whoever_still_names_it():
    kept = HeldBytes()
    kept.write(b"names" * 20)
    parts = [*kept._parts]
    kept.close()
    assert all(part.closed for part in parts)
    assert kept.closed
