"""Who a candidate is, found by name or number and corrected with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.candidates import queries, services
from massicot.candidates.rules.identity import PersonLooksAnother, fingerprint_of
from massicot.core.actor import Role
from massicot.web.office.access import entry_or_404, paper_or_404
from massicot.web.office.candidates.forms import IdentityForm, identity_of
from massicot.web.office.candidates.search import search_of, shown_people
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@never_cache
@require_safe
@require_role(Role.OFFICE)
def find_candidate(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Look for the candidate who is to be corrected."""
    exam_paper = paper_or_404(session, paper)
    page = {"paper": exam_paper, "search": search_of(request, exam_paper, "office:correct_candidate")}
    return render(request, "office/candidates/find_candidate.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def correct_candidate(request: HttpRequest, session: str, paper: str, entry_id: int) -> HttpResponse:
    """Correct who a candidate is, with a reason."""
    exam_paper = paper_or_404(session, paper)
    now = identity_of(entry_or_404(exam_paper, entry_id))
    fresh = IdentityForm(initial=now._asdict())
    form = IdentityForm(request.POST) if request.method == "POST" else fresh

    def act() -> None:
        try:
            services.correct_person(
                paper=exam_paper,
                entry_id=entry_id,
                seen=form.cleaned_data["seen"],
                person=form.person,
                is_same_person=form.cleaned_data["is_same_person"],
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
        except PersonLooksAnother:
            form.ask_whether_same()
            raise

    if form.is_bound and succeeds(form, act):
        sentence = gettext("Who this candidate is has been corrected; who it was stays on this page.")
        return done(request, sentence, request.path)
    row = entry_or_404(exam_paper, entry_id)
    now = identity_of(row)
    # Typed over what somebody else has corrected meanwhile: it is typed again, beside what stands now.
    is_old = form.is_bound and form.data.get("seen") != fingerprint_of(now)
    page = {
        "paper": exam_paper,
        "person": shown_people(exam_paper, [row])[0],
        "keeps_a_mark": queries.keeps_a_mark(entry_id),
        "earlier": queries.earlier_identities(entry_id),
        "entry_id": entry_id,
        "seen": fingerprint_of(now),
        "form": IdentityForm(initial=now._asdict()) if is_old else form,
        "refused": form if is_old else None,
    }
    return render(request, "office/candidates/correct_candidate.html", page, status=REFUSED if form.is_bound else 200)
