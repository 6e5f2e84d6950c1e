"""Tables in: sent, read by a worker, told line by line, then imported, all or nothing.

The file is sealed as it comes in and lies in a box of its own until it is imported, given up, or one hour old: a
browser does not let a page send a chosen file a second time by itself, and two hundred thousand lines are sent once.
"""

import re
import secrets
from collections.abc import Sequence
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.core.tables import TableColumn
from massicot.core.tables import report as reports
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import Work
from massicot.results.services.intake import TABLES
from massicot.web.office.imports import shown
from massicot.web.office.imports.forms import ErasureForm, TableForm
from massicot.web.office.imports.shown import (
    CSV,
    FAULTS_LISTED,
    WARNINGS_LISTED,
    lacking_numbers,
    listing_of_report,
    stream_away,
)
from massicot.web.office.jobs.shown import job_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import FORMAT, SEARCH, TYPES, asks_for_part, is_taken_away, take_away
from massicot.web.shared.outcome import REFUSED, finish, see
from massicot.web.shared.refusals import answer_refusal

GONE = 410
CHOSEN = ("session", "table", "centre")
"""What is chosen of a table beside its file, and kept for the corrected one."""


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def imports(request: HttpRequest) -> HttpResponse:
    """Ask for a table, and have it read."""
    sessions = exams.sessions_at_work()
    form = TableForm(request.POST or None, request.FILES or None, sessions=sessions, initial=_choices_of(request))
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES, sessions=sessions)
        if form.is_valid():
            return see(reverse("office:job", args=[_have_read(request, form).pk]))
    page = {"form": form, "sessions": shown.imported_so_far(sessions), "tables": _columns()}
    return render(request, "office/imports/imports.html", page, status=REFUSED if form.is_bound else 200)


@require_safe
@require_role(Role.OFFICE)
def blank_table(_request: HttpRequest, table: str) -> HttpResponse:
    """Give a table of one kind that has its header line only."""
    if table not in TABLES:
        raise Http404
    response = HttpResponse(shown.blank_table(TABLES[table]), content_type=TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{slugify(gettext(TABLES[table].title))}.csv"'
    return response


@require_safe
@require_role(Role.OFFICE)
def import_report(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show what importing a table would do, or why it is refused."""
    job = job_or_404(job_id, Work.PREVIEW_TABLE)
    try:
        report = _report_of(job)
    except Refused as refusal:
        return answer_refusal(request, refusal, status=GONE)
    return _report_page(request, job, report, ErasureForm(erased=report.erased))


def _report_page(request: HttpRequest, job: jobs.Job, report: reports.Report, form: ErasureForm) -> HttpResponse:
    listing = listing_of_report(request, report)
    if request.GET.get(FORMAT) == CSV:
        # What views answer, to Django; its types tell a stream apart.
        return cast("HttpResponse", stream_away(listing, request.GET.get(SEARCH, "").strip()))
    if is_taken_away(request):
        return take_away(request, listing)
    subject = jobs.subject_of(job)
    page = {
        "job": job,
        "report": report,
        "form": form,
        "listing": listing,
        "faults_listed": FAULTS_LISTED,
        "notices": shown.notices_of(report),
        "unlisted": max(0, len(report.faults) - FAULTS_LISTED),
        "unlisted_warnings": max(0, len(report.warnings) - WARNINGS_LISTED),
        "session": subject["session"],
        "table": gettext(TABLES[subject["table"]].title),
        "again": reverse("office:imports", query={name: subject[name] for name in CHOSEN if subject[name]}),
        "lacking": lacking_numbers(exams.session_by_code(subject["session"]), report.wanted),
        "to_write": len(report.new) + report.changed_lines,
    }
    template = (
        "office/imports/import_report.html#listing" if asks_for_part(request) else "office/imports/import_report.html"
    )
    return render(request, template, page, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def import_table(request: HttpRequest, job_id: int) -> HttpResponse:
    """Import the table that was read, once all that empty cells would erase is ticked; read, its report is shown."""
    preview = job_or_404(job_id, Work.PREVIEW_TABLE)
    if request.method != "POST":
        return see(reverse("office:import_report", args=[job_id], query=request.GET))
    try:
        report = _report_of(preview)
    except Refused as refusal:
        return answer_refusal(request, refusal, status=GONE)
    form = ErasureForm(request.POST, erased=report.erased)
    if not form.is_valid():
        return _report_page(request, preview, report, form)
    asked = {"seen": _hexadecimal(request.POST.get("seen", "")), "empty": ",".join(form.cleaned_data)}
    subject = jobs.subject_of(preview) | asked
    job = job_acts.ask(kind=Work.IMPORT_TABLE, subject=subject, by=actor_of(request), at=timezone.now())
    return see(reverse("office:job", args=[job.pk]))


@require_POST
@require_role(Role.OFFICE)
def give_up_table(request: HttpRequest, job_id: int) -> HttpResponse:
    """Delete a table that was read and is not imported."""
    jobs.upload_box(jobs.subject_of(job_or_404(job_id, Work.PREVIEW_TABLE))["upload"]).empty()
    return finish(request, gettext("The file is deleted, and nothing was imported."), reverse("office:imports"))


def _hexadecimal(seen: str) -> str:
    """Keep what a digest may be: the subject of a job holds nothing else."""
    return seen if re.fullmatch(r"[0-9a-f]{64}", seen) else ""


def _have_read(request: HttpRequest, form: TableForm) -> jobs.Job:
    upload = secrets.token_hex(16)
    file = form.cleaned_data["file"]
    box = jobs.upload_box(upload)
    box.put_pieces("table", file.chunks())
    box.put("name", file.name.encode())
    subject = {name: form.cleaned_data[name] for name in ("session", "table", "centre")}
    return job_acts.ask(
        kind=Work.PREVIEW_TABLE, subject=subject | {"upload": upload}, by=actor_of(request), at=timezone.now()
    )


def _report_of(job: jobs.Job) -> reports.Report:
    upload = jobs.subject_of(job).get("upload")
    if upload is None:
        raise Http404
    return reports.read(jobs.upload_box(upload).get)


def _columns() -> list[tuple[str, str, Sequence[TableColumn]]]:
    """List what each table may hold."""
    return [(name, gettext(kind.title), kind.columns) for name, kind in TABLES.items()]


def _choices_of(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in CHOSEN if name in request.GET}
