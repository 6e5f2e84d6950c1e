"""Mark sheets, sheets of second keyings, covers of envelopes: printed, some of them again."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import BatchState
from massicot.core import draws
from massicot.core.actor import Role
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.web.markingcentre.access import batch_or_404, marked_paper_or_404
from massicot.web.shared import refusals
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED

SHEETS_AT_ONCE = 50


class PrintForm(forms.Form):
    """How many printings of a mark sheet the page knew of."""

    known = forms.IntegerField(min_value=0)


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_sheets(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the next mark sheets that were never printed, in ascending order, into one file."""
    marked = marked_paper_or_404(request, uai, session, paper)
    waiting = batches.rows_of(marked.paper.pk, marked.uai).filter(batches.is_in(BatchState.TO_PRINT))[:SHEETS_AT_ONCE]
    codes = [batch.code for batch in waiting]
    if not codes:
        sentence = gettext("Every mark sheet is printed: to print one again, open the page of its batch.")
        return refusals.answer(request, sentence, title=gettext("Nothing to print"), status=REFUSED)
    return _pdf(_print_sheets(request, dict.fromkeys(codes, 0)), "-a-".join(dict.fromkeys((codes[0], codes[-1]))))


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_sheet(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the mark sheet of a batch, for the first time or again after the printings that the page knew of."""
    batch = batch_or_404(request, uai, session, paper, code).batch
    form = PrintForm(request.POST)
    printings = form.cleaned_data["known"] if form.is_valid() else 0
    return _pdf(_print_sheets(request, {batch.code: printings}), batch.code)


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_cover(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the cover of a batch's envelope: it opens nothing, and may be printed as often as one likes."""
    batch = batch_or_404(request, uai, session, paper, code).batch
    return _pdf(batch_acts.print_cover(code=batch.code), batch.code, kind="enveloppe")


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_second_sheet(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the sheet of a batch's second keying, for the first time or again, as `print_sheet` does."""
    batch = batch_or_404(request, uai, session, paper, code).batch
    form = PrintForm(request.POST)
    content, _ = mark_acts.print_second_sheet(
        batch_code=batch.code,
        printings=form.cleaned_data["known"] if form.is_valid() else 0,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )
    return _pdf(content, f"seconde-saisie-{batch.code}")


@never_cache
@require_POST
@require_role(Role.MARKING_CENTRE)
def print_second_sheets(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the next sheets of second keyings that wait for one and were never printed, into one file."""
    marked = marked_paper_or_404(request, uai, session, paper)
    codes = marks.second_to_print(marked.paper.pk, marked.uai, timezone.now())[:SHEETS_AT_ONCE]
    if not codes:
        sentence = gettext(
            "No sheet of a second keying is to be printed now: to print one again, open the page of its batch."
        )
        return refusals.answer(request, sentence, title=gettext("Nothing to print"), status=REFUSED)
    content = mark_acts.print_second_sheets(
        batch_codes=codes,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )
    return _pdf(content, "-a-".join(("seconde-saisie", *dict.fromkeys((codes[0], codes[-1])))))


def _print_sheets(request: HttpRequest, printings: dict[str, int]) -> bytes:
    return mark_acts.print_sheets(
        printings=printings,
        portal_address=settings.MASSICOT_BASE_URL + reverse("portal:sign_in"),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _pdf(content: bytes, name: str, kind: str = "bordereau") -> HttpResponse:
    """Answer with a file to be kept: a page that showed it would print another on being reloaded, and void this one."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{name}.pdf"'
    return response
