"""Parcels for outside centres: which of them are acknowledged, by whom; written down here, nobody there signs in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.consignments import queries, services
from massicot.consignments.queries import Parcel
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.office.access import paper_or_404
from massicot.web.office.centres.forms import OutsideReasonForm, ParcelAcknowledgementForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One parcel of the list: where it comes from, how far it is."""

    parcel: Parcel
    centre: str
    left_at: datetime | None
    arrived_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is under way and nobody has acknowledged it."""
        is_lost = self.parcel.lost_at is not None and self.parcel.arrived_at is None
        return self.parcel.has_left and self.parcel.closed_at is None and not is_lost


@require_safe
@require_role(Role.OFFICE)
def outside_parcels(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the parcels of a paper for outside centres, those that wait for an acknowledgement first."""
    exam_paper = paper_or_404(session, paper)
    lines = _lines(exam_paper, queries.outside_parcels(exam_paper.pk))
    context = {"paper": exam_paper, "lines": lines, "waiting": sum(line.is_waiting for line in lines)}
    return render(request, "office/centres/outside_parcels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def acknowledge_outside(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Show a parcel for an outside centre, and write down that it is acknowledged there."""
    exam_paper, parcel = _parcel_or_404(session, paper, code)
    form = _form(request.POST if request.method == "POST" else None, exam_paper, parcel)

    def acknowledge() -> None:
        services.acknowledge_outside(
            code=code, said=form.said(), counts=form.counts(), by=actor_of(request), at=timezone.now()
        )

    if form.is_bound and succeeds(form, acknowledge):
        return _done(request, exam_paper, gettext("The parcel {code} is acknowledged.").format(code=code))
    return _page(request, exam_paper, parcel, form=form)


@require_POST
@require_role(Role.OFFICE)
def take_back_acknowledgement(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Take back an acknowledgement that was written down wrongly, with a reason."""
    sentence = gettext("The acknowledgement of the parcel {code} is taken back: write it down again.")
    return _with_reason(request, (session, paper, code), services.reopen_reception, sentence, "take_back")


@require_POST
@require_role(Role.OFFICE)
def lose_outside(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Declare that a parcel never arrived at its outside centre, with a reason."""
    sentence = gettext("The parcel {code} is declared lost. If it comes, write its acknowledgement down.")
    return _with_reason(request, (session, paper, code), services.declare_parcel_lost, sentence, "loss")


def _with_reason(
    request: HttpRequest, where: tuple[str, str, str], act: Callable[..., object], sentence: str, name: str
) -> HttpResponse:
    exam_paper, parcel = _parcel_or_404(*where)
    form = OutsideReasonForm(request.POST, prefix=name)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: act(code=parcel.code, **form.cleaned_data, by=by, at=at)):
        return _done(request, exam_paper, sentence.format(code=parcel.code))
    return _page(request, exam_paper, parcel, form=_form(None, exam_paper, parcel), **{name: form})


def _page(
    request: HttpRequest,
    paper: exams.Paper,
    parcel: Parcel,
    *,
    form: ParcelAcknowledgementForm,
    take_back: forms.Form | None = None,
    loss: forms.Form | None = None,
) -> HttpResponse:
    [line] = _lines(paper, [parcel])
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "take_back": take_back or OutsideReasonForm(prefix="take_back"),
        "loss": loss or OutsideReasonForm(prefix="loss"),
        "arrived": queries.counts_arrived(parcel),
        "announced": queries.counts_of(parcel),
        "labels": exams.specialty_labels(paper.session_id),
        "may_be_lost": line.is_waiting and parcel.sent_at is not None and parcel.due_at < timezone.now(),
    }
    is_refused = form.is_bound or take_back or loss
    return render(request, "office/centres/acknowledge_outside.html", context, status=REFUSED if is_refused else 200)


def _form(sent: object, paper: exams.Paper, parcel: Parcel) -> ParcelAcknowledgementForm:
    labels = exams.specialty_labels(paper.session_id)
    specialties = {code: f"{code} {labels.get(code, '')}".strip() for code in queries.counts_of(parcel)}
    return ParcelAcknowledgementForm(sent, specialties=specialties)


def _lines(paper: exams.Paper, parcels: list[Parcel]) -> list[OutsideLine]:
    names = exams.institution_names({parcel.centre_uai for parcel in parcels})
    return [
        OutsideLine(
            parcel,
            names.get(parcel.centre_uai, parcel.centre_uai),
            parcel.sent_at and exams.local(paper, parcel.sent_at),
            parcel.arrived_at and exams.local(paper, parcel.arrived_at),
        )
        for parcel in parcels
    ]


def _parcel_or_404(session: str, paper: str, code: str) -> tuple[exams.Paper, Parcel]:
    exam_paper = paper_or_404(session, paper)
    parcel = queries.outside_parcel(exam_paper.pk, code)
    if parcel is None:
        raise Http404
    return exam_paper, parcel


def _done(request: HttpRequest, paper: exams.Paper, sentence: str) -> HttpResponse:
    return done(request, sentence, reverse("office:outside_parcels", args=[paper.session.code, paper.code]))
