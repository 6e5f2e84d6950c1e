"""Numbers and documents of a paper: the key kept, the numbers drawn, then whatever is printed, on demand."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.core.keys import check_fingerprint
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import Kind
from massicot.marks import queries as marks
from massicot.results.rules.papers import PrintKind
from massicot.web.office import keeping, printing
from massicot.web.office.access import paper_or_404
from massicot.web.office.choosing import choose_paper
from massicot.web.office.document_forms import FingerprintForm, ManyForm, OneForm
from massicot.web.office.work import DOCUMENTS, SLUGS
from massicot.web.shared.access import account_id_of, actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, see, succeeds
from massicot.web.shared.listing import Column, Listing, asks_for_part, is_taken_away, listing_of, take_away

KINDS = {slug: PrintKind(kind) for kind, slug in SLUGS.items()}
FIRST = SLUGS[PrintKind.REGISTERS]
"""The documents that are listed when the address names none."""

LONGEST_COUNT = 5
"""Digits of a number of printings that a page can show."""


@require_safe
@require_role(Role.OFFICE)
def documents(request: HttpRequest) -> HttpResponse:
    """List every paper; the only one is shown at once."""
    return choose_paper(request, gettext("Numbers and documents"), "office:paper_documents")


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def paper_documents(request: HttpRequest, session: str, paper: str, kind: str = FIRST) -> HttpResponse:
    """Show how far a paper is and what can be printed of it; sent to, confirm that a copy of the key is kept."""
    found = paper_or_404(session, paper)
    if kind not in KINDS:
        raise Http404
    form = FingerprintForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _confirm_key(request, form)):
        return done(request, gettext("A copy of the key is confirmed kept."), request.path)
    listing = _listing(request, found, KINDS[kind])
    if is_taken_away(request):
        return take_away(request, listing)
    page = _page(found, KINDS[kind], listing) | {"form": form}
    template = "office/paper_documents.html#listing" if asks_for_part(request) else "office/paper_documents.html"
    return render(request, template, page, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.OFFICE)
def make_key(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Make the anonymity key where the settings say."""
    paper_or_404(session, paper)
    keeping.make_key()
    return done(request, gettext("The key is made: now keep a copy of it."), _address(session, paper))


@require_POST
@require_role(Role.OFFICE)
def prepare(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Have the numbers of a paper drawn."""
    subject = {"paper": paper_or_404(session, paper).pk}
    job = job_acts.ask(kind=Kind.PREPARE, subject=subject, by=actor_of(request), at=timezone.now())
    return see(reverse("office:job", args=[job.pk]))


@require_POST
@require_role(Role.OFFICE)
def print_one(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print one document and give it at once."""
    found, form = paper_or_404(session, paper), OneForm(request.POST)
    if not form.is_valid():
        return see(_address(session, paper))
    kind, code = PrintKind(form.cleaned_data["kind"]), form.cleaned_data["code"]
    known = _printings(request, code) if kind is PrintKind.MARK_SHEETS else None
    printed = printing.print_one(
        paper=found, kind=kind, code=code, known=known, by=actor_of(request), at=timezone.now()
    )
    if printed is None:
        raise Http404
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{printing.given_as(printed, found).file}"'
    return response


@require_POST
@require_role(Role.OFFICE)
def print_many(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Have the documents of one kind printed, those ticked or all, as one ZIP."""
    found, form = paper_or_404(session, paper), ManyForm(request.POST)
    if not form.is_valid():
        return see(_address(session, paper))
    kind = PrintKind(form.cleaned_data["kind"])
    only = "" if "all" in request.POST else printing.check_chosen(found, kind, request.POST.getlist("only"))
    subject = {"paper": found.pk, "kind": kind.value, "only": only, "for": account_id_of(request)}
    job = job_acts.ask(kind=Kind.PRINT, subject=subject, by=actor_of(request), at=timezone.now())
    return see(reverse("office:job", args=[job.pk]))


def _printings(request: HttpRequest, code: str) -> int:
    """Read how many times the page showed the mark sheet of a batch to be printed: 0 when it showed none."""
    told = request.POST.get(f"printed-{code}", "")[:LONGEST_COUNT]
    return int(told) if told.isdecimal() else 0


def _confirm_key(request: HttpRequest, form: FingerprintForm) -> None:
    key = keeping.the_key()
    check_fingerprint(key, form.cleaned_data["fingerprint"])
    anonymity.confirm_key(key=key, by=actor_of(request), at=timezone.now())


def _listing(request: HttpRequest, paper: Paper, kind: PrintKind) -> Listing:
    columns = (
        Column("name", gettext_lazy("Centre")),
        Column("uai", gettext_lazy("UAI")),
        Column("code", gettext_lazy("For")),
    )
    name = f"{paper.session.code}-{paper.code}-{kind}"
    return listing_of(request, name, columns, printing.targets_of(paper, kind), search=("name", "uai", "code"))


def _labelled(kind: PrintKind, rows: Sequence[Any]) -> list[tuple[Any, str]]:
    """Say of each row what its button prints."""
    label, what = gettext("Print: %(what)s, %(for)s, %(code)s"), gettext(DOCUMENTS[kind])
    return [(row, label % {"what": what, "for": row.name, "code": row.code}) for row in rows]


def _printings_of(kind: PrintKind, listing: Listing) -> list[tuple[str, int]]:
    if kind is not PrintKind.MARK_SHEETS:
        return []
    return list(marks.printings_among([row.code for row in listing.rows]).items())


def _page(paper: Paper, kind: PrintKind, listing: Listing) -> dict[str, Any]:
    return {
        "paper": paper,
        "key": keeping.key_state(),
        "prepared_at": exams.local(paper, paper.prepared_at) if paper.prepared_at else None,
        "job": jobs.last_of(Kind.PREPARE, {"paper": paper.pk}),
        "listing": listing,
        "rows": _labelled(kind, listing.rows),
        "printings": _printings_of(kind, listing),
        "kind": kind,
        "kind_title": gettext(DOCUMENTS[kind]),
        "choices": printing.choices(kind),
        "is_empty": not listing.total and not (listing.is_narrowed and printing.targets_of(paper, kind).exists()),
        "waits_for": printing.waits_for(kind),
        **_before_drawing(paper),
    }


def _before_drawing(paper: Paper) -> dict[str, Any]:
    """Tell who would be numbered, and who would be alone in their specialty, before it is too late."""
    if paper.prepared_at is not None:
        return {"to_number": 0, "alone": []}
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    entered = candidates.roll_by_specialty(paper.pk)
    alone = candidates.cells_of_one(paper, on_site)
    names = exams.institution_names({uai for uai, _ in alone})
    return {
        "to_number": sum(count for code, count in entered.items() if code in on_site),
        "elsewhere": sum(count for code, count in entered.items() if code not in on_site),
        "alone": [(names.get(uai, uai), code) for uai, code in alone],
    }


def _address(session: str, paper: str) -> str:
    return reverse("office:paper_documents", args=[session, paper])
