"""What the page of a document says: what it is, how long it is kept, and to whose affair it leads back."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from massicot.core.refused import Refused
from massicot.deposits import queries
from massicot.deposits.queries import Deposit
from massicot.deposits.rules import DESTRUCTIONS, DestructionReason


@dataclass(frozen=True, slots=True)
class ShownDeposit:
    """One document as its page shows it; nothing of what it says."""

    row: Deposit
    what: str
    kept_at: datetime
    destroyed_at: datetime | None
    reason: str

    @property
    def is_frozen(self) -> bool:
        """Say whether a dispute keeps it."""
        return self.row.frozen_at is not None


def deposit_or_404(code: str) -> Deposit:
    """Fetch what is known of the document of an address."""
    try:
        return queries.deposit_by_code(code)
    except Refused:
        raise Http404 from None


def shown_deposit(row: Deposit) -> ShownDeposit:
    """Show what is known of a document."""
    pages = ngettext("{n} page", "{n} pages", row.pages).format(n=row.pages)
    return ShownDeposit(
        row=row,
        what=f"{row.kind.upper()}, {pages}, {filesizeformat(row.size)}",
        kept_at=timezone.localtime(row.kept_at),
        destroyed_at=timezone.localtime(row.destroyed_at) if row.destroyed_at else None,
        reason=gettext(DESTRUCTIONS[DestructionReason(row.reason)]) if row.reason else "",
    )
