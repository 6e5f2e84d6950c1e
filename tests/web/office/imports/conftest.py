"""Somebody of the office at the imports of the world that a file builds."""

import pytest

from tests.web.visitors import visitor


@pytest.fixture
def office(built):
    """Sign somebody of the office in."""
    return visitor(built, "office")
