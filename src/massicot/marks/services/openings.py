"""Which browsers a batch is open in. Nothing is journalled: when somebody types is nobody's business."""

from datetime import datetime

from django.db import transaction

from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Opening


@transaction.atomic
def enter(*, credential_id: int, at: datetime) -> int:
    """Note that a batch is open in one more browser; those of a day gone are forgotten. Raise SheetReplaced."""
    credential = queries.credential_that_opens(credential_id)
    zone = exams.zone_of(exams.paper_by_id(credential.batch.paper_id).session)
    current = rules.current_half_days(at, zone)
    Opening.objects.filter(credential=credential).exclude(half_day__in=current).delete()
    return Opening.objects.create(credential=credential, half_day=current[0]).pk


def leave(*, opening_id: int) -> None:
    """Note that a browser left its batch."""
    Opening.objects.filter(pk=opening_id).delete()


def close_others(*, credential_id: int, opening_id: int) -> int:
    """Close a batch in every other browser; return in how many it was open."""
    return Opening.objects.filter(credential_id=credential_id).exclude(pk=opening_id).delete()[0]
