"""Reads of parcels."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from massicot.consignments import rules
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.queries.arrival import reasons_of, uneven_counts
from massicot.consignments.queries.by_specialty import ticked_in, ticks_by_specialty, waiting_in
from massicot.consignments.queries.despatch import (
    COUNTS,
    PACKED,
    PARCELS,
    SENT,
    enclosures_of,
    missing_rows,
    numbers_missing,
    packed_counts,
    scripts_packed,
    seals_beside,
    settled_by_centre,
    settled_counts,
)
from massicot.consignments.queries.lacking import PACKED_TABLES, left_out_at, left_out_of, left_out_rows
from massicot.consignments.queries.of_paper import (
    NUMBERED,
    beyond_notes,
    found_again,
    found_parcels,
    late_parcels,
    lateness,
    lost_parcels,
    numbered_parcels,
    packed_rows,
    parcels_of,
    strays,
    tick_counts,
    ticked_rows,
)
from massicot.consignments.queries.outside import outside_overdue, outside_parcel, outside_parcels, outside_waiting
from massicot.consignments.queries.papers import papers_lacking, papers_of, papers_to_count, short_of_papers
from massicot.consignments.queries.progress import (
    PAPERS_LACKING,
    PAPERS_TO_COUNT,
    SEALS_UNTOLD,
    URGENT_FIRST,
    arrivals_by_hour,
    count_of,
    has_in_centre,
    named_rows,
    not_received_by_paper,
    open_by_paper,
    parcels_towards,
    shown_towards,
    states_towards,
)
from massicot.consignments.queries.seals import open_seal_troubles, seal_of, seal_troubles, seals_untold
from massicot.consignments.rules import Tick
from massicot.consignments.rules.scanning import Announced
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
_TICKS: Question[tuple[str, int]] = Question(
    lambda parcel_id: (
        ParcelScript.objects.filter(parcel_id=parcel_id)
        .values_list("tick")
        .annotate(count=Count("pk"))
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


def has_parcels() -> Exists:
    """Say whether a parcel of a paper is made, for a question about papers."""
    return Exists(Parcel.objects.filter(paper=OuterRef("pk")))


def contents_of(parcel: Parcel) -> list[ParcelScript]:
    """List the scripts that a parcel announces, ascending."""
    return list(parcel.contents.order_by("number"))


def counts_arrived(parcel: Parcel) -> dict[str, int | None]:
    """Map the specialties of a counted parcel to the scripts counted on arrival; None: not counted yet."""
    return {code: arrived for code, _, arrived in _COUNTED.ask(parcel_id=parcel.pk)}


def lines_of(parcel: Parcel) -> QuerySet[ParcelScript]:
    """List the scripts that a parcel announces as a list page cuts them, ascending."""
    return ParcelScript.objects.filter(parcel=parcel).order_by("number")


def ticks_of(parcel: Parcel) -> dict[Tick, int]:
    """Count a parcel's scripts by tick."""
    return {Tick(tick): count for tick, count in _TICKS.ask(parcel_id=parcel.pk)}


def counts_of(parcel: Parcel) -> dict[str, int]:
    """Map the specialties of a counted parcel to the scripts announced."""
    return {code: announced for code, announced, _ in _COUNTED.ask(parcel_id=parcel.pk)}


def numbers_ticked(paper_id: int, tick: Tick) -> list[str]:
    """List the numbers of a paper with one tick, ascending."""
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=tick)
    return list(rows.order_by("number").values_list("number", flat=True))


def announced(number: str) -> Announced | None:
    """Say in which parcel a script is announced, on which way, and what was said of it there."""
    rows = ParcelScript.objects.filter(number=number)
    row = rows.select_related("parcel").first()
    if row is None:
        return None
    return Announced(row.parcel.code, Tick(row.tick), row.parcel.has_left, row.parcel.destination_uai)


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
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id)
    return {number: (code, tick) for number, code, tick in rows.values_list("number", "parcel__code", "tick")}


def missing_by_parcel(paper_id: int) -> dict[str, list[str]]:
    """Map parcels to the numbers declared missing in them, ascending."""
    missing: dict[str, list[str]] = {}
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=Tick.MISSING).order_by("number")
    for code, number in rows.values_list("parcel__code", "number"):
        missing.setdefault(code, []).append(number)
    return missing


def expected_by_specialty(paper_id: int, destination_uai: str) -> dict[str, int]:
    """Count by specialty the scripts announced to a marking centre that it has not looked for yet."""
    return dict(_EXPECTED.ask(paper_id=paper_id, uai=destination_uai))


def _expected(paper_id: int, uai: str) -> QuerySet[ParcelScript, tuple[str, int]]:
    # Nothing waits in a closed parcel: the index of the few others answers.
    about = {"parcel__paper_id": paper_id, "parcel__destination_uai": uai, "parcel__closed_at__isnull": True}
    rows = ParcelScript.objects.filter(tick=Tick.NOT_YET, **about).order_by("specialty_code")
    return rows.values_list("specialty_code").annotate(count=Count("*"))


_EXPECTED = Question(_expected)
