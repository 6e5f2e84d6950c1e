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
from massicot.web.examcentre.strips.forms import FoundStripForm, LookedUpForm, StripsForm, UnboxingForm
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, finish, succeeds


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


def _page(
    request: HttpRequest,
    where: CentrePaper,
    *,
    form: StripsForm | None = None,
    unboxing: UnboxingForm | None = None,
    found: FoundStripForm | None = None,
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
    if board.has_lost_scripts:
        context |= _destroyed(where)
    was_refused = form or unboxing or found or (looked_up.is_bound and strip is None)
    status = REFUSED if was_refused else 200
    return render(request, "examcentre/box_strips.html", context, status=status)


def _destroyed(where: CentrePaper) -> dict[str, Any]:
    """Tell, once scripts are destroyed, how many strips are to be, and how many are."""
    certified = scripts.strip_destructions(where.paper.pk, where.uai)
    return {
        "has_destroyed": True,
        "due": anonymity.strips_due(where.paper, where.uai),
        "certified": certified,
        "strips_destroyed": sum(row.count for row in certified),
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
