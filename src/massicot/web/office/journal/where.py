"""Where is it: the story of a script, a parcel or a batch, over all centres, without a name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from massicot.core import codes
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.web.office.journal.stories import story_of
from massicot.web.shared.access import require_role
from massicot.web.shared.acting import REFUSED, see
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.set_asides import shown_slips


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
