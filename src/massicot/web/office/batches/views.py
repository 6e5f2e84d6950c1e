"""The batches of a paper as the office sees them: how far each is, and what the office alone may do with one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.batches import queries as batches
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents import codes
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.results import services
from massicot.web.office.access import paper_or_404
from massicot.web.office.batches import shown
from massicot.web.office.batches.forms import ExtendForm, LockForm, MarkForm, ReleaseForm, UnlockForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.instants import written
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.standings import STANDINGS

STANDING = "etat"
COLUMNS = (
    ListColumn("code", gettext_lazy("Batch"), order_by="sequence"),
    ListColumn("name", gettext_lazy("Marking centre")),
    ListColumn("taker", gettext_lazy("Marker")),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn(
        "standing",
        gettext_lazy("State"),
        order_by="urgency",
        text=lambda row: str(STANDINGS[row.standing]).capitalize(),
    ),
    ListColumn("saved", gettext_lazy("Lines entered"), is_number=True, order_by=marks.saved_lines()),
    ListColumn("size", gettext_lazy("Scripts"), is_number=True),
    ListColumn("closes_at", gettext_lazy("Closes on"), order_by=""),
)


@require_safe
@require_role(Role.OFFICE)
def batch_list(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the batches of a paper, those that wait for somebody first."""
    exam_paper = paper_or_404(session, paper)
    now = timezone.now()

    def with_someone_called(words: str) -> Q:
        return Q(taker__in=markers.identifiers_called(exam_paper.session_id, words))

    is_standing = marks.is_standing(exam_paper, now)
    standings = Filter(STANDING, gettext_lazy("State"), tuple(STANDINGS.items()), field=is_standing)
    listing = listing_of(
        request,
        f"{session}-{paper}-lots",
        COLUMNS,
        marks.office_rows(exam_paper, now),
        search=("code", "uai", "name", "taker", with_someone_called),
        filters=[standings],
        display=lambda rows: marks.add_standings(rows, exam_paper, now),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    rows = _shown(exam_paper, listing.rows)
    context = {"paper": exam_paper, "listing": listing, "rows": rows, "share": marks.share_of(exam_paper.pk)}
    template = "office/batches/batch_list.html#listing" if asks_for_part(request) else "office/batches/batch_list.html"
    return render(request, template, context)


@require_safe
@require_role(Role.OFFICE)
def batch(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Show one batch: what stands on its lines, what was signed, what the office may do."""
    exam_paper = paper_or_404(session, paper)
    return _page(request, exam_paper, _batch_or_404(exam_paper, code))


@require_POST
@require_role(Role.OFFICE)
def unlock(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Open a locked batch again."""
    exam_paper = paper_or_404(session, paper)
    closes_at = marks.window_of_batch(exam_paper, _batch_or_404(exam_paper, code).pk).closes_at
    sentence = gettext("The batch {code} is open again: its marker corrects it and locks it again.")
    if timezone.now() >= closes_at:
        sentence = gettext(
            "The batch {code} is open again, and its entry is closed: give it more time so that its marker corrects "
            "it, or write and lock in their place."
        )
    return _acted(request, (session, paper, code), UnlockForm(request.POST), "unlock", services.unlock_batch, sentence)


@require_POST
@require_role(Role.OFFICE)
def extend(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Give one batch a later closing."""
    exam_paper = paper_or_404(session, paper)
    form = ExtendForm(request.POST)
    with timezone.override(exams.zone_of(exam_paper.session)):
        until = form.cleaned_data.get("closes_at") if form.is_valid() else None
    closing = written(exams.local(exam_paper, until)) if until else ""
    sentence = gettext("The batch {code} stays open until {until}.").replace("{until}", closing)
    return _acted(request, (session, paper, code), form, "extend", mark_acts.extend_batch, sentence)


@require_POST
@require_role(Role.OFFICE)
def lock(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Lock a complete batch in its marker's place, once its entry is closed."""
    sentence = gettext("The batch {code} is locked.")
    return _acted(
        request,
        (session, paper, code),
        LockForm(request.POST),
        "lock",
        mark_acts.lock_for_marker,
        sentence,
        is_told=False,
    )


@require_POST
@require_role(Role.OFFICE)
def release(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Take one batch out of the second keying."""
    sentence = gettext("The batch {code} is typed once.")
    return _acted(
        request,
        (session, paper, code),
        ReleaseForm(request.POST),
        "release",
        mark_acts.release_batch,
        sentence,
        is_told=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def line(request: HttpRequest, session: str, paper: str, code: str, number: str) -> HttpResponse:
    """Show one line with its story, and write it in its marker's place."""
    exam_paper = paper_or_404(session, paper)
    batch = _batch_or_404(exam_paper, code)
    context = shown.line_page(exam_paper, batch, number, timezone.now())
    if context is None:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = MarkForm(typed, initial={"seen": context["shown"].line.value})
    if form.is_bound and succeeds(form, lambda: _write(request, number, form)):
        value = form.cleaned_data["value"]
        sentence = gettext("Written: {number}, {value}.").format(number=codes.grouped(number), value=value)
        return done(request, sentence, reverse("office:batch", args=[session, paper, batch.code]))
    return render(
        request, "office/batches/line.html", context | {"form": form}, status=REFUSED if form.is_bound else 200
    )


def _shown(paper: exams.Paper, rows: Sequence[Any]) -> list[tuple[Any, str, str, str, str]]:
    """Put rows into words: each with its address, its standing, when it closes, its marker."""
    people = markers.markers_by_identifier(paper.session_id, {row.taker for row in rows if row.taker})
    address_of = address_of_each("office:batch", [paper.session.code, paper.code])
    standings = {standing: capfirst(str(name)) for standing, name in STANDINGS.items()}
    # Fifty batches close at an instant or two.
    closings = {at: written(exams.local(paper, at)) for at in {row.closes_at for row in rows}}
    return [
        (row, address_of(row.code), standings[row.standing], closings[row.closes_at], _called(people, row.taker))
        for row in rows
    ]


def _called(people: Mapping[str, markers.Marker], identifier: str) -> str:
    return markers.name_of(people[identifier]) if identifier in people else identifier


def _write(request: HttpRequest, number: str, form: forms.Form) -> None:
    mark_acts.write_mark(
        number=number, **form.cleaned_data, is_mailed=is_mailed(), by=actor_of(request), at=timezone.now()
    )


def _acted(
    request: HttpRequest,
    where: tuple[str, str, str],
    form: forms.Form,
    name: str,
    act: Callable[..., object],
    sentence: str,
    *,
    is_told: bool = True,
) -> HttpResponse:
    """Do what one form of the page of a batch asks for; refused, show the page again with what was typed."""
    paper = paper_or_404(*where[:2])
    batch = _batch_or_404(paper, where[2])
    mailing = {"is_mailed": is_mailed()} if is_told else {}

    def asked() -> None:
        act(batch_code=batch.code, **form.cleaned_data, **mailing, by=actor_of(request), at=timezone.now())

    if succeeds(form, asked):
        return done(request, sentence.format(code=batch.code), reverse("office:batch", args=[*where[:2], batch.code]))
    return _page(request, paper, batch, {name: form})


def _page(
    request: HttpRequest, paper: exams.Paper, batch: batches.Batch, bound: dict[str, Any] | None = None
) -> HttpResponse:
    blank = {"unlock": UnlockForm(), "extend": ExtendForm(), "lock": LockForm(), "release": ReleaseForm()}
    context = shown.batch_page(paper, batch, timezone.now()) | blank | (bound or {})
    context["gone"] = [form for name, form in (bound or {}).items() if name not in _offered(context)]
    return render(request, "office/batches/batch.html", context, status=REFUSED if bound else 200)


def _offered(page: dict[str, Any]) -> set[str]:
    """Name the forms that the page of a batch shows as the batch is now."""
    whole = page["whole"]
    if whole.lock:
        return set() if page["is_lifted"] else {"unlock"}
    return {
        "extend",
        *(["lock"] if page["is_closed"] and not whole.remaining else []),
        *(["release"] if whole.keyings.is_asked else []),
    }


def _batch_or_404(paper: exams.Paper, code: str) -> batches.Batch:
    """Fetch the batch of an address, if it is one of that paper."""
    try:
        batch = batches.batch_by_code(code)
    except Refused:
        raise Http404 from None
    if batch.paper_id != paper.pk:
        raise Http404
    return batch
