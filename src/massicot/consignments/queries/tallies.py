"""What is ticked in parcels and not written yet: how much of it, and, under the anonymity key, which scripts.

Who reads what was said of scripts reads it here first and the scripts' own rows afterwards: what is written meanwhile
is then told by both, and by neither never. Who counts does it the other way round.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from massicot.audit import queries as audit
from massicot.consignments.models import Parcel, ParcelScript, ParcelTally
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.tally import (
    KEY_USE,
    TallyContent,
    TicksBroken,
    TicksReadable,
    TicksSealed,
    new_tally,
    read_tally,
)
from massicot.core import keys
from massicot.core.keys import Key, SealBroken
from massicot.store import key_file
from massicot.store.prepared import Question

_OPEN = ParcelTally.objects.filter(ticked__gt=0)
_OF_PARCEL: Question[ParcelTally] = Question(lambda parcel_id: ParcelTally.objects.filter(parcel_id=parcel_id))
TALLIED: Question[tuple[int, dict[str, int]]] = Question(
    lambda parcel_ids: _OPEN.filter(parcel_id__in=parcel_ids).order_by().values_list("parcel_id", "by_specialty")
)
"""How many scripts of each specialty are ticked and not written yet, by parcel; `scripts_packed` reads it."""

_OF_PAPER: Question[tuple[str, int]] = Question(
    lambda paper_id: _OPEN.filter(parcel__paper_id=paper_id).order_by().values_list("parcel__code", "ticked")
)
_AT_CENTRE: Question[tuple[int, dict[str, int]]] = Question(
    lambda uai: _OPEN.filter(parcel__destination_uai=uai).order_by().values_list("parcel__paper_id", "by_specialty")
)


def tally_of(parcel: Parcel) -> ParcelTally | None:
    """Fetch the tally of a parcel; None before its first tick."""
    return _OF_PARCEL.first(parcel_id=parcel.pk)


def key_for(tally: ParcelTally | None) -> Key:
    """Read the key of a tally, or that under which a new one is begun; raise TicksSealed."""
    key = key_in_place(tally.key if tally else "")
    if key is None:
        raise TicksSealed
    return key


def key_in_place(fingerprint: str) -> Key | None:
    """Read the key under which something was sealed, or that of which a copy was confirmed kept; None for any other.

    What is begun under a key that was put in place by mistake could be read by nobody once the right one is back; no
    number was drawn before a copy was confirmed, and under no other key.
    """
    key = key_file.read_if_whole()
    if key is None or key.fingerprint == fingerprint:
        return key
    is_kept = any(kept["fingerprint"] == key.fingerprint for kept in audit.facts_on("key", "KeyKept"))
    return key if is_kept else None


def about(parcel_code: str) -> str:
    """Say what the seal of a tally is about: one parcel's does not open as another's."""
    return f"{KEY_USE} {parcel_code}"


def content_of(parcel: Parcel, tally: ParcelTally | None, key: Key) -> TallyContent:
    """Open the tally of a parcel, or begin one; raise TicksBroken."""
    if tally is None:
        return new_tally(parcel.announced)
    try:
        return read_tally(keys.unseal(key.sub_key(KEY_USE), bytes(tally.sealed), about(parcel.code)))
    except SealBroken:
        if not tally.ticked:
            # All that it held is written; of its scans, one that is sent again is answered as another one would be.
            return new_tally(parcel.announced)
        raise TicksBroken(code=parcel.code, count=tally.ticked) from None


def check_broken(parcel: Parcel) -> ParcelTally:
    """Fetch the tally of a parcel that does not open under its own key; raise TicksSealed or TicksReadable."""
    tally = tally_of(parcel)
    key = key_for(tally)
    if tally is not None:
        try:
            content_of(parcel, tally, key)
        except TicksBroken:
            return tally
    raise TicksReadable(code=parcel.code)


def unwritten_in(parcel: Parcel) -> dict[int, str]:
    """Map the rows of a parcel's scripts that are ticked and not written yet to their numbers."""
    return _unwritten_rows(_OPEN.filter(parcel=parcel))


def unwritten_of(paper_id: int) -> dict[int, str]:
    """Map the rows of a paper's scripts that are ticked and not written yet to their numbers."""
    return _unwritten_rows(_OPEN.filter(parcel__paper_id=paper_id))


def unwritten_among(rows: QuerySet[ParcelScript]) -> dict[int, str]:
    """Map the rows that are ticked and not written yet, of all in whose parcels some scripts are, to their numbers."""
    waiting = rows.filter(tick=Tick.NOT_YET, parcel__tally__ticked__gt=0)
    parcel_ids = set(waiting.order_by().values_list("parcel_id", flat=True))
    return _unwritten_rows(_OPEN.filter(parcel_id__in=parcel_ids)) if parcel_ids else {}


def parcels_to_write(paper_id: int, centre_uai: str | None = None) -> list[str]:
    """List the parcels of a paper, or of those that go to one marking centre, with ticks not written yet, by code."""
    rows = _OPEN.filter(parcel__paper_id=paper_id)
    towards = rows if centre_uai is None else rows.filter(parcel__destination_uai=centre_uai)
    return list(towards.order_by("parcel__code").values_list("parcel__code", flat=True))


def script_in(parcel: Parcel, number: str) -> tuple[str, str, int] | None:
    """Find a script of a parcel: its specialty, the tick of its row, and its rank in the tally."""
    return _RANKED.first(parcel_id=parcel.pk, number=number)


def _rank_rows(parcel_id: int, number: str) -> QuerySet[ParcelScript, Any]:
    before = ParcelScript.objects.filter(parcel=OuterRef("parcel"), pk__lt=OuterRef("pk")).order_by()
    count = before.values("parcel").annotate(count=Count("pk")).values("count")
    rank = Coalesce(Subquery(count), 0, output_field=IntegerField())
    rows = ParcelScript.objects.filter(parcel_id=parcel_id, number=number).annotate(rank=rank)
    return rows.values_list("specialty_code", "tick", "rank")


_RANKED: Question[tuple[str, str, int]] = Question(_rank_rows)


def unwritten_by_parcel(paper_id: int) -> dict[str, int]:
    """Map parcels of a paper, by code, to how many of their scripts are ticked and not written yet; none to zero."""
    return dict(_OF_PAPER.ask(paper_id=paper_id))


def unwritten_at(centre_uai: str) -> Counter[tuple[int, str]]:
    """Count by paper and specialty what is ticked at a marking centre and not written yet."""
    counts: Counter[tuple[int, str]] = Counter()
    for paper_id, by_specialty in _AT_CENTRE.ask(uai=centre_uai):
        counts.update({(paper_id, code): count for code, count in by_specialty.items()})
    return counts


def unwritten_cells(centre_uai: str) -> QuerySet[ParcelTally, Any]:
    """Count what is ticked at a marking centre and not written yet, by paper alone, as the ledger counts by cell."""
    paper = Concat(Cast("parcel__paper_id", CharField()), Value("/"), output_field=CharField())
    return _OPEN.filter(parcel__destination_uai=centre_uai).order_by().values_list(paper, "ticked")


def with_unwritten(counts: Mapping[Tick, int], unwritten: int) -> dict[Tick, int]:
    """Add what is ticked and not written yet to the counts of the scripts' own rows."""
    received = counts.get(Tick.RECEIVED, 0) + unwritten
    waiting = counts.get(Tick.NOT_YET, 0) - unwritten
    return {**counts, Tick.RECEIVED: received, Tick.NOT_YET: waiting} if unwritten else dict(counts)


def ticked_now(unwritten: Collection[int]) -> Case | F:
    """Say what is said of a script now, for a list that the database cuts; `unwritten` are rows, as above."""
    if not unwritten:
        return F("tick")
    received = When(pk__in=sorted(unwritten), then=Value(Tick.RECEIVED.value))
    return Case(received, default=F("tick"), output_field=CharField())


def ticked_as(tick: Tick, unwritten: Collection[int]) -> Q:
    """Look for the scripts of which a tick is said now."""
    if tick is Tick.RECEIVED:
        return Q(tick=tick) | Q(pk__in=sorted(unwritten))
    return Q(tick=tick) & ~Q(pk__in=sorted(unwritten)) if tick is Tick.NOT_YET else Q(tick=tick)


def _unwritten_rows(tallies: QuerySet[ParcelTally]) -> dict[int, str]:
    return _rows_ticked({tally.parcel_id: _content(tally) for tally in _with_parcels(tallies)})


def _with_parcels(tallies: QuerySet[ParcelTally]) -> QuerySet[ParcelTally]:
    return tallies.select_related("parcel")


def _content(tally: ParcelTally) -> TallyContent:
    return content_of(tally.parcel, tally, key_for(tally))


def _rows_ticked(contents: Mapping[int, TallyContent]) -> dict[int, str]:
    """Map the rows that the tallies of some parcels tick to their numbers."""
    if not contents:
        return {}
    # Rows of scripts are only ever added to a parcel that has arrived: the rank of each stays as it was.
    rows = ParcelScript.objects.filter(parcel_id__in=contents).order_by("parcel_id", "pk")
    parcels = groupby(rows.values_list("parcel_id", "pk", "number"), key=lambda row: row[0])
    return {
        pk: number
        for parcel_id, some in parcels
        for rank, (_, pk, number) in enumerate(some)
        if contents[parcel_id].has(rank)
    }
