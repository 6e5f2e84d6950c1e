"""Seals that were not as they were told when their parcels arrived: followed here to an end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.consignments import queries, services
from massicot.consignments.rules.seals import SEAL_ENDS, SEAL_FOLLOWS, SEAL_VERDICTS
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.office.access import paper_or_404
from massicot.web.office.centres.forms import SealEndForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@dataclass(frozen=True, slots=True)
class SealTrouble:
    """One parcel whose seal was not as it was told: what was told, what was seen, how it ended."""

    row: Any
    contact: exams.Contact
    told_from: exams.Contact
    """The marking centre that told it."""
    verdict: str
    end: str
    form: forms.Form


@require_safe
@require_role(Role.OFFICE)
def seals(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the parcels of a paper whose seal was not as it was told, those without an end first."""
    return _page(request, paper_or_404(session, paper))


@require_POST
@require_role(Role.OFFICE)
def end_seal_trouble(request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """End a trouble with a seal, and say what was learnt."""
    exam_paper = paper_or_404(session, paper)
    if all(row.parcel.code != code for row in queries.seal_troubles(exam_paper.pk)):
        raise Http404
    form = SealEndForm(request.POST, prefix=code)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.end_seal_trouble(code=code, **form.cleaned_data, by=by, at=at)):
        sentence = gettext("The seal of the parcel {code} has its end.").format(code=code)
        return done(request, sentence, reverse("office:seals", args=[session, paper]))
    return _page(request, exam_paper, refused=form)


def _page(request: HttpRequest, paper: exams.Paper, *, refused: SealEndForm | None = None) -> HttpResponse:
    rows = queries.seal_troubles(paper.pk)
    contacts = exams.contacts_of({uai for row in rows for uai in (row.parcel.centre_uai, row.parcel.destination_uai)})
    troubles = [
        SealTrouble(
            row,
            _contact_in(contacts, row.parcel.centre_uai),
            _contact_in(contacts, row.parcel.destination_uai),
            gettext(SEAL_VERDICTS[row.verdict]),
            gettext(SEAL_ENDS[row.end]) if row.end else "",
            refused if refused and refused.prefix == row.parcel.code else SealEndForm(prefix=row.parcel.code),
        )
        for row in rows
    ]
    follows = [(gettext(SEAL_ENDS[end]), gettext(said)) for end, said in SEAL_FOLLOWS.items()]
    waiting = sum(row.is_open for row in rows)
    context = {"paper": paper, "troubles": troubles, "waiting": waiting, "follows": follows}
    return render(request, "office/centres/seals.html", context, status=REFUSED if refused else 200)


def _contact_in(contacts: Mapping[str, exams.Contact], uai: str) -> exams.Contact:
    return contacts.get(uai) or exams.Contact(uai, uai)
