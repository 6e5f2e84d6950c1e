"""The act of writing a letter, part of the act that causes it."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from massicot.core import sealing
from massicot.core.actor import Actor
from massicot.post import queries, rules
from massicot.post.models import Letter
from massicot.post.rules import enclosing
from massicot.post.rules.enclosing import EnclosureName, LetterDraft
from massicot.post.services.deciding import withdraw_letters_about

AT_ONCE = 500
"""How many letters one statement writes."""


@transaction.atomic
def write_letter(
    *,
    to: str,
    subject: str,
    body: str,
    occasion: str = "",
    enclosed: Sequence[EnclosureName] = (),
    is_urgent: bool = False,
    by: Actor,
    at: datetime,
) -> Letter:
    """Put a letter in the outbox, inside the transaction of the act that causes it; raise AddressMalformed.

    The outer act writes the journal line. With an occasion, one person is written to once: the letter that is there
    is given back. What is enclosed is named, and made as the letter leaves.
    """
    draft = LetterDraft(rules.check_address(to), subject, body, occasion, enclosed, is_urgent)
    letter = _letter(draft, queries.sealing_key(), by, at)
    if not occasion:
        letter.save(force_insert=True)
        return letter
    row = {name: getattr(letter, name) for name in _WRITTEN}
    return Letter.objects.get_or_create(to=draft.to, occasion=occasion, defaults=row)[0]


@transaction.atomic
def write_letters(*, drafts: Iterable[LetterDraft], by: Actor, at: datetime) -> None:
    """Put many letters in the outbox, inside the transaction of the act that causes them.

    As `write_letter`: one person is written to once on each occasion. Addresses are checked by the caller.
    """
    key = queries.sealing_key()
    letters = [_letter(draft, key, by, at) for draft in drafts]
    Letter.objects.bulk_create(letters, batch_size=AT_ONCE, ignore_conflicts=True)


@transaction.atomic
def write_letter_anew(*, draft: LetterDraft, by: Actor, at: datetime) -> None:
    """Write to somebody on an occasion on which they, or another address, were written to already.

    What had not left is given up; what had keeps its place in the outbox, on an occasion of its own. A lower service:
    the outer act holds what the letter is about, and writes the journal line.
    """
    withdraw_letters_about(occasion_start=draft.occasion)
    Letter.objects.filter(occasion=draft.occasion).update(
        occasion=Concat("occasion", Value("#"), Cast("pk", CharField()))
    )
    write_letters(drafts=[draft], by=by, at=at)


_WRITTEN = ("reference", "subject", "sealed", "enclosed", "is_urgent", "next_at", "written_by", "written_at")


def _letter(draft: LetterDraft, key: bytes, by: Actor, at: datetime) -> Letter:
    reference = secrets.token_hex(16)
    return Letter(
        to=draft.to,
        occasion=draft.occasion,
        reference=reference,
        subject=rules.tidy_subject(draft.subject),
        sealed=sealing.seal(key, draft.body.encode(), reference),
        enclosed=enclosing.written(draft.enclosed),
        is_urgent=draft.is_urgent,
        next_at=at,
        written_by=by.login,
        written_at=at,
    )


def keep_only_to(letter: Letter, *, addresses: QuerySet[Any]) -> None:
    """Take a letter back unless it goes to one of some addresses, in one statement that tells nobody which.

    A lower service: the outer act wrote the letter in the same transaction.
    """
    Letter.objects.filter(pk=letter.pk).exclude(to__in=addresses).delete()
