"""Batches ready to be typed, written straight into the tables, and a browser signed in with each one's mark sheet.

Every batch is handed out, its chain in the journal is begun, nothing of it is typed; one script in 25 is a placeholder,
as in a real paper. The browsers are rows of the table of sessions and the cookies that name them.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from massicot.accounts.rules import session_digest
from massicot.audit import services as audit
from massicot.batches.models import Batch, BatchScript
from massicot.batches.queries import subject_of
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.custody.models import Event
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Paper
from massicot.exams.rules.session_file import shipped_plan
from massicot.marks.models import Credential
from massicot.marks.rules import MarkSheetPrinted
from massicot.rehearsal import world
from massicot.scripts.models import Script
from massicot.store.writes import insert_rows, reserve_ids
from massicot.web.portal import access
from massicot.web.shared.browser_sessions import SessionStore

LINES, PLACEHOLDER_ONE_IN = 50, 25
CENTRE, BY = "0130053M", Actor("bench")
TOKEN = "x" * 32
_BATCH = (
    "id",
    "code",
    "paper",
    "centre_uai",
    "specialty_code",
    "sequence",
    "size",
    "made_at",
    "printed_at",
    "sealed_at",
    "unmade_at",
)
_EVENT = ("kind", "ref", "act", "from_place", "from_ref", "to_place", "to_ref", "inside", "count", "seal", "at", "by")


def open_paper() -> Paper:
    """Create the example session, and open the mark entry of its first paper from yesterday to next week."""
    now = timezone.now()
    world.appoint_office(now)
    plan = shipped_plan()
    session = exam_acts.create_session(plan=plan, is_rehearsal=True, by=world.CASEWORKER, at=now)
    day = timedelta(days=1)
    Paper.objects.update(entry_opens_at=now - day, entry_closes_at=now + 7 * day)
    return exams.papers_of(session)[0]


def make_batches(paper: Paper, count: int, *, first: int = 1) -> list[dict[str, object]]:
    """Make batches that were handed out, from one sequence on; give of each what its browser needs."""
    with transaction.atomic():
        ids = list(reserve_ids(Batch, count))
        rows = [
            (pk, f"B-{paper.session.code}-{paper.code}-{first + rank:06d}", first + rank) for rank, pk in enumerate(ids)
        ]
        _write_batches(paper, rows)
        credentials = list(reserve_ids(Credential, count))
        sheets = [
            (pk, batch_id, f"{code[-7:]}", b"0" * 32, 1, LINES, False, False)
            for pk, (batch_id, code, _) in zip(credentials, rows, strict=True)
        ]
        insert_rows(
            Credential, ("id", "batch", "identifier", "secret", "issue", "lines", "is_revoked", "awaits_lock"), sheets
        )
        browsers = [browser_of(pk) for pk in credentials]
        keep(browsers)
    return [
        {
            "session": browser[0],
            "numbers": [number for number, kind in _lines(sequence) if kind != "placeholder"],
            "credential": credential,
        }
        for browser, credential, (_, _, sequence) in zip(browsers, credentials, rows, strict=True)
    ]


def analyse() -> None:
    """Let the database know its tables, as it does by itself after a day."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _write_batches(paper: Paper, rows: list[tuple[int, str, int]]) -> None:
    now = timezone.now()
    tail = (LINES, now, now, now, None)
    insert_rows(Batch, _BATCH, ((pk, code, paper.pk, CENTRE, "", sequence, *tail) for pk, code, sequence in rows))
    scripts = (
        (paper.pk, number, CENTRE, "", kind, b"12345678")
        for _, _, sequence in rows
        for number, kind in _lines(sequence)
    )
    insert_rows(Script, ("paper", "number", "centre_uai", "specialty_code", "kind", "pupil_token"), scripts)
    contents = (
        (pk, number, position, "scanned", "bench")
        for pk, _, sequence in rows
        for position, (number, _) in enumerate(_lines(sequence), 1)
    )
    insert_rows(BatchScript, ("batch", "number", "position", "check_made", "checked_by"), contents)
    out = ("handed-out", "marking-centre", CENTRE, "marker")
    insert_rows(
        Event,
        _EVENT,
        (("batch", code, *out, f"C{sequence:06d}", "", LINES, "", now, "bench") for _, code, sequence in rows),
    )
    audit.record_first(facts={subject_of(code): MarkSheetPrinted(code, 1, LINES) for _, code, _ in rows}, by=BY, at=now)


def _lines(sequence: int) -> Iterator[tuple[str, str]]:
    for position in range(LINES):
        kind = "placeholder" if position % PLACEHOLDER_ONE_IN == PLACEHOLDER_ONE_IN - 1 else "written"
        yield codes.number_of(sequence * LINES + position), kind


def keep(browsers: Sequence[tuple[str, str, object]]) -> None:
    """Write browsers into the table of sessions."""
    rows = ((session_digest(key), kept, until) for key, kept, until in browsers)
    insert_rows(BrowserSession, ("session_key", "session_data", "expire_date"), rows)


def browser_of(credential_id: int) -> tuple[str, str, object]:
    """Make a browser that is signed in with one mark sheet: its key, what it keeps, until when."""
    kept = {access.SHEET_KEY: credential_id, "_session_expiry": access.A_WORKING_DAY_S}
    return get_random_string(32), SessionStore().encode(kept), timezone.now() + timedelta(hours=12)
