"""The staff of a head of institution in the pools: what remains to be done, each list, each person of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from massicot.absences.queries import count_to_confirm
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers.queries import Marker, staff_list, staff_rows
from massicot.missions import services as mission_acts
from massicot.missions.queries.letters import count_unknown
from massicot.persons.queries import unavailabilities_of
from massicot.replacements.queries import not_replaced
from massicot.web.school.access import Member, SchoolList, own_lists, own_schools
from massicot.web.school.tasks import tasks_of_absences, tasks_of_absent, tasks_of_letters, tasks_of_lists
from massicot.web.school.urgent import letter_or_404, shown_urgent
from massicot.web.shared.absence import told_absence
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.enumeration import join_parts
from massicot.web.shared.listing import ListColumn, Listing, listing_of
from massicot.web.shared.outcome import REFUSED, caution, succeeds
from massicot.web.shared.tasks import rank_tasks


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One person of the list."""

    name: str
    identifier: str
    discipline: str
    absences: str
    address: str


COLUMNS = (
    ListColumn("name", gettext_lazy("Name"), order_by="person__surname"),
    ListColumn("identifier", gettext_lazy("Identifier")),
    ListColumn("discipline", gettext_lazy("Discipline")),
    ListColumn("absences", gettext_lazy("Cannot be called"), order_by=""),
)


class StaffSeenForm(forms.Form):
    """The list as the page showed it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)


def page_of_home(request: HttpRequest, uais: list[str], refused: Forms) -> dict[str, Any]:
    """Gather what remains to be done, urgent convocations first, then every list."""
    now = timezone.localtime()
    lists = [staff_list(own.session, own.uai, own.day) for own in own_lists(request)]
    names = exams.institution_names(set(uais))
    urgent = shown_urgent(uais, now)
    unknown = count_unknown(uais, now) - Counter(row.uai for row in urgent)
    absent = {uai: len(rows) for uai in uais if (rows := not_replaced(now, [uai]))}
    open_tasks = [
        *tasks_of_absences(count_to_confirm(uais), names),
        *tasks_of_letters(unknown, names),
        *tasks_of_absent(absent, names),
        *tasks_of_lists(lists, names),
    ]
    return {
        "form": refused.get("form"),
        "urgent": urgent,
        "tasks": rank_tasks(open_tasks, now),
        "schools": [(uai, names.get(uai, uai)) for uai in uais],
        "nothing": gettext("What is asked of your school is listed here as soon as it is."),
        "lists": [(one, names.get(one.uai, one.uai)) for one in lists],
    }


@require_POST
@require_role(Role.SCHOOL)
def not_reached(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Note that whoever an urgent convocation calls is not reached."""
    letter = letter_or_404(request, uai, code)
    form = forms.Form(request.POST)
    by = actor_of(request)
    if succeeds(form, lambda: mission_acts.note_not_reached(code=letter.code, by=by, at=timezone.now())):
        sentence = gettext("Not reached: the exam office sees it, and calls somebody else.")
        return caution(request, sentence, reverse("school:home"))
    page = page_of_home(request, own_schools(request), {"form": form})
    return render(request, "school/home.html", page, status=REFUSED)


def _listing(request: HttpRequest, own: SchoolList) -> Listing:
    return listing_of(
        request,
        f"{own.session.code}-{own.uai}",
        COLUMNS,
        staff_rows(own.session, own.uai, own.day),
        search=("identifier", "person__surname", "person__first_name"),
        display=lambda rows: _member_lines(own, rows),
    )


def _member_lines(own: SchoolList, rows: Sequence[Marker]) -> list[ShownMember]:
    told = unavailabilities_of([row.person_id for row in rows])
    return [
        ShownMember(
            f"{row.surname} {row.first_name}",
            row.identifier,
            row.discipline,
            join_parts(told_absence(absence) for absence in told.get(row.person_id, ())),
            _address(own, row),
        )
        for row in rows
    ]


def page_of_staff(request: HttpRequest, own: SchoolList, _refused: Forms) -> dict[str, Any]:
    """Gather the staff of one institution in the pool of a session."""
    known = staff_list(own.session, own.uai, own.day)
    return {
        "own": own,
        "school": exams.institution_names({own.uai}).get(own.uai, own.uai),
        "known": known,
        "listing": _listing(request, own),
    }


def page_of_teacher(_request: HttpRequest, member: Member, refused: Forms) -> dict[str, Any]:
    """Gather what is known of one of the staff, and the days on which they cannot be called."""
    row = member.row
    return {
        "own": member.own,
        "member": row,
        "name": " ".join(filter(None, (row.civility, row.first_name, row.surname))),
        "absences": [
            (days, told_absence(days)) for days in unavailabilities_of([row.person_id]).get(row.person_id, ())
        ],
        "refused": refused.get("pressed"),
    }


def _address(own: SchoolList, member: Marker) -> str:
    return reverse("school:teacher", args=[*own.arguments, member.person_id])
