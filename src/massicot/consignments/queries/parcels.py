"""Reads of parcels: one with what is in it, and all those of a paper."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.queries import tallies
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.reception import Announced
from massicot.core import codes
from massicot.exams.rules import RouteKind
from massicot.store.prepared import Question

_BY_CODE = Question(lambda code: Parcel.objects.filter(code=code))
# Its key stays free: a script of it changed twice in one transaction asks for it when that ends.
_HELD = Question(lambda code: Parcel.objects.select_for_update(of=("self",), no_key=True).filter(code=code))
_TOWARDS: Question[Parcel] = Question(
    lambda code, uai, paper, session: Parcel.objects.select_related("paper__session").filter(
        code=code, destination_uai=uai, paper__code=paper, paper__session__code=session
    )
)
_TICKS: Question[tuple[str, int, int]] = Question(
    lambda parcel_id: (
        ParcelScript.objects.filter(parcel_id=parcel_id)
        .values_list("tick")
        .annotate(count=Count("pk"), unwritten=Coalesce(Max("parcel__tally__ticked"), 0))
        .order_by("tick")
    )
)
_COUNTED: Question[tuple[str, int, int | None]] = Question(
    lambda parcel_id: (
        ParcelCount.objects.filter(parcel_id=parcel_id)
        .order_by("specialty_code")
        .values_list("specialty_code", "announced", "arrived")
    )
)


def parcel_by_code(code: str) -> Parcel:
    """Fetch a parcel; raise ParcelUnknown."""
    parcel = _BY_CODE.first(code=code.strip().upper())
    if parcel is None:
        raise rules.ParcelUnknown(code=code)
    return parcel


def parcel_towards(uai: str, session_code: str, paper_code: str, code: str) -> Parcel | None:
    """Fetch a parcel of a paper that goes to a marking centre, its paper and session with it."""
    rows = _TOWARDS.ask(code=code.strip().upper(), uai=uai, paper=paper_code, session=session_code)
    return next(iter(rows), None)


def hold_parcel(code: str) -> Parcel:
    """Fetch a parcel, held until the end of the transaction; raise ParcelUnknown."""
    parcel = _HELD.first(code=code.strip().upper())
    if parcel is None:
        raise rules.ParcelUnknown(code=code)
    return parcel


def hold_contents(parcel: Parcel) -> None:
    """Hold a parcel's scripts until the end of the transaction: scans under way are counted before it goes on."""
    list(parcel.contents.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def is_ticking(paper_id: int) -> Exists:
    """Ask whether a parcel of a paper is here whose reception is open: its scripts may be ticked at any moment."""
    return Exists(Parcel.objects.filter(paper_id=paper_id, arrived_at__isnull=False, closed_at__isnull=True))


def has_parcels() -> Exists:
    """Say whether a parcel of a paper is made, for a question about papers."""
    return Exists(Parcel.objects.filter(paper=OuterRef("pk")))


def contents_of(parcel: Parcel) -> list[ParcelScript]:
    """List the scripts that a parcel announces, ascending, each with what is said of it now."""
    unwritten = tallies.unwritten_in(parcel)
    rows = list(parcel.contents.order_by("number"))
    for row in rows:
        row.tick = Tick.RECEIVED.value if row.pk in unwritten else row.tick
    return rows


def counts_arrived(parcel: Parcel) -> dict[str, int | None]:
    """Map the specialties of a counted parcel to the scripts counted on arrival; None: not counted yet."""
    return {code: arrived for code, _, arrived in _COUNTED.ask(parcel_id=parcel.pk)}


def lines_of(parcel: Parcel) -> QuerySet[ParcelScript]:
    """List the scripts that a parcel announces as a list page cuts them, ascending, each with its `tick_now`."""
    unwritten = tallies.unwritten_in(parcel)
    rows = ParcelScript.objects.filter(parcel=parcel).annotate(tick_now=tallies.ticked_now(unwritten))
    lines: QuerySet[ParcelScript] = rows.order_by("number")
    return lines


def has_in_number(words: str) -> Q:
    """Look for scripts of a parcel by their number as it is written on labels and on the page, spaces and all."""
    return Q(number__contains=codes.tidy_number(words))


def ticks_of(parcel: Parcel) -> dict[Tick, int]:
    """Count the scripts of a parcel by tick, those whose tick is not written yet among them."""
    rows = _TICKS.ask(parcel_id=parcel.pk)
    unwritten = max((unwritten for _, _, unwritten in rows), default=0)
    ticks = tallies.with_unwritten({Tick(tick): count for tick, count, _ in rows}, unwritten)
    return {tick: count for tick, count in ticks.items() if count}


def counts_of(parcel: Parcel) -> dict[str, int]:
    """Map the specialties of a counted parcel to the scripts announced."""
    return {code: announced for code, announced, _ in _COUNTED.ask(parcel_id=parcel.pk)}


def numbers_ticked(paper_id: int, tick: Tick) -> list[str]:
    """List the numbers of a paper with one tick, ascending."""
    said = tallies.ticked_as(tick, tallies.unwritten_of(paper_id))
    rows = ParcelScript.objects.filter(said, parcel__paper_id=paper_id)
    return list(rows.order_by("number").values_list("number", flat=True))


def announcement_of(number: str) -> Announced | None:
    """Say in which parcel a script is announced, on which way, and what is written of it there."""
    row = ParcelScript.objects.filter(number=number).select_related("parcel").first()
    if row is None:
        return None
    return Announced(row.parcel.code, Tick(row.tick), row.parcel.has_left, row.parcel.destination_uai)


def announcement_at(number: str, uai: str) -> Announced | None:
    """Say the same as a marking centre knows it: with what it has ticked itself and not written yet."""
    here = ParcelScript.objects.filter(number=number, parcel__destination_uai=uai)
    is_ticked = number in tallies.unwritten_among(here).values()
    announced = announcement_of(number)
    return replace(announced, tick=Tick.RECEIVED) if announced and is_ticked else announced


def holder_now(number: str, holder: str, uai: str) -> str:
    """Name what holds a script, for its marking centre: its parcel does no more once it is ticked there."""
    announced = announcement_at(number, uai) if holder else None
    is_out = announced is not None and announced.parcel == holder and announced.tick is Tick.RECEIVED
    return "" if is_out else holder


def counted_specialties(paper_id: int) -> dict[str, tuple[int, int | None]]:
    """Map each specialty that is counted, not numbered, to the scripts announced and arrived; None: not counted yet."""
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id).values_list("specialty_code")
    waiting = set(rows.filter(arrived__isnull=True).values_list("specialty_code", flat=True))
    sums = rows.annotate(announced=Sum("announced"), arrived=Sum("arrived")).order_by("specialty_code")
    return {code: (announced, None if code in waiting else arrived) for code, announced, arrived in sums}


def is_lost_here(number: str) -> bool:
    """Say whether a script is missing that its marking centre had received."""
    return ParcelScript.objects.filter(number=number, tick=Tick.MISSING, lost_here=True).exists()


def parcel_and_tick(paper_id: int) -> dict[str, tuple[str, str]]:
    """Map each number of a paper that was packed to its parcel and its tick."""
    unwritten = set(tallies.unwritten_of(paper_id).values())
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id).values_list("number", "parcel__code", "tick")
    return {
        number: (code, Tick.RECEIVED.value if number in unwritten else tick) for number, code, tick in rows.iterator()
    }


def missing_by_parcel(paper_id: int) -> dict[str, list[str]]:
    """Map parcels to the numbers declared missing in them, ascending."""
    missing: dict[str, list[str]] = {}
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=Tick.MISSING).order_by("number")
    for code, number in rows.values_list("parcel__code", "number"):
        missing.setdefault(code, []).append(number)
    return missing


def expected_by_specialty(paper_id: int, destination_uai: str) -> dict[str, int]:
    """Count by specialty the scripts announced to a marking centre that it has not looked for yet."""
    expected = Counter(dict(_EXPECTED.ask(paper_id=paper_id, uai=destination_uai)))
    ticked = tallies.unwritten_at(destination_uai).items()
    return dict(expected - Counter({code: count for (of_paper, code), count in ticked if of_paper == paper_id}))


def _counts_to_tick(paper_id: int, uai: str) -> QuerySet[ParcelScript, tuple[str, int]]:
    # Nothing waits in a closed parcel: the index of the few others answers.
    about = {"parcel__paper_id": paper_id, "parcel__destination_uai": uai, "parcel__closed_at__isnull": True}
    rows = ParcelScript.objects.filter(tick=Tick.NOT_YET, **about).order_by("specialty_code")
    return rows.values_list("specialty_code").annotate(count=Count("*"))


_EXPECTED = Question(_counts_to_tick)


def _parcels(paper_id: int) -> QuerySet[Parcel]:
    return Parcel.objects.filter(paper_id=paper_id).order_by("code")


def _scripts(paper_id: int) -> QuerySet[ParcelScript]:
    return ParcelScript.objects.filter(parcel__paper_id=paper_id)


def _losses(paper_id: int, *, has_arrived: bool) -> QuerySet[Parcel, Any]:
    rows = _parcels(paper_id).filter(lost_at__isnull=False, arrived_at__isnull=not has_arrived)
    return rows.values_list("code")


def _found_again(paper_id: int) -> QuerySet[ParcelScript, Any]:
    rows = _scripts(paper_id).filter(tick=Tick.RECEIVED, was_missing=True, found_in="")
    return rows.order_by("number").values_list("number")


def _strays(paper_id: int) -> QuerySet[ParcelScript, Any]:
    rows = _scripts(paper_id).filter(tick=Tick.RECEIVED).exclude(found_in="")
    return rows.order_by("number").values_list("number")


def _tick_counts(paper_id: int) -> QuerySet[ParcelScript, Any]:
    columns = ("parcel__code", "tick")
    rows = ParcelScript.objects.filter(parcel__in=numbered_parcels(paper_id)).values_list(*columns)
    return rows.annotate(count=Count("pk")).order_by(*columns)


_ALL = Question(_parcels)
_AT_CENTRE = Question(lambda paper_id, uai: _parcels(paper_id).filter(centre_uai=uai))
_LOST: Question[tuple[str]] = Question(lambda paper_id: _losses(paper_id, has_arrived=False))
_FOUND: Question[tuple[str]] = Question(lambda paper_id: _losses(paper_id, has_arrived=True))
_FOUND_AGAIN: Question[tuple[str]] = Question(_found_again)
_STRAYS: Question[tuple[str]] = Question(_strays)
_TICK_COUNTS: Question[tuple[str, str, int]] = Question(_tick_counts)
_BEYOND_NOTES: Question[tuple[str]] = Question(
    lambda paper_id: _scripts(paper_id).filter(signed_absent_by__gt="").values_list("parcel__code")
)


def parcels_of(paper_id: int, centre_uai: str | None = None) -> list[Parcel]:
    """List the parcels of a paper, or of one centre, by code."""
    return _ALL.ask(paper_id=paper_id) if centre_uai is None else _AT_CENTRE.ask(paper_id=paper_id, uai=centre_uai)


def lateness(parcel: Parcel) -> timedelta:
    """Say by how much a parcel left after its deadline."""
    return timedelta() if parcel.sent_at is None else rules.late_by(parcel.due_at, parcel.sent_at)


def late_parcels(paper_id: int) -> list[str]:
    """List the parcels that left after the deadline, by code."""
    return [parcel.code for parcel in parcels_of(paper_id) if lateness(parcel)]


def found_again(paper_id: int) -> list[str]:
    """List the numbers declared missing once and received since, ascending; strays are told as such.

    One that is ticked anew after its tick was taken back is found once that is written.
    """
    return [number for (number,) in _FOUND_AGAIN.ask(paper_id=paper_id)]


def strays(paper_id: int) -> list[str]:
    """List the numbers received out of another parcel than their own, ascending."""
    return [number for (number,) in _STRAYS.ask(paper_id=paper_id)]


def lost_parcels(paper_id: int) -> list[str]:
    """List the parcels declared lost that have not come since, by code."""
    return [code for (code,) in _LOST.ask(paper_id=paper_id)]


def found_parcels(paper_id: int) -> list[str]:
    """List the parcels that came after they were declared lost, by code."""
    return [code for (code,) in _FOUND.ask(paper_id=paper_id)]


def packed_rows(paper_id: int) -> QuerySet[ParcelScript]:
    """Find the scripts that some parcel of the on-site route announces, to be compared by number with others."""
    return ParcelScript.objects.filter(parcel__in=numbered_parcels(paper_id).order_by())


def ticked_rows(paper_id: int, tick: Tick) -> QuerySet[ParcelScript]:
    """Find the scripts of a paper whose rows have one tick, to be compared by number with others.

    Those that are ticked and not written yet (`unwritten_by_parcel`) still wait there.
    """
    return ParcelScript.objects.filter(parcel__in=Parcel.objects.filter(paper_id=paper_id), tick=tick)


def numbered_parcels(paper_id: int) -> QuerySet[Parcel]:
    """List the parcels of the on-site route, by code."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.ON_SITE).order_by("code")


NUMBERED = Question(numbered_parcels)
"""The parcels of the on-site route, by code."""


def tick_counts(paper_id: int) -> dict[str, dict[Tick, int]]:
    """Count the scripts of each numbered parcel by tick."""
    counts = {parcel.code: dict.fromkeys(Tick, 0) for parcel in NUMBERED.ask(paper_id=paper_id)}
    for code, tick, count in _TICK_COUNTS.ask(paper_id=paper_id):
        counts[code][Tick(tick)] = count
    unwritten = tallies.unwritten_by_parcel(paper_id)
    return {code: tallies.with_unwritten(ticks, unwritten.get(code, 0)) for code, ticks in counts.items()}


def beyond_notes(paper_id: int) -> Counter[str]:
    """Count by parcel the scripts that lay in it though they were signed as not there when it was made."""
    return Counter(code for (code,) in _BEYOND_NOTES.ask(paper_id=paper_id))
