"""The page where a marker settles, from the paper, the lines on which two keyings differ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.web.portal import access, forms, screen
from massicot.web.shared import origin, refusals
from massicot.web.shared.outcome import REFUSED, see


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.page_of_a_sheet
def differences(request: HttpRequest, credential_id: int) -> HttpResponse:
    """Show the lines that differ, both values side by side, and settle those on which something is typed."""
    settled, refused = _settle(request, credential_id) if request.method == "POST" else (0, {})
    if settled:
        sentence = ngettext("{n} line is settled from the paper.", "{n} lines are settled from the paper.", settled)
        messages.success(request, sentence.format(n=settled))
    credential = queries.live_credential(credential_id)
    compared = queries.compared_of(credential.batch)
    if not refused and (compared is None or not compared.differences):
        return redirect("portal:lock")
    if request.method == "POST" and not refused:
        return see(request.path)
    grid = queries.grid_of(credential_id, origin.address_of(request))
    context = screen.differences(grid, compared, refused, timezone.now())
    context["turn"] = queries.turn_at(credential)
    return render(request, "portal/differences.html", context, status=REFUSED if refused else 200)


def _settle(request: HttpRequest, credential_id: int) -> tuple[int, dict[str, tuple[str, str]]]:
    """Settle line by line; count them, and give those refused, with what was typed and why, and under "" no line."""
    refused: dict[str, tuple[str, str]] = {}
    try:
        lines = forms.parse_settled(request.POST)
    except Refused as refusal:
        return 0, {"": ("", refusals.sentence_of(refusal))}
    source = {"turn": request.POST.get("tour", ""), "address": origin.address_of(request)}
    for line in lines:
        try:
            services.settle_line(credential_id=credential_id, **line, **source, at=timezone.now())
        except rules.TurnPassed as refusal:
            # What was typed on the page of another turn is typed anew, from the sheet, by whoever has the batch now.
            return 0, {"": ("", refusals.sentence_of(refusal))}
        except Refused as refusal:
            refused[line["number"]] = (line["value"], refusals.sentence_of(refusal))
    return len(lines) - len(refused), refused
