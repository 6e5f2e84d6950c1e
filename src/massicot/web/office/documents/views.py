"""Numbers and documents of a paper: the key kept, the numbers drawn, then whatever is printed, on demand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.anonymity import queries as anonymity_reads
from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import spare_count
from massicot.anonymity.rules.numbers import check_seen
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.core.keys import check_fingerprint
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import Work
from massicot.results import queries as results
from massicot.results.rules.papers import PrintKind
from massicot.results.services import DOCUMENTS
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from massicot.store import key_file
from massicot.web.office import keys
from massicot.web.office.access import choose_paper, paper_or_404
from massicot.web.office.documents import shown
from massicot.web.office.documents.forms import DrawingForm, FingerprintForm, OneForm, OrderForm
from massicot.web.office.documents.shown import left_filter, left_query
from massicot.web.office.jobs.downloads import given_as
from massicot.web.shared import instants
from massicot.web.shared.access import account_id_of, actor_of, require_role
from massicot.web.shared.listing import ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import REFUSED, finish, see, succeeds

KINDS = {document.slug: kind for kind, document in DOCUMENTS.items()}
FIRST = DOCUMENTS[PrintKind.REGISTERS].slug
"""The documents that are listed when the address names none."""

ALONE = "seules"
"""The word of the address by which scripts that are alone of their kind are asked for."""

ITEMS = {
    ScriptKind.WRITTEN: gettext_lazy("written script"),
    ScriptKind.BLANK: gettext_lazy("blank script"),
    ScriptKind.PLACEHOLDER: gettext_lazy("absent"),
}


class Row(NamedTuple):
    """One document of the list: for whom it is, what its button says, whether it is ticked, or in somebody's hands."""

    target: Any
    label: str
    is_ticked: bool
    is_out: bool


@require_safe
@require_role(Role.OFFICE)
def documents(request: HttpRequest) -> HttpResponse:
    """List every paper; the only one is shown at once."""
    return choose_paper(request, gettext("Numbers and documents"), "office:paper_documents")


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def paper_documents(request: HttpRequest, session: str, paper: str, kind: str = FIRST) -> HttpResponse:
    """Show how far a paper is and what can be printed of it.

    Sent to, confirm that a copy of the key is kept, or have the documents of the kind printed, as one ZIP.
    """
    exam_paper = paper_or_404(session, paper)
    if kind not in KINDS:
        raise Http404
    is_order = "order" in request.POST
    form = FingerprintForm(request.POST if request.method == "POST" and not is_order else None)
    if form.is_bound and succeeds(form, lambda: _confirm_key(request, form)):
        return finish(request, gettext("A copy of the key is confirmed kept."), request.path)
    order = shown.order_form(request.POST if is_order else None)
    jobs_asked: list[jobs.Job] = []
    if is_order and succeeds(order, lambda: jobs_asked.append(_ask(request, exam_paper, KINDS[kind], order))):
        return see(reverse("office:job", args=[jobs_asked[0].pk]))
    return _page(request, exam_paper, KINDS[kind], form, order)


@require_POST
@require_role(Role.OFFICE)
def make_key(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Make the anonymity key where the settings say."""
    paper_or_404(session, paper)
    keys.make_key()
    return finish(request, gettext("The key is made: now keep a copy of it."), _address(session, paper))


@require_POST
@require_role(Role.OFFICE)
def print_one(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Print one document and give it at once."""
    exam_paper = paper_or_404(session, paper)
    form = OneForm(request.POST)
    if not form.is_valid():
        return see(_address(session, paper))
    kind = PrintKind(form.cleaned_data["kind"])
    code = form.cleaned_data["code"]
    printed = shown.print_one(paper=exam_paper, kind=kind, code=code, by=actor_of(request), at=timezone.now())
    if printed is None:
        raise Http404
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{given_as(printed, exam_paper).file}"'
    return response


def _confirm_key(request: HttpRequest, form: FingerprintForm) -> None:
    key = key_file.read()
    check_fingerprint(key, form.cleaned_data["fingerprint"])
    anonymity.confirm_key(key=key, by=actor_of(request), at=timezone.now())


def _ask(request: HttpRequest, paper: exams.Paper, kind: PrintKind, order: OrderForm) -> jobs.Job:
    subject = shown.job_of_order(paper, kind, order, request.POST.getlist("only")) | {"for": account_id_of(request)}
    return job_acts.ask(kind=Work.PRINT, subject=subject, by=actor_of(request), at=timezone.now())


def _listing(request: HttpRequest, paper: exams.Paper, kind: PrintKind) -> Listing:
    name = f"{paper.session.code}-{paper.code}-{kind}"
    columns = list(_columns(kind, exams.zone_of(paper.session)))
    if not is_taken_away(request):
        columns.append(ListColumn("act", gettext_lazy("Document"), order_by=""))
    left = left_filter(paper, kind, timezone.now())
    search = ("name", "uai", "code")
    return listing_of(request, name, columns, shown.targets_of(paper, kind), search=search, filters=left)


def _columns(kind: PrintKind, zone: ZoneInfo) -> Iterator[ListColumn]:
    yield ListColumn("name", gettext_lazy("Centre"))
    yield ListColumn("uai", gettext_lazy("UAI"))
    if kind in (PrintKind.DESPATCH_NOTES, PrintKind.MARK_SHEETS):
        yield ListColumn("code", gettext_lazy("For"))
    if kind is PrintKind.MARK_SHEETS:
        yield ListColumn("printed_at", gettext_lazy("Printed on"), text=lambda row: _instant(row.printed_at, zone))


def _instant(at: datetime | None, zone: ZoneInfo) -> str:
    return instants.day_and_hour(at.astimezone(zone)) if at else gettext("never")


def _rows(request: HttpRequest, kind: PrintKind, rows: Sequence[Any]) -> list[Row]:
    """Say of each row what its button prints; a mark sheet that somebody has is printed again by no button alone."""
    label = gettext("Print: %(what)s, %(for)s, %(code)s")
    what = gettext(DOCUMENTS[kind].title)
    ticked = set(request.POST.getlist("only"))
    can_be_out = kind is PrintKind.MARK_SHEETS
    return [
        Row(
            row,
            label % {"what": what, "for": row.name, "code": row.code},
            is_ticked=row.code in ticked,
            is_out=can_be_out and row.printed_at is not None,
        )
        for row in rows
    ]


def _page(
    request: HttpRequest, paper: exams.Paper, kind: PrintKind, form: FingerprintForm, order: OrderForm
) -> HttpResponse:
    listing = _listing(request, paper, kind)
    if is_taken_away(request):
        return take_away(request, listing)
    every = shown.targets_of(paper, kind).count() if listing.is_narrowed else listing.total
    context: dict[str, Any] = {
        "paper": paper,
        "listing": listing,
        "rows": _rows(request, kind, listing.rows),
        "kind": kind,
        "is_of_numbers": DOCUMENTS[kind].is_of_numbers,
        "has_codes": any(column.key == "code" for column in listing.columns),
        "every": Grouped(every),
        "is_empty": not every,
    }
    if asks_for_part(request):
        return render(request, "office/documents/paper_documents.html#listing", context)
    context |= _steps(request, paper) | _sheets(paper, kind) | {"form": form, "order": order}
    context |= {"kind_title": gettext(DOCUMENTS[kind].title), "choices": shown.choices(kind, left_query(request))}
    context |= {"waits_for": gettext(DOCUMENTS[kind].before)}
    status = REFUSED if form.is_bound or order.is_bound else 200
    return render(request, "office/documents/paper_documents.html", context, status=status)


def _steps(request: HttpRequest, paper: exams.Paper) -> dict[str, Any]:
    return {
        "key": keys.key_state(),
        "prepared_at": exams.local(paper, paper.prepared_at) if paper.prepared_at else None,
        "job": jobs.last_of(Work.PREPARE, {"paper": paper.pk}),
        **(before_drawing(paper) if paper.prepared_at is None else _after_drawing(request, paper)),
    }


def _sheets(paper: exams.Paper, kind: PrintKind) -> dict[str, Any]:
    """Count the mark sheets that somebody has, which another printing would void, and those never printed."""
    if kind is not PrintKind.MARK_SHEETS:
        return {}
    printed = results.sheets_printed(paper)
    return {"printed": printed, "seen": shown.last_printing(printed)}


def _after_drawing(request: HttpRequest, paper: exams.Paper) -> dict[str, Any]:
    """Tell since when the disk tells too much and, when asked, which scripts are alone of their kind."""
    left = list(anonymity_reads.old_versions_left().values())
    return {
        "old_since": exams.local(paper, left[0]) if left else None,
        "old_acts": len(left),
        "alone_word": ALONE,
        # Counted when it is asked only: a nation has two hundred thousand scripts, and this page many visits.
        "alone_of_kind": _alone_of_kind(paper) if ALONE in request.GET else None,
    }


def _alone_of_kind(paper: exams.Paper) -> list[tuple[str, str, Any]]:
    cells = scripts.cells_of_one(paper.pk)
    names = exams.institution_names({uai for uai, _, _ in cells})
    return [(names.get(uai, uai), code, ITEMS[kind]) for uai, code, kind in cells]


def _address(session: str, paper: str) -> str:
    return reverse("office:paper_documents", args=[session, paper])


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
