"""One piece of long work: its bar while it lasts, how it ended, where it leads. The address survives everything."""

from functools import partial
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from massicot.core.actor import Actor, Role
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import JobState
from massicot.store.strongbox import Box, NoLongerKept
from massicot.web.office.jobs.kinds import FETCHED
from massicot.web.office.jobs.shown import fetched_until, job_or_404, kind_of, shown_job
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.given_once import GivenOnce
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
    now = timezone.now()
    login = actor_of(request).login
    row = shown_job(job, now)
    page = {
        "shown": row,
        "part_of": row.part.subject,
        "fetched_until": fetched_until(job, login, now),
        "is_own": job.asked_by == login,
    }
    return render(request, "office/jobs/job.html#bar" if asks_for_part(request) else "office/jobs/job.html", page)


@require_POST
@require_role(Role.OFFICE)
def fetch_documents(request: HttpRequest, job_id: int) -> HttpResponse:
    """Give the documents of a job as one file to whoever asked for them; once taken whole, they are deleted."""
    job = job_or_404(job_id, *FETCHED)
    by = actor_of(request)
    if job.asked_by != by.login:
        raise Http404
    download = kind_of(job).download
    box = download.box_left(job, timezone.now()) if download else None
    if download is None or box is None:
        return answer_refusal(request, NoLongerKept(), status=GONE)
    file = download.file(jobs.subject_of(job))
    kind = "application/pdf" if file.endswith(".pdf") else "application/zip"
    pieces = download.content(job, box, box.names())
    response = GivenOnce(pieces, content_type=kind, when_taken=partial(_delete_taken, job, box, by))
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    # What views answer, to Django; its types tell a stream apart.
    return cast("HttpResponse", response)


def _delete_taken(job: jobs.Job, box: Box, by: Actor) -> None:
    # In this order: what is written down as taken is given no more, were the folder still there.
    job_acts.record_taking(job=job, by=by, at=timezone.now())
    box.empty()
