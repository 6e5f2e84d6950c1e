"""One script lifted alone: proposed by one person, confirmed by another, each with a code given at the very moment.

The name is in the answer to an act, which the journal keeps, and in no page that can be opened again.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from massicot.candidates.queries import EntryRow
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.lifting import CASES
from massicot.store import key_file
from massicot.web.office.access import number_or_404, paper_or_404
from massicot.web.office.candidates.shown import shown_people
from massicot.web.office.lifting.forms import (
    IncidentsAskForm,
    ScriptConfirmationForm,
    ScriptLiftingForm,
    WithdrawalForm,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.forms import CodeProofForm
from massicot.web.shared.outcome import REFUSED, succeeds


class PaperScript(NamedTuple):
    """A number of the paper of an address, and who reads its page."""

    paper: exams.Paper
    number: str
    user: Any


def script_at(request: HttpRequest, session: str, paper: str, number: str) -> PaperScript:
    """Find the number of an address, with whoever would give a code."""
    exam_paper = paper_or_404(session, paper)
    return PaperScript(exam_paper, number_or_404(exam_paper, number), request.user)


@never_cache
@require_POST
@require_role(Role.OFFICE)
def ask_incidents(request: HttpRequest, session: str, paper: str, number: str) -> HttpResponse:
    """Tell whoever is about to confirm whether the candidate has an incident that nobody has ended."""
    subject = script_at(request, session, paper, number)
    asked: dict[str, Any] = {"paper": subject.paper, "number": subject.number}
    asked |= {"by": actor_of(request), "at": timezone.now()}
    form = IncidentsAskForm(request.POST)
    answers: list[bool] = []
    if succeeds(form, lambda: answers.append(services.ask_for_incidents(key=key_file.read(), **asked))):
        return _show(request, subject, 200, incident=answers[0])
    return _show(request, subject, REFUSED, ask_form=form)


@never_cache
@require_POST
@require_role(Role.OFFICE)
def confirm_script(request: HttpRequest, session: str, paper: str, number: str) -> HttpResponse:
    """Lift a script that another person proposed, and show who wrote it."""
    form = ScriptConfirmationForm(request.POST, user=request.user)
    return _answer_with_name(request, session, paper, number, services.confirm_script_lifting, {"confirm_form": form})


@never_cache
@require_POST
@require_role(Role.OFFICE)
def see_script(request: HttpRequest, session: str, paper: str, number: str) -> HttpResponse:
    """Show once more who wrote a script to one of the two who lifted it."""
    form = CodeProofForm(request.POST, user=request.user)
    return _answer_with_name(request, session, paper, number, services.see_lifted_script, {"see_form": form})


def _answer_with_name(
    request: HttpRequest, session: str, paper: str, typed: str, act: Any, sent: dict[str, CodeProofForm]
) -> HttpResponse:
    """Do an act that answers with a name, and show it in its answer."""
    subject = script_at(request, session, paper, typed)
    rows: list[EntryRow] = []
    asked = {"paper": subject.paper, "number": subject.number, "by": actor_of(request), "at": timezone.now()}
    (form,) = sent.values()

    def ask() -> None:
        seen = {name: value for name, value in form.cleaned_data.items() if name == "seen"}
        rows.append(act(key=key_file.read(), **seen, **asked))

    if succeeds(form, ask):
        return _show(request, subject, 200, person=shown_people(subject.paper, rows)[0])
    return _show(request, subject, REFUSED, **sent)


def _show(request: HttpRequest, subject: PaperScript, status: int, **answer: Any) -> HttpResponse:
    """Show the page of a number with what an act answers, or with the form that was refused."""
    refused = {name: value for name, value in answer.items() if isinstance(value, forms.Form)}
    page = page_of_script(request, subject, refused) | answer
    return render(request, "office/lifting/lift_script.html", page, status=status)


def page_of_script(request: HttpRequest, subject: PaperScript, refused: Forms) -> dict[str, Any]:
    """Show what was done of a number."""
    paper, number, user = subject
    login = actor_of(request).login
    liftings = results.script_liftings_of(paper, number)
    waiting = results.open_script_lifting(paper, number)
    page = {
        "paper": paper,
        "number": number,
        "person": None,
        "waiting": waiting,
        "has_asked": waiting is not None and results.has_asked_for_incidents(paper, waiting, login),
        "incident": None,
        "ask_form": IncidentsAskForm(),
        "waiting_case": gettext(CASES[waiting.case]) if waiting else "",
        "is_own": waiting is not None and waiting.proposed_by == login,
        "is_of_two": results.has_lifted_script(paper, number, login),
        "done": [_in_words(paper, lifting) for lifting in liftings if lifting != waiting],
        "sights": [(sight.by, exams.local(paper, sight.at)) for sight in results.sights_of(paper, number)],
        "propose_form": ScriptLiftingForm(user=user),
        "confirm_form": ScriptConfirmationForm(user=user),
        "see_form": CodeProofForm(user=user, auto_id="again_%s"),
        "withdraw_form": WithdrawalForm(auto_id="withdraw_%s"),
    }
    offered = _form_names(page)
    return page | {"gone": [form for name, form in refused.items() if name not in offered]}


def _form_names(page: Mapping[str, Any]) -> set[str]:
    """Name the forms that the page of a number shows as things are now."""
    offered = set()
    if page["waiting"]:
        offered |= {"withdraw_form"} if page["is_own"] else {"withdraw_form", "confirm_form", "ask_form"}
    if page["is_of_two"]:
        return offered | {"see_form"}
    return offered or {"propose_form"}


def _in_words(paper: exams.Paper, lifting: results.ScriptLifting) -> dict[str, Any]:
    ended_at = lifting.lifted_at or lifting.withdrawn_at
    return {
        "case": gettext(CASES[lifting.case]),
        "reason": lifting.reason,
        "withdrawn_reason": lifting.withdrawn_reason,
        "first": lifting.proposed_by,
        "second": lifting.lifted_by,
        "at": exams.local(paper, ended_at or lifting.proposed_at),
    }
