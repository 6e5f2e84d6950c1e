"""The one door to the key file: where it is, what is read of it, and that it is never made twice."""

import pytest

from massicot.core.keys import KeyMissing, KeyUnreadable
from massicot.store import key_file


@pytest.fixture
def path(settings, tmp_path):
    """A place for the key where nothing is yet."""
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "kept" / "anonymity.key")
    return tmp_path / "kept" / "anonymity.key"


def test_the_key_lies_where_the_settings_say(path):
    assert key_file.place() == str(path)
    assert not key_file.is_there()
    made = key_file.make()
    assert path.exists()
    assert key_file.is_there()
    assert [key_file.read(), key_file.read_if_there(), key_file.read_if_whole(), key_file.read_or_make()] == [made] * 4


def test_a_key_that_is_away_is_missing_or_nothing(path):
    assert (key_file.read_if_there(), key_file.read_if_whole()) == (None, None)
    with pytest.raises(KeyMissing):
        key_file.read()
    assert key_file.read_or_make() == key_file.read()


def test_a_file_that_is_no_key_is_told_but_to_whoever_can_do_without(path):
    path.parent.mkdir()
    path.write_text("nothing of the kind\n")
    assert key_file.read_if_whole() is None
    for read in (key_file.read, key_file.read_if_there, key_file.read_or_make):
        with pytest.raises(KeyUnreadable):
            read()


def test_a_key_is_not_made_over_another(path):
    key_file.make()
    with pytest.raises(FileExistsError):
        key_file.make()
