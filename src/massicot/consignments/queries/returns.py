"""Reads of return parcels: one with what is in it, those of a paper or of a centre, in which a thing goes back."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Q, QuerySet

from massicot.consignments import models
from massicot.consignments.queries.parcels import parcel_by_code
from massicot.consignments.rules.return_arrivals import GoingBack, ReturnTick, going_back
from massicot.consignments.rules.returns import ContentKind, ReturnState, ReturnUnknown, return_state
from massicot.consignments.rules.seals import TROUBLES
from massicot.exams import queries as exams
from massicot.store.prepared import Question

ReturnParcel = models.ReturnParcel
ReturnContent = models.ReturnContent
"""The rows that other areas are handed and may name; the tables themselves are imported by this area only."""

_HELD = Question(lambda code: ReturnParcel.objects.select_for_update(of=("self",), no_key=True).filter(code=code))

_HERE = Q(arrived_at__isnull=False)
_STATES: dict[ReturnState, Q] = {
    ReturnState.MADE: Q(sent_at__isnull=True, arrived_at__isnull=True),
    ReturnState.ON_THE_WAY: Q(sent_at__isnull=False, lost_at__isnull=True, arrived_at__isnull=True),
    ReturnState.LOST: Q(lost_at__isnull=False, arrived_at__isnull=True),
    ReturnState.ARRIVED: _HERE & Q(closed_at__isnull=True),
    ReturnState.CLOSED: _HERE & Q(closed_at__isnull=False),
}
"""As massicot.consignments.rules.returns.return_state says, begun or not; a test holds them together."""


def return_by_code(code: str) -> ReturnParcel:
    """Fetch a return parcel; raise ReturnUnknown."""
    row = ReturnParcel.objects.filter(code=code.strip().upper()).first()
    if row is None:
        raise ReturnUnknown(code=code)
    return row


def hold_return(code: str) -> ReturnParcel:
    """Fetch a return parcel, held until the end of the transaction; raise ReturnUnknown."""
    row = _HELD.first(code=code.strip().upper())
    if row is None:
        raise ReturnUnknown(code=code)
    return row


def find_return(code: str, paper_id: int, centre_uai: str | None = None) -> ReturnParcel | None:
    """Fetch a return parcel of a paper, or of one of its marking centres; another's is not found."""
    rows = ReturnParcel.objects.filter(code=code.strip().upper(), paper_id=paper_id)
    return (rows if centre_uai is None else rows.filter(centre_uai=centre_uai)).first()


def paper_of_parcel(code: str) -> int:
    """Tell of which paper a parcel is, whichever way it goes; raise ParcelUnknown."""
    paper_id: int | None = ReturnParcel.objects.filter(code=code).values_list("paper_id", flat=True).first()
    return parcel_by_code(code).paper_id if paper_id is None else paper_id


def is_return(code: str) -> bool:
    """Say whether a code is that of a return parcel."""
    return ReturnParcel.objects.filter(code=code).exists()


def returns_of(paper_id: int, centre_uai: str | None = None) -> list[ReturnParcel]:
    """List the return parcels of a paper, or of one of its marking centres, in the order in which they were made."""
    rows = ReturnParcel.objects.filter(paper_id=paper_id)
    return list((rows if centre_uai is None else rows.filter(centre_uai=centre_uai)).order_by("centre_uai", "pk"))


def named_returns(paper_id: int) -> QuerySet[Any]:
    """List the return parcels of a paper, by code, each with the `uai` and the `name` of its marking centre."""
    rows = ReturnParcel.objects.filter(paper_id=paper_id).order_by("code")
    named: QuerySet[Any] = rows.annotate(uai=F("centre_uai"), name=exams.naming("centre_uai"))
    return named


def in_return(parcel: ReturnParcel) -> list[ReturnContent]:
    """List what is in a return parcel: by specialty, batches in their order, then scripts."""
    return list(parcel.contents.order_by("specialty_code", "kind", "ref"))


def return_ticks(parcel: ReturnParcel) -> Counter[ReturnTick]:
    """Count what is in a return parcel by its tick."""
    counted = parcel.contents.order_by().values_list("tick").annotate(count=Count("pk"))
    return Counter({ReturnTick(tick): count for tick, count in counted})


def returning(refs: Collection[str]) -> dict[str, str]:
    """Map those of some batches and scripts that are in a return parcel to its code, received or not."""
    return {ref: parcel for ref, (_, parcel) in going_back_in(refs).items()}


def returned_from(paper_id: int, centre_uai: str | None = None) -> dict[str, ReturnContent]:
    """Map what is in the return parcels of a paper, or of one of its centres, to what is said of it; each once."""
    rows = _standing().filter(parcel__paper_id=paper_id)
    own = rows if centre_uai is None else rows.filter(parcel__centre_uai=centre_uai)
    return {row.ref: row for row in own}


def going_back_of(refs: Collection[str]) -> dict[str, GoingBack]:
    """Map those of some batches and scripts that are in a return parcel to how far each is on its way."""
    return {ref: how_far for ref, (how_far, _) in going_back_in(refs).items()}


def going_back_in(refs: Collection[str]) -> dict[str, tuple[GoingBack, str]]:
    """Map those of some things that are in a return parcel to how far each is on its way, and to that parcel."""
    rows = _standing().filter(ref__in=refs) if refs else ()
    return {row.ref: (going_back(ReturnTick(row.tick), _unbegun(row.parcel)), row.parcel.code) for row in rows}


def batches_gone(paper_id: int, centre_uai: str) -> QuerySet[Any]:
    """List the batches that left a marking centre in a return parcel, by code, for a question about batches."""
    rows = ReturnContent.objects.filter(parcel__paper_id=paper_id, parcel__centre_uai=centre_uai)
    has_left = Q(parcel__sent_at__isnull=False) | Q(parcel__arrived_at__isnull=False)
    gone: QuerySet[Any] = rows.filter(has_left, kind=ContentKind.BATCH).exclude(tick=ReturnTick.LEFT_BEHIND)
    return gone.order_by().values("ref")


class ReturnedThing(NamedTuple):
    """One thing in a return parcel: how many scripts it is, its tick, and how far its parcel is."""

    ref: str
    kind: str
    specialty_code: str
    scripts: int
    tick: str
    parcel: str
    centre_uai: str
    carrier: str
    tracking: str
    sent_at: datetime | None
    arrived_at: datetime | None
    closed_at: datetime | None
    lost_at: datetime | None

    @property
    def going_back(self) -> GoingBack:
        """Say where it is; whether its parcel is being looked through changes nothing."""
        return going_back(ReturnTick(self.tick), _unbegun(self))


def things_returned(paper_id: int) -> list[ReturnedThing]:
    """List what is in the return parcels of a paper, each thing once, by its code or number."""
    return [ReturnedThing(*row) for row in _THINGS.ask(paper_id=paper_id)]


_OF_PARCEL = ("code", "centre_uai", "carrier", "tracking", "sent_at", "arrived_at", "closed_at", "lost_at")
_THINGS: Question[Any] = Question(
    lambda paper_id: (
        ReturnContent.objects.exclude(tick=ReturnTick.LEFT_BEHIND)
        .filter(parcel__paper_id=paper_id)
        .order_by("ref")
        .values_list("ref", "kind", "specialty_code", "count", "tick", *(f"parcel__{name}" for name in _OF_PARCEL))
    )
)


def returns_in(state: ReturnState) -> QuerySet[ReturnParcel]:
    """Find the return parcels in one state, in no order; those that are looked through are among those that arrived."""
    return ReturnParcel.objects.filter(_STATES[state]).order_by()


def made_rows() -> QuerySet[ReturnParcel]:
    """Find the return parcels that are made and have not left."""
    return returns_in(ReturnState.MADE)


def codes_on_the_road(paper_ids: Collection[int]) -> list[str]:
    """List the return parcels of some papers that left and did not arrive, by code; one that is lost is not."""
    rows = returns_in(ReturnState.ON_THE_WAY).filter(paper_id__in=paper_ids).order_by("code")
    return list(rows.values_list("code", flat=True))


def open_return_seal_troubles() -> QuerySet[ReturnParcel]:
    """Find the return parcels whose seal was not as told, and of which the exam office said no end."""
    return ReturnParcel.objects.filter(seal_verdict__in=TROUBLES, seal_end="").order_by()


def received_rows() -> QuerySet[ReturnContent]:
    """Find what was received out of return parcels."""
    return ReturnContent.objects.filter(tick=ReturnTick.RECEIVED).order_by()


def lacking_rows() -> QuerySet[ReturnContent]:
    """Find what is missing from return parcels that arrived, and is looked for: it may have been left behind.

    What the exam office has decided of is not among it.
    """
    return _missing().filter(is_given_up=False)


def is_returning(ref: Any) -> Exists:
    """Ask whether a thing is in a return parcel, or was received out of one, for a question about things."""
    return Exists(ReturnContent.objects.filter(ref=ref).exclude(tick=ReturnTick.LEFT_BEHIND))


def has_ended(ref: Any) -> Exists:
    """Ask whether a thing came back to the exam office, or is lost on its way there, for a question about things."""
    is_over = Q(parcel__closed_at__isnull=False) | Q(parcel__lost_at__isnull=False, parcel__arrived_at__isnull=True)
    ended = Q(tick=ReturnTick.RECEIVED) | Q(is_over, tick=ReturnTick.MISSING)
    return Exists(ReturnContent.objects.filter(ended, ref=ref))


def empty_returns(parcels: Collection[ReturnParcel]) -> set[str]:
    """Name those of some return parcels that are closed and of which nothing was received, by code."""
    closed = {parcel.pk: parcel.code for parcel in parcels if parcel.closed_at is not None}
    if not closed:
        return set()
    rows = received_rows().filter(parcel__in=list(closed))
    for parcel_id in set(rows.values_list("parcel_id", flat=True).distinct()):
        del closed[parcel_id]
    return set(closed.values())


def missing_from_returns(paper_id: int) -> list[ReturnContent]:
    """List what is missing from return parcels of a paper that arrived, each with its parcel, by parcel."""
    rows = _missing().filter(parcel__paper_id=paper_id)
    return list(rows.select_related("parcel").order_by("parcel__code", "kind", "ref"))


def kinds_in(parcel: ReturnParcel, *ticks: ReturnTick) -> dict[str, ContentKind]:
    """Map what is in a return parcel and has one of some ticks to its kind."""
    rows = parcel.contents.filter(tick__in=ticks).order_by("kind", "ref")
    return {ref: ContentKind(kind) for ref, kind in rows.values_list("ref", "kind")}


def return_seals_beside(parcel: ReturnParcel) -> dict[str, str]:
    """Map the seals of the other return parcels of a paper and centre to their codes."""
    others = ReturnParcel.objects.filter(paper_id=parcel.paper_id, centre_uai=parcel.centre_uai).exclude(pk=parcel.pk)
    return dict(others.exclude(seal="").values_list("seal", "code"))


def _missing() -> QuerySet[ReturnContent]:
    return ReturnContent.objects.filter(tick=ReturnTick.MISSING, parcel__arrived_at__isnull=False).order_by()


def _unbegun(parcel: ReturnParcel | ReturnedThing) -> ReturnState:
    """Tell how far a return parcel is, for where whether it is looked through changes nothing."""
    return return_state(
        sent_at=parcel.sent_at,
        lost_at=parcel.lost_at,
        arrived_at=parcel.arrived_at,
        closed_at=parcel.closed_at,
        is_begun=False,
    )


def _standing() -> QuerySet[ReturnContent]:
    return ReturnContent.objects.select_related("parcel").exclude(tick=ReturnTick.LEFT_BEHIND)
