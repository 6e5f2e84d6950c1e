"""Documents that a dispute needs: destroyed by nobody until it is over."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.deposits import queries, rules
from massicot.deposits.models import Deposit
from massicot.store.swap import swap_one


@transaction.atomic
def freeze(*, code: str, dispute: str, by: Actor, at: datetime) -> None:
    """Keep a document from being destroyed while a dispute lasts; raise DisputeUnsaid or DepositDestroyed.

    Of a document that another dispute keeps already, the refusal names that one: whoever ends it asks for both.
    """
    dispute = " ".join(dispute.split())
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
