"""Whoever holds a copy of the database without the key file, or its raw files after a destruction."""

from datetime import timedelta
from itertools import product

import pytest

from massicot.core.keys import Key, SealBroken, unseal
from massicot.deposits import queries, rules, services
from massicot.deposits.models import WrappedKey
from massicot.deposits.rules import WRAPPING, DepositKind, DestructionReason, Document
from massicot.store import old_versions
from tests.anonymity import attacker
from tests.cast import EVENING, KEY, ODILE

pytestmark = pytest.mark.usefixtures("transactional_db", "key_in_place")

SECRET = b"%PDF-1.7 Marguerite Testard, fracture du poignet"


def keep():
    document = Document(DepositKind.PDF, SECRET, 1)
    return services.keep_document(
        document=document, about="absence:12", destroy_on=EVENING.date(), by=ODILE, at=EVENING
    ).code


def blobs_of(dump):
    """List whatever bytes lie in a table."""
    return [bytes(value) for row in dump.rows() for value in row.values() if isinstance(value, bytes | memoryview)]


def opened(sealed, keys, abouts):
    """Try every key on what is sealed, as whatever it may be about."""
    for key, about in product(keys, abouts):
        try:
            yield unseal(key, sealed, about)
        except SealBroken:
            continue


def test_a_copy_of_the_database_opens_no_document_without_the_key_file(settings):
    code = keep()
    dump = attacker.take_dump()
    blobs = blobs_of(dump)
    assert not any(b"Testard" in blob for blob in blobs)
    keys = [blob for blob in blobs if len(blob) == 32] + [blob[at : at + 32] for blob in blobs for at in (0, 12, 28)]
    keys += [Key(settings.SECRET_KEY.encode()).sub_key(WRAPPING), bytes(32)]
    keys = [key for key in keys if len(key) == 32]
    assert [found for blob in blobs for found in opened(blob, keys, (code, ""))] == []
    wrapped = bytes(WrappedKey.objects.get().wrapped)
    assert len(list(opened(wrapped, [KEY.sub_key(WRAPPING)], [code]))) == 1  # the attack opens what it can


def test_a_copy_from_before_a_destruction_opens_with_the_key_and_the_database_does_not():
    code = keep()
    before = attacker.take_dump()
    services.destroy(code=code, reason=DestructionReason.ASKED, by=ODILE, at=EVENING)
    (row,) = before["deposits_wrappedkey"]
    (content,) = before["deposits_sealedcontent"]
    sealed = rules.Sealed(bytes(content["sealed"]), bytes(row["wrapped"]))
    assert rules.unseal(KEY, code, sealed) == SECRET  # what decision 0020 says of older backups
    assert attacker.take_dump()["deposits_wrappedkey"] == []


@pytest.mark.alone
def test_an_erased_key_is_gone_from_the_files_once_the_worker_has_been_there():
    assert old_versions.erase(queries.KEY_TABLES)
    code = keep()
    wrapped = bytes(WrappedKey.objects.get().wrapped)
    assert attacker.is_on_disk(wrapped, "deposits_wrappedkey")
    services.destroy(code=code, reason=DestructionReason.ASKED, by=ODILE, at=EVENING)
    assert queries.leaving_residue() == [queries.deposit_by_code(code).pk]
    assert services.sweep(at=EVENING - timedelta(days=1)) == 0
    assert not attacker.is_on_disk(wrapped, "deposits_wrappedkey")
    assert queries.leaving_residue() == []
