"""A base with as many scripts as one likes, written by the database itself: batches typed and locked but for the last.

The numbers of a batch are scattered over the whole range, as draws are. Every script has its line in a batch and its
event in the ledger, every line but those of the last batches its mark; a batch has its credential, its hand-over, its
chain in the journal and a few saves, each with its line. Indexes are made again after the rows, as a restore does.
"""

import json

from django.db import connection

LINES, SAVES = 50, 5
PRIME = 10_000_019
"""Just above ten million: a rank times anything, modulo this, scatters ranks and never gives one number twice."""

_NUMBER = "to_char({n}, 'FM00000000') || substr('ABCDEFGHJKLMNPRSTUVWXYZ', ({n} %% 23)::int + 1, 1)"
_LINE = f"""
  SELECT b, p, {_NUMBER.format(n=f"((((b - 1) * {LINES} + p)::bigint * 48271) %% {PRIME})")} AS number
  FROM generate_series(%(first)s, %(last)s) AS b, generate_series(1, {LINES}) AS p
"""
_CODE = "'B-BTS-2017-CGE-' || to_char(b, 'FM000000')"
_DIGEST = "md5(b::text) || md5((b + 1)::text)"

# Which table, whether its indexes are made after it, and its rows.
STATEMENTS = [
    ("batches_batch", False, f"""
INSERT INTO batches_batch (id, code, paper_id, centre_uai, specialty_code, sequence, size, made_at, printed_at, sealed_at)
OVERRIDING SYSTEM VALUE
SELECT b, {_CODE}, %(paper)s, '0130053M', '', b, {LINES}, now(), now(), now() FROM generate_series(1, %(batches)s) AS b"""),
    ("marks_credential", False, """
INSERT INTO marks_credential (id, batch_id, identifier, secret, issue, lines, is_revoked, awaits_lock)
OVERRIDING SYSTEM VALUE
SELECT b, b, 'X' || b, '0'::bytea, 1, 50, false, false FROM generate_series(1, %(batches)s) AS b"""),
    ("scripts_script", True, f"""
INSERT INTO scripts_script (paper_id, number, centre_uai, specialty_code, kind, pupil_token)
SELECT %(paper)s, number, '013' || to_char(b %% 9999, 'FM0000') || 'A', '', 'written', '12345678'::bytea
FROM ({_LINE}) AS line ORDER BY number"""),
    ("batches_batchscript", True, f"""
INSERT INTO batches_batchscript (batch_id, number, position, check_made, checked_by)
SELECT b, number, row_number() OVER (PARTITION BY b ORDER BY number), 'scanned', 'bench' FROM ({_LINE}) AS line"""),
    ("marks_mark", True, f"""
INSERT INTO marks_mark (batch_id, number, hundredths, code, author, half_day)
SELECT b, number, 1200, '', 'C1', '2026-06-01 am' FROM ({_LINE}) AS line WHERE b <= %(typed)s"""),
    ("custody_event", True, f"""
INSERT INTO custody_event (kind, ref, act, from_place, from_ref, to_place, to_ref, inside, found_in, count, seal, at, "by")
SELECT 'script', number, 'put-in-batch', 'marking-centre', '0130053M', 'marking-centre', '0130053M', {_CODE}, '', 1, '', now(), 'b'
FROM ({_LINE}) AS line
UNION ALL SELECT 'batch', {_CODE}, 'handed-out', 'marking-centre', '0130053M', 'marker', 'C1', '', '', 50, '', now(), 'b'
FROM generate_series(%(first)s, %(last)s) AS b"""),
    ("audit_journalhead", True, f"""
INSERT INTO audit_journalhead (subject, sequence, digest)
SELECT 'batch:' || {_CODE}, {SAVES}, {_DIGEST} FROM generate_series(1, %(batches)s) AS b"""),
    ("audit_journalline", True, f"""
INSERT INTO audit_journalline (subject, sequence, at, "by", act, facts, previous, digest)
SELECT 'batch:' || {_CODE}, s, now(), 'X', 'MarksSaved', repeat('x', 200), {_DIGEST}, {_DIGEST}
FROM generate_series(1, %(batches)s) AS b, generate_series(1, {SAVES}) AS s"""),
    ("marks_save", True, f"""
INSERT INTO marks_save (credential_id, save_id, body_digest, answer)
SELECT b, gen_random_uuid(), {_DIGEST}, repeat('x', 60)
FROM generate_series(1, %(typed)s) AS b, generate_series(1, {SAVES}) AS s"""),
]  # fmt: skip
CHUNK = 20_000


def grow(paper_id: int, batches: int, untyped: int) -> None:
    """Write a base of so many batches, the last of them not typed."""
    values = {"paper": paper_id, "batches": batches, "typed": batches - untyped}
    with connection.cursor() as cursor:
        # No trigger: the rows agree with one another as they are written.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET work_mem = '256MB'")
        for table, is_large, statement in STATEMENTS:
            _fill(cursor, table, statement, values, is_large=is_large)
        for table in ("batches_batch", "marks_credential"):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, batches])
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _fill(cursor, table, statement, values, *, is_large) -> None:
    again = _without_indexes(cursor, table) if is_large else []
    for first in range(1, values["batches"] + 1, CHUNK):
        chunk = {"first": first, "last": min(first + CHUNK - 1, values["batches"])}
        if chunk["first"] == 1 or "%(first)s" in statement:
            cursor.execute(statement, values | chunk)
    for made in again:
        cursor.execute(made)


def _without_indexes(cursor, table) -> list[str]:
    """Take a table's indexes away; give what makes them again."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u')",
        [table],
    )
    again = []
    for name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
    for name, definition in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
        again.append(definition)
    return again


def numbers_of(batch: int) -> list[str]:
    """List the numbers of one batch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM batches_batchscript WHERE batch_id = %s ORDER BY position", [batch])
        return [number for (number,) in cursor.fetchall()]


class Watch:
    """Counts the buffers that each statement of this connection touches, checks at the commit included."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        for setting in (
            "LOAD 'auto_explain'",
            "SET auto_explain.log_min_duration = 0",
            "SET auto_explain.log_analyze = on",
            "SET auto_explain.log_buffers = on",
            "SET auto_explain.log_timing = off",
            "SET auto_explain.log_nested_statements = on",
            "SET auto_explain.log_format = json",
            "SET client_min_messages = log",
        ):
            with connection.cursor() as cursor:
                cursor.execute(setting)
        connection.connection.add_notice_handler(self._note)

    def _note(self, notice) -> None:
        _, found, text = notice.message_primary.partition("plan:\n")
        if found:
            told = json.loads(text)
            plan = told["Plan"]
            self.seen.append((told["Query Text"], plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]))
