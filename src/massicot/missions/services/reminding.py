"""Reminders of letters that nobody has acknowledged: a week and two days before the first day, each once."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat

from massicot.core.actor import SYSTEM
from massicot.documents import convocation_mails
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import runs
from massicot.missions.services import issuing
from massicot.missions.services.issuing import Addresses
from massicot.post import queries as post_queries
from massicot.post import services as post
from massicot.post.rules.enclosing import LetterDraft

_OCCASIONS = "convocation-reminder:"


def remind_unacknowledged(*, addresses: Addresses, at: datetime) -> int:
    """Write to whoever has not acknowledged a letter as its first day comes near; return how many mails are new."""
    due = [(row, _occasion(row, at)) for row in convocations.unknown_before(at, at + max(runs.REMINDED_BEFORE))]
    wanted = {occasion: row for row, occasion in due if occasion}
    written = post_queries.letters_on(wanted)
    drafts = list(_drafts({occasion: row for occasion, row in wanted.items() if occasion not in written}, addresses))
    post.write_letters(drafts=drafts, by=SYSTEM, at=at)
    return len(drafts)


def withdraw_reminders(rows: QuerySet[Convocation]) -> None:
    """Give up what has not left of the reminders of some letters: they are void now, or their readers known to know.

    A lower service of the acts by which they are.
    """
    for before in runs.REMINDED_BEFORE:
        named = Concat(Value(_OCCASIONS), "code", Value(f":{before.days}"), output_field=TextField())
        post.withdraw_letters_on(occasions=rows.order_by().values_list(named))


def _occasion(row: Convocation, at: datetime) -> str:
    before = runs.reminder_due(row.issued_at, row.starts_at, at)
    return f"{_OCCASIONS}{row.code}:{before.days}" if before else ""


def _drafts(wanted: dict[str, Convocation], addresses: Addresses) -> Iterator[LetterDraft]:
    for occasion, row in wanted.items():
        email = row.assignment.person.email.strip()
        if issuing.has_mail(email):
            mail = convocation_mails.unacknowledged(issuing.mail_content(row, addresses))
            yield LetterDraft(email, mail.subject, mail.body, occasion)
