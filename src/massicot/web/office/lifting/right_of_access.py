"""The right of access: from a name to a script, while scripts are kept; each time it is in the journal.

Where the script is stands in the answer to an act, for which a code is given, and in no page that can be opened again.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.access import Asker, check_access
from massicot.results.rules.decisions import DECISIONS
from massicot.scripts.rules import ScriptKind
from massicot.shelves import queries as shelves
from massicot.shelves.rules.slips import STATES, SlipState
from massicot.store import key_file
from massicot.web.office.access import entry_or_404, paper_or_404
from massicot.web.office.candidates.shown import search_of, shown_people
from massicot.web.office.lifting.forms import AccessForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, succeeds
from massicot.web.shared.refusals import sentence_of


@never_cache
@require_safe
@require_role(Role.OFFICE)
def find_script(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Look for a candidate who asks to see their script, while they may."""
    exam_paper = paper_or_404(session, paper)
    refusal = _why_closed(exam_paper, timezone.now())
    times = results.access_times(exam_paper)
    page = {
        "paper": exam_paper,
        "refusal": refusal,
        "is_lifted": times.lifted_on is not None,
        "until": times.last_day,
        "results_on": times.results_on,
        "destroyed": [
            (row.code, exams.local(exam_paper, row.destroyed_at))
            for row in shelves.lists_of(exam_paper)
            if row.destroyed_at
        ],
        "search": None if refusal else search_of(request, exam_paper, "office:consult_script"),
    }
    return render(request, "office/lifting/find_script.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def consult_script(request: HttpRequest, session: str, paper: str, entry_id: int) -> HttpResponse:
    """Show who asks; once they have said for whom, where the script of that candidate is and how it came there."""
    exam_paper = paper_or_404(session, paper)
    row = entry_or_404(exam_paper, entry_id)
    if _why_closed(exam_paper, timezone.now(), results.asked_since(entry_id)):
        return redirect("office:find_script", session, paper)
    form = AccessForm(request.POST if request.method == "POST" else None, user=request.user)
    asked_scripts: list[results.HeldScript] = []
    person = shown_people(exam_paper, [row])[0]
    page: dict[str, Any] = {"paper": exam_paper, "person": person, "entry_id": entry_id, "form": form}
    if form.is_bound and succeeds(form, lambda: asked_scripts.append(_consult(request, exam_paper, row, form))):
        return render(request, "office/lifting/consult_script.html", page | _in_words(asked_scripts[0]))
    status = REFUSED if form.is_bound else 200
    return render(request, "office/lifting/consult_script.html", page | {"held": None}, status=status)


def _consult(request: HttpRequest, paper: exams.Paper, row: Any, form: AccessForm) -> results.HeldScript:
    return services.consult_script(
        paper=paper,
        row=row,
        asked_by=Asker(form.cleaned_data["asked_by"]),
        key=key_file.read(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _why_closed(paper: exams.Paper, now: datetime, asked_on: date | None = None) -> str:
    """Say why no script is found by name now, or not this one, asked for since a day; nothing while they are."""
    try:
        check_access(paper.code, results.access_times(paper), exams.local(paper, now).date(), asked_on)
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


def _in_words(script: results.HeldScript) -> dict[str, Any]:
    return {
        "held": script,
        "shelved": shelves.shelved_at(script.number),
        "slip": _standing_of(shelves.open_slip_of(script.number)),
        "is_placeholder": script.nature is ScriptKind.PLACEHOLDER,
        "now": _place(script.now),
        "decision": gettext(DECISIONS[script.decision]) if script.decision else "",
        "strip_place": _place(script.box.spot) if script.box else "",
        "steps": [(step.at, gettext(step.words), _place(step.spot)) for step in script.steps],
    }


def _standing_of(slip: shelves.Slip | None) -> str:
    return gettext(STATES[SlipState(slip.state)]) if slip else ""


def _place(spot: results.WordedSpot | None) -> str:
    if spot is None:
        return ""
    place = f"{gettext(spot.words)} {spot.name}".strip()
    return f"{place} ({spot.inside})" if spot.inside else place
