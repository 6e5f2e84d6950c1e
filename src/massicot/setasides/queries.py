"""Reads of scripts set aside: of a centre, of a paper, one by its slip or number; how many have no end."""

from collections import Counter
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.custody.rules import Place, Spot
from massicot.documents import set_aside_slip
from massicot.exams import queries as exams
from massicot.setasides import models, rules
from massicot.setasides.rules import SlipEnd
from massicot.store.prepared import Question

SetAside = models.SetAside
"""The row that the desks are handed and may name; the table itself is imported by this area only."""

_OPEN = SetAside.objects.filter(ending=SlipEnd.OPEN)


class OpenSlips(NamedTuple):
    """By centre and paper: slips without an end; missing scripts that lie under one, here or in another centre.

    `sought` are missing from a parcel of the centre, `short` from a batch. `coming` were sent on to the centre, which
    has not said whether they came; `lost` it had sent on, and they never came.
    """

    aside: Counter[tuple[str, int]]
    sought: Counter[tuple[str, int]]
    short: Counter[tuple[str, int]]
    coming: Counter[tuple[str, int]]
    lost: Counter[tuple[str, int]]


class Concern(StrEnum):
    """How a script concerns an exam centre: looked for as its parcel misses it or was made without it, or set aside."""

    MISSING = "missing"
    LEFT_OUT = "left-out"
    TO_ACKNOWLEDGE = "to-acknowledge"


class ConcerningScript(NamedTuple):
    """A script that concerns an exam centre: how, its parcel if one misses it, the slip on it and at which centre."""

    concern: Concern
    paper_id: int
    uai: str
    parcel_id: int
    number: str
    specialty_code: str
    slip: str
    slip_at: str


class Lying(NamedTuple):
    """Where a script lies that is looked for: under which slip, at which marking centre, its name and town."""

    slip: str
    uai: str
    centre: str


def _missed_at(rows: QuerySet[Any], centre: str) -> Coalesce:
    """Name the centre that misses the script of a slip, by rows about numbers; empty where none does."""
    missed = rows.filter(number=OuterRef("number")).order_by().values(centre)[:1]
    return Coalesce(Subquery(missed), Value(""))


def with_slips(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Tell beside rows about numbers under which slip each lies (`slip`), at which centre (`slip_at`); or nothing."""
    lying = _OPEN.filter(number=OuterRef("number")).order_by("pk")
    told: QuerySet[Any, Any] = rows.annotate(
        slip=Coalesce(Subquery(lying.values("code")[:1]), Value("")),
        slip_at=Coalesce(Subquery(lying.values("centre_uai")[:1]), Value("")),
    )
    return told


def _slips() -> QuerySet[Any, Any]:
    aside = _OPEN.order_by().annotate(
        sought=_missed_at(parcels.missing_rows().filter(is_given_up=False), "parcel__destination_uai"),
        short=_missed_at(batches.undecided_rows(), "batch__centre_uai"),
    )
    nobody = [Value("")] * 3
    coming = _under_way().filter(never_came_at=None).values_list(Value("coming"), "told_uai", "paper_id", *nobody)
    rows: QuerySet[Any, Any] = aside.values_list(
        Value("aside"), "centre_uai", "paper_id", "number", "sought", "short"
    ).union(coming, astray_rows().values_list(Value("lost"), "centre_uai", "paper_id", *nobody), all=True)
    return rows


def _under_way() -> QuerySet[SetAside]:
    return SetAside.objects.filter(told_uai__gt="", ending=SlipEnd.FORWARDED, acknowledged_at=None).order_by()


def astray_rows() -> QuerySet[SetAside]:
    """Find what was sent on to another marking centre, never came there, and was not set aside anew since."""
    since = SetAside.objects.filter(follows=OuterRef("code"))
    return _under_way().filter(~Exists(since), never_came_at__isnull=False)


_OPEN_SLIPS: Question[tuple[str, str, int, str, str, str]] = Question(_slips)
_CODES: Question[tuple[str]] = Question(
    lambda paper_id: SetAside.objects.filter(paper_id=paper_id).order_by("sequence").values_list("code")
)


def _concerning(paper_ids: Collection[int], uais: Collection[str]) -> QuerySet[Any, Any]:
    missing = with_slips(
        # What its marking centre had received is no longer looked for in the rooms where it was written.
        parcels.missing_rows().filter(parcel__paper_id__in=paper_ids, parcel__centre_uai__in=uais, lost_here=False)
    ).order_by()
    left_out = with_slips(parcels.left_out_rows(paper_ids, uais)).order_by()
    told = SetAside.objects.filter(told_uai__in=uais, paper_id__in=paper_ids, acknowledged_at__isnull=True)
    told = told.exclude(ending=SlipEnd.FORWARDED).order_by()
    of_parcel = _columns(Concern.MISSING, "parcel__paper_id", "parcel__centre_uai", F("parcel_id"), F("specialty_code"))
    of_centre = _columns(Concern.LEFT_OUT, "paper_id", "centre_uai", Value(0), F("specialty_code"))
    of_end = _columns(Concern.TO_ACKNOWLEDGE, "paper_id", "told_uai", Value(0), Value(""))
    rows: QuerySet[Any, Any] = missing.values_list(*of_parcel, F("slip"), F("slip_at")).union(
        left_out.values_list(*of_centre, F("slip"), F("slip_at")),
        told.values_list(*of_end, Value(""), Value("")),
        all=True,
    )
    return rows


def _columns(concern: Concern, paper: str, uai: str, parcel: Any, specialty: Any) -> list[Any]:
    return [Value(concern.value), F(paper), F(uai), Cast(parcel, BigIntegerField()), F("number"), specialty]


CONCERNING: Question[tuple[str, int, str, int, str, str, str, str]] = Question(_concerning)
"""What is looked for at some exam centres, and what waits to be acknowledged there; `concerns_of` reads it."""


def concerns_of(rows: Iterable[tuple[Any, ...]]) -> list[ConcerningScript]:
    """Read what concerns exam centres, by number."""
    read = (ConcerningScript(Concern(concern), *columns) for concern, *columns in rows)
    return sorted(read, key=lambda row: row.number)


def set_asides_at(paper_id: int, centre_uai: str | None = None) -> list[SetAside]:
    """List what was set aside of a paper, or in one of its centres: what has no end first, the last written first."""
    rows = SetAside.objects.filter(paper_id=paper_id)
    own = rows if centre_uai is None else rows.filter(centre_uai=centre_uai)
    return sorted(own.order_by("-pk"), key=lambda row: not row.is_open)


def find_set_aside(code: str, paper_id: int, centre_uai: str | None = None) -> SetAside | None:
    """Fetch what lies under a slip of a paper, or of one of its centres; another's is not found."""
    rows = SetAside.objects.filter(code=code.strip().upper(), paper_id=paper_id)
    return (rows if centre_uai is None else rows.filter(centre_uai=centre_uai)).first()


def find_anywhere(code: str) -> SetAside | None:
    """Fetch what lies under a slip of any paper, with the paper and its session."""
    return SetAside.objects.select_related("paper__session").filter(code=code.strip().upper()).first()


def set_aside_by_code(code: str) -> SetAside:
    """Fetch what lies under a slip; raise SetAsideUnknown."""
    row = SetAside.objects.filter(code=code.strip().upper()).first()
    if row is None:
        raise rules.SetAsideUnknown(code=code)
    return row


def slip_of(number: str, paper_id: int) -> str:
    """Name the slip under which a script of a number lies; empty where none does."""
    rows = _OPEN.filter(number=number, paper_id=paper_id).values_list("code", flat=True) if number else ()
    return next(iter(rows), "")


def slip_given(number: str, paper_id: int) -> str:
    """Name the slip whose script was given a number of the reserve; empty where none was."""
    rows = SetAside.objects.filter(paper_id=paper_id, ending=SlipEnd.SPARE, ending_ref=number)
    return rows.values_list("code", flat=True).first() or ""


def slips_of(number: str, paper_id: int | None = None) -> list[SetAside]:
    """List the slips that a number had, of a paper or of any, oldest first, each with its paper."""
    rows = SetAside.objects.select_related("paper__session").filter(number=number).order_by("pk") if number else ()
    return [row for row in rows if paper_id in (None, row.paper_id)]


def lying(paper_id: int) -> dict[str, SetAside]:
    """Map the numbers of a paper that lie under a slip to it, the first of each."""
    rows = _OPEN.filter(paper_id=paper_id, number__gt="").order_by("-pk")
    return {row.number: row for row in rows}


def lying_among(numbers: Collection[str]) -> dict[str, SetAside]:
    """Map those of some numbers that lie under a slip to it."""
    return {row.number: row for row in _OPEN.filter(number__in=numbers).order_by("-pk")} if numbers else {}


def ended_in(ref: str) -> list[SetAside]:
    """List the slips whose script came to a parcel or to a batch, oldest first."""
    return list(SetAside.objects.filter(ending__in=(SlipEnd.PARCEL, SlipEnd.BATCH), ending_ref=ref).order_by("pk"))


def ends_told(paper_id: int, exam_centre_uai: str) -> list[SetAside]:
    """List the ends that concern an exam centre, those that it has not acknowledged first."""
    rows = SetAside.objects.filter(paper_id=paper_id, told_uai=exam_centre_uai).exclude(ending=SlipEnd.FORWARDED)
    return sorted(rows.order_by("-pk"), key=lambda row: not row.is_to_acknowledge)


def sent_on(paper_id: int, marking_centre_uai: str) -> QuerySet[SetAside]:
    """Find what was sent on to a marking centre of a paper, whether it came or not."""
    return SetAside.objects.filter(paper_id=paper_id, told_uai=marking_centre_uai, ending=SlipEnd.FORWARDED)


def followed_by(code: str) -> list[str]:
    """List the slips of a script that came back after it had its end, oldest first."""
    return list(SetAside.objects.filter(follows=code).order_by("pk").values_list("code", flat=True))


def open_rows() -> QuerySet[SetAside]:
    """Find what is set aside without an end."""
    return _OPEN.all()


def open_slips() -> OpenSlips:
    """Count by centre and paper the scripts set aside that have no end, the missing ones among them, those sent on."""
    rows = _OPEN_SLIPS.ask()
    aside, coming, lost = ([row[1:] for row in rows if row[0] == kind] for kind in ("aside", "coming", "lost"))
    sought = {(uai, paper_id, number) for _, paper_id, number, uai, _ in aside if uai}
    short = {(uai, paper_id, number) for _, paper_id, number, _, uai in aside if uai}
    return OpenSlips(
        *(Counter((uai, paper_id) for uai, paper_id, *_ in some) for some in (aside, sought, short, coming, lost))
    )


def codes_open(paper_id: int) -> list[str]:
    """List the slips of a paper that have no end, in order."""
    return list(_OPEN.filter(paper_id=paper_id).order_by("sequence").values_list("code", flat=True))


def codes_unsettled(paper_id: int, centre_uai: str) -> list[str]:
    """List the slips of a paper that wait for a marking centre: without an end, on their way to it, lost from it."""
    coming = _under_way().filter(never_came_at=None, told_uai=centre_uai)
    here = (_OPEN.filter(centre_uai=centre_uai), astray_rows().filter(centre_uai=centre_uai), coming)
    first, *others = (rows.filter(paper_id=paper_id).order_by().values_list("code", flat=True) for rows in here)
    return list(first.union(*others))


def codes_of(paper_id: int) -> list[str]:
    """List every slip of a paper, in order."""
    return [code for (code,) in _CODES.ask(paper_id=paper_id)]


def last_sequence(paper_id: int) -> int:
    """Tell the highest number ever given to a slip of a paper; 0 before the first."""
    return SetAside.objects.filter(paper_id=paper_id).aggregate(last=Max("sequence"))["last"] or 0


def slip_document(row: SetAside) -> bytes:
    """Print the slip of a script that is or was set aside."""
    paper = exams.paper_by_id(row.paper_id)
    return set_aside_slip.make_slip(
        set_aside_slip.SetAsideSlip(
            heading=exams.heading_of(paper),
            code=row.code,
            marking_centre=exams.place_of(row.centre_uai),
            oddity=row.oddity,
            number=row.number,
            found_in=row.found_in,
            place=row.place,
            remark=row.remark,
            follows=row.follows,
            opened_at=exams.local(paper, row.opened_at),
            ends=[ending.value for ending in rules.ENDS[rules.Oddity(row.oddity)]],
        )
    )


def spot_of(centre_uai: str) -> Spot:
    """Name the place where a centre puts things aside, as the ledger does."""
    return Spot(Place.ASIDE, centre_uai)


def subject_of(code: str) -> str:
    """Name a script set aside as the journal does."""
    return f"aside:{code}"
