"""Acts on documents that people handed in: kept, needed by a dispute, destroyed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from massicot.audit import services as audit
from massicot.core import draws
from massicot.core.actor import SYSTEM, Actor
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody
from massicot.deposits import queries, rules
from massicot.deposits.models import Deposit, SealedContent, WrappedKey
from massicot.deposits.rules import DestructionReason, Document
from massicot.store import old_versions
from massicot.store.writes import swap_one


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


@transaction.atomic
def freeze(*, code: str, dispute: str, by: Actor, at: datetime) -> None:
    """Keep a document from being destroyed while a dispute lasts; raise DisputeUnsaid or DepositDestroyed.

    Of a document that another dispute keeps already, the refusal names that one: whoever ends it asks for both.
    """
    dispute = " ".join(visible_text(dispute).split())
    if not dispute:
        raise rules.DisputeUnsaid
    check_names_nobody(dispute)
    deposit = queries.deposit_by_code(code)
    if deposit.destroyed_at is not None:
        raise rules.DepositDestroyed
    if deposit.frozen_at is not None:
        raise rules.DepositFrozen(dispute=deposit.dispute)
    standing = Deposit.objects.filter(pk=deposit.pk, destroyed_at__isnull=True, frozen_at__isnull=True)
    swap_one(standing, rules.DepositMovedOn(), frozen_at=at, frozen_by=by.login, dispute=dispute)
    audit.record(subject=f"deposit:{code}", fact=rules.DocumentFrozen(), by=by, at=at)


@transaction.atomic
def unfreeze(*, code: str, by: Actor, at: datetime) -> None:
    """End the freeze of a document: it is destroyed on its day, or now if that is past; raise DepositNotFrozen."""
    deposit = queries.deposit_by_code(code)
    frozen = Deposit.objects.filter(pk=deposit.pk, frozen_at__isnull=False)
    swap_one(frozen, rules.DepositNotFrozen(), frozen_at=None, frozen_by="", dispute="")
    audit.record(subject=f"deposit:{code}", fact=rules.DocumentUnfrozen(), by=by, at=at)


@transaction.atomic
def destroy(*, code: str, reason: DestructionReason, by: Actor, at: datetime) -> None:
    """Erase the key of a document, and the document; raise DepositFrozen or DepositDestroyed."""
    deposit = queries.deposit_by_code(code)
    _check(deposit)
    standing = Deposit.objects.filter(pk=deposit.pk, destroyed_at__isnull=True, frozen_at__isnull=True)
    changes = {"destroyed_at": at, "destroyed_by": by.login, "reason": reason, "is_residue": True}
    swap_one(standing, rules.DepositMovedOn(), **changes)
    WrappedKey.objects.filter(deposit=deposit).delete()
    SealedContent.objects.filter(deposit=deposit).delete()
    audit.record(subject=f"deposit:{code}", fact=rules.DocumentDestroyed(reason), by=by, at=at)


@transaction.atomic
def date_destruction(*, code: str, destroy_on: date, by: Actor, at: datetime) -> None:
    """Say on which day to come a document is destroyed.

    Raise DestructionDayPast, DepositDestroyed or DepositMovedOn.
    """
    deposit = queries.deposit_by_code(code)
    if deposit.destroyed_at is not None:
        raise rules.DepositDestroyed
    rules.check_dated(destroy_on, _today(at))
    standing = Deposit.objects.filter(pk=deposit.pk, destroyed_at__isnull=True, destroy_on=deposit.destroy_on)
    swap_one(standing, rules.DepositMovedOn(), destroy_on=destroy_on)
    before = deposit.destroy_on.isoformat() if deposit.destroy_on else ""
    fact = rules.DestructionDated(destroy_on.isoformat(), before)
    audit.record(subject=f"deposit:{code}", fact=fact, by=by, at=at)


def sweep(*, at: datetime) -> int:
    """Destroy the documents whose day has come, and erase what their keys left in the files; return how many.

    Each by itself: one that is frozen meanwhile keeps the others from nothing.
    """
    due = queries.due_on(_today(at)).order_by("pk").values_list("code", flat=True)
    destroyed = sum(_sweep_one(code, at) for code in due)
    _erase_residue()
    return destroyed


def _sweep_one(code: str, at: datetime) -> bool:
    try:
        destroy(code=code, reason=DestructionReason.DUE, by=SYSTEM, at=at)
    except (rules.DepositFrozen, rules.DepositDestroyed, rules.DepositMovedOn):
        return False
    return True


def _erase_residue() -> None:
    """Erase what erased keys left in the files of the database; tried again at the next turn where somebody reads."""
    left = queries.leaving_residue()
    if left and old_versions.erase(queries.KEY_TABLES):
        Deposit.objects.filter(pk__in=left).update(is_residue=False)


def _check(deposit: Deposit) -> None:
    if deposit.destroyed_at is not None:
        raise rules.DepositDestroyed
    if deposit.frozen_at is not None:
        raise rules.DepositFrozen(dispute=deposit.dispute)


def _today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
