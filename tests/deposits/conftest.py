"""The key of the named world, in its place as the tests begin."""

import pytest

from tests import cast


@pytest.fixture
def key_in_place(settings, tmp_path):
    """Put the key in a place of its own; give the place."""
    file = tmp_path / "anonymity.key"
    file.write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    return file
