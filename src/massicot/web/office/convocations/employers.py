"""Who employs those who wait for a letter: told for the staff of several institutions at once, before the run."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions.queries.employers import EmployerUnknown, employers_unknown
from massicot.persons import services as person_acts
from massicot.persons.rules import EmployerKind
from massicot.persons.rules.duty import Employer
from massicot.web.office.access import session_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.employers import EMPLOYERS, STATE_ANSWERS, STATE_CHOICES
from massicot.web.shared.fields import set_choices
from massicot.web.shared.numbers import Grouped

NOWHERE = "-"
"""Stands for those of whom no institution is known: an empty answer is none."""


@dataclass(frozen=True, slots=True)
class SilentStaff:
    """Those of one institution of whom nobody told who employs them, each with the address of their page."""

    uai: str
    institution: str
    people: Sequence[tuple[str, str]]


class EmployersForm(forms.Form):
    """Who employs the staff of the institutions that are ticked."""

    institutions = forms.MultipleChoiceField(
        label=gettext_lazy("Institutions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the institutions of whose staff you tell the employer.")},
    )
    employer_kind = forms.ChoiceField(
        label=gettext_lazy("Employed by"), choices=[("", gettext_lazy("Choose the employer")), *EMPLOYERS.items()]
    )
    is_state_agent = forms.TypedChoiceField(
        label=gettext_lazy("Agent of the State"),
        help_text=gettext_lazy("In an apprentice training centre, it says whether they must come."),
        choices=STATE_CHOICES,
        coerce=STATE_ANSWERS.__getitem__,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, uais: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "institutions", [(uai, uai) for uai in uais])

    @property
    def employer(self) -> Employer:
        """Give the employer that was chosen."""
        return Employer(EmployerKind(self.cleaned_data["employer_kind"]), self.cleaned_data["is_state_agent"])


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def unknown_employers(request: HttpRequest, session: str) -> HttpResponse:
    """List those who wait for a letter and of whom nobody told who employs them; tell it for several at once."""
    exam_session = session_or_404(session)
    unknown = employers_unknown(exam_session.pk)
    staff = _by_institution(unknown)
    form = EmployersForm(request.POST if request.method == "POST" else None, uais=[row.uai for row in staff])
    counted: list[int] = []
    if form.is_bound and succeeds(form, lambda: counted.append(_tell(request, form, unknown))):
        sentence = ngettext(
            "The employer of {n} person is told: draw up the letters to check again.",
            "The employer of {n} persons is told: draw up the letters to check again.",
            counted[0],
        )
        address = reverse("office:unknown_employers", args=[session])
        return done(request, sentence.format(n=Grouped(counted[0])), address)
    page = {"session": exam_session, "staff": staff, "form": form, "count": len(unknown)}
    page["ticked"] = form["institutions"].value() or []
    return render(request, "office/convocations/employers.html", page, status=REFUSED if form.is_bound else 200)


def _by_institution(unknown: Sequence[EmployerUnknown]) -> list[SilentStaff]:
    names = exams.institution_names({row.institution_uai for row in unknown if row.institution_uai})
    return [
        SilentStaff(uai or NOWHERE, names.get(uai, uai) or gettext("no institution"), [_shown(row) for row in rows])
        for uai, rows in groupby(unknown, key=lambda row: row.institution_uai)
    ]


def _shown(row: EmployerUnknown) -> tuple[str, str]:
    name = f"{row.person.first_name} {row.person.surname}"
    return name, reverse("office:person_file", args=[row.person.pk])


def _tell(request: HttpRequest, form: EmployersForm, unknown: Sequence[EmployerUnknown]) -> int:
    chosen = set(form.cleaned_data["institutions"])
    days = {row.person.pk: row.day for row in unknown if (row.institution_uai or NOWHERE) in chosen}
    by = actor_of(request)
    return person_acts.tell_employers(days=days, employer=form.employer, by=by, at=timezone.now())
