"""Candidates who keep a mark and sat all the same: listed, and for each the office says which of the two counts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.candidates import queries
from massicot.candidates.rules.kept_marks import WhatCounts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.results import services
from massicot.web.office.access import paper_or_404
from massicot.web.office.candidates.forms import WHAT_COUNTS, KeptMarkForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@never_cache
@require_safe
@require_role(Role.OFFICE)
def kept_marks(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List who keeps a mark and sat, and what was decided of each."""
    exam_paper = paper_or_404(session, paper)
    rows = queries.kept_and_sat(exam_paper.pk)
    centres = exams.institution_names({row.centre_uai for row in rows})
    shown = [(row, centres.get(row.centre_uai, row.centre_uai), _said(row)) for row in rows]
    page = {"paper": exam_paper, "rows": shown, "undecided": sum(not row.counts for row in rows)}
    return render(request, "office/candidates/kept_marks.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def kept_mark(request: HttpRequest, session: str, paper: str, entry_id: int) -> HttpResponse:
    """Say which counts of a candidate who keeps a mark and sat."""
    exam_paper = paper_or_404(session, paper)
    row = next((one for one in queries.kept_and_sat(exam_paper.pk) if one.entry_id == entry_id), None)
    if row is None:
        raise Http404
    form = KeptMarkForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        services.decide_kept_mark(
            paper=exam_paper, entry_id=entry_id, **form.cleaned_data, by=actor_of(request), at=timezone.now()
        )

    if form.is_bound and succeeds(form, act):
        return done(request, gettext("What counts is said."), reverse("office:kept_marks", args=[session, paper]))
    centre = exams.institution_name(row.centre_uai)
    page = {"paper": exam_paper, "row": row, "centre": centre, "said": _said(row), "form": form, "entry_id": entry_id}
    return render(request, "office/candidates/kept_mark.html", page, status=REFUSED if form.is_bound else 200)


def _said(row: queries.KeptAndSat) -> str:
    return str(WHAT_COUNTS[WhatCounts(row.counts)]) if row.counts else ""
