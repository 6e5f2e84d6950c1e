"""The markers whom a corrigendum concerns: those whose batches close at another instant by it."""

from datetime import datetime

from massicot.core.refused import Refused
from massicot.documents import marker_mails
from massicot.exams import queries as exams
from massicot.exams.queries import Corrigendum, Draft
from massicot.exams.rules.corrigenda import Letter
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.post import rules as post
from massicot.web.office.batch_shown import is_mailed


def markers_of(corrigendum: Corrigendum, draft: Draft, at: datetime) -> set[str]:
    """Name the markers whose batches are not locked, where a draft moves the closing of mark entry."""
    is_moved = any(shift.name == "entry_closes_at" for shift in draft.effect.shifts)
    return marks.takers_until(corrigendum.paper, draft.after.entry_closes_at, at) if is_moved else set()


def letters_to_markers(corrigendum: Corrigendum, draft: Draft, at: datetime) -> list[Letter]:
    """Write to each of them where a mail server is named; whoever has no right address reads it on their page."""
    paper, told = corrigendum.paper, markers_of(corrigendum, draft, at) if is_mailed() else ()
    closes_at = exams.local(paper, draft.after.entry_closes_at)
    mail = marker_mails.closing_moved(paper.title, closes_at, f"Corrigendum {corrigendum.reference}.")
    people = markers.markers_by_identifier(paper.session_id, told).values()
    return [Letter(one.email, mail.subject, mail.body) for one in people if _is_right(one.email)]


def _is_right(address: str) -> bool:
    try:
        return bool(post.check_address(address))
    except Refused:
        return False
