"""The file of a backup: whole or not at all, its owner's only, and refused when anything in it was altered."""

import dataclasses
import hashlib
import json
import stat
import zipfile

import pytest

from massicot.core.keys import Key, SealBroken
from massicot.store.backups import archive
from massicot.store.backups.archive import BackupNewer, BackupThere, BackupUnreadable, Manifest

KEY = Key(b"massicot-test-key-of-32-bytes-ok")
CONTENT = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(30))
SECRET = "the web secret of the machine"


@pytest.fixture
def backup(tmp_path):
    """Write a backup, its web secret sealed."""
    content = tmp_path / "content"
    content.write_bytes(CONTENT)
    size, sha256 = archive.digest_of(content)
    manifest = Manifest(
        format=archive.FORMAT,
        program="1.2.3",
        made_at="2017-06-01T12:00:00+00:00",
        database="sqlite",
        tool_version=0,
        migrations=["audit.0001_initial"],
        rows={"marks_mark": 3},
        key=KEY.fingerprint,
        size=size,
        sha256=sha256,
    ).with_secret(KEY, SECRET)
    path = tmp_path / "backup.zip"
    archive.write(path, content, manifest)
    return path


def read(path):
    """Read a backup to its last byte."""
    manifest = archive.read_manifest(path, "1.2.3")
    archive.check_content(path, manifest)
    return manifest


def rewritten(path, **changes):
    """Write the backup anew with other words in its manifest, as somebody who knows the format would."""
    with zipfile.ZipFile(path) as old:
        told, content = json.loads(old.read(archive.MANIFEST)), old.read(archive.CONTENT)
    with zipfile.ZipFile(path, "w") as new:
        new.writestr(archive.CONTENT, content)
        new.writestr(archive.MANIFEST, json.dumps({**told, **changes}))
    return path


def test_a_backup_is_read_as_it_was_written_and_by_its_owner_only(backup):
    manifest = read(backup)
    assert (manifest.rows, manifest.key) == ({"marks_mark": 3}, KEY.fingerprint)
    with archive.content_of(backup) as content:
        assert content.read() == CONTENT
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_torn_at_any_place_is_refused(backup):
    whole = backup.read_bytes()
    for length in range(len(whole)):
        backup.write_bytes(whole[:length])
        with pytest.raises(BackupUnreadable):
            read(backup)


def test_a_backup_with_a_byte_altered_is_refused_or_says_the_same(backup):
    whole, manifest = backup.read_bytes(), read(backup)
    refused = 0
    for place in range(len(whole)):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert read(backup) == manifest
        except BackupUnreadable:
            refused += 1
    # What may change are words of the ZIP that say nothing of its content: dates, versions.
    assert refused > 0.85 * len(whole)


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": [1]},
        {"format": "1"},
        {"more": 1},
        {"web_secret": "xyz"},
        {"made_at": "yesterday"},
        {"sha256": "0" * 64},
        {"rows": {"marks_mark": json.loads("[" * 500 + "]" * 500)}},
        {"migrations": [json.loads("[" * 500 + "]" * 500)]},
    ],
)
def test_a_manifest_that_nobody_wrote_is_refused(backup, changes):
    with pytest.raises(BackupUnreadable):
        read(rewritten(backup, **changes))


def test_a_manifest_nested_without_end_is_refused(backup):
    with zipfile.ZipFile(backup, "w") as new:
        new.writestr(archive.CONTENT, CONTENT)
        new.writestr(archive.MANIFEST, "[" * 400_000)
    with pytest.raises(BackupUnreadable):
        read(backup)


def test_another_archive_is_no_backup(backup):
    with zipfile.ZipFile(backup, "a") as more:
        more.writestr("more", "")
    with pytest.raises(BackupUnreadable):
        read(backup)


def test_a_backup_of_a_later_format_is_refused_with_the_program_to_install(backup):
    with pytest.raises(BackupNewer, match=r"Massicot 2.0, which is newer than this one \(1.2.3\)"):
        read(rewritten(backup, format=archive.FORMAT + 1, program="2.0", unknown=1))


def test_the_web_secret_is_sealed_under_the_key_and_bound_to_all_that_the_manifest_says(backup):
    manifest = read(backup)
    assert manifest.open_secret(KEY) == SECRET
    assert SECRET.encode() not in backup.read_bytes()
    others = [{"rows": {"marks_mark": 2}}, {"sha256": "0" * 64}, {"made_at": "2017-06-01T12:00:01+00:00"}]
    for changes in others:
        with pytest.raises(SealBroken):
            dataclasses.replace(manifest, **changes).open_secret(KEY)
    with pytest.raises(SealBroken):
        manifest.open_secret(Key(bytes(32)))


def test_the_workshop_of_a_backup_is_closed_to_others_and_gone_at_the_end(tmp_path):
    with archive.workshop(tmp_path / "backup.zip") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced_unasked(backup):
    with pytest.raises(BackupThere):
        archive.check_free(backup)
    archive.check_free(backup.with_name("another"))
