"""Who a candidate is, found by name or number and corrected with a reason."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.candidates import queries, services
from massicot.candidates.rules.candidates import PersonLooksAnother, fingerprint_of
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.results import services as result_acts
from massicot.web.office.access import address_of, entry_or_404, paper_at, paper_or_404
from massicot.web.office.candidates.forms import WHAT_COUNTS, IdentityForm, KeptMarkForm, identity_of
from massicot.web.office.candidates.shown import search_of, shown_people
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms, Page, PageAct
from massicot.web.shared.outcome import REFUSED, finish, succeeds


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
        return finish(request, sentence, request.path)
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


class PaperKeptMark(NamedTuple):
    """A candidate of the paper of an address who keeps a mark and sat."""

    paper: exams.Paper
    row: queries.KeptAndSat


def page_of_kept_marks(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List who keeps a mark and sat, and what was decided of each."""
    rows = queries.kept_and_sat(paper.pk)
    centres = exams.institution_names({row.centre_uai for row in rows})
    shown = [(row, centres.get(row.centre_uai, row.centre_uai), _what_counts(row)) for row in rows]
    return {"paper": paper, "rows": shown, "undecided": sum(not row.counts for row in rows)}


def kept_mark_at(_request: HttpRequest, session: str, paper: str, entry_id: int) -> PaperKeptMark:
    """Find the candidate of an address, if they keep a mark and sat."""
    exam_paper = paper_or_404(session, paper)
    row = next((one for one in queries.kept_and_sat(exam_paper.pk) if one.entry_id == entry_id), None)
    if row is None:
        raise Http404
    return PaperKeptMark(exam_paper, row)


def page_of_kept_mark(_request: HttpRequest, subject: PaperKeptMark, _refused: Forms) -> dict[str, Any]:
    """Show a candidate who keeps a mark and sat, and what was said of it."""
    row = subject.row
    page = {**subject._asdict(), "centre": exams.institution_name(row.centre_uai), "said": _what_counts(row)}
    return {**page, "entry_id": row.entry_id}


def _what_counts(row: queries.KeptAndSat) -> str:
    return str(WHAT_COUNTS[WhatCounts(row.counts)]) if row.counts else ""


KEPT_MARKS = Page(
    name="kept_marks",
    path="<str:session>/<str:paper>/conservations/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/candidates/kept_marks.html",
    context=page_of_kept_marks,
)

KEPT_MARK = Page(
    name="kept_mark",
    path="<str:session>/<str:paper>/conservations/<row:entry_id>/",
    role=Role.OFFICE,
    find=kept_mark_at,
    names={"paper": lambda subject: subject.paper, "entry_id": lambda subject: subject.row.entry_id},
    template_name="office/candidates/kept_mark.html",
    context=page_of_kept_mark,
    acts=(
        PageAct(
            name="kept_mark",
            path="",
            form_class=KeptMarkForm,
            form_name="form",
            service=result_acts.decide_kept_mark,
            success_message=gettext_lazy("What counts is said."),
            success_url=lambda act: address_of(act.found.paper, "kept_marks"),
        ),
    ),
)
