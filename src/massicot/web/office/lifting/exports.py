"""Tables that leave the program: what each holds and for whom, taken away; the marks with names leave a trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy
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
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.outcome import REFUSED, succeeds
from massicot.web.shared.refusals import sentence_of

TOTALS = "totaux"
"""The word of the address that asks for the control totals: on a large paper they take seconds."""

Words = Promise | str

HOLDS: Mapping[ExportKind, tuple[Words, Words]] = {
    ExportKind.MARKS: (
        gettext_lazy("Marks with the names"),
        gettext_lazy("One line for each expected candidate: number, name, specialty, batch, mark or AB, CB, MQ."),
    ),
    ExportKind.MARKS_TOTALS: (
        gettext_lazy("Control totals of the marks"),
        gettext_lazy("For whoever checks that the next system has loaded all of it, by eye or by a program. No name."),
    ),
    ExportKind.SCRIPTS: (
        gettext_lazy("Scripts"),
        gettext_lazy("Each anonymity number: centre, specialty, what it is, its parcel, its tick, its batch. No name."),
    ),
    ExportKind.BATCHES: (
        gettext_lazy("Batches"),
        gettext_lazy("Each batch: its scripts, its mark sheet, what is typed, the control totals."),
    ),
    ExportKind.PARCELS: (
        gettext_lazy("Parcels"),
        gettext_lazy("Each parcel: from where to where, announced, sent, arrived, ticked, missing."),
    ),
    ExportKind.RETURNS: (
        gettext_lazy("What comes back"),
        gettext_lazy("Each batch, and each script in none: its return parcel, sent, arrived, where it is, its sheet."),
    ),
    ExportKind.PRESENCE: (
        gettext_lazy("Attendance by room"),
        gettext_lazy("Each room: entered, present, absent, scripts counted."),
    ),
    ExportKind.CENTRES: (
        gettext_lazy("Counts by centre"),
        gettext_lazy("Each centre: expected, items in hand, labels used, header strips."),
    ),
    ExportKind.SPECIALTIES: (
        gettext_lazy("Entries by specialty"),
        gettext_lazy("Each specialty: imported and entered."),
    ),
    ExportKind.CONSULTATIONS: (
        gettext_lazy("Requests to see a script"),
        gettext_lazy("Each request: candidate, who asked, since when, how it was answered. Names, no script’s number."),
    ),
}
"""What each table is called and holds."""

NAMES: Mapping[ExportKind, Words] = {
    ExportKind.MARKS: gettext_lazy("marks"),
    ExportKind.MARKS_TOTALS: gettext_lazy("control totals"),
    ExportKind.SCRIPTS: gettext_lazy("scripts"),
    ExportKind.BATCHES: gettext_lazy("batches"),
    ExportKind.PARCELS: gettext_lazy("parcels"),
    ExportKind.RETURNS: gettext_lazy("returns"),
    ExportKind.PRESENCE: gettext_lazy("attendance"),
    ExportKind.CENTRES: gettext_lazy("centres"),
    ExportKind.SPECIALTIES: gettext_lazy("specialties"),
    ExportKind.CONSULTATIONS: gettext_lazy("requests to see a script"),
}
"""How the file of each table is called."""

FORMS: Mapping[Form, tuple[Words, Words]] = {
    Form.CSV: (
        gettext_lazy("CSV"),
        gettext_lazy("For the next system, when it loads tables: columns separated by semicolons."),
    ),
    Form.FIXED: (
        gettext_lazy("fixed width"),
        gettext_lazy("For an older system that reads records by their places; the control totals are its last record."),
    ),
    Form.XLSX: (
        gettext_lazy("XLSX"),
        gettext_lazy("For people: to read, sort and print in a spreadsheet; the control totals are its second sheet."),
    ),
}
"""What each form of the marks is called, and for whom it is."""

FILES: Mapping[Form, tuple[str, str]] = {
    Form.CSV: ("csv", "text/csv; charset=utf-8"),
    Form.FIXED: ("txt", "text/plain; charset=windows-1252"),
    Form.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""How the file of each form ends, and what a browser is told that it is."""


@dataclass(frozen=True, slots=True)
class FormOffer:
    """One form of a table as the page offers it."""

    form: Form
    title: Words
    for_whom: Words


@dataclass(frozen=True, slots=True)
class TableOffer:
    """One table as the page offers it; one that has a single form says nothing of it."""

    kind: ExportKind
    title: Words
    holds: Words
    is_open: bool
    forms: Sequence[FormOffer]

    @property
    def leaves_a_trace(self) -> bool:
        """Say whether taking the table away is journalled."""
        return self.kind in AFTER_LIFTING


def offers(*, is_lifted: bool) -> list[TableOffer]:
    """List the tables of a paper; those that join candidates and numbers open with the lifting."""
    return [
        TableOffer(kind, *HOLDS[kind], is_lifted or kind not in AFTER_LIFTING, _forms_of(kind)) for kind in ExportKind
    ]


def _forms_of(kind: ExportKind) -> list[FormOffer]:
    if kind is not ExportKind.MARKS:
        return []
    return [FormOffer(form, *FORMS[form]) for form in Form]


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
    context = {**totals, "form": form, "offers": tables_offered, "withheld": withheld, **_changes_since(exam_paper)}
    return render(request, "office/lifting/exports.html", context, status=REFUSED if form.is_bound else 200)


def _changes_since(paper: Paper) -> dict[str, Any]:
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
