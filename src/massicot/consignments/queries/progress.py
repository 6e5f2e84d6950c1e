"""Reads of how far the parcels are on their way to a marking centre; each state is the one that the rules say."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, TruncHour
from django.db.models.lookups import IContains

from massicot.consignments.models import Parcel, ParcelScript, ParcelTally
from massicot.consignments.queries.arrival import papers_lacking, papers_to_count, seals_untold
from massicot.consignments.queries.returns import lacking_rows, made_rows
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.progress import Milestones, ParcelState, state_of
from massicot.exams import queries as exams
from massicot.exams.queries import Contact
from massicot.store.prepared import Question

PAPERS_TO_COUNT, PAPERS_LACKING, SEALS_UNTOLD = "papers-to-count", "papers-lacking", "seals-untold"
"""What waits of the papers that go with a parcel, and of the seal that closes it."""

_WAITING = {PAPERS_TO_COUNT: papers_to_count, PAPERS_LACKING: papers_lacking, SEALS_UNTOLD: seals_untold}

RETURNS_MADE, RETURNS_LACKING = "returns-made", "returns-lacking"
"""What waits of the parcels that go back: made and not sent; missing from one that arrived, and perhaps left behind."""

UNWRITTEN = "ticked-not-written"
"""What is ticked in parcels that are here, and not written yet."""

URGENT_FIRST = (
    ParcelState.LATE,
    ParcelState.ARRIVED,
    ParcelState.TICKING,
    ParcelState.ON_THE_WAY,
    ParcelState.ANNOUNCED,
    ParcelState.LOST,
    ParcelState.CLOSED,
)
"""In which order a marking centre looks after its parcels."""


def parcels_towards(uai: str, paper_id: int, now: datetime) -> QuerySet[Any]:
    """List the parcels of a paper that go to a centre, the most urgent first, for a list that the database cuts.

    It may sort and search by `rank`, the place of the state among `URGENT_FIRST`; `shown_towards` tells the state, and
    the name of the exam centre, of the few that are shown.
    """
    parcels = Parcel.objects.filter(paper_id=paper_id, destination_uai=uai)
    ranked: QuerySet[Any] = parcels.alias(rank=_rank(now)).order_by("rank", "due_at", "code")
    return ranked


def is_in(state: str) -> Q:
    """Look for the parcels of one state, among those that `parcels_towards` lists."""
    return Q(rank=URGENT_FIRST.index(ParcelState(state)))


def waits_for(what: str) -> Q:
    """Look for the parcels of whose papers, or seal, something waits."""
    return Q(pk__in=_WAITING[what]().values("pk"))


def has_in_centre(words: str) -> Q:
    """Look for parcels the name of whose exam centre holds these words."""
    return Q(IContains(exams.naming("centre_uai"), words))


def named_rows(paper_id: int) -> QuerySet[Any]:
    """Find the parcels of a paper, by code, each with the `uai` and the `name` of its exam centre."""
    rows = Parcel.objects.filter(paper_id=paper_id).order_by("code")
    named: QuerySet[Any] = rows.annotate(uai=F("centre_uai"), name=exams.naming("centre_uai"))
    return named


def shown_towards(parcels: Sequence[Any], now: datetime) -> Sequence[Any]:
    """Tell beside some parcels their `state`, their exam centre (`contact`, `centre_name`), and their scripts.

    How many scripts are `received`, how many `missing`, how many not looked for yet (`waiting`).
    """
    contacts = exams.contacts_of({parcel.centre_uai for parcel in parcels})
    rows = _COUNTED.ask(parcel_ids=[parcel.pk for parcel in parcels]) if parcels else []
    counts = {(parcel_id, tick): count for parcel_id, tick, count, _ in rows}
    unwritten = {parcel_id: ticked for parcel_id, _, _, ticked in rows}
    for parcel in parcels:
        parcel.received = counts.get((parcel.pk, Tick.RECEIVED), 0) + unwritten.get(parcel.pk, 0)
        parcel.missing = counts.get((parcel.pk, Tick.MISSING), 0)
        parcel.waiting = counts.get((parcel.pk, Tick.NOT_YET), 0) - unwritten.get(parcel.pk, 0)
        parcel.contact = contacts.get(parcel.centre_uai) or Contact(parcel.centre_uai, parcel.centre_uai)
        parcel.centre_name = parcel.contact.name
        stones = Milestones(
            due_at=parcel.due_at,
            sent_at=parcel.sent_at,
            lost_at=parcel.lost_at,
            arrived_at=parcel.arrived_at,
            closed_at=parcel.closed_at,
            is_begun=bool(parcel.received or parcel.missing),
        )
        parcel.state = state_of(stones, now)
    return parcels


def count_of(tick: Tick) -> Coalesce | CombinedExpression:
    """Count the scripts of a parcel with one tick, for a list that the database sorts by it."""
    rows = ParcelScript.objects.filter(parcel=OuterRef("pk"), tick=tick).order_by().values("parcel")
    written = _or_none(rows.annotate(count=Count("pk")).values("count"))
    unwritten = _or_none(ParcelTally.objects.filter(parcel=OuterRef("pk")).values("ticked"))
    if tick is Tick.MISSING:
        return written
    return written + unwritten if tick is Tick.RECEIVED else written - unwritten


def _or_none(counts: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(counts), 0, output_field=IntegerField())


def states_towards(uai: str, paper_id: int, now: datetime) -> Counter[ParcelState]:
    """Count the parcels of a paper that go to a centre, by state."""
    return Counter({URGENT_FIRST[rank]: count for rank, count in _BY_RANK.ask(uai=uai, paper_id=paper_id, now=now)})


def open_by_paper(uais: Collection[str], now: datetime) -> dict[tuple[str, int], Counter[ParcelState]]:
    """Count the parcels not closed yet that go to some centres, by centre and paper, then by state."""
    counts: dict[tuple[str, int], Counter[ParcelState]] = {}
    for uai, paper_id, rank, count in _OPEN.ask(uais=sorted(uais), now=now) if uais else []:
        counts.setdefault((uai, paper_id), Counter())[URGENT_FIRST[rank]] = count
    return counts


def not_received_by_paper(uais: Collection[str]) -> Counter[tuple[str, int, str]]:
    """Count what some centres have not received, by centre, paper and what it is.

    By their tick, scripts declared missing and neither found nor decided of since, and scripts not looked for yet of
    the parcels that arrived; under PAPERS_TO_COUNT and PAPERS_LACKING the parcels whose papers wait, under
    SEALS_UNTOLD those whose seal does. Beside them, under UNWRITTEN, what is ticked and not written yet; under
    RETURNS_MADE and RETURNS_LACKING what waits of the parcels that these centres send back.
    """
    rows = _NOT_RECEIVED.ask(uais=sorted(uais)) if uais else []
    counts = Counter({(uai, paper_id, what): count for uai, paper_id, what, count in rows})
    for uai, paper_id, what in list(counts):
        if what == UNWRITTEN:
            counts[uai, paper_id, Tick.NOT_YET] -= counts[uai, paper_id, what]
    return counts


def has_sent_to(paper_id: int, destination_uai: str) -> bool:
    """Say whether a parcel of a paper ever left for a marking centre."""
    towards = Parcel.objects.filter(paper_id=paper_id, destination_uai=destination_uai)
    return towards.filter(Q(sent_at__isnull=False) | Q(arrived_at__isnull=False)).exists()


def arrivals_by_hour(paper_id: int, zone: ZoneInfo) -> list[tuple[datetime, int, int]]:
    """Count the parcels of a paper and their scripts by the hour of their arrival, in a time zone, oldest first."""
    arrived = Parcel.objects.filter(paper_id=paper_id, arrived_at__isnull=False)
    hours = arrived.annotate(hour=TruncHour("arrived_at", tzinfo=zone)).values_list("hour")
    return list(hours.annotate(parcels=Count("pk"), scripts=Sum("announced")).order_by("hour"))


def _counts_by_tick(parcel_ids: list[int]) -> QuerySet[ParcelScript, Any]:
    rows = ParcelScript.objects.filter(parcel_id__in=parcel_ids).order_by().values_list("parcel_id", "tick")
    return rows.annotate(count=Count("*"), unwritten=Coalesce(Max("parcel__tally__ticked"), 0))


def _by_rank(uai: str, paper_id: int, now: datetime) -> QuerySet[Parcel, tuple[int, int]]:
    rows = Parcel.objects.filter(destination_uai=uai, paper_id=paper_id).annotate(rank=_rank(now)).order_by()
    return rows.values_list("rank").annotate(count=Count("pk"))


def _open(uais: list[str], now: datetime) -> QuerySet[Parcel, tuple[str, int, int, int]]:
    rows = Parcel.objects.filter(destination_uai__in=uais, closed_at__isnull=True).annotate(rank=_rank(now)).order_by()
    return rows.values_list("destination_uai", "paper_id", "rank").annotate(count=Count("pk"))


def _not_received(uais: list[str]) -> QuerySet[Any, Any]:
    # Nothing waits in a closed parcel; each part finds the few rows that it is about by their index.
    columns = ("parcel__destination_uai", "parcel__paper_id", "tick")
    rows = ParcelScript.objects.filter(parcel__destination_uai__in=uais).order_by()
    waiting = rows.filter(tick=Tick.NOT_YET, parcel__arrived_at__isnull=False, parcel__closed_at__isnull=True)
    missing = rows.filter(tick=Tick.MISSING, is_given_up=False)
    not_looked_for, declared = (part.values_list(*columns).annotate(count=Count("*")) for part in (waiting, missing))
    tallies = ParcelTally.objects.filter(ticked__gt=0, parcel__destination_uai__in=uais).order_by()
    where = ("parcel__destination_uai", "parcel__paper_id", Value(UNWRITTEN, output_field=CharField()))
    unwritten = tallies.values_list(*where).annotate(count=Sum("ticked"))
    to_count, lacking, untold = (
        find()
        .filter(destination_uai__in=uais)
        .order_by()
        .values_list("destination_uai", "paper_id", Value(what, output_field=CharField()))
        .annotate(count=Count("*"))
        for what, find in _WAITING.items()
    )
    return not_looked_for.union(unwritten, declared, to_count, lacking, untold, *_going_back(uais), all=True)


def _going_back(uais: list[str]) -> Iterator[QuerySet[Any, Any]]:
    made = made_rows().filter(centre_uai__in=uais).order_by()
    yield made.values_list(*_told("centre_uai", "paper_id", RETURNS_MADE)).annotate(count=Count("*"))
    lacking = lacking_rows().filter(parcel__centre_uai__in=uais).order_by()
    where = _told("parcel__centre_uai", "parcel__paper_id", RETURNS_LACKING)
    yield lacking.values_list(*where).annotate(count=Count("*"))


def _told(uai: str, paper: str, what: str) -> tuple[str, str, Value]:
    return uai, paper, Value(what, output_field=CharField())


_BY_RANK = Question(_by_rank)
_OPEN = Question(_open)
_NOT_RECEIVED = Question(_not_received)
_COUNTED = Question(_counts_by_tick)


def _rank(now: datetime) -> Case:
    cases = [When(condition, then=Value(URGENT_FIRST.index(state))) for condition, state in _conditions(now)]
    return Case(*cases, default=Value(URGENT_FIRST.index(ParcelState.ON_THE_WAY)), output_field=IntegerField())


def _conditions(now: datetime) -> Iterator[tuple[Q, ParcelState]]:
    # As massicot.consignments.rules.progress.state_of says, in the words of the database; a test holds them together.
    looked_for = ParcelScript.objects.filter(parcel=OuterRef("pk"), tick__in=(Tick.RECEIVED, Tick.MISSING))
    ticked = ParcelTally.objects.filter(parcel=OuterRef("pk"), ticked__gt=0)
    yield Q(closed_at__isnull=False), ParcelState.CLOSED
    yield (
        Q(arrived_at__isnull=False) & (Q(Exists(ticked)) | Q(Exists(looked_for))),
        ParcelState.TICKING,
    )  # only those that arrived are looked into
    yield Q(arrived_at__isnull=False), ParcelState.ARRIVED
    yield Q(lost_at__isnull=False), ParcelState.LOST
    yield Q(due_at__lt=now), ParcelState.LATE
    yield Q(sent_at__isnull=True), ParcelState.ANNOUNCED
