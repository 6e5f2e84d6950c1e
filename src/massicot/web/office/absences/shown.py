"""An absence as the office reads it: all that is known of it, and what may be done."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.life import UNDECIDED, Step, steps_for
from massicot.exams import queries as exams
from massicot.missions.queries import calls, convocations
from massicot.missions.queries.standing_in import letters_held_by
from massicot.missions.rules.hours import DayHalf
from massicot.replacements.queries import name_of, standing_halves
from massicot.web.office.absences.forms import DeductionForm, GrantForm, RectorForm, TakeAnswerBackForm, VisitForm
from massicot.web.office.absences.wording import FATES, RESULTS, STANDINGS, STEPS, WAYS
from massicot.web.shared import instants
from massicot.web.shared.away import KINDS, ExplainForm, HandInForm, WithdrawAbsenceForm, told_halves

HELD = frozenset({AbsenceState.ANNOUNCED, AbsenceState.CONFIRMED, AbsenceState.REFUSED})
"""Where the convocation holds, unless somebody comes in their stead or it was cancelled."""


class ListedAbsence(NamedTuple):
    """One line of the list."""

    name: str
    mission: str
    days: str
    kind: str
    way: str
    said: str
    standing: str
    is_waiting: bool
    address: str


def listed(row: Any) -> ListedAbsence:
    """Show one line of the list."""
    person = row.assignment.person
    zone = exams.zone_of(row.assignment.mission.session)
    return ListedAbsence(
        f"{person.surname} {person.first_name}",
        row.assignment.mission.title,
        ", ".join(told_halves(queries.halves_ever(row))),
        str(KINDS[row.kind]),
        str(WAYS[row.way]),
        instants.written(row.said_at.astimezone(zone)),
        str(STANDINGS[row.state]),
        row.rank < 2,  # noqa: PLR2004 - the ranks of the query
        reverse("office:absence", args=[row.pk]),
    )


def shown_absence(absence: Absence, refused: dict[str, Any]) -> dict[str, Any]:
    """Show the page of an absence, with the forms of what may be done; `refused` are those that were sent."""
    steps = steps_for(absence.state, Who.OFFICE)
    zone = exams.zone_of(absence.assignment.mission.session)
    file = queries.file_of(absence)
    halves = queries.halves_of(absence)
    waits_for_visit = any(not visit.result for visit in file.visits)
    return {
        "pressed": None,
        "absence": absence,
        "person": absence.assignment.person,
        "mission": absence.assignment.mission,
        "session": absence.assignment.mission.session,
        "days": told_halves(queries.halves_ever(absence)),
        "others": [
            (other.pk, ", ".join(told_halves(queries.halves_ever(other))), STANDINGS[other.state])
            for other in queries.absences_of([absence.assignment_id])
            if other != absence
        ],
        "left": told_halves(halves),
        "has_ended": bool(set(queries.halves_ever(absence)) - set(halves)),
        "kind": KINDS[absence.kind],
        "way": WAYS[absence.way],
        "standing": STANDINGS[absence.state],
        "held": _held(absence, halves) if absence.state in HELD and halves else "",
        "is_waiting": absence.state in UNDECIDED,
        "has_document_since": queries.has_document_since(absence),
        "has_come": absence.came_at is not None and absence.came_seen_at is None,
        "said_at": absence.said_at.astimezone(zone),
        "story": [(STEPS[step.step], step.at.astimezone(zone), step.by, step.note) for step in file.steps],
        "documents": queries.documents_of(absence),
        "decisions": file.decisions,
        "visits": [(visit, RESULTS.get(visit.result, "")) for visit in file.visits],
        "deductions": [(row, FATES[row.fate]) for row in file.deductions],
        **dict(_forms(steps, halves, waits_for_visit=waits_for_visit)),
        "explain_form": _explain_form(absence) if Step.EXPLAIN in steps else None,
        **refused,
    }


def _held(absence: Absence, halves: Sequence[DayHalf]) -> str:
    """Say whether a convocation still calls to the half-days of an absence, and who comes where none does."""
    letter = letters_held_by([absence.assignment_id]).get(absence.assignment_id)
    called = calls.halves_called(convocations.facts_of(letter)) if letter else {}
    instead = standing_halves(absence.assignment)
    names = ", ".join(dict.fromkeys(name_of(instead[half].person) for half in halves if half in instead))
    if not set(halves).isdisjoint(called):
        held = gettext("The convocation holds.")
        return f"{held} {gettext('{names} comes on the other half-days.').format(names=names)}" if names else held
    if names:
        return gettext("No convocation calls to these half-days any more: {names} comes in their stead.").format(
            names=names
        )
    return gettext("No convocation calls to these half-days any more.")


def _explain_form(absence: Absence) -> ExplainForm | None:
    return ExplainForm(auto_id="explain_%s") if absence.kind == AbsenceKind.NONE_GIVEN else None


def _forms(steps: Sequence[Step], halves: Sequence[Any], *, waits_for_visit: bool) -> Iterator[tuple[str, Any]]:
    has = frozenset(steps)
    yield "grant_form", GrantForm(halves=halves) if Step.GRANT in has and halves else None
    yield "refuse_form", RectorForm(auto_id="refuse_%s") if Step.REFUSE in has else None
    yield "document_form", HandInForm(auto_id="document_%s") if Step.ADD_DOCUMENT in has else None
    yield "ask_visit", Step.ASK_VISIT in has and not waits_for_visit
    yield "visit_form", VisitForm(auto_id="visit_%s") if Step.TELL_VISIT in has and waits_for_visit else None
    yield "may_leave", Step.LEAVE_UNJUSTIFIED in has
    yield "deduction_form", DeductionForm(auto_id="deduction_%s") if Step.DEDUCT in has else None
    yield "take_back_form", TakeAnswerBackForm(auto_id="back_%s") if Step.TAKE_BACK in has else None
    yield "withdraw_form", WithdrawAbsenceForm(auto_id="withdraw_%s") if Step.WITHDRAW in has else None
