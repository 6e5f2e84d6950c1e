"""The staff of a head of institution in the pools: what remains to be done, each list, each person of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.absences.queries import count_to_confirm
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.markers.queries import Marker
from massicot.markers.queries.staff import staff_list, staff_rows
from massicot.missions.queries.staff import count_unknown
from massicot.persons import services as person_acts
from massicot.persons.queries.absence import unavailabilities_of, unavailability_of
from massicot.replacements.queries.waiting import not_replaced
from massicot.web.school.access import SchoolList, list_or_404, member_or_404, own_lists
from massicot.web.school.forms import StaffSeenForm
from massicot.web.school.tasks import tasks_of_absences, tasks_of_absent, tasks_of_letters, tasks_of_lists
from massicot.web.school.urgent_shown import shown_urgent
from massicot.web.shared.absence import AbsenceForm, told_absence
from massicot.web.shared.access import actor_of, require_role, scopes_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.enumeration import parted
from massicot.web.shared.listing import ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.tasks import ranked


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


@require_safe
@require_role(Role.SCHOOL)
def home(request: HttpRequest) -> HttpResponse:
    """Show what remains to be done, urgent convocations first, then every list."""
    return show_home(request)


def show_home(request: HttpRequest, refused: forms.Form | None = None) -> HttpResponse:
    """Show the home page; an act that was refused is told above."""
    now = timezone.localtime()
    lists = [staff_list(own.session, own.uai, own.day) for own in own_lists(request)]
    uais = scopes_of(request, Role.SCHOOL)
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
    page = {
        "form": refused,
        "urgent": urgent,
        "tasks": ranked(open_tasks, now),
        "schools": [(uai, names.get(uai, uai)) for uai in uais],
        "nothing": gettext("What is asked of your school is listed here as soon as it is."),
        "lists": [(one, names.get(one.uai, one.uai)) for one in lists],
    }
    return render(request, "school/home.html", page, status=REFUSED if refused else 200)


@require_safe
@require_role(Role.SCHOOL)
def staff(request: HttpRequest, uai: str, session: str) -> HttpResponse:
    """Show the staff of one institution in the pool of a session."""
    own = list_or_404(request, uai, session)
    listing = _listing(request, own)
    if is_taken_away(request):
        return take_away(request, listing)
    if asks_for_part(request):
        return render(request, "school/staff.html#listing", {"listing": listing})
    return render(request, "school/staff.html", _staff_page(own, listing))


@require_POST
@require_role(Role.SCHOOL)
def confirm_staff(request: HttpRequest, uai: str, session: str) -> HttpResponse:
    """Confirm the list as the page showed it."""
    own = list_or_404(request, uai, session)
    form = StaffSeenForm(request.POST)

    def act() -> None:
        marker_acts.confirm_staff(
            session=own.session,
            uai=own.uai,
            day=own.day,
            seen=form.cleaned_data["seen"],
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        return done(request, gettext("The list is confirmed."), reverse("school:staff", args=own.arguments))
    page = _staff_page(own, _listing(request, own)) | {"form": form}
    return render(request, "school/staff.html", page, status=REFUSED)


@require_safe
@require_role(Role.SCHOOL)
def teacher(request: HttpRequest, uai: str, session: str, person_id: int) -> HttpResponse:
    """Show one person of the staff, and the days on which they cannot be called."""
    own = list_or_404(request, uai, session)
    return render(request, "school/teacher.html", _teacher_page(own, member_or_404(own, person_id)))


@require_POST
@require_role(Role.SCHOOL)
def declare_days(request: HttpRequest, uai: str, session: str, person_id: int) -> HttpResponse:
    """Declare days on which one of the staff cannot be called."""
    own = list_or_404(request, uai, session)
    member = member_or_404(own, person_id)
    form = AbsenceForm(request.POST)

    def act() -> None:
        person_acts.declare_unavailability(
            person=member.person, **form.cleaned_data, by=actor_of(request), at=timezone.now()
        )

    if succeeds(form, act):
        return done(request, gettext("These days are declared."), _address(own, member))
    return render(request, "school/teacher.html", _teacher_page(own, member) | {"form": form}, status=REFUSED)


@require_POST
@require_role(Role.SCHOOL)
def take_back_days(request: HttpRequest, uai: str, session: str, person_id: int, absence_id: int) -> HttpResponse:
    """Take back days that were declared of one of the staff."""
    own = list_or_404(request, uai, session)
    member = member_or_404(own, person_id)
    form = forms.Form(request.POST)
    absence = unavailability_of(member.person_id, absence_id)
    if absence is None:
        raise Http404

    def act() -> None:
        person_acts.take_back_unavailability(unavailability=absence, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("These days are taken back: the person can be called on them.")
        return done(request, sentence, _address(own, member))
    page = _teacher_page(own, member) | {"refused": form}
    return render(request, "school/teacher.html", page, status=REFUSED)


def _listing(request: HttpRequest, own: SchoolList) -> Listing:
    return listing_of(
        request,
        f"{own.session.code}-{own.uai}",
        COLUMNS,
        staff_rows(own.session, own.uai, own.day),
        search=("identifier", "person__surname", "person__first_name"),
        display=lambda rows: _shown(own, rows),
    )


def _shown(own: SchoolList, rows: Sequence[Marker]) -> list[ShownMember]:
    told = unavailabilities_of([row.person_id for row in rows])
    return [
        ShownMember(
            f"{row.surname} {row.first_name}",
            row.identifier,
            row.discipline,
            parted(told_absence(absence) for absence in told.get(row.person_id, ())),
            _address(own, row),
        )
        for row in rows
    ]


def _staff_page(own: SchoolList, listing: Listing) -> dict[str, Any]:
    known = staff_list(own.session, own.uai, own.day)
    return {
        "own": own,
        "school": exams.institution_names({own.uai}).get(own.uai, own.uai),
        "known": known,
        "listing": listing,
        "form": StaffSeenForm(initial={"seen": known.digest}),
    }


def _teacher_page(own: SchoolList, member: Marker) -> dict[str, Any]:
    return {
        "own": own,
        "member": member,
        "name": " ".join(filter(None, (member.civility, member.first_name, member.surname))),
        "absences": [
            (row, told_absence(row)) for row in unavailabilities_of([member.person_id]).get(member.person_id, ())
        ],
        "form": AbsenceForm(),
    }


def _address(own: SchoolList, member: Marker) -> str:
    return reverse("school:teacher", args=[*own.arguments, member.person_id])
