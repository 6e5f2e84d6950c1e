"""Writes of the journal."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import queries, rules
from massicot.audit.models import JournalHead, JournalLine
from massicot.audit.rules import BackupRestored, ChainHead, ChainLink, Fact, JournalSealed
from massicot.core.actor import Actor
from massicot.store.prepared import Insertion, Update, ask_all
from massicot.store.wording import Call
from massicot.store.writes import insert_rows

_LINE_NAMES = ("subject", "sequence", "at", "by", "act", "facts", "previous", "digest")
_LINE = Insertion(JournalLine, *_LINE_NAMES)
_HEAD_NAMES = ("subject", "sequence", "digest")
_FIRST_HEAD = Insertion(JournalHead, *_HEAD_NAMES, unless_there=True)
_MOVE = Update(
    lambda pk, sequence, digest: (JournalHead.objects.filter(pk=pk), {"sequence": sequence, "digest": digest})
)


class RecordedOutsideTransactionError(RuntimeError):
    """A fault of the program: an act recorded apart from what it did."""


def record(*, subject: str, fact: Fact, by: Actor, at: datetime) -> ChainHead:
    """Append one act to its subject's chain, inside the transaction that does the act; raise LineNamesBoth."""
    if not transaction.get_connection().in_atomic_block:
        raise RecordedOutsideTransactionError(subject)
    row = queries.HEAD.first(subject=subject) or _first_head(subject)
    head, calls = prepare_line(row, fact=fact, by=by, at=at)
    ask_all(*calls)
    return head


def prepare_line(row: JournalHead, *, fact: Fact, by: Actor, at: datetime) -> tuple[ChainHead, Sequence[Call]]:
    """Prepare the line of an act on a chain whose head the caller holds; the caller sends it with what the act does."""
    link = ChainLink(
        subject=row.subject,
        sequence=row.sequence + 1,
        at=at,
        by=by.login,
        act=type(fact).__name__,
        facts=rules.facts_of(row.subject, fact),
        previous=row.digest,
    )
    head = ChainHead(link.subject, link.sequence, rules.digest_of(link))
    moved = _MOVE.of(pk=row.pk, sequence=head.sequence, digest=head.digest)
    return head, (moved, _LINE.of((*dataclasses.astuple(link), head.digest)))


def record_first(*, facts: Mapping[str, Fact], by: Actor, at: datetime) -> None:
    """Open many chains at once, each on its first act (subject → fact): two statements whatever their number.

    A subject that has a chain already fails on the constraint that it has one head, and the whole transaction with it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RecordedOutsideTransactionError(*facts)
    links = [
        ChainLink(
            subject=subject,
            sequence=1,
            at=at,
            by=by.login,
            act=type(fact).__name__,
            facts=rules.facts_of(subject, fact),
            previous=rules.START,
        )
        for subject, fact in facts.items()
    ]
    digests = [rules.digest_of(link) for link in links]
    heads = ((link.subject, 1, digest) for link, digest in zip(links, digests, strict=True))
    insert_rows(JournalHead, _HEAD_NAMES, heads)
    lines = ((*dataclasses.astuple(link), digest) for link, digest in zip(links, digests, strict=True))
    insert_rows(JournalLine, _LINE_NAMES, lines)


def _first_head(subject: str) -> JournalHead:
    # Whoever opens the same chain at the same instant is waited for, and then the head is theirs.
    _, heads = ask_all(_FIRST_HEAD.of((subject, 0, rules.START)), queries.HEAD.of(subject=subject))
    row: JournalHead = heads[0]
    return row


@transaction.atomic
def seal_journal(*, by: Actor, at: datetime) -> ChainHead:
    """Record every head that moved since the last seal, and return the seal's own head, to be printed."""
    facts = [line.facts for line in queries.acts_of(rules.SEAL_SUBJECT)]
    sealed = set(rules.sealed_heads(facts))
    moved = sorted(str(head) for head in queries.heads().values() if head.subject != rules.SEAL_SUBJECT)
    fact = JournalSealed(heads=tuple(head for head in moved if head not in sealed))
    return record(subject=rules.SEAL_SUBJECT, fact=fact, by=by, at=at)


@transaction.atomic
def note_restored(*, made_at: str, sha256: str, by: Actor, at: datetime) -> ChainHead:
    """Record that the database was put back from a backup: printed heads later than it are not in this journal."""
    return record(subject=rules.RESTORED_SUBJECT, fact=BackupRestored(made_at, sha256), by=by, at=at)
