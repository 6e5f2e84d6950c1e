"""Corrigenda of a paper: written, looked at before they are applied, told, read by each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.store import key_file
from massicot.web.office.access import corrigendum_or_404, paper_or_404
from massicot.web.office.corrigenda import readers
from massicot.web.office.corrigenda.forms import CalendarForm, CorrigendumForm, WayForm, way_forms
from massicot.web.office.corrigenda.shown import check_seen, flip_lines, preview_of
from massicot.web.office.progress import progress_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.corrigendum import calendar_lines
from massicot.web.shared.desks import ROLE_NAMES
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.mail import is_mailed

COLUMNS = (
    ListColumn("reference", gettext_lazy("Reference")),
    ListColumn("dated_on", gettext_lazy("Dated")),
    ListColumn("applied_at", gettext_lazy("Applied")),
    ListColumn("told", gettext_lazy("Told"), is_number=True),
    ListColumn("read", gettext_lazy("Have read it"), is_number=True),
)

READERS = (
    ListColumn("role", gettext_lazy("Desk"), text=lambda row: ROLE_NAMES[Role(row.role)]),
    ListColumn("scope", gettext_lazy("Centre or person")),
    ListColumn("read_at", gettext_lazy("Read on")),
    ListColumn("read_by", gettext_lazy("By")),
    ListColumn("reminded_at", gettext_lazy("Reminded")),
)
HAS_READ = Filter("lu", gettext_lazy("Read"), [("0", gettext_lazy("not yet")), ("1", gettext_lazy("yes"))], "is_read")
SEARCH = ("scope", "read_by")

TIME_TO_READ = timedelta(days=1)
"""How long readers are left alone before the page asks to write to them again."""


@require_safe
@require_role(Role.OFFICE)
def corrigenda(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the corrigenda of a paper."""
    exam_paper = paper_or_404(session, paper)
    rows = exams.corrigenda_of(exam_paper)
    listing = listing_of(request, f"{session}-{paper}-corrigenda", COLUMNS, rows, search=("reference", "text"))
    if is_taken_away(request):
        return take_away(request, listing)
    template = (
        "office/corrigenda/corrigenda.html#listing" if asks_for_part(request) else "office/corrigenda/corrigenda.html"
    )
    return render(request, template, {"paper": exam_paper, "listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def new_corrigendum(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Write a corrigendum; nothing is changed before its page has been seen."""
    exam_paper = paper_or_404(session, paper)
    with timezone.override(exams.zone_of(exam_paper.session)):
        sent = request.POST if request.method == "POST" else None
        has_begun = timezone.now() >= exam_paper.starts_at
        form, calendar, ways = _forms(exam_paper, sent, has_begun=has_begun)
        faults = [part for part in (calendar, *ways) if sent is not None and not part.is_valid()]
        drafted: list[exams.Corrigendum] = []
        if not faults and succeeds(form, lambda: drafted.append(_draft(request, exam_paper, form, calendar, ways))):
            sentence = gettext("The corrigendum is written. Nothing is changed yet: look at what follows from it.")
            return done(request, sentence, _address(drafted[0]))
        context = {"paper": exam_paper, "form": form, "calendar": calendar, "ways": ways, "has_begun": has_begun}
        status = 200 if sent is None else REFUSED
        return render(request, "office/corrigenda/new_corrigendum.html", context, status=status)


@require_safe
@require_role(Role.OFFICE)
def corrigendum(request: HttpRequest, session: str, paper: str, corrigendum_id: int) -> HttpResponse:
    """Show a draft with what follows from it, or an applied corrigendum with who has read it."""
    return _page(request, corrigendum_or_404(session, paper, corrigendum_id))


@require_POST
@require_role(Role.OFFICE)
def apply_corrigendum(request: HttpRequest, session: str, paper: str, corrigendum_id: int) -> HttpResponse:
    """Apply a corrigendum, tell each it concerns, and number whoever it brings to the on-site route."""
    corrigendum = corrigendum_or_404(session, paper, corrigendum_id)
    form = forms.Form(request.POST)
    if succeeds(form, lambda: _apply(request, corrigendum)):
        return done(request, _applied(corrigendum), _address(corrigendum))
    return _page(request, corrigendum_or_404(session, paper, corrigendum_id), form)


@require_POST
@require_role(Role.OFFICE)
def discard_corrigendum(request: HttpRequest, session: str, paper: str, corrigendum_id: int) -> HttpResponse:
    """Throw a draft away."""
    corrigendum = corrigendum_or_404(session, paper, corrigendum_id)
    form = forms.Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.discard_corrigendum(corrigendum=corrigendum, by=by, at=at)):
        sentence = gettext("The draft %(reference)s is thrown away.") % {"reference": corrigendum.reference}
        return done(request, sentence, reverse("office:corrigenda", args=[session, paper]))
    return _page(request, corrigendum, form)


@require_POST
@require_role(Role.OFFICE)
def remind_readers(request: HttpRequest, session: str, paper: str, corrigendum_id: int) -> HttpResponse:
    """Write again to those who have not read a corrigendum."""
    corrigendum = corrigendum_or_404(session, paper, corrigendum_id)
    form = forms.Form(request.POST)
    emails = readers.not_yet_read(corrigendum).emails
    if succeeds(form, lambda: _remind(request, corrigendum, emails)):
        sentence = ngettext("%(n)d letter is in the outbox.", "%(n)d letters are in the outbox.", len(emails))
        return done(request, sentence % {"n": len(emails)}, _address(corrigendum))
    return _page(request, corrigendum, form)


def _page(request: HttpRequest, corrigendum: exams.Corrigendum, refused: forms.Form | None = None) -> HttpResponse:
    context: dict[str, Any] = {"corrigendum": corrigendum, "paper": corrigendum.paper, "refused": refused}
    status = REFUSED if refused else 200
    if corrigendum.applied_at is None:
        context["preview"] = preview_of(corrigendum, timezone.now(), actor_of(request).login)
        context["is_mailed"] = is_mailed()
        return render(request, "office/corrigenda/draft.html", context, status=status)
    readings = exams.readings_of(corrigendum)
    listing = listing_of(request, corrigendum.reference, READERS, readings, search=SEARCH, filters=[HAS_READ])
    if is_taken_away(request):
        return take_away(request, listing)
    names = exams.institution_names({row.scope for row in listing.rows})
    desks = {role.value: str(name) for role, name in ROLE_NAMES.items()}
    context |= {
        "listing": listing,
        "readers": [(row, desks[row.role], names.get(row.scope, row.scope)) for row in listing.rows],
    }
    if asks_for_part(request):
        return render(request, "office/corrigenda/corrigendum.html#listing", context, status=status)
    waiting = readers.still_to_read(corrigendum)
    flips = exams.flips_told(corrigendum)
    written_at = exams.written_last(corrigendum)
    context |= {
        "flips": flip_lines(flips, exams.specialty_labels(corrigendum.paper.session_id) if flips else {}),
        "lines": calendar_lines(corrigendum),
        "waiting": waiting.readers,
        "letters": waiting.letters,
        "without_account": waiting.without_account,
        "has_mail": is_mailed(),
        "written_at": written_at,
        "is_long_ago": written_at is not None and timezone.now() - written_at >= TIME_TO_READ,
    }
    return render(request, "office/corrigenda/corrigendum.html", context, status=status)


def _forms(
    paper: exams.Paper, sent: Any, *, has_begun: bool
) -> tuple[CorrigendumForm, CalendarForm, Sequence[WayForm]]:
    now = timezone.now().replace(second=0, microsecond=0)
    form = CorrigendumForm(sent, initial={"dated_on": timezone.localdate(), "effective_at": now})
    if has_begun:
        # Its scripts keep their route: no instant is asked for from which another would hold.
        del form.fields["effective_at"]
    zone = exams.zone_of(paper.session)
    calendar = CalendarForm(sent, before=exams.values_of(paper), zone=zone)
    academies = sorted(set(exams.academies_of(paper.session_id).values()))
    return form, calendar, way_forms(sent, [(academy, academy) for academy in academies])


def _draft(
    request: HttpRequest, paper: exams.Paper, form: CorrigendumForm, calendar: CalendarForm, ways: Sequence[WayForm]
) -> exams.Corrigendum:
    typed = {"effective_at": paper.starts_at} | form.cleaned_data
    routes = [
        route for way in ways if way.has_changed() for route in way.routes(typed["effective_at"], typed["reference"])
    ]
    return services.draft_corrigendum(
        paper=paper, routes=routes, calendar=calendar.change(), **typed, by=actor_of(request), at=timezone.now()
    )


def _apply(request: HttpRequest, corrigendum: exams.Corrigendum) -> None:
    login = actor_of(request).login
    now = timezone.now()
    whom = readers.concerned_by(corrigendum, exams.draft_of(corrigendum), login)
    anonymity.apply_corrigendum(
        corrigendum=corrigendum,
        progress=progress_of(corrigendum.paper),
        readers=list(whom.readers),
        letters=readers.letters_to(whom.emails, corrigendum, readers.TOLD),
        check_seen=lambda: check_seen(corrigendum, now, login, request.POST.get("seen", "")),
        key=key_file.read_if_whole(),
        draw=draws.from_system(),
        is_mailed=is_mailed(),
        by=actor_of(request),
        at=now,
    )


def _remind(request: HttpRequest, corrigendum: exams.Corrigendum, emails: Sequence[str]) -> None:
    letters = readers.letters_to(emails, corrigendum, readers.REMINDED)
    services.remind_readers(corrigendum=corrigendum, letters=letters, by=actor_of(request), at=timezone.now())


def _applied(corrigendum: exams.Corrigendum) -> str:
    """Say that a corrigendum is applied, and whether those whom it concerns are told."""
    waiting = 0 if is_mailed() else readers.still_to_read(corrigendum).letters
    if waiting:
        sentence = ngettext(
            "The corrigendum %(reference)s is applied. %(n)d letter waits, for no mail server is named: call whom it "
            "concerns.",
            "The corrigendum %(reference)s is applied. %(n)d letters wait, for no mail server is named: call those "
            "whom it concerns.",
            waiting,
        )
    else:
        sentence = gettext("The corrigendum %(reference)s is applied, and each it concerns is told.")
    return sentence % {"reference": corrigendum.reference, "n": waiting}


def _address(corrigendum: exams.Corrigendum) -> str:
    return reverse("office:corrigendum", args=[corrigendum.paper.session.code, corrigendum.paper.code, corrigendum.pk])
