"""The act of writing a letter, part of the act that causes it."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from massicot.core import sealing
from massicot.core.actor import Actor
from massicot.post import queries, rules
from massicot.post.models import Letter


@transaction.atomic
def write_letter(*, to: str, subject: str, body: str, occasion: str = "", by: Actor, at: datetime) -> Letter:
    """Put a letter in the outbox, inside the transaction of the act that causes it; raise AddressMalformed.

    The outer act writes the journal line. With an occasion, one person is written to once: the letter that is there
    is given back.
    """
    address = rules.check_address(to)
    reference = secrets.token_hex(16)
    row = {
        "reference": reference,
        "subject": rules.tidy_subject(subject),
        "sealed": sealing.seal(queries.sealing_key(), body.encode(), reference),
        "next_at": at,
        "written_by": by.login,
        "written_at": at,
    }
    if not occasion:
        return Letter.objects.create(to=address, **row)
    return Letter.objects.get_or_create(to=address, occasion=occasion, defaults=row)[0]


def keep_only_to(letter: Letter, *, addresses: QuerySet[Any]) -> None:
    """Take a letter back unless it goes to one of some addresses, in one statement that tells nobody which.

    A lower service: the outer act wrote the letter in the same transaction.
    """
    Letter.objects.filter(pk=letter.pk).exclude(to__in=addresses).delete()
