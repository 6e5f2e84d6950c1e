"""Reads of the papers that go with parcels: those of one, and the parcels of which some did not come."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from massicot.consignments.models import Parcel, ParcelEnclosure
from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.papers import AT_LEAST, PaperCounts, ParcelPapers
from massicot.exams.rules import RouteKind
from massicot.store.prepared import Question

_TO_COUNT = Q(closed_at__isnull=False, registers_came=None) & ~Q(route_kind=RouteKind.OUTSIDE)


def papers_of(parcel: Parcel) -> ParcelPapers:
    """Tell the papers of a parcel."""
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
