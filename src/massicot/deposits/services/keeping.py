"""A document kept."""

from datetime import date, datetime

from django.db import transaction

from massicot.core import draws
from massicot.core.actor import Actor
from massicot.deposits import queries, rules
from massicot.deposits.models import Deposit, SealedContent, WrappedKey
from massicot.deposits.rules import Document


@transaction.atomic
def keep_document(*, document: Document, about: str, destroy_on: date | None, by: Actor, at: datetime) -> Deposit:
    """Keep a document that somebody hands in, until a day or until somebody says so; give it its code.

    Raise DocumentsNotKept or OtherKeyInPlace. A lower service: the outer act, which says whose affair the document is,
    writes the journal line.
    """
    key = queries.key_to_keep_under()
    code = rules.draw_code(draws.from_system())
    sealed = rules.seal(key, code, document.content)
    deposit = Deposit.objects.create(
        code=code,
        about=about,
        kind=document.kind,
        size=len(document.content),
        pages=document.pages,
        key=key.fingerprint,
        kept_at=at,
        kept_by=by.login,
        destroy_on=destroy_on,
    )
    SealedContent.objects.create(deposit=deposit, sealed=sealed.content)
    WrappedKey.objects.create(deposit=deposit, wrapped=sealed.wrapped_key)
    return deposit
