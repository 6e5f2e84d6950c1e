"""What is known of a letter, by its acts: written as values of its row, for lists that the database cuts and sorts."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from massicot.missions import models
from massicot.missions.rules import ConvocationAct, ConvocationState, runs

KNOWN = (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD)


def with_known(rows: QuerySet[models.Convocation]) -> QuerySet[Any]:
    """Say of each letter where it stands, as `standing`, and whether its reader is known to know, as `is_known`."""
    events = models.ConvocationEvent.objects.filter(convocation=OuterRef("pk"))
    back = Coalesce(Subquery(events.filter(act=ConvocationAct.CAME_BACK).order_by("-pk").values("pk")[:1]), 0)
    untold = Coalesce(Subquery(events.filter(act=ConvocationAct.NOT_TOLD).order_by("-pk").values("pk")[:1]), 0)
    taken_back = Q(act=ConvocationAct.TOLD_BY_HEAD, pk__lt=OuterRef("untold"))
    since = events.filter(pk__gt=OuterRef("back")).exclude(taken_back)
    held = Coalesce(Subquery(events.filter(act=ConvocationAct.HOLDS).order_by("-pk").values("pk")[:1]), 0)
    absent = events.filter(act=ConvocationAct.CANNOT_COME, pk__gt=OuterRef("held"))
    marked = rows.annotate(back=back, held=held, untold=untold).annotate(
        is_known=Exists(since.filter(act__in=KNOWN)),
        is_touched=Exists(since.exclude(act__in=runs.UNTOUCHING)),
        is_unreached=Exists(since.filter(act=ConvocationAct.NOT_REACHED)),
        is_mailed_again=Exists(since.filter(act=ConvocationAct.SENT_AGAIN)),
        is_absent=Exists(absent),
    )
    standing = Case(
        When(~Q(state=ConvocationState.VALID), then=F("state")),
        When(is_absent=True, then=Value(str(ConvocationAct.CANNOT_COME))),
        When(Exists(since.filter(act=ConvocationAct.ACKNOWLEDGED)), then=Value(str(ConvocationAct.ACKNOWLEDGED))),
        When(is_known=True, then=Value(str(ConvocationAct.TOLD_BY_HEAD))),
        When(is_touched=True, then=Value(str(ConvocationAct.OPENED))),
        When(is_unreached=True, then=Value(str(ConvocationAct.NOT_REACHED))),
        When(back__gt=0, is_mailed_again=False, then=Value(str(ConvocationAct.CAME_BACK))),
        default=Value(""),
        output_field=CharField(),
    )
    is_back = Case(
        When(back__gt=0, is_touched=False, is_mailed_again=False, then=True), default=False, output_field=BooleanField()
    )
    return marked.annotate(standing=standing, is_back=is_back)


def with_standing(standing: str) -> Q:
    """Say which letters of a list have a standing; `none` is that of which nothing is known."""
    return Q(standing="" if standing == "none" else standing)
