"""The heads of the centres of a session: who is missing, who never came, and their letters, chosen one by one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.jobs import services as job_acts
from massicot.jobs.rules import EXAM_CENTRES, MARKING_CENTRES, ON_PAPER, Work
from massicot.results import queries as results
from massicot.results.queries import Headship
from massicot.web.office.access import session_or_404
from massicot.web.office.people.shown import shown_heads, stays_here
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.listing import ListColumn, listing_of
from massicot.web.shared.outcome import see

WANTED_COLUMNS = (
    ListColumn("name", gettext_lazy("Centre")),
    ListColumn("uai", gettext_lazy("UAI")),
    ListColumn("email", gettext_lazy("E-mail")),
    ListColumn("logins", gettext_lazy("Invited"), order_by="", text=lambda headship: ", ".join(headship.logins)),
)
OUTSIDE_COLUMNS = (
    ListColumn("name", gettext_lazy("Centre")),
    ListColumn("uai", gettext_lazy("UAI")),
    ListColumn("to", gettext_lazy("To"), order_by=""),
    ListColumn("letter", gettext_lazy("Letter"), order_by=""),
)


def page_of_heads_wanted(request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """List the exam centres of a session that nobody heads yet, and its marking centres."""
    now = timezone.now()
    listing = listing_of(
        request,
        f"{session.code}-chefs",
        WANTED_COLUMNS,
        results.exam_centres_wanting_head(session, now),
        search=("name", "uai", "email"),
        display=lambda rows: results.headships_at(rows, now),
    )
    return {"session": session, "listing": listing, "marking": results.marking_centres_wanting_head(session, now)}


def page_of_heads_outside(request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """List the heads who never came in, each with the letter they have, to choose whose is printed."""
    now = timezone.now()
    listing = listing_of(
        request,
        f"{session.code}-lettres",
        OUTSIDE_COLUMNS,
        results.exam_centres_outside(session, now),
        search=("name", "uai", "email"),
        display=lambda rows: shown_heads(results.headships_at(rows, now), now),
    )
    return {
        "session": session,
        "listing": listing,
        "marking": shown_heads(results.marking_centres_outside(session, now), now),
        "stays_here": stays_here(),
    }


WANTED = Page(
    name="heads_wanted",
    path="personnes/centres-sans-chef/<str:session>/",
    role=Role.OFFICE,
    find=lambda _request, session: session_or_404(session),
    names={},
    template_name="office/people/heads_wanted.html",
    context=page_of_heads_wanted,
)
OUTSIDE = Page(
    name="heads_outside",
    path="personnes/lettres/<str:session>/",
    role=Role.OFFICE,
    find=lambda _request, session: session_or_404(session),
    names={},
    template_name="office/people/heads_outside.html",
    context=page_of_heads_outside,
)


@require_POST
@require_role(Role.OFFICE)
def invite_all(request: HttpRequest, session: str) -> HttpResponse:
    """Have every head of a session invited who has neither access nor a link, or their letters printed."""
    subject: dict[str, int | str] = {"session": session_or_404(session).code}
    if ON_PAPER in request.POST:
        subject[ON_PAPER] = 1
    job = job_acts.ask(kind=Work.INVITE, subject=subject, by=actor_of(request), at=timezone.now())
    return see(reverse("office:job", args=[job.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def print_chosen(request: HttpRequest, session: str) -> HttpResponse:
    """Say which letters die when those that were chosen are printed; then have them printed."""
    exam_session = session_or_404(session)
    asked = request.POST if request.method == "POST" else request.GET
    exam_centres = asked.getlist(EXAM_CENTRES)
    marking_centres = asked.getlist(MARKING_CENTRES)
    heads = results.heads_chosen(exam_session, exam_centres, marking_centres, timezone.now())
    if request.method == "POST" and any(head.can_be_reached for head in heads):
        return _print(request, exam_session.code, heads)
    shown = shown_heads(heads, timezone.now())
    page = {
        "session": exam_session,
        "dying": [head for head in shown if head.has_link],
        "new": [head for head in shown if head.to and not head.has_link],
        "unreached": [head for head in shown if not head.to],
        "printed": [head for head in shown if head.to],
        "came": len(exam_centres) + len(marking_centres) - len(heads),
        "stays_here": stays_here(),
    }
    return render(request, "office/people/print_chosen.html", page)


def _print(request: HttpRequest, session: str, heads: Sequence[Headship]) -> HttpResponse:
    subject: dict[str, int | str] = {
        "session": session,
        ON_PAPER: 1,
        EXAM_CENTRES: _uais_of(heads, Role.EXAM_CENTRE),
        MARKING_CENTRES: _uais_of(heads, Role.MARKING_CENTRE),
    }
    job = job_acts.ask(kind=Work.INVITE, subject=subject, by=actor_of(request), at=timezone.now())
    return see(reverse("office:job", args=[job.pk]))


def _uais_of(heads: Sequence[Headship], role: Role) -> str:
    return ",".join(sorted(head.uai for head in heads if head.role is role))
