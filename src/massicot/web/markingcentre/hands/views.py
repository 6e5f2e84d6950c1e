"""What the pages show where a batch is handed to a marker, and where it is taken back."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, Taker
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules import BatchStanding
from massicot.web.markingcentre.access import BatchHere, MarkedPaper
from massicot.web.markingcentre.hands.forms import (
    HandOutForm,
    ReturnShortForm,
    SeenForm,
    TakeBackAloneForm,
    TakeBackForm,
)
from massicot.web.markingcentre.keys import pupil_key
from massicot.web.markingcentre.people import name_with_identifier
from massicot.web.markingcentre.withdrawn import shown_withdrawn
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import ListColumn, Listing, listing_of
from massicot.web.shared.refusals import sentence_of

TAKERS = (
    ListColumn("identifier", gettext_lazy("Marker")),
    ListColumn("name", gettext_lazy("Name"), order_by="person__surname"),
    ListColumn("institution", gettext_lazy("Institution"), order_by=exams.naming("institution_uai")),
    ListColumn(
        "holds", gettext_lazy("Holds now"), order_by=batches.count_held(), text=lambda taker: ", ".join(taker.holds)
    ),
)

ONE_STEP = (BatchStanding.COMPLETE, BatchStanding.DIFFERING)
"""How a batch stands of which its marker has typed all, and has still to lock."""


def page_of_hand_out(request: HttpRequest, here: BatchHere, refused: Forms) -> dict[str, Any]:
    """Gather a batch that is to go out, and to whom it may."""
    marked, batch = here.marked, here.batch
    is_told = batches.is_told(batch)
    form = refused.get("form") or _hand_out_form(request, is_told=is_told, is_alone=not refused)
    listing = _takers(request, marked, batch)
    return {
        "marked": marked,
        "batch": batch,
        "form": form,
        "is_told": is_told,
        "trouble": _trouble(),
        "listing": listing,
        "takers": _choices(listing),
        "taker": _taker(marked, str(form["marker"].value() or "")),
        "proposed_to": _taker(marked, batch.proposed_to),
        "is_locked": marks.is_locked(batch.pk),
        "holder": batch.taker if batch.is_out else "",
        "closed_at": _closed_at(marked, batch),
        "withdrawn": shown_withdrawn(marked, batches.withdrawn_of_batch(batch.pk)),
    }


def _hand_out_form(request: HttpRequest, *, is_told: bool, is_alone: bool) -> HandOutForm:
    """Make the form for whoever was chosen; the cursor is in it where nothing else of the page was refused."""
    chosen = request.GET.get("correcteur", "")
    form = HandOutForm(initial={"marker": chosen}, is_told=is_told, auto_id="form_%s")
    if is_alone:
        form.fields["counted" if chosen else "marker"].widget.attrs["autofocus"] = True
    return form


def _closed_at(marked: MarkedPaper, batch: Batch) -> datetime | None:
    """Tell since when nothing of a batch can be typed any more; None while its marker can, or will."""
    closes_at = marks.window_of_batch(marked.paper, batch.pk).closes_at
    return closes_at if timezone.now() >= closes_at else None


def _takers(request: HttpRequest, marked: MarkedPaper, batch: Batch) -> Listing:
    """List the markers of the session; whether own pupils forbid one the batch is said at the hand-over alone."""
    session_id = marked.paper.session_id
    return listing_of(
        request,
        f"correcteurs {batch.code}",
        TAKERS,
        markers.rows_of(session_id, exams.day_of(marked.paper.session, timezone.now())),
        search=("identifier", markers.has_in_name, markers.has_in_institution),
        display=partial(batches.takers_of, session_id),
    )


def _trouble() -> str:
    """Say why no batch can go out; nothing when it can."""
    try:
        pupil_key()
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


def _choices(listing: Listing) -> list[tuple[Taker, str]]:
    """Give the markers of a page, each with what choosing them is called."""
    choose = gettext("Choose %(name)s")
    return [(taker, choose % {"name": taker.name}) for taker in listing.rows]


def _taker(marked: MarkedPaper, identifier: str) -> str:
    """Write out the marker who was chosen or typed, before anything is given to them."""
    if not identifier.strip():
        return ""
    try:
        marker = markers.marker_by_identifier(marked.paper.session_id, identifier)
    except Refused:
        return ""
    return f"{markers.name_of(marker)} ({marker.identifier})"


def page_of_take_back(_request: HttpRequest, here: BatchHere, refused: Forms) -> dict[str, Any]:
    """Gather who has a batch; a form that was refused is shown as long as it was about that stay of the batch."""
    marked, batch = here.marked, here.batch
    stay = batches.open_hand_out(batch.pk)
    sent = next((form for form in refused.values() if isinstance(form, SeenForm)), None)
    is_old = sent is not None and not sent.is_about(stay.pk if stay else None)
    kept = {} if is_old else refused
    people = markers.markers_by_identifier(marked.paper.session_id, {stay.marker} if stay else set())
    apart = [row for row in batches.withdrawn_of_batch(batch.pk) if row.is_with_marker]
    standing = marks.standing_of(batch, marked.paper, timezone.now()) if stay else None
    return {
        "marked": marked,
        "batch": batch,
        "stay": stay,
        "taker": name_with_identifier(people, stay.marker) if stay else "",
        "both": kept.get("form") or _take_back_form(is_alone=not refused),
        "alone": kept.get("alone_form") or TakeBackAloneForm(auto_id="alone_%s"),
        "short": kept.get("short_form") or ReturnShortForm(auto_id="short_%s"),
        "refusals": sent.refusals if sent and is_old else [],
        "withdrawn": shown_withdrawn(marked, apart),
        "one_step": standing in ONE_STEP,
        "is_locked": standing is BatchStanding.LOCKED,
    }


def _take_back_form(*, is_alone: bool) -> TakeBackForm:
    """Make the form; the cursor belongs where something was refused."""
    form = TakeBackForm(auto_id="form_%s")
    if not is_alone:
        del form.fields["counted"].widget.attrs["autofocus"]
    return form
