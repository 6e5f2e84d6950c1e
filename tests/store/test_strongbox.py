"""Sealed files of an hour: whole or not there, bound to their box, gone when fetched or old."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from massicot.core.keys import Key, SealBroken
from massicot.store import strongbox

KEY = Key(b"k" * 32).sub_key("test")


@pytest.fixture
def box(tmp_path):
    return strongbox.box(tmp_path / "sealed", "job-1", KEY)


def test_what_is_put_into_a_box_is_sealed_and_comes_out_as_it_was(box):
    box.put("a.pdf", b"ABRICOT Camille")
    assert box.get("a.pdf") == b"ABRICOT Camille"
    assert b"ABRICOT" not in (box.folder / "a.pdf").read_bytes()
    assert [oct(path.stat().st_mode)[-2:] for path in (box.folder, box.folder / "a.pdf")] == ["00", "00"]


def test_a_long_file_is_opened_part_by_part(box):
    content = bytes(2 * strongbox.PART) + b"end"
    box.put_in_parts("all", content)
    assert [len(part) for part in box.get_in_parts("all")] == [strongbox.PART, strongbox.PART, 3]
    assert b"".join(box.get_in_parts("all")) == content
    with pytest.raises(strongbox.NoLongerKept):
        box.get_in_parts("other")


def test_a_box_says_until_when_it_is_kept(box):
    assert box.kept_until is None
    box.put("a.pdf", b"")
    os.utime(box.folder, (0, 0))
    assert box.kept_until == datetime(1970, 1, 1, 1, tzinfo=UTC)


def test_a_file_put_again_takes_the_place_of_the_first_and_leaves_no_draft(box):
    box.put("a.pdf", b"first")
    box.put("a.pdf", b"second")
    assert (box.names(), box.get("a.pdf"), len(list(box.folder.iterdir()))) == (["a.pdf"], b"second", 1)


def test_a_sealed_file_moved_into_another_box_opens_nothing(box):
    box.put("a.pdf", b"names")
    other = strongbox.box(box.folder.parent, "job-2", KEY)
    other.put("b.pdf", b"others")
    (box.folder / "a.pdf").rename(other.folder / "a.pdf")
    with pytest.raises(SealBroken):
        other.get("a.pdf")


@pytest.mark.parametrize("name", ["../secret-key", "", ".draft", "a/b", "/etc/passwd"])
def test_no_name_leads_out_of_the_folder(tmp_path, box, name):
    with pytest.raises(strongbox.NoLongerKept):
        box.get(name)
    with pytest.raises(strongbox.NoLongerKept):
        strongbox.box(tmp_path, name, KEY)


def test_an_emptied_box_is_told_as_no_longer_kept(box):
    box.put("a.pdf", b"names")
    box.empty()
    box.empty()
    assert box.names() == []
    with pytest.raises(strongbox.NoLongerKept):
        box.get("a.pdf")


def test_only_boxes_untouched_for_an_hour_are_swept_away(tmp_path):
    now = datetime.now(UTC)
    for name, minutes in (("old", 60), ("young", 59)):
        one = strongbox.box(tmp_path, name, KEY)
        one.put("a", b"x")
        then = (now - timedelta(minutes=minutes)).timestamp()
        os.utime(one.folder, (then, then))
    assert strongbox.sweep(tmp_path, now) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["young"]
    assert strongbox.sweep(tmp_path / "never made", now) == 0
