"""The anonymity key: one file, and a sub-key for each use."""

import hashlib
import hmac
import stat

import pytest

from massicot.core.keys import (
    KEY_BYTES,
    FingerprintDiffers,
    Key,
    KeyMissing,
    KeyUnreadable,
    check_fingerprint,
    keyed_digest,
    keyed_digests,
    make_key_file,
    read_key_file,
)

KEY = Key(bytes(range(KEY_BYTES)))


def test_a_key_is_read_back_from_its_file(tmp_path):
    path = tmp_path / "folder" / "anonymity.key"
    assert make_key_file(path) == read_key_file(path)


def test_only_its_owner_can_read_the_key_file(tmp_path):
    make_key_file(tmp_path / "k")
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_a_key_is_never_replaced(tmp_path):
    made = make_key_file(tmp_path / "k")
    with pytest.raises(FileExistsError):
        make_key_file(tmp_path / "k")
    assert read_key_file(tmp_path / "k") == made


def test_two_keys_differ(tmp_path):
    assert make_key_file(tmp_path / "a") != make_key_file(tmp_path / "b")


def test_a_missing_key_is_asked_for(tmp_path):
    with pytest.raises(KeyMissing, match="put the kept copy back"):
        read_key_file(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"00" * 33, b"zz" * 32, b"\xff\xfe", "clé".encode()])
def test_a_file_that_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(KeyUnreadable):
        read_key_file(tmp_path / "k")


def test_a_folder_in_the_place_of_the_key_is_refused(tmp_path):
    with pytest.raises(KeyUnreadable):
        read_key_file(tmp_path)


def test_a_sub_key_is_that_of_rfc_5869():
    extracted = hmac.digest(bytes(32), KEY.secret, "sha256")
    assert KEY.sub_key("pupils") == hmac.digest(extracted, b"massicot/pupils\x01", "sha256")


def test_each_use_has_a_sub_key_of_its_own():
    assert len({KEY.sub_key(use) for use in ("numbers", "entries", "seal", "pupils", "fingerprint")}) == 5


def test_the_fingerprint_tells_keys_apart_and_no_more():
    assert KEY.fingerprint == hashlib.sha256(KEY.sub_key("fingerprint")).hexdigest()[:16]
    assert KEY.fingerprint != Key(bytes(32)).fingerprint


def test_a_key_is_never_shown():
    shown = f"{KEY!r} {KEY}"
    assert KEY.secret.hex() not in shown
    assert repr(KEY.secret) not in shown


def test_the_parts_of_a_digest_cannot_run_into_one_another():
    sub_key = KEY.sub_key("numbers")
    digests = {keyed_digest(sub_key, *parts, length=16) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""))}
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {16}


def test_a_digest_depends_on_its_key():
    assert keyed_digest(KEY.sub_key("a"), "x", length=16) != keyed_digest(KEY.sub_key("b"), "x", length=16)


def test_digests_prepared_for_many_are_those_made_one_by_one():
    digest = keyed_digests(KEY.sub_key("a"), "first", length=16)
    assert [digest(two) for two in ("x", "", "é")] == [
        keyed_digest(KEY.sub_key("a"), "first", two, length=16) for two in ("x", "", "é")
    ]


def test_a_copy_of_the_key_file_says_which_key_it_is(tmp_path):
    key = make_key_file(tmp_path / "k")
    assert (tmp_path / "k").read_text().splitlines()[1] == key.fingerprint


def test_a_fingerprint_is_checked_as_people_type_it():
    check_fingerprint(KEY, f" {KEY.fingerprint[:8].upper()} {KEY.fingerprint[8:]}\n")
    with pytest.raises(FingerprintDiffers, match="copy the key file anew"):
        check_fingerprint(KEY, KEY.fingerprint[:-1])
