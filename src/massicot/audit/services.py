"""Writes of the journal."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from massicot.audit import queries, rules
from massicot.audit.models import JournalHead, JournalLine
from massicot.audit.rules import Head, JournalSealed, Link
from massicot.core.actor import Actor

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class RecordedOutsideTransactionError(RuntimeError):
    """A fault of the program: an act recorded apart from what it did."""


def record(*, subject: str, fact: "DataclassInstance", by: Actor, at: datetime) -> Head:
    """Hang one act on its subject's chain, inside the transaction that does the act."""
    if not transaction.get_connection().in_atomic_block:
        raise RecordedOutsideTransactionError(subject)
    head, _ = JournalHead.objects.get_or_create(subject=subject, defaults={"sequence": 0, "digest": rules.START})
    # Two writers of one subject wait for one another here; writers of other subjects do not.
    head = JournalHead.objects.select_for_update(of=("self",)).get(pk=head.pk)
    link = Link(subject, head.sequence + 1, at, by.login, type(fact).__name__, rules.canonical(fact), head.digest)
    head.sequence, head.digest = link.sequence, rules.digest_of(link)
    head.save(update_fields=["sequence", "digest"])
    JournalLine.objects.create(
        subject=subject,
        sequence=link.sequence,
        at=at,
        by=by.login,
        act=link.act,
        facts=link.facts,
        previous=link.previous,
        digest=head.digest,
    )
    return Head(subject, head.sequence, head.digest)


@transaction.atomic
def seal_journal(*, by: Actor, at: datetime) -> Head:
    """Record every head that moved since the last seal, and return the seal's own head, to be printed."""
    facts = [line.facts for line in queries.acts_of(rules.SEAL_SUBJECT)]
    known = set(rules.sealed_heads(facts))
    moved = sorted(str(head) for head in queries.heads().values() if head.subject != rules.SEAL_SUBJECT)
    fact = JournalSealed(heads=tuple(head for head in moved if head not in known))
    return record(subject=rules.SEAL_SUBJECT, fact=fact, by=by, at=at)
