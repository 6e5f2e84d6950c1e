"""Reads of documents handed in; who may read which is for the area to say whose affair it is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from massicot.core.keys import Key
from massicot.deposits import models, rules
from massicot.deposits.rules import DepositKind, Document, Sealed
from massicot.store import key_file

Deposit = models.Deposit
"""The row that others are handed and may name; the table itself is imported by this area only."""

KEPT = Q(destroyed_at__isnull=True)
FROZEN = Q(frozen_at__isnull=False)
"""How a document stands, for lists."""

KEY_TABLES = (models.WrappedKey._meta.db_table,)
"""What may still hold erased keys in the files of the database."""


def deposit_by_code(code: str) -> Deposit:
    """Fetch what is known of a document; raise DepositUnknown."""
    deposit = Deposit.objects.filter(code=code).first()
    if deposit is None:
        raise rules.DepositUnknown
    return deposit


def deposits_by_codes(codes: Iterable[str]) -> dict[str, Deposit]:
    """Map codes to what is known of each document; a code of none is left out."""
    wanted = [code for code in codes if code]
    return {row.code: row for row in Deposit.objects.filter(code__in=wanted)} if wanted else {}


def deposits_about(about: str) -> list[Deposit]:
    """List what is known of the documents of one affair, in the order in which they were handed in."""
    return list(Deposit.objects.filter(about=about).order_by("pk"))


def count_about(affairs: Iterable[str]) -> int:
    """Count the documents of several affairs, destroyed ones too."""
    return Deposit.objects.filter(about__in=list(affairs)).count()


def affairs_kept(affairs: Iterable[str]) -> set[str]:
    """Tell of which of some affairs a document is kept."""
    return set(Deposit.objects.filter(KEPT, about__in=list(affairs)).values_list("about", flat=True))


def is_about(affairs: Iterable[str]) -> Q:
    return Q(about__in=list(affairs))


def listed_deposits() -> QuerySet[Deposit]:
    """Find what is known of every document, the last one handed in first."""
    return Deposit.objects.order_by("-kept_at", "-pk")


def content_of(code: str) -> Document:
    """Open a document; raise DepositUnknown, DepositDestroyed, KeyOfDocumentsMissing or SealBroken."""
    deposit = deposit_by_code(code)
    content = models.SealedContent.objects.filter(deposit=deposit).first()
    wrapped = models.WrappedKey.objects.filter(deposit=deposit).first()
    if content is None or wrapped is None:
        raise rules.DepositDestroyed
    key = _key_of(deposit)
    opened = rules.unseal(key, code, Sealed(bytes(content.sealed), bytes(wrapped.wrapped)))
    return Document(DepositKind(deposit.kind), opened, deposit.pages)


def key_to_keep_under() -> Key:
    """Read the key under which documents are kept; raise DocumentsNotKept, or OtherKeyInPlace."""
    key = key_file.read_if_whole()
    if key is None:
        raise rules.DocumentsNotKept
    newest = Deposit.objects.order_by("-pk").first()
    if newest is not None and newest.key != key.fingerprint:
        raise rules.OtherKeyInPlace(fingerprint=newest.key)
    return key


def has_key() -> bool:
    """Say whether there is a key under which documents could be kept; asks no table."""
    return key_file.read_if_whole() is not None


def due_on(day: date) -> QuerySet[Deposit]:
    """Find the documents whose date has come and which no dispute keeps."""
    return Deposit.objects.filter(destroy_on__lte=day, destroyed_at__isnull=True, frozen_at__isnull=True)


def leaving_residue() -> list[int]:
    """List the documents whose keys were erased and may still lie in the files of the database."""
    return list(Deposit.objects.filter(is_residue=True).values_list("pk", flat=True))


def _key_of(deposit: Deposit) -> Key:
    key = key_file.read_if_whole()
    if key is None or key.fingerprint != deposit.key:
        raise rules.KeyOfDocumentsMissing(fingerprint=deposit.key)
    return key
