"""`prepare` for 200,000 entries: at most 2 × (raw insert into the same indexed tables + bare draw and seal)."""

import secrets

import ground
import sized

ground.set_up()

import opened
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from massicot.anonymity.models import Link
from massicot.core import codes
from massicot.core.keys import keyed_digest
from massicot.exams.models import Paper
from massicot.scripts.models import Script
from massicot.store.writes import insert_rows

ENTRIES = sized.number(200_000, smoke=2_000)


def empty() -> None:
    with connection.cursor() as cursor:
        for model in (Script, Link):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    Paper.objects.update(prepared_at=None)


def bare_pairs(count: int) -> list[tuple[str, bytes, bytes, bytes]]:
    """Draw numbers and seal pairs with nothing around: the floor's draw and seal."""
    cipher, key = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(32)
    pairs = []
    for entry, digits in enumerate(secrets.SystemRandom().sample(range(codes.NUMBER_SPACE), count)):
        number = codes.number_of(digits)
        left = keyed_digest(key, "paper", number, length=16)
        right = keyed_digest(key, "paper", str(entry), length=16)
        nonce = secrets.token_bytes(12)
        sealed = nonce + cipher.encrypt(nonce, number.encode() + entry.to_bytes(8, "big"), left + right)
        pairs.append((number, left, right, sealed))
    return pairs


def floor(scripts: int) -> None:
    empty()
    with transaction.atomic():
        pairs = bare_pairs(ENTRIES)
        extra = [codes.number_of(digits) for digits in secrets.SystemRandom().sample(range(10**8), scripts - ENTRIES)]
        taken = {pair[0] for pair in pairs}
        numbers = sorted(taken | set(extra))
        insert_rows(Script, columns, ((*before, number, *after) for number in numbers))
        links = sorted(pair[1:] for pair in pairs)
        insert_rows(Link, ("number_index", "entry_index", "sealed"), links)


def ours() -> None:
    empty()
    opened.prepare()


opened.open_session(centres=1_000, candidates=ENTRIES)
ours()
drawn = Script.objects.count()
columns = [name for name in ground.columns_of(Script) if name != "id"]
a_row, place = Script.objects.values_list(*columns)[0], columns.index("number")
before, after = a_row[:place], a_row[place + 1 :]
seconds = ground.interleaved(lambda: floor(drawn), ours, rounds=3)
ground.tell(f"prepare, {ENTRIES} entries, {connection.vendor}", *seconds, at_most=2)
print(f"peak memory {ground.peak_mb()} MB")
sized.end()
