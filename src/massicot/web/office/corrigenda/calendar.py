"""The calendar and the routes of a paper, on one page that shows what follows from a change before it is saved."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.rules import RouteFacts, editing, routes_in_force
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.web.office.access import paper_or_404
from massicot.web.office.corrigenda import effects
from massicot.web.office.corrigenda.effects import progress_of
from massicot.web.office.corrigenda.forms import DatedRouteForm, PaperForm, route_initial
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.corrigendum import way_of
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.outcome import REFUSED, finish, succeeds


@dataclass(frozen=True, slots=True)
class AcademyRow:
    """One steering academy: its specialties, its candidates, its route and the versions before it."""

    academy: str
    specialties: int
    entries: int
    route: RouteFacts | None
    earlier: list[RouteFacts]

    @property
    def way(self) -> str:
        """Write where its scripts go."""
        return way_of(self.route)

    @property
    def earlier_ways(self) -> list[tuple[RouteFacts, str]]:
        """Write where they went by the versions before."""
        return [(route, way_of(route)) for route in self.earlier]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the page shows beside its forms: what follows from what is typed."""

    lines: list[effects.ValueChange] = field(default_factory=list)
    touched: effects.Touched | None = None
    documents: list[str] = field(default_factory=list)
    markers: int = 0
    """Markers whose batches close at another instant."""

    doubts: list[str] = field(default_factory=list)
    """What would not agree with the year of the session, or among the dates."""


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def calendar(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Edit a paper; what is only being typed is answered with what follows from it, and not saved."""
    exam_paper = paper_or_404(session, paper)
    with timezone.override(exams.zone_of(exam_paper.session)):
        form = _paper_form(exam_paper, request.POST if request.method == "POST" else None)
        if not form.is_bound:
            return _page(request, exam_paper, form)
        if "save" in request.POST and not asks_for_part(request):
            if succeeds(form, lambda: _save(request, exam_paper, form)):
                return finish(request, gettext("The paper is saved."), _address(exam_paper))
            return _page(request, exam_paper, form, status=REFUSED)
        forecasts: list[Consequences] = []
        is_done = succeeds(form, lambda: forecasts.append(_foreseen(exam_paper, form)))
        forecast = forecasts[0] if is_done else None
        return _page(request, exam_paper, form, forecast=forecast, status=200 if is_done else REFUSED)


@require_POST
@require_role(Role.OFFICE)
def change_routes(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Give steering academies another route, until the numbers are drawn."""
    exam_paper = paper_or_404(session, paper)
    with timezone.override(exams.zone_of(exam_paper.session)):
        academies = set(exams.academies_of(exam_paper.session_id).values())
        form = DatedRouteForm(request.POST, academies=[(academy, academy) for academy in sorted(academies)])
        if succeeds(form, lambda: _change(request, exam_paper, form)):
            return finish(request, gettext("The routes are changed."), _address(exam_paper))
        return _page(request, exam_paper, _paper_form(exam_paper), route_form=form, status=REFUSED)


def academy_rows(paper: exams.Paper) -> list[AcademyRow]:
    """List the steering academies of a paper's specialties, and those that have a route without any."""
    academies = exams.academies_of(paper.session_id)
    versions = exams.route_facts(paper)
    in_force = routes_in_force(versions, paper.starts_at)
    entered = candidates.roll_by_specialty(paper.pk)
    entries = Counter[str]()
    for code, academy in academies.items():
        entries[academy] += entered.get(code, 0)
    specialties = Counter(academies.values())
    return [
        AcademyRow(
            academy,
            specialties[academy],
            entries[academy],
            in_force.get(academy),
            [route for route in versions if route.steering_academy == academy and route != in_force.get(academy)],
        )
        for academy in sorted(specialties.keys() | in_force.keys())
    ]


def _page(
    request: HttpRequest,
    paper: exams.Paper,
    form: PaperForm,
    *,
    route_form: DatedRouteForm | None = None,
    forecast: Consequences | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"paper": paper, "form": form, "shown": forecast}
    context["is_mailed"] = is_mailed()
    if asks_for_part(request):
        return render(request, "office/corrigenda/calendar.html#effect", context, status=status)
    rows = academy_rows(paper)
    context |= {
        "academies": rows,
        "without_route": [row for row in rows if row.route is None],
        "not_imported": effects.places_told(effects.places_of(row.route for row in rows if row.route)),
        "route_form": route_form or _route_form(request, rows),
        "has_begun": timezone.now() >= paper.starts_at,
        "doubts": effects.doubts_after(paper, exams.values_of(paper)),
        "due": effects.value_words(exams.due_at(paper), exams.zone_of(paper.session)),
        "when": effects.value_words(paper.starts_at, exams.zone_of(paper.session)),
    }
    return render(request, "office/corrigenda/calendar.html", context, status=status)


def _paper_form(paper: exams.Paper, sent: Any = None) -> PaperForm:
    before = exams.values_of(paper)
    moment = editing.moment_of(before, progress_of(paper), exams.zone_of(paper.session), timezone.now())
    return PaperForm(sent, before=before, frozen=editing.frozen_names(moment))


def _route_form(request: HttpRequest, rows: list[AcademyRow]) -> DatedRouteForm:
    asked = next((row for row in rows if row.academy == request.GET.get("academie")), None)
    initial: dict[str, Any] = {"effective_at": timezone.now().replace(second=0, microsecond=0)}
    if asked is not None:
        initial |= route_initial(asked.route) if asked.route else {"academies": [asked.academy]}
    return DatedRouteForm(academies=[(row.academy, row.academy) for row in rows if row.specialties], initial=initial)


def _foreseen(paper: exams.Paper, form: PaperForm) -> Consequences:
    before = exams.values_of(paper)
    after = form.values()
    services.check_values(paper, before, after, progress_of(paper), timezone.now())
    effect = effects.effect_of_edit(before, after)
    touched = effects.touched_by_effect(paper, effect) if effect.shifts else None
    lines = effects.lines_of(before, after, exams.zone_of(paper.session))
    is_moved = before.entry_closes_at != after.entry_closes_at
    takers = marks.takers_until(paper.pk, after.entry_closes_at) if is_moved else ()
    doubts = effects.doubts_after(paper, after)
    return Consequences(lines, touched, effects.documents_of(paper, effect), len(takers), doubts)


def _save(request: HttpRequest, paper: exams.Paper, form: PaperForm) -> None:
    mark_acts.edit_paper(
        paper=paper,
        values=form.values(),
        progress=progress_of(paper),
        reason=form.cleaned_data["reason"],
        is_mailed=is_mailed(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _change(request: HttpRequest, paper: exams.Paper, form: DatedRouteForm) -> None:
    routes = form.routes(form.cleaned_data["effective_at"])
    services.change_routes(paper=paper, routes=routes, by=actor_of(request), at=timezone.now())


def _address(paper: exams.Paper) -> str:
    return reverse("office:calendar", args=[paper.session.code, paper.code])
