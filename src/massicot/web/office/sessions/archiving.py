"""Sessions put away: archived, listed, brought back; and one deleted in which nobody has worked."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.archiving import seen_of
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules.archiving import check_open
from massicot.web.office.access import session_or_404
from massicot.web.office.sessions.forms import ArchiveForm, DeleteForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.listing import ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.refusals import sentence_of, told

READ_OR_SEND = ["GET", "HEAD", "POST"]

COLUMNS = (
    ListColumn("code", gettext_lazy("Session")),
    ListColumn("title", gettext_lazy("Title")),
    ListColumn("year", gettext_lazy("Year"), is_number=True),
    ListColumn("archived_at", gettext_lazy("Archived on")),
    ListColumn("archived_reason", gettext_lazy("Why")),
)

_HELD: Mapping[str, Any] = {
    "papers": ngettext_lazy("{n} paper", "{n} papers", "n"),
    "specialties": ngettext_lazy("{n} specialty", "{n} specialties", "n"),
    "exam_centres": ngettext_lazy("{n} exam centre named", "{n} exam centres named", "n"),
    "candidates": ngettext_lazy("{n} candidate, with their names", "{n} candidates, with their names", "n"),
    "markers": ngettext_lazy("{n} marker of the pool", "{n} markers of the pool", "n"),
    "corrigenda": ngettext_lazy("{n} draft of a corrigendum", "{n} drafts of corrigenda", "n"),
}
"""What a session holds that is deleted with it, as the page counts it."""


@require_safe
@require_role(Role.OFFICE)
def archived_sessions(request: HttpRequest) -> HttpResponse:
    """List the archived sessions."""
    listing = listing_of(
        request,
        gettext("archived sessions"),
        COLUMNS,
        exams.archived_rows(),
        search=("code", "title", "archived_reason"),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    part = "office/sessions/archived.html#listing" if asks_for_part(request) else "office/sessions/archived.html"
    return render(request, part, {"listing": listing})


@require_http_methods(READ_OR_SEND)
@require_role(Role.OFFICE)
def archive_session(request: HttpRequest, session: str) -> HttpResponse:
    """Show what follows from archiving a session, and archive it."""
    exam_session = session_or_404(session)
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _archive(request, exam_session, form)):
        sentence = gettext("The session %(code)s is archived: it is in no list any more.")
        return done(request, sentence % {"code": session}, reverse("office:archived_sessions"))
    work = results.open_work(exam_session, timezone.now())
    context = {
        "session": exam_session,
        "form": form,
        "refusal": "" if form.is_bound else _refusal(lambda: check_open(session, work)),
        "undone": [told(phrase) for phrase in work.undone],
        "candidates": results.held_by(exam_session)["candidates"],
    }
    return render(request, "office/sessions/archive.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.OFFICE)
def bring_back_session(request: HttpRequest, session: str) -> HttpResponse:
    """Put an archived session back into every list."""
    exam_session = session_or_404(session)
    exam_acts.bring_back_session(session=exam_session, by=actor_of(request), at=timezone.now())
    sentence = gettext("The session %(code)s is back in every list.")
    return done(request, sentence % {"code": session}, reverse("office:session", args=[session]))


@require_http_methods(READ_OR_SEND)
@require_role(Role.OFFICE)
def delete_session(request: HttpRequest, session: str) -> HttpResponse:
    """Show what a session holds, and delete it while nobody has worked in it."""
    exam_session = session_or_404(session)
    form = DeleteForm(request.POST if request.method == "POST" else None, code=session)
    if form.is_bound and succeeds(form, lambda: _delete(request, exam_session)):
        sentence = gettext("The session %(code)s is deleted.")
        return done(request, sentence % {"code": session}, reverse("office:sessions"))
    held = results.held_by(exam_session)
    context = {
        "session": exam_session,
        "form": form,
        "seen": seen_of(held),
        "held": _held(held),
        "refusal": _refusal(lambda: result_acts.check_deletable(exam_session, timezone.now())),
    }
    return render(request, "office/sessions/delete.html", context, status=REFUSED if form.is_bound else 200)


def _refusal(check: Callable[[], None]) -> str:
    """Say why an act would be refused now; nothing when it would be done."""
    try:
        check()
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


def _held(held: Mapping[str, int]) -> list[str]:
    return [_HELD[name].format(n=Grouped(count)) for name, count in held.items() if count]


def _archive(request: HttpRequest, session: exams.Session, form: ArchiveForm) -> None:
    reason = form.cleaned_data["reason"]
    result_acts.archive_session(session=session, reason=reason, by=actor_of(request), at=timezone.now())


def _delete(request: HttpRequest, session: exams.Session) -> None:
    seen = request.POST.get("seen", "")
    result_acts.delete_session(session=session, seen=seen, by=actor_of(request), at=timezone.now())
