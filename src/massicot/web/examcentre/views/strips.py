"""Header strips filed in their boxes, and a box taken back that was filed twice or wrongly."""

from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.core.actor import Role
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.day_forms import StripsForm, UnboxingForm
from massicot.web.examcentre.shown import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


class ShownBox(NamedTuple):
    """One box on the page, with the form that takes it back."""

    ref: str
    number: str
    strips: int
    form: forms.Form


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.EXAM_CENTRE)
def box_strips(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Count header strips into their box."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = StripsForm(request.POST if request.method == "POST" else None)
    subject = _subject(where)
    if form.is_bound and succeeds(
        form,
        lambda: services.box_strips(**subject, **form.cleaned_data, by=actor_of(request), at=timezone.now()),
    ):
        return done(request, gettext("The strips are filed."), where.address("paper"))
    return _page(request, where, form=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def unbox_strips(request: HttpRequest, uai: str, session: str, paper: str, ref: str) -> HttpResponse:
    """Take back a box that was filed twice or wrongly, with a reason."""
    where = centre_paper_or_404(request, uai, session, paper)
    form = UnboxingForm(request.POST, prefix=ref)
    subject = _subject(where) | {"ref": ref}
    if succeeds(
        form,
        lambda: services.unbox_strips(**subject, **form.cleaned_data, by=actor_of(request), at=timezone.now()),
    ):
        sentence = gettext("The box {number} is taken back: file its strips again, counted anew.")
        return done(request, sentence.format(number=_number(ref)), where.address("box_strips"))
    return _page(request, where, form=StripsForm(), unboxing=form)


def _page(
    request: HttpRequest, where: CentrePaper, *, form: forms.Form, unboxing: UnboxingForm | None = None
) -> HttpResponse:
    """Show the boxes, and the form that was refused in its own, or above all when its box is not there any more."""
    now = timezone.now()
    filed = anonymity.boxes_of_centre(where.paper, where.uai)
    refused = {str(unboxing.prefix): unboxing} if unboxing else {}
    boxes = [
        ShownBox(ref, _number(ref), count, refused.pop(ref) if ref in refused else UnboxingForm(prefix=ref))
        for ref, count in filed.items()
    ]
    context = {**shown_board(board_of(where, now), now), "form": form, "boxes": boxes, "gone": list(refused.values())}
    context["taken_back"] = [
        {"number": _number(box.ref), "strips": box.count, "reason": box.reason, "by": box.by, "at": box.at}
        for box in anonymity.boxes_taken_back(where.paper, where.uai)
    ]
    status = REFUSED if form.is_bound or unboxing else 200
    return render(request, "examcentre/box_strips.html", context, status=status)


def _subject(where: CentrePaper) -> dict[str, Any]:
    return {"paper": where.paper, "centre_uai": where.uai}


def _number(ref: str) -> str:
    """Give the number of a box in its centre, which its reference ends with."""
    return ref.rpartition("-")[2]
