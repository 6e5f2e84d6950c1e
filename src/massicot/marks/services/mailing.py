"""Locking a batch where there is a mail server: its receipt also goes to the marker.

Without one a letter would wait for ever, and the exam office would be asked about each: the paper receipt is enough.
"""

from datetime import datetime

from django.db import transaction

from massicot.core.actor import Actor
from massicot.documents import mails
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Lock
from massicot.marks.services import telling
from massicot.marks.services.locking import lock_batch


@transaction.atomic
def lock_and_mail(
    *,
    credential_id: int,
    typed_lines: str,
    typed_sum: str,
    seen: str = "",
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Lock:
    """Lock a batch as `lock_batch` does, and write its receipt to the marker; raise what `lock_batch` raises.

    No lock waits for an address: a marker who has none that can be written to has the paper receipt.
    """
    typed = {"typed_lines": typed_lines, "typed_sum": typed_sum, "seen": seen, "turn": turn}
    lock = lock_batch(credential_id=credential_id, **typed, address=address, at=at)
    mail = _receipt(lock)
    by = Actor(queries.live_credential(credential_id).identifier)
    telling.tell_marker(lock.batch, mail, by=by, at=at)
    return lock


def _receipt(lock: Lock) -> Mail:
    paper = exams.paper_by_id(lock.batch.paper_id)
    content = mails.ReceiptMail(
        paper.title,
        lock.batch.code,
        lock.numeric_lines,
        rules.write_sum(lock.sum_hundredths, exams.scale_of(paper)),
        lock.absent_lines,
        lock.blank_lines,
        lock.digest,
        lock.journal_head,
        exams.local(paper, lock.locked_at),
    )
    return mails.receipt(content)
