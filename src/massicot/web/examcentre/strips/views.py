"""Boxes of header strips: closed by both ends, opened again, found by a number; strips that lack; all destroyed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.anonymity.rules.strips import number_of_box, strip_named
from massicot.core.actor import Role
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.scripts.queries import StripBox
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.strips.forms import (
    CertificateBackForm,
    DestroyedStripsForm,
    FoundStripForm,
    LookedUpForm,
    StripsForm,
    UnboxingForm,
)
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, finish, succeeds

_DESTROYED_ID, _CERTIFICATE_ID = "destroyed_%s", "certificate_%s"
"""How the fields of these two forms are called on a page that has others of their names."""


class ShownBox(NamedTuple):
    """One box on the page: what is in it, and the form that opens it again."""

    ref: str
    number: str
    strips: int
    first: str
    last: str
    kept_in: str
    form: forms.Form


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.EXAM_CENTRE)
def box_strips(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show the boxes of header strips, and in which one a strip is; close one more."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = StripsForm(request.POST) if request.method == "POST" else None
    if form and (ref := _close_box(request, where, form)):
        sentence = gettext("The box {number} is closed: write on it “{ref}”, and its first and last number.")
        return finish(request, sentence.format(number=number_of_box(ref), ref=ref), where.address("box_strips"))
    return _page(request, where, form=form)


def _close_box(request: HttpRequest, where: CentrePaper, form: StripsForm) -> str:
    """Close a box as it was typed; give what is to be written on it, or nothing when that is refused."""
    refs: list[str] = []

    def act() -> None:
        by = actor_of(request)
        refs.append(services.box_strips(**_subject(where), box=form.box(), by=by, at=timezone.now()))

    return refs[0] if succeeds(form, act) else ""


@require_POST
@require_role(Role.EXAM_CENTRE)
def unbox_strips(request: HttpRequest, uai: str, session: str, paper: str, ref: str) -> HttpResponse:
    """Open a box again that was closed wrongly, with a reason."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = UnboxingForm(request.POST, prefix=ref)
    subject = _subject(where) | {"ref": ref}
    if succeeds(
        form,
        lambda: services.unbox_strips(**subject, **form.cleaned_data, by=actor_of(request), at=timezone.now()),
    ):
        sentence = gettext("The box {number} is opened again: file its strips again, counted anew.")
        return finish(request, sentence.format(number=number_of_box(ref)), where.address("box_strips"))
    return _page(request, where, unboxing=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def find_strip(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Record that a header strip is found that was not there when its box was closed."""
    where = centre_paper_or_404(request, uai, session, paper)
    found = FoundStripForm(request.POST)
    if succeeds(
        found,
        lambda: services.find_strip(**_subject(where), **found.cleaned_data, by=actor_of(request), at=timezone.now()),
    ):
        return finish(request, gettext("The strip is found: put it in its box."), where.address("box_strips"))
    return _page(request, where, found=found)


@require_POST
@require_role(Role.EXAM_CENTRE)
def certify_strips(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Sign that the header strips of destroyed scripts are destroyed."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = DestroyedStripsForm(request.POST, auto_id=_DESTROYED_ID)
    if succeeds(
        form,
        lambda: services.certify_strips(
            **_subject(where), certified=form.certified(), by=actor_of(request), at=timezone.now()
        ),
    ):
        return finish(request, gettext("The header strips are certified as destroyed."), where.address("box_strips"))
    return _page(request, where, destroyed=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_certificate(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Take back a certificate of header strips that was a mistake."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = CertificateBackForm(request.POST, auto_id=_CERTIFICATE_ID)
    if succeeds(
        form,
        lambda: services.take_back_certificate(
            **_subject(where), **form.cleaned_data, by=actor_of(request), at=timezone.now()
        ),
    ):
        sentence = gettext("The certificate is taken back: these header strips are to be destroyed again.")
        return finish(request, sentence, where.address("box_strips"))
    return _page(request, where, taking_back=form)


def _page(
    request: HttpRequest,
    where: CentrePaper,
    *,
    form: StripsForm | None = None,
    unboxing: UnboxingForm | None = None,
    found: FoundStripForm | None = None,
    destroyed: DestroyedStripsForm | None = None,
    taking_back: CertificateBackForm | None = None,
) -> HttpResponse:
    """Show the boxes, and the form that was refused in its own, or above all when its box is not there any more."""
    now = timezone.now()
    refused = {str(unboxing.prefix): unboxing} if unboxing else {}
    board = board_of(where, now)
    rows = scripts.strip_boxes(where.paper.pk, where.uai)
    boxes = _boxes(rows, refused)
    looked_up, strip = _looked_up(request, where)
    context = {**shown_board(board, now), "form": form or _blank(rows), "boxes": boxes, "gone": list(refused.values())}
    context |= {
        "found": found,
        "looked_up": looked_up,
        "strip": strip,
        "lacking": board.strips_not_there,
        "written_off": board.strips.written_off if board.strips_not_there else (),
    }
    context["taken_back"] = [
        {"number": number_of_box(box.ref), "strips": box.count, "reason": box.reason, "by": box.by, "at": box.at}
        for box in anonymity.boxes_taken_back(where.paper, where.uai)
    ]
    context |= {"destroyed_form": destroyed, "taking_back": taking_back}
    if board.has_lost_scripts or (not rows and scripts.has_erased([where.paper.pk])):
        context |= _destruction(where, destroyed, taking_back)
    was_refused = form or unboxing or found or destroyed or taking_back or (looked_up.is_bound and strip is None)
    status = REFUSED if was_refused else 200
    return render(request, "examcentre/box_strips.html", context, status=status)


def _destruction(
    where: CentrePaper, destroyed: DestroyedStripsForm | None, taking_back: CertificateBackForm | None
) -> dict[str, Any]:
    """Tell, once scripts are destroyed, what is to be destroyed of the strips, what stays, and what was certified."""
    paper = where.paper
    rows = scripts.strip_destructions(paper.pk, where.uai)
    return {
        "destroyed_form": destroyed or DestroyedStripsForm(auto_id=_DESTROYED_ID),
        "taking_back": taking_back
        or CertificateBackForm(initial={"destruction_id": rows[-1].pk if rows else 0}, auto_id=_CERTIFICATE_ID),
        "due": anonymity.strips_due(paper, where.uai),
        "kept": scripts.strips_to_keep(paper.pk, where.uai),
        "certificates": results.certificates_told(paper),
        "certified": rows,
        "strips_destroyed": sum(row.count for row in rows),
    }


def _boxes(rows: Sequence[StripBox], refused: dict[str, UnboxingForm]) -> list[ShownBox]:
    """List the boxes; what is refused of one of them is taken out and shown in it."""
    return [
        ShownBox(
            box.ref,
            number_of_box(box.ref),
            box.count,
            box.first,
            box.last,
            box.kept_in,
            refused.pop(box.ref) if box.ref in refused else UnboxingForm(prefix=box.ref),
        )
        for box in rows
    ]


def _blank(boxes: Sequence[StripBox]) -> StripsForm:
    """Give a form for one more box, which is kept where the last one is."""
    return StripsForm(initial={"kept_in": boxes[-1].kept_in} if boxes else {})


def _looked_up(request: HttpRequest, where: CentrePaper) -> tuple[LookedUpForm, dict[str, Any] | None]:
    """Find the strip that is looked for, and the box where it is; nothing where none is, or where it is refused."""
    form = LookedUpForm(request.GET if request.method == "GET" and "strip" in request.GET else None)
    found: list[str] = []

    def look() -> None:
        found.append(strip_named(form.cleaned_data["strip"], scripts.in_hand_of_centre(where.paper.pk, where.uai)))

    if not form.is_bound or not succeeds(form, look):
        return form, None
    return form, {"number": found[0], "box": results.strip_box(found[0])}


def _subject(where: CentrePaper) -> dict[str, Any]:
    return {"paper": where.paper, "centre_uai": where.uai}
