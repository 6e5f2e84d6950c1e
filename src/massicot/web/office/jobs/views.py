"""One piece of long work: its bar while it lasts, how it ended, where it leads. The address survives everything."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from massicot.core.actor import Role
from massicot.jobs import queries as jobs
from massicot.jobs.rules import JobState
from massicot.store.strongbox import NoLongerKept
from massicot.web.office.jobs.kinds import FETCHED
from massicot.web.office.jobs.shown import can_fetch, job_or_404, kind_of, shown_job
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.refusals import answer_refusal

GONE = 410


@require_safe
@require_role(Role.OFFICE)
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show how far a piece of work is; the page asks for its bar every second until it ends."""
    job = job_or_404(job_id)
    if job.state == JobState.DONE and kind_of(job).leads_on:
        address, _ = kind_of(job).onward(job)
        return HttpResponseClientRedirect(address) if asks_for_part(request) else redirect(address)
    row = shown_job(job, timezone.now())
    is_there = can_fetch(job, actor_of(request).login)
    page = {"shown": row, "part_of": row.part.subject, "can_fetch": is_there}
    return render(request, "office/jobs/job.html#bar" if asks_for_part(request) else "office/jobs/job.html", page)


@require_POST
@require_role(Role.OFFICE)
def fetch_documents(request: HttpRequest, job_id: int) -> HttpResponse:
    """Give the documents of a job as one file to whoever asked for them, once; they are deleted as they leave."""
    job = job_or_404(job_id, *FETCHED)
    if job.asked_by != actor_of(request).login:
        raise Http404
    download = kind_of(job).download
    box = download.box(job) if download else None
    names = box.names() if box else []
    if download is None or box is None or not names:
        return answer_refusal(request, NoLongerKept(), status=GONE)
    file = download.file(jobs.subject_of(job))
    kind = "application/pdf" if file.endswith(".pdf") else "application/zip"
    response = StreamingHttpResponse(download.given_once(job, box, names), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    # What views answer, to Django; its types tell a stream apart.
    return cast("HttpResponse", response)
