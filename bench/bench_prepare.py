"""`prepare` for 200,000 entries: at most 2 × (raw insert into the same indexed tables + bare draw and seal)."""

import secrets

import ground
import sized

ground.set_up()

from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from massicot.anonymity import services as anonymity
from massicot.anonymity.models import Link
from massicot.core import codes, draws
from massicot.core.keys import Key, keyed_digest
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Paper
from massicot.exams.rules.session_file import shipped_plan
from massicot.rehearsal import cast, opening, tables
from massicot.rehearsal.scale import RehearsalSize
from massicot.scripts.models import Script
from massicot.store.bulk import insert_rows

ENTRIES = sized.number(200_000, smoke=2_000)
AT = datetime(2017, 4, 25, tzinfo=UTC)
KEY = Key(secrets.token_bytes(32))


def build() -> None:
    """Open a session with so many expected candidates, all on the on-site route."""
    scale = RehearsalSize(centres=1_000, specialties=7, candidates=ENTRIES, markers=10, marker_schools=5)
    draw = draws.from_seed(1)
    made = tables.invent_tables(tables.invent_offer(scale, draw), ENTRIES, 10, AT.date(), draw)
    cast.appoint_office(AT)
    plan = shipped_plan()
    session = exam_acts.create_session(plan=plan, is_rehearsal=True, by=cast.CASEWORKER, at=AT)
    opening.import_tables(session, made, AT)
    anonymity.confirm_key(key=KEY, by=cast.CASEWORKER, at=AT)


def paper() -> Paper:
    return exams.paper_by_code("BTS-2017", "CGE")


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
    anonymity.prepare(paper=paper(), key=KEY, draw=draws.from_system(), by=cast.CASEWORKER, at=AT)


build()
ours()
drawn = Script.objects.count()
columns = [name for name in ground.columns_of(Script) if name != "id"]
a_row, place = Script.objects.values_list(*columns)[0], columns.index("number")
before, after = a_row[:place], a_row[place + 1 :]
seconds = ground.interleaved(lambda: floor(drawn), ours, rounds=3)
ground.tell(f"prepare, {ENTRIES} entries, {connection.vendor}", *seconds, at_most=2)
print(f"peak memory {ground.peak_mb()} MB")
sized.end()
