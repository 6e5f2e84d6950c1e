"""Where is it: the story of a script, a parcel or a batch, within the reach of one marking centre, without a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.core import codes
from massicot.core.actor import Role
from massicot.core.refused import N_, Refused
from massicot.custody import queries as custody
from massicot.custody.rules import Act, ItemKind, Place
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.web.markingcentre.access import MarkedPaper, address_of, marked_paper_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.outcome import see
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.set_asides import shown_slips, slip_chapters

SENTENCES: dict[str, str] = {
    Act.NUMBERED: N_("Numbered and cut at {there}."),
    Act.BOXED: N_("Header strips boxed at {there}."),
    Act.PACKED: N_("Packed in the parcel {inside} at {there}."),
    Act.ADDED: N_("A header strip was found and put in its box at {there}."),
    Act.LEFT_OUT: N_("It was not there when the parcels of {there} were made."),
    Act.UNPACKED: N_("Taken out of its parcel at {there}."),
    Act.SENT: N_("{ref} left with {there}. Scripts counted: {count}."),
    Act.ARRIVED: N_("{ref} arrived at {there}."),
    Act.CAME_UNRECORDED: N_("{ref} arrived at {there}, and nobody had recorded that it left."),
    Act.NOT_ARRIVED: N_("The arrival of {ref} was taken back."),
    Act.TICKED: N_("Ticked at {there}."),
    Act.UNTICKED: N_("Its tick was taken back at {there}."),
    Act.DECLARED_MISSING: N_("Looked for and not found: declared missing."),
    Act.FOUND: N_("Found at {there}."),
    Act.STRAY: N_("Found in the parcel {found_in} at {there}."),
    Act.LOST: N_("{ref} was declared lost."),
    Act.MADE_UP: N_("{ref} was made up at {there}. Scripts: {count}."),
    Act.PUT_IN_BATCH: N_("Put in the batch {inside} at {there}."),
    Act.REGROUPED: N_("Moved into the batch {inside} at {there}: its batch was merged or split."),
    Act.TAKEN_OUT: N_("Taken out of its batch at {there}."),
    Act.HANDED_OUT: N_("{ref} was handed to the marker {there}. Scripts counted: {count}."),
    Act.WITHDRAWN: N_("Withdrawn from its batch by the exam office while {there} held it."),
    Act.PUT_ASIDE: N_("Withdrawn from its batch by the exam office and put aside at {there}."),
    Act.GIVEN_BACK: N_("Given back by its marker, by itself, at {there}."),
    Act.RELEASED: N_("Released by the exam office: in no batch, at {there}."),
    Act.SET_ASIDE: N_("Set aside under the slip {ref} at {there}."),
    Act.RETURNED: N_("{ref} came back to {there}. Scripts counted: {count}."),
    Act.PACKED_BACK: N_("{ref} was packed for the exam office, in the parcel {inside}."),
    Act.UNPACKED_BACK: N_("{ref} was taken out of its return parcel at {there}."),
    Act.SENT_BACK: N_("{ref} left for the exam office with {there}. Scripts counted: {count}."),
    Act.CAME_BACK: N_("{ref} arrived at the exam office."),
    Act.NOT_COME_BACK: N_("The arrival of {ref} at the exam office was taken back."),
    Act.TAKEN_IN: N_("{ref} was received at the exam office."),
    Act.NOT_TAKEN_IN: N_("The reception of {ref} at the exam office was taken back."),
    Act.LEFT_BEHIND: N_("{ref} was found at {there}: it had not been in its return parcel."),
    Act.PUT_IN_BOX: N_("{ref} was put in a box at the exam office."),
    Act.OUT_OF_BOX: N_("{ref} was taken out of its box at the exam office."),
    Act.SHELVED: N_("{ref} was put on a shelf of the exam office."),
    Act.TAKEN_DOWN: N_("{ref} was taken down from its shelf at the exam office."),
    Act.FETCHED: N_("{ref} was fetched from its box at the exam office."),
    Act.PUT_BACK: N_("{ref} was put back into its box at the exam office."),
    Act.DESTROYED: N_("{ref} was destroyed, once it was kept long enough."),
}
NOW: dict[str, str] = {
    Place.EXAM_CENTRE: N_("It is at the exam centre {there}."),
    Place.CARRIER: N_("It is on its way, with {there}."),
    Place.MARKING_CENTRE: N_("It is here, at {there}."),
    Place.SCAN_HUB: N_("It is at the scan hub {there}."),
    Place.OUTSIDE_CENTRE: N_("It is at {there}."),
    Place.MARKER: N_("It is with the marker {there}."),
    Place.ASIDE: N_("It is put aside for the exam office, at {there}."),
    Place.OFFICE: N_("It is at the exam office."),
    Place.SHELF: N_("It is at the exam office."),
    Place.DESTROYED: N_("It was kept long enough, and is destroyed."),
    Place.MISSING: N_("It is missing: search, then call the exam office."),
}


class OutOfReach(Refused):
    """A thing that never came to this centre, or that nobody knows."""

    sentence = N_("{ref} is not known to this centre: read it again; if it is in your hand, call the office.")


class BatchGone(Refused):
    """A batch that was made here and unmade again."""

    sentence = N_(
        "The batch {ref} was unmade on {at}: its mark sheet opens nothing, destroy it. Its scripts are in no batch, or "
        "in another: scan one of them here."
    )


class BatchWentOver(Refused):
    """A batch that was merged or split here."""

    sentence = N_(
        "The batch {ref} was merged or split on {at}: its scripts are in {codes}, its mark sheet opens nothing. Cross "
        "its password out."
    )


@dataclass(frozen=True, slots=True)
class StorySentence:
    """One event of a story."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingStory:
    """Where a thing is now, in what, and how it came there; `told_by` has the page: itself, or what announced it."""

    ref: str
    kind: ItemKind
    now: str
    inside: str
    chapters: list[StorySentence]
    told_by: str
    page: str


@require_safe
@require_role(Role.MARKING_CENTRE)
def where(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Tell the story of what was typed or scanned."""
    marked = marked_paper_or_404(request, uai, session, paper)
    scanned = read_scanned(request.GET.get("quoi", ""))
    sheet = codes.extra_sheet(scanned)
    typed = sheet.number if sheet else scanned
    if row := set_asides.find_set_aside(typed, marked.paper.pk, marked.uai):
        return see(address_of(marked, "set_aside", row.code))
    slips = set_asides.slips_of(codes.tidy_number(typed), marked.paper.pk)
    context: dict[str, Any] = {"marked": marked, "typed": typed, "story": None, "refusal": "", "now_in": []}
    context |= {"sheet": sheet, "slips": shown_slips(slips, lambda row: _page_of_slip(marked, row))}
    try:
        context["story"] = story_of(marked, typed, slips) if typed else None
    except Refused as refusal:
        # A script of another centre that was set aside here has no story here, and its slip has.
        context["refusal"] = "" if _is_here(marked, slips) else sentence_of(refusal)
        if isinstance(refusal, BatchWentOver):
            context["now_in"] = [(code, address_of(marked, "batch", code)) for code in _codes_of(refusal)]
    return render(request, "markingcentre/where.html", context, status=422 if context["refusal"] else 200)


def story_of(marked: MarkedPaper, typed: str, slips: Sequence[SetAside] = ()) -> MarkingStory:
    """Tell the story of a number with its slips, a parcel or a batch; raise BatchGone, BatchWentOver or OutOfReach."""
    ref = _batch_called(marked, typed) or codes.tidy_number(typed)
    kind = {"P-": ItemKind.PARCEL, "B-": ItemKind.BATCH}.get(ref[:2], ItemKind.SCRIPT)
    if kind is ItemKind.BATCH:
        _check_standing(marked, ref)
    item = custody.where(kind, ref)
    if item is None or not _is_within_reach(marked, kind, ref):
        raise OutOfReach(ref=typed)
    events = custody.story_of(kind, ref)
    names = _names(marked, {item.place_ref, *(event.to_ref for event in events)})
    chapters = [StorySentence(exams.local(marked.paper, event.at), _sentence(event, names)) for event in events]
    told = [StorySentence(exams.local(marked.paper, at), sentence) for at, sentence in slip_chapters(slips)]
    chapters = sorted([*chapters, *told], key=lambda chapter: chapter.at)
    now = gettext(NOW[item.place]).format(there=names.get(item.place_ref, item.place_ref))
    if item.place == Place.MISSING and (lying := next((row for row in slips if row.is_open), None)):
        sentence = gettext("It was missing, and lies under the slip {code} now: end the slip, do not look for it.")
        now = sentence.format(code=lying.code)
    inside = parcels.holder_now(ref, item.inside, marked.uai) if kind is ItemKind.SCRIPT else item.inside
    told_by = inside or _announced_in(kind, ref)
    return MarkingStory(
        ref=ref,
        kind=kind,
        now=now,
        inside=inside,
        chapters=chapters,
        told_by=told_by,
        page=_page_of(marked, told_by),
    )


def _page_of_slip(marked: MarkedPaper, row: SetAside) -> str:
    """Find the page of a slip; one of another centre has none here."""
    return address_of(marked, "set_aside", row.code) if row.centre_uai == marked.uai else ""


def _is_here(marked: MarkedPaper, slips: Iterable[SetAside]) -> bool:
    return any(row.centre_uai == marked.uai for row in slips)


def _batch_called(marked: MarkedPaper, typed: str) -> str:
    """Give the code of the batch that is called by its number alone: a script has eight digits and a letter."""
    batch = batches.find_typed_batch(typed, marked.paper.pk, marked.uai) if typed.isdecimal() else None
    return batch.code if batch else ""


def _codes_of(refusal: BatchWentOver) -> list[str]:
    return str(refusal.values["codes"]).split(", ")


def _check_standing(marked: MarkedPaper, ref: str) -> None:
    at = batches.unmade_since(ref, marked.paper.pk, marked.uai)
    if at is None:
        return
    local = exams.local(marked.paper, at)
    if regrouped := batches.find_regrouped(ref, marked.paper.pk, marked.uai):
        raise BatchWentOver(ref=ref, at=local, codes=batches.codes_now(regrouped.pk))
    raise BatchGone(ref=ref, at=local)


def _announced_in(kind: ItemKind, ref: str) -> str:
    """Find what tells of a thing that lies in nothing: the parcel of a script, or the thing itself."""
    announced = parcels.announcement_of(ref) if kind is ItemKind.SCRIPT else None
    return announced.parcel if announced else ref


def _names(marked: MarkedPaper, refs: set[str]) -> dict[str, str]:
    people = markers.markers_by_identifier(marked.paper.session_id, refs)
    called = {identifier: f"{markers.name_of(marker)} ({identifier})" for identifier, marker in people.items()}
    return exams.institution_names(refs) | called


def _page_of(marked: MarkedPaper, ref: str) -> str:
    page = {"P-": "parcel", "B-": "batch"}.get(ref[:2])
    if page == "parcel" and parcels.find_return(ref, marked.paper.pk, marked.uai):
        page = "return_parcel"
    return address_of(marked, page, ref) if page else ""


def _is_within_reach(marked: MarkedPaper, kind: ItemKind, ref: str) -> bool:
    if kind is ItemKind.PARCEL:
        if parcels.is_return(ref):
            return parcels.find_return(ref, marked.paper.pk, marked.uai) is not None
        parcel = parcels.parcel_by_code(ref)
        return (parcel.paper_id, parcel.destination_uai) == (marked.paper.pk, marked.uai)
    if kind is ItemKind.BATCH:
        batch = batches.batch_by_code(ref)
        return (batch.paper_id, batch.centre_uai) == (marked.paper.pk, marked.uai)
    announced = parcels.announcement_of(ref)
    return announced is not None and _is_within_reach(marked, ItemKind.PARCEL, announced.parcel)


def _sentence(event: Any, names: dict[str, str]) -> str:
    return gettext(SENTENCES[event.act]).format(
        # What is found at the exam office is at a place without a name of its own.
        there=names.get(event.to_ref, event.to_ref) or gettext("the exam office"),
        ref=event.ref,
        inside=event.inside,
        found_in=event.found_in,
        count=event.count,
    )
