"""A session that is made: after another one or the example, or from a file; its dates are shown before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core.actor import Role
from massicot.core.tables import TableRefused
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.rules import copies
from massicot.exams.rules.session_file import read_session, shipped_plan
from massicot.exams.rules.session_plan import SessionPlan
from massicot.expenses import services as expense_acts
from massicot.web.office.sessions.forms import EXAMPLE, CopyForm, FileForm
from massicot.web.office.sessions.shown import shown_plan
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import asks_for_part
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import REFUSED, finish, succeeds

FAULTS_LISTED = 500
"""How many faults of a session file a page lists; “massicot session create” tells all."""

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
@require_role(Role.OFFICE)
def new_session(request: HttpRequest) -> HttpResponse:
    """Make a session after another one or after the example: its dates are shown, then it is created."""
    models = exams.sessions()
    form = CopyForm(request.POST or None, sessions=models, initial=_suggest(models))
    plans: list[SessionPlan] = []
    if request.method == "POST" and "create" not in request.POST:
        if succeeds(form, lambda: plans.append(_plan_of(form))) or asks_for_part(request):
            return _new(request, form, plans)
        return _new(request, form, plans, status=REFUSED)
    if request.method == "POST" and succeeds(form, lambda: _create(request, form)):
        return _finish_creation(request, form.cleaned_data["code"])
    return _new(request, form, plans, status=REFUSED if request.method == "POST" else 200)


@require_POST
@require_role(Role.OFFICE)
def session_file(request: HttpRequest) -> HttpResponse:
    """Show what a session file says, or tell every fault in it; then create the session that was shown."""
    form = FileForm(request.POST, request.FILES)
    plans: list[SessionPlan] = []
    faults: list[str] = []
    if not succeeds(form, lambda: plans.append(_read_file(form, faults))):
        return _new(request, _copy_form(), [], status=REFUSED, file_form=form, faults=faults)
    if not form.is_shown:
        return _file_shown(request, form, plans[0])
    if succeeds(form, lambda: _create_planned(request, plans[0])):
        return _finish_creation(request, plans[0].code)
    return _file_shown(request, form, plans[0], status=REFUSED)


def _finish_creation(request: HttpRequest, code: str) -> HttpResponse:
    sentence = gettext("The session %(code)s is created. The home page says what remains to be done of it.")
    return finish(request, sentence % {"code": code}, _address(code))


def _new(
    request: HttpRequest, form: CopyForm, plans: list[SessionPlan], *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "file_form": FileForm(), "faults": [], **more}
    context["plan"] = shown_plan(plans[0], timezone.now()) if plans else None
    part = "office/sessions/new_session.html#dates" if asks_for_part(request) else "office/sessions/new_session.html"
    return render(request, part, context, status=status)


def _copy_form() -> CopyForm:
    models = exams.sessions()
    return CopyForm(sessions=models, initial=_suggest(models))


def _suggest(models: list[exams.Session]) -> dict[str, Any]:
    """Suggest the session after the last one there is, or the next one that the example could be."""
    last = max(models, key=lambda session: (session.year, session.code), default=None)
    plan = exams.plan_of(last) if last else _example()
    year = plan.year + 1 if last else _next_year(plan)
    before = str(plan.year)
    after = str(year)
    return {
        "model": last.code if last else EXAMPLE,
        "code": plan.code.replace(before, after),
        "title": plan.title.replace(before, after),
        "year": year,
    }


def _next_year(plan: SessionPlan) -> int:
    """Find the year in which the first paper of a plan is still to come."""
    this_year = timezone.localdate().year
    first = min(paper.starts_at for paper in copies.plan_copy(plan, code=plan.code, title="", year=this_year).papers)
    return this_year if timezone.now() < first else this_year + 1


def _example() -> SessionPlan:
    return shipped_plan()


def _plan_of(form: CopyForm) -> SessionPlan:
    typed = form.cleaned_data
    plan = _example() if typed["model"] == EXAMPLE else exams.plan_of(exams.session_by_code(typed["model"]))
    return copies.plan_copy(plan, code=typed["code"], title=typed["title"], year=typed["year"])


def _create(request: HttpRequest, form: CopyForm) -> None:
    typed = form.cleaned_data
    by = actor_of(request)
    at = timezone.now()
    if typed["model"] == EXAMPLE:
        services.create_session(plan=_plan_of(form), is_rehearsal=False, by=by, at=at)
        return
    model = exams.session_by_code(typed["model"])
    expense_acts.copy_session(
        copied_from=model, code=typed["code"], title=typed["title"], year=typed["year"], by=by, at=at
    )


def _read_file(form: FileForm, faults: list[str]) -> SessionPlan:
    try:
        return read_session(*form.content())
    except TableRefused as refused:
        faults.extend(fault.text_in(gettext) for fault in refused.faults[:FAULTS_LISTED])
        if more := len(refused.faults) - len(faults):
            sentence = ngettext(
                "{n} more fault is not listed: correct these first.",
                "{n} more faults are not listed: correct these first.",
                more,
            )
            faults.append(sentence.format(n=Grouped(more)))
        raise


def _file_shown(request: HttpRequest, form: FileForm, plan: SessionPlan, *, status: int = 200) -> HttpResponse:
    """Show a session before it is created; its file goes along, for a browser sends a chosen one once."""
    content, name = form.content()
    again = FileForm(initial={"text": content.decode("utf-8-sig"), "name": name})
    context = {"plan": shown_plan(plan, timezone.now()), "form": again, "refused": form}
    return render(request, "office/sessions/session_file.html", context, status=status)


def _create_planned(request: HttpRequest, plan: SessionPlan) -> None:
    services.create_session(plan=plan, is_rehearsal=False, by=actor_of(request), at=timezone.now())


def _address(code: str) -> str:
    return reverse("office:session", args=[code])
