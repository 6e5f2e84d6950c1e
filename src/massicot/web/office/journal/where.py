"""Where is it: the story of a script, a parcel or a batch, over all centres: by number and place, never by name."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.batches import queries as batches
from massicot.batches.rules import BatchUnknown
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.consignments import queries as parcels
from massicot.consignments.rules.rungs import LEFT_OUT, MISSING_SCRIPT, NOT_IN_BOX
from massicot.core import codes
from massicot.core.actor import Role
from massicot.core.refused import N_, Refused
from massicot.custody import queries as custody
from massicot.custody import rules
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind
from massicot.markers import queries as markers
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.shelves import queries as shelves
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from massicot.shelves.rules.slips import SlipState, is_late
from massicot.web.office.ladder.gaps import ShownDecision, shown_decision
from massicot.web.shared.access import require_role
from massicot.web.shared.instants import day
from massicot.web.shared.outcome import REFUSED, see
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.set_asides import shown_slips, slip_chapters

KINDS = {"P-": rules.ItemKind.PARCEL, "B-": rules.ItemKind.BATCH, "S-": rules.ItemKind.STRIPS, "X-": rules.ItemKind.BOX}
"""What the first signs of a code say it is; whatever has none of them is the number of a script."""

_PAPERS: Mapping[rules.ItemKind, Callable[[str], int]] = {
    rules.ItemKind.SCRIPT: lambda ref: scripts.script_by_number(ref).paper_id,
    rules.ItemKind.PARCEL: parcels.paper_of_parcel,
    rules.ItemKind.BATCH: lambda ref: batches.batch_by_code(ref).paper_id,
    rules.ItemKind.BOX: shelves.paper_of_box,
}


class RankAlone(Refused):
    """A few digits: the number of a batch in each paper."""

    sentence = N_(
        "“{rank}” alone is the number of a batch in every paper: type its code, B-…, or open the batches of its paper. "
        "A script has eight digits and a letter."
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event of a story: when, what was done to what, where it was then, how many scripts were counted."""

    at: datetime
    act: str
    ref: str
    end: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a missing script leads to: the parcel that announced it, its gap on the ladder, the slip on it.

    In no parcel, it was not there when the parcels of `centre` were made, as `signed_by` signed; or it came back, and
    `is_unboxed`: it was to be fetched from its box at the exam office.
    """

    parcel: str
    gap: str
    is_decided: bool
    slip: str = ""
    signed_by: str = ""
    centre: exams.Contact | None = None
    is_unboxed: bool = False


class TakenOut(NamedTuple):
    """Who of the exam office has a script that was fetched from its box, and by when it is to be back."""

    holder: str
    due_on: str
    is_late: bool


class ParcelLack(NamedTuple):
    """What a parcel lacks, by number: declared missing at its arrival; not there when its centre made its parcels."""

    missing: list[str]
    left_out: list[str]
    centre: exams.Contact


class GapDecisions(NamedTuple):
    """What was decided of the gaps of one name of a script, and the page of that gap."""

    address: str
    decisions: list[ShownDecision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Where a thing is now, in what, and how it came there; `is_in_reception`: a script in a parcel that is ticked."""

    ref: str
    kind: rules.ItemKind
    now: str
    inside: str
    chapters: list[Chapter]
    paper: exams.Paper | None
    is_in_reception: bool = False
    missed: Missed | None = None
    taken_out: TakenOut | None = None
    decided: list[GapDecisions] = field(default_factory=list)
    strip: results.KeptStrip | None = None
    strip_place: str = ""
    lacking: ParcelLack | None = None
    is_back: bool = False
    """Whether it is a parcel that goes back from its marking centre, which has a page of its own."""
    strips: results.BoxOfStrips | None = None
    """What became of it, of a box of header strips."""
    sheets: BoxedSheets | None = None
    """What it holds, of a box of mark sheets."""
    boxed: shelves.BoxedNow | None = None
    """What lies in it now, of a box of scripts, and of a batch of which scripts were destroyed."""


def story_of(typed: str, slips: Sequence[SetAside] = ()) -> Story:
    """Tell the story of a number with its slips, or of a code; raise NeverSeen, NumberMistyped or NumberUnknown."""
    ref = typed.strip().upper()
    kind = KINDS.get(ref[:2], rules.ItemKind.SCRIPT)
    if kind is rules.ItemKind.SCRIPT and typed.strip().isdecimal() and len(typed.strip()) <= batches.LONGEST_RANK:
        raise RankAlone(rank=typed.strip())
    if kind is rules.ItemKind.SCRIPT:
        ref = scripts.script_by_number(typed).number
    paper = _paper_of(kind, ref)
    item = custody.where(kind, ref)
    if item is None and kind is rules.ItemKind.BATCH:
        _check_batch(ref)
    if item is None and kind is rules.ItemKind.BOX:
        shelves.paper_of_box(ref)
    if item is None:
        return _before_the_day(ref, paper) if kind is rules.ItemKind.SCRIPT else _never_seen(typed)
    events = custody.story_of(kind, ref)
    names = _names(paper, {item.place_ref, *(event.to_ref for event in events)})
    now = _place(item.place, item.place_ref, names)
    chapters = [_chapter(event, paper, names) for event in events]
    told = [_slip_chapter(at, sentence, ref, paper) for at, sentence in slip_chapters(slips)]
    chapters = sorted([*chapters, *told], key=lambda chapter: chapter.at)
    is_script = kind is rules.ItemKind.SCRIPT
    fetch_slip = shelves.open_slip_of(ref) if is_script else None
    is_missing = is_script and item.place == rules.Place.MISSING
    is_missing = is_missing and (fetch_slip is not None or not parcels.returning([ref, item.inside]))
    missed = _lack_of(ref, paper, slips, fetch_slip) if is_missing and paper else None
    decided = _decisions_on(ref, paper) if is_script and paper else []
    strip = results.strip_box(ref) if is_script else None
    place = f"{gettext(strip.spot.words)} {strip.spot.name}" if strip else ""
    is_outward = kind is rules.ItemKind.PARCEL and not parcels.is_return(ref)
    lacking = _lacking(ref) if is_outward and paper else None
    is_back = kind is rules.ItemKind.PARCEL and not is_outward
    return Story(
        ref=ref,
        kind=kind,
        now=now,
        inside=item.inside,
        is_in_reception=is_script and parcels.is_in_reception(item.inside),
        chapters=chapters,
        paper=paper,
        missed=missed,
        taken_out=_taken_out(fetch_slip, paper) if fetch_slip and paper else None,
        decided=decided,
        strip=strip,
        strip_place=place,
        lacking=lacking,
        is_back=is_back,
        strips=results.box_of_strips(ref) if kind is rules.ItemKind.STRIPS else None,
        sheets=shelves.sheets_of_box(ref) if kind is rules.ItemKind.BOX else None,
        boxed=_boxed(kind, ref),
    )


def _boxed(kind: rules.ItemKind, ref: str) -> shelves.BoxedNow | None:
    """Count what lies in a box now; in a batch only where some of it was destroyed, as its last event does not say."""
    if kind not in (rules.ItemKind.BOX, rules.ItemKind.BATCH):
        return None
    boxed = shelves.boxed_now(ref)
    return boxed if boxed and boxed.scripts and (boxed.certificate or kind is rules.ItemKind.BOX) else None


def _lacking(code: str) -> ParcelLack | None:
    """List what a parcel of numbered scripts lacks; None when nothing does."""
    parcel = parcels.parcel_by_code(code)
    missing = parcels.numbers_missing([parcel.pk]).get(parcel.pk, [])
    is_numbered = parcel.route_kind == RouteKind.ON_SITE
    left_out = list(parcels.left_out_at(parcel.paper_id, parcel.centre_uai)) if is_numbered else []
    return ParcelLack(missing, left_out, exams.contact_of(parcel.centre_uai)) if missing or left_out else None


def _decisions_on(number: str, paper: exams.Paper) -> list[GapDecisions]:
    """List what the office decided of a script, whether it still lacks or not."""
    rows = groupby(results.decisions_on_script(paper, number), key=lambda row: row.key)
    return [GapDecisions(_gap_address(paper, key), [shown_decision(row) for row in some]) for key, some in rows]


def _gap_address(paper: exams.Paper, key: str) -> str:
    return reverse("office:decide_gap", args=[paper.session.code, paper.code], query={"key": key})


def _taken_out(slip: shelves.Slip, paper: exams.Paper) -> TakenOut | None:
    """Say who has a script that is out of its box; None while it waits, or is missing."""
    if slip.state != SlipState.OUT or slip.due_on is None:
        return None
    today = exams.local(paper, timezone.now()).date()
    return TakenOut(slip.holder, day(slip.due_on), is_late(slip.due_on, today))


def _lack_of(number: str, paper: exams.Paper, slips: Sequence[SetAside], fetch_slip: shelves.Slip | None) -> Missed:
    if fetch_slip is not None:
        gap = _gap_address(paper, NOT_IN_BOX.key(number))
        is_decided = results.decision_on_unboxed(paper, number) is not None
        return Missed(parcel="", gap=gap, is_decided=is_decided, is_unboxed=True)
    announced = parcels.announcement_of(number)
    if batches.open_shortage(number):
        key = MISSING_FROM_BATCH.key(number)
    else:
        key = (MISSING_SCRIPT if announced else LEFT_OUT).key(number)
    signed_by = "" if announced else parcels.left_out_of(paper.pk).get(number, "")
    return Missed(
        parcel=announced.parcel if announced else "",
        gap=_gap_address(paper, key),
        is_decided=results.decision_on_missing(paper, number) is not None,
        slip=next((row.code for row in slips if row.is_open), ""),
        signed_by=signed_by,
        centre=exams.contact_of(scripts.script_by_number(number).centre_uai) if signed_by else None,
    )


def _check_batch(code: str) -> None:
    """Refuse a batch that was unmade or regrouped with where its scripts are; one never made is never seen."""
    with suppress(BatchUnknown):
        batches.batch_by_code(code)


def _never_seen(typed: str) -> Story:
    raise rules.NeverSeen(ref=typed)


def _before_the_day(number: str, paper: exams.Paper | None) -> Story:
    """Say of a number that is drawn and not yet cut on which centre's labels it stands."""
    centre = exams.institution_name(scripts.script_by_number(number).centre_uai)
    sentence = gettext("label of the centre {centre}; its day is not closed yet").format(centre=centre)
    return Story(ref=number, kind=rules.ItemKind.SCRIPT, now=sentence, inside="", chapters=[], paper=paper)


def _paper_of(kind: rules.ItemKind, ref: str) -> exams.Paper | None:
    """Find the paper of a thing; boxes of strips and batches that were unmade are told without one."""
    try:
        return exams.paper_by_id(_PAPERS[kind](ref)) if kind in _PAPERS else None
    except Refused:
        return None


def _names(paper: exams.Paper | None, refs: set[str]) -> dict[str, str]:
    people = markers.markers_by_identifier(paper.session_id, refs) if paper else {}
    called = {identifier: f"{markers.name_of(marker)} ({identifier})" for identifier, marker in people.items()}
    return exams.institution_names(refs) | called


def _chapter(event: Any, paper: exams.Paper | None, names: Mapping[str, str]) -> Chapter:
    at = exams.local(paper, event.at) if paper else localtime(event.at)
    place = _place(event.to_place, event.to_ref, names)
    holder = event.inside or event.found_in
    end = f"{place} ({holder})" if holder else place
    return Chapter(at, gettext(rules.ACTS[event.act]), event.ref, end, event.count)


def _slip_chapter(at: datetime, sentence: str, number: str, paper: exams.Paper | None) -> Chapter:
    return Chapter(exams.local(paper, at) if paper else localtime(at), sentence.removesuffix("."), number, "", 1)


def _place(place: str, ref: str, names: Mapping[str, str]) -> str:
    return f"{gettext(rules.PLACES[place])} {names.get(ref, ref)}".strip()


@require_safe
@require_role(Role.OFFICE)
def where(request: HttpRequest) -> HttpResponse:
    """Tell the story of what was typed or scanned."""
    scanned = read_scanned(request.GET.get("quoi", ""))
    sheet = codes.extra_sheet(scanned)
    typed = sheet.number if sheet else scanned
    if row := set_asides.find_anywhere(typed):
        return see(_page_of(row))
    slips = set_asides.slips_of(codes.tidy_number(typed))
    context: dict[str, Any] = {"typed": typed, "sheet": sheet, "story": None, "refusal": ""}
    context["slips"] = shown_slips(slips, _page_of)
    try:
        context["story"] = story_of(typed, slips) if typed else None
    except Refused as refusal:
        # A number that was never drawn here has no story, and may have a slip.
        context["refusal"] = "" if slips else sentence_of(refusal)
    return render(request, "office/journal/where.html", context, status=REFUSED if context["refusal"] else 200)


def _page_of(row: SetAside) -> str:
    return reverse("office:set_aside", args=[row.paper.session.code, row.paper.code, row.code])
