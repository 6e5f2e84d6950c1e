"""The numbers of a paper before they are drawn: what follows for whom, on one page, then the press that draws them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from massicot.anonymity.rules import spare_count
from massicot.anonymity.rules.reserve import check_seen
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.jobs import services as job_acts
from massicot.jobs.rules import Work
from massicot.web.office import keys
from massicot.web.office.access import paper_or_404
from massicot.web.office.documents.forms import DrawingForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, see, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def prepare(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show what follows from the drawing of the numbers; sent back as it was seen, have them drawn."""
    exam_paper = paper_or_404(session, paper)
    before = before_drawing(exam_paper)
    form = DrawingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: check_seen(form.cleaned_data["seen"], before["to_number"])):
        subject = {"paper": exam_paper.pk}
        job = job_acts.ask(kind=Work.PREPARE, subject=subject, by=actor_of(request), at=timezone.now())
        return see(reverse("office:job", args=[job.pk]))
    page = {"paper": exam_paper, "form": form, "key": keys.key_state(), **before, **_labels(exam_paper)}
    return render(request, "office/documents/prepare.html", page, status=REFUSED if form.is_bound else 200)


def before_drawing(paper: exams.Paper) -> dict[str, Any]:
    """Tell who would be numbered, and who would be alone in their specialty, before it is too late."""
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    entered = candidates.roll_by_specialty(paper.pk)
    alone = candidates.cells_of_one(paper, on_site)
    names = exams.institution_names({uai for uai, _ in alone})
    return {
        "to_number": sum(count for code, count in entered.items() if code in on_site),
        "elsewhere": sum(count for code, count in entered.items() if code not in on_site),
        "alone": [(names.get(uai, uai), code) for uai, code in alone],
    }


def _labels(paper: exams.Paper) -> dict[str, Any]:
    """Count the centres that get labels, the numbers of their reserves, and those that get none."""
    expected = candidates.roll_by_centre(paper.pk, exams.on_site_specialties(paper, paper.starts_at))
    every = len(candidates.centres_of(paper))
    spares = sum(map(spare_count, expected.values()))
    return {"centres": len(expected), "spares": spares, "without": every - len(expected)}
