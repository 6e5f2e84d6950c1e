"""Reads of arrivals: what was counted, at outside centres too, how seals were, which papers came along."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from massicot.consignments.models import Parcel, ParcelCount, ParcelEnclosure, SealReading
from massicot.consignments.rules.arrival import is_overdue
from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.papers import AT_LEAST, PaperCounts, ParcelPapers
from massicot.consignments.rules.seals import TROUBLES
from massicot.exams.rules import RouteKind
from massicot.store.prepared import Question


def uneven_counts(paper_id: int) -> list[ParcelCount]:
    """List the counts of a paper of which another number arrived than was announced, by parcel and specialty."""
    return _UNEVEN.ask(paper_id=paper_id)


def reasons_of(parcel: Parcel) -> dict[str, str]:
    """Map the specialties of which another number arrived than was announced to the reason given."""
    return dict(parcel.counts.exclude(gap_reason="").values_list("specialty_code", "gap_reason"))


def _uneven(paper_id: int) -> QuerySet[ParcelCount]:
    rows = ParcelCount.objects.select_related("parcel").filter(parcel__paper_id=paper_id, arrived__isnull=False)
    return rows.exclude(arrived=F("announced")).order_by("parcel__code", "specialty_code")


_UNEVEN = Question(_uneven)


_IS_UNDER_WAY = Q(sent_at__isnull=False) | Q(arrived_at__isnull=False)


def outside_parcels(paper_id: int) -> list[Parcel]:
    """List the parcels of a paper that go to outside centres, those that nobody has acknowledged first."""
    rows = Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE).order_by("code")
    return sorted(rows, key=lambda parcel: parcel.closed_at is not None)


def outside_parcel(paper_id: int, code: str) -> Parcel | None:
    """Find a parcel of a paper that goes to an outside centre."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE, code=code).first()


def outside_overdue(paper_id: int, now: datetime) -> list[str]:
    """List the parcels of a paper that an outside centre should have acknowledged by now, by code."""
    rows = outside_waiting().filter(paper_id=paper_id).order_by("code")
    return [parcel.code for parcel in rows if is_overdue(parcel.sent_at or parcel.due_at, now)]


def outside_waiting() -> QuerySet[Parcel]:
    """Find the parcels that left for an outside centre, which has not acknowledged them."""
    rows = Parcel.objects.filter(_IS_UNDER_WAY, route_kind=RouteKind.OUTSIDE)
    return rows.filter(Q(lost_at__isnull=True) | Q(arrived_at__isnull=False), closed_at__isnull=True)


def seal_of(parcel: Parcel) -> SealReading | None:
    """Fetch what was said of the seal of a parcel at its arrival; None before."""
    return SealReading.objects.filter(parcel=parcel).first()


def seal_troubles(paper_id: int) -> list[SealReading]:
    """List the parcels of a paper whose seal is a trouble, those without an end first, each with its parcel."""
    return sorted(_TROUBLES.ask(paper_id=paper_id), key=lambda row: row.ended_at is not None)


def seals_untold() -> QuerySet[Parcel]:
    """Find the parcels that are here and of whose seal nobody has said a word; once opened and closed, none can be."""
    return Parcel.objects.filter(arrived_at__isnull=False, closed_at__isnull=True, seal_reading__isnull=True)


def open_seal_troubles() -> QuerySet[SealReading]:
    """Find the troubles with seals that the exam office has not ended."""
    return _troubles().filter(ended_at__isnull=True)


def _troubles() -> QuerySet[SealReading]:
    return SealReading.objects.filter(verdict__in=[str(verdict) for verdict in TROUBLES])


_TROUBLES = Question(
    lambda paper_id: _troubles().filter(paper_id=paper_id).select_related("parcel").order_by("read_at", "pk")
)


_TO_COUNT = Q(closed_at__isnull=False, registers_came=None) & ~Q(route_kind=RouteKind.OUTSIDE)


def papers_of(parcel: Parcel) -> ParcelPapers:
    return ParcelPapers(
        parcel.rooms,
        _counts(parcel.registers_enclosed, parcel.reports_enclosed),
        _counts(parcel.registers_came, parcel.reports_came),
        parcel.papers_waived,
        _put_in(parcel),
    )


def papers_lacking() -> QuerySet[Parcel]:
    """Find the parcels that came without some of their papers, of which nobody has decided; as the rules say."""
    return Parcel.objects.filter(_is_short(), papers_waived="")


def short_of_papers(paper_id: int) -> list[str]:
    """List the parcels of a paper that came without some of their papers, waited for or not, by code."""
    return [code for (code,) in _SHORT.ask(paper_id=paper_id)]


def papers_to_count() -> QuerySet[Parcel]:
    """Find the parcels whose reception is closed and whose papers nobody has counted."""
    return Parcel.objects.filter(_TO_COUNT)


def _is_short() -> Q:
    return _lacks("registers", Enclosure.REGISTERS) | _lacks("reports", Enclosure.ROOM_REPORTS)


def _lacks(name: str, document: Enclosure) -> Q:
    came, enclosed = f"{name}_came", f"{name}_enclosed"
    put_in = ParcelEnclosure.objects.filter(parcel_id=OuterRef("pk"), document=document.value)
    fewer = Q(**{f"{came}__lt": F(enclosed)})
    return fewer | Q(Exists(put_in), **{f"{came}__lt": AT_LEAST, f"{enclosed}__isnull": True})


def _put_in(parcel: Parcel) -> frozenset[Enclosure]:
    """Tell which papers lay in a parcel when it left; asked only where one did not come and nobody said how many."""
    counted = (parcel.registers_came, parcel.reports_came)
    if parcel.registers_enclosed is not None or 0 not in counted:
        return frozenset()
    return frozenset(Enclosure(row.document) for row in parcel.enclosures.all())


def _counts(registers: int | None, reports: int | None) -> PaperCounts | None:
    return None if registers is None or reports is None else PaperCounts(registers, reports)


_SHORT: Question[tuple[str]] = Question(
    lambda paper_id: Parcel.objects.filter(_is_short(), paper_id=paper_id).order_by("code").values_list("code")
)
