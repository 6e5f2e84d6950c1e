"""Batches in the hands of markers: handed out, taken back, called over in the evening, given again in the morning."""

from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, BatchState, Taker, sharing
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules import BatchStanding
from massicot.missions.queries.uncalled import is_uncalled
from massicot.web.markingcentre import batch_words, withdrawn_words
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, address_to_hand, batch_or_404, next_of
from massicot.web.markingcentre.batch_forms import (
    HandOutForm,
    TakeBackAloneForm,
    TakeBackForm,
)
from massicot.web.markingcentre.keys import pupil_key
from massicot.web.markingcentre.short_forms import DeskShortForm, ReturnShortForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.listing import (
    ListColumn,
    Listing,
    asks_for_part,
    is_taken_away,
    listing_of,
    take_away,
)
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


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def hand_out(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Hand a closed batch to a marker: the desk counts, the marker counts and gives their own identifier."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    chosen = {"marker": request.GET.get("correcteur", "")}
    is_told = batches.is_told(batch)
    form = HandOutForm(request.POST if request.method == "POST" else None, initial=chosen, is_told=is_told)
    form.fields["counted" if chosen["marker"] else "marker"].widget.attrs["autofocus"] = True

    def act() -> None:
        typed = form.cleaned_data
        batch_acts.hand_out_batch(
            code=batch.code,
            marker_identifier=typed["marker"],
            counted=typed["counted"],
            acknowledgement=form.acknowledgement,
            pupil_key=pupil_key(),
            by=actor_of(request),
            at=timezone.now(),
        )

    if form.is_bound and succeeds(form, act):
        marker = markers.marker_by_identifier(marked.paper.session_id, form.cleaned_data["marker"])
        return _after_hand_out(request, marked, batch, marker)
    return hand_out_page(request, marked, batch, form)


def _after_hand_out(request: HttpRequest, marked: MarkedPaper, batch: Batch, marker: markers.Marker) -> HttpResponse:
    """Go on with the next batch that was shared out to who stands there, or else with the next one that waits."""
    told = _handed_out(marked, batch, marker)
    code = sharing.next_proposed(marked.paper.pk, marked.uai, marker.identifier)
    if not code:
        return done(request, told, next_of(marked, BatchState.READY))
    sentence = gettext("{told} This one is proposed to them too.").format(told=told)
    return done(request, sentence, address_to_hand(marked, code, marker.identifier))


def _handed_out(marked: MarkedPaper, batch: Batch, marker: markers.Marker) -> str:
    """Say who has a batch now, and whether nobody called them: the batch is theirs all the same."""
    holder = f"{marker.identifier} ({markers.name_of(marker)})"
    told = gettext("The batch {code} is with {marker}.").format(code=batch.code, marker=holder)
    if not is_uncalled(marked.paper, marked.uai, marker.person_id, timezone.now()):
        return told
    return gettext("{told} They have no mission here today: the exam office sees it, and convenes them.").format(
        told=told
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def take_back(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Take a batch back: the desk counts, the marker counts too."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = TakeBackForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        batch_acts.return_batch(
            code=batch.code,
            seen=form.cleaned_data["seen"],
            counted=form.cleaned_data["counted"],
            acknowledgement=form.acknowledgement,
            by=actor_of(request),
            at=timezone.now(),
        )

    if form.is_bound and succeeds(form, act):
        return _taken_back(request, marked, batch)
    return take_back_page(request, marked, batch, form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def take_back_alone(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Take a batch back whose marker cannot come."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = TakeBackAloneForm(request.POST, auto_id="alone_%s")

    def act() -> None:
        batch_acts.take_back_batch(code=batch.code, **form.cleaned_data, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        return _taken_back(request, marked, batch)
    return take_back_page(request, marked, batch, alone_form=form)


def hand_out_page(
    request: HttpRequest,
    marked: MarkedPaper,
    batch: Batch,
    form: HandOutForm | None = None,
    short_form: DeskShortForm | None = None,
) -> HttpResponse:
    """Show a batch that is to go out, to whom it may, and the form that was refused."""
    form = form or HandOutForm(is_told=batches.is_told(batch))
    listing = _takers(request, marked, batch)
    if is_taken_away(request):
        return take_away(request, listing)
    context = {
        "marked": marked,
        "batch": batch,
        "form": form,
        "short_form": short_form or DeskShortForm(auto_id="short_%s"),
        "is_told": batches.is_told(batch),
        "trouble": _trouble(),
        "listing": listing,
        "takers": _choices(listing),
        "taker": _taker(marked, str(form["marker"].value() or "")),
        "proposed_to": _taker(marked, batch.proposed_to),
        "is_locked": marks.is_locked(batch.pk),
        "holder": batch.taker if batch.is_out else "",
        "closed_at": _closed_at(marked, batch),
        "withdrawn": withdrawn_words.shown_rows(marked, batches.withdrawn_of_batch(batch.pk)),
    }
    template = "markingcentre/hand_out.html" + ("#listing" if asks_for_part(request) else "")
    return render(request, template, context, status=REFUSED if form.is_bound or short_form else 200)


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


def take_back_page(
    request: HttpRequest,
    marked: MarkedPaper,
    batch: Batch,
    form: TakeBackForm | None = None,
    alone_form: TakeBackAloneForm | None = None,
    short_form: ReturnShortForm | None = None,
) -> HttpResponse:
    """Show who has a batch, and the form that was refused, as long as it was about that stay of the batch."""
    stay = batches.open_hand_out(batch.pk)
    refused = next((one for one in (form, alone_form, short_form) if one and one.is_bound), None)
    is_old = refused is not None and not refused.is_about(stay.pk if stay else None)
    if is_old:
        form = alone_form = short_form = None
    plain = form or TakeBackForm()
    if refused not in (None, form):
        del plain.fields["counted"].widget.attrs["autofocus"]  # the cursor belongs where something was refused
    people = markers.markers_by_identifier(marked.paper.session_id, {stay.marker} if stay else set())
    apart = [row for row in batches.withdrawn_of_batch(batch.pk) if row.is_with_marker]
    standing = marks.standing_of(batch, marked.paper, timezone.now()) if stay else None
    context = {
        "marked": marked,
        "batch": batch,
        "stay": stay,
        "taker": f"{batch_words.name_of(people, stay.marker)} ({stay.marker})" if stay else "",
        "form": plain,
        "alone_form": alone_form or TakeBackAloneForm(auto_id="alone_%s"),
        "short_form": short_form or ReturnShortForm(auto_id="short_%s"),
        "refusals": refused.refusals if refused and is_old else [],
        "withdrawn": withdrawn_words.shown_rows(marked, apart),
        "one_step": standing in ONE_STEP,
        "is_locked": standing is BatchStanding.LOCKED,
    }
    return render(request, "markingcentre/take_back.html", context, status=REFUSED if refused else 200)


def _taken_back(request: HttpRequest, marked: MarkedPaper, batch: Batch) -> HttpResponse:
    sentence = _told_back(marked, batch).format(code=batch.code, size=batch.in_hand)
    return done(request, sentence, address_of(marked, "roll_call"))


def _told_back(marked: MarkedPaper, batch: Batch) -> str:
    now = timezone.now()
    if marks.standing_of(batch, marked.paper, now) not in ONE_STEP:
        return gettext("The batch {code} is back: {size} scripts.")
    if marks.closes_today(marked.paper, batch.pk, now):
        return gettext(
            "The batch {code} is back, complete and not locked, and its entry closes today: hand it to its marker "
            "again at once."
        )
    return gettext("The batch {code} is back, complete and not locked: its marker has it again tomorrow.")
