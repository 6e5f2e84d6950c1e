"""Tables that leave the program: what each holds and for whom, taken away; the marks with names leave a trace."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.exports import AFTER_LIFTING, ExportKind, Form
from massicot.store import key_file
from massicot.web.office.access import paper_or_404
from massicot.web.office.lifting.export_kinds import FILES, NAMES, offers
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, succeeds
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.refusals import sentence_of

TOTALS = "totaux"
"""The word of the address that asks for the control totals: on a large paper they take seconds."""


class ExportForm(forms.Form):
    """Which table is taken away, and in which form."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in ExportKind])
    form = forms.ChoiceField(choices=[(form.value, form.value) for form in Form], required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def exports(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Offer the tables of a paper, and give the one that is asked for."""
    exam_paper = paper_or_404(session, paper)
    if asks_for_part(request):
        return render(request, "office/lifting/exports.html#totals", _with_totals(exam_paper))
    form = ExportForm(request.POST if request.method == "POST" else None)
    tables: list[bytes] = []
    if form.is_bound and succeeds(form, lambda: tables.append(_table(request, exam_paper, form))):
        name = slugify(str(NAMES[ExportKind(form.cleaned_data["kind"])]))
        return _file(f"{session}-{paper}-{name}", _form_of(form), tables[0])
    totals = _with_totals(exam_paper) if TOTALS in request.GET else {"paper": exam_paper}
    tables_offered = offers(is_lifted=results.is_lifted(exam_paper))
    withheld = len(results.withheld_lines(exam_paper)) if results.is_lifted(exam_paper) else 0
    context = {**totals, "form": form, "offers": tables_offered, "withheld": withheld, **_changed(exam_paper)}
    return render(request, "office/lifting/exports.html", context, status=REFUSED if form.is_bound else 200)


def _changed(paper: Paper) -> dict[str, Any]:
    """Tell which marks were written or signed since the marks were last taken away: what left then says otherwise."""
    left = results.papers_exported([paper])
    changed, late = (marks.written_since(left), marks.locked_since(left)) if left else ([], [])
    return {"changed": changed, "late": late, "left_at": left.get(paper.pk)}


def _table(request: HttpRequest, paper: Paper, form: ExportForm) -> bytes:
    kind = ExportKind(form.cleaned_data["kind"])
    key = key_file.read() if kind in AFTER_LIFTING else None
    return services.export_table(
        paper=paper,
        kind=kind,
        key=key,
        by=actor_of(request),
        at=timezone.now(),
        form=_form_of(form),
        translate=gettext,
    )


def _form_of(form: ExportForm) -> Form:
    return Form(form.cleaned_data["form"] or Form.CSV)


def _file(name: str, form: Form, table: bytes) -> HttpResponse:
    ending, content_type = FILES[form]
    response = HttpResponse(table, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _with_totals(paper: Paper) -> dict[str, Any]:
    """Compute the control totals of the marks, or say why there are none."""
    try:
        return {"paper": paper, "totals": results.mark_totals(paper, results.mark_lines(paper, key_file.read()))}
    except Refused as refused:
        return {"paper": paper, "no_totals": sentence_of(refused)}
