"""What is counted of tries to sign in, for all processes and machines of an installation: a text by its key.

Who counts, and what, is the desk's affair: `massicot.web.shared.counters`. None of it is journalled.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from massicot.accounts.models import Counter


def text_under(key: str, at: datetime) -> str | None:
    """Read what stands under a key; None when nothing does any more."""
    return _standing(key, at).values_list("value", flat=True).first()


def count(key: str, value: str, expires_at: datetime) -> None:
    """Keep a text in the place of what stands under its key."""
    row = Counter(key=key, value=value, expires_at=expires_at)
    Counter.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires_at"]
    )


def count_first(key: str, value: str, expires_at: datetime, *, at: datetime) -> bool:
    """Keep a text where none stands under its key; say whether it was kept."""
    Counter.objects.filter(key=key, expires_at__lte=at).delete()
    try:
        with transaction.atomic():
            Counter.objects.create(key=key, value=value, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def count_longer(key: str, expires_at: datetime, *, at: datetime) -> bool:
    """Keep what stands under a key until another instant; say whether anything does."""
    return _standing(key, at).update(expires_at=expires_at) == 1


def forget_count(key: str, at: datetime) -> bool:
    """Forget what stands under a key; say whether anything did."""
    return _standing(key, at).delete()[0] == 1


def cull_counts(most: int, spared: int, at: datetime) -> None:
    """Forget what is over, and where there are `most` all but `spared` of the others, those that end first."""
    # Whoever comes from many addresses makes as many rows, which only their end forgets.
    Counter.objects.filter(expires_at__lte=at).delete()
    if (rows := Counter.objects.count()) >= most:
        first = Counter.objects.order_by("expires_at").values_list("pk", flat=True)[: rows - spared]
        Counter.objects.filter(pk__in=list(first)).delete()


def _standing(key: str, at: datetime) -> QuerySet[Counter]:
    return Counter.objects.filter(key=key, expires_at__gt=at)
