"""An absence as the office reads it: all that is known of it, and what may be done."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.deductions import DeductionFate
from massicot.absences.rules.life import UNDECIDED, Step, steps_for
from massicot.exams import queries as exams
from massicot.missions.queries import convocations, letters
from massicot.missions.queries.replacements import letters_held_by
from massicot.missions.rules.hours import DayHalf
from massicot.replacements.queries import name_of, standing_halves
from massicot.web.office.absences.forms import RESULTS
from massicot.web.shared import away, instants
from massicot.web.shared.away import KINDS, told_halves

STANDINGS: Mapping[str, Promise | str] = {
    **away.STANDINGS,
    AbsenceState.ANNOUNCED: gettext_lazy("announced, not answered yet"),
    AbsenceState.CONFIRMED: gettext_lazy("confirmed by the head of institution, not answered yet"),
    AbsenceState.REFUSED: gettext_lazy("exemption refused by the rector"),
}
"""Where an absence stands, whatever has become of the convocation."""

STEPS: Mapping[str, Promise | str] = {
    Step.ANNOUNCE: gettext_lazy("absence announced"),
    Step.OBSERVE: gettext_lazy("found absent by the register"),
    Step.EXPLAIN: gettext_lazy("explained"),
    Step.ADD_DOCUMENT: gettext_lazy("document handed in"),
    Step.CONFIRM: gettext_lazy("confirmed by the head of institution"),
    Step.UNCONFIRM: gettext_lazy("confirmation taken back by the head of institution"),
    Step.GRANT: gettext_lazy("exemption granted"),
    Step.REFUSE: gettext_lazy("exemption refused"),
    Step.ASK_VISIT: gettext_lazy("counter-visit asked for"),
    Step.TELL_VISIT: gettext_lazy("result of the counter-visit typed"),
    Step.LEAVE_UNJUSTIFIED: gettext_lazy("held to be unjustified"),
    Step.DEDUCT: gettext_lazy("file of the deduction made"),
    Step.UPHOLD: gettext_lazy("answer upheld"),
    Step.TAKE_BACK: gettext_lazy("answer taken back"),
    Step.WITHDRAW: gettext_lazy("withdrawn"),
    Step.COME: gettext_lazy("found present by the register"),
    Step.SEEN: gettext_lazy("seen by the office"),
}

WAYS: Mapping[str, Promise | str] = {
    Who.PERSON: gettext_lazy("the person"),
    Who.HEAD: gettext_lazy("the head of institution"),
    Who.CENTRE: gettext_lazy("the marking centre"),
    Who.OFFICE: gettext_lazy("the exam office"),
    Who.REGISTER: gettext_lazy("the register"),
}
"""By whom an absence was said."""

FATES: Mapping[str, Promise | str] = {
    DeductionFate.PAY: gettext_lazy("asked of the pay office"),
    DeductionFate.TO_CONFIRM: gettext_lazy("to be confirmed by who pays: private school under contract"),
    DeductionFate.EMPLOYER: gettext_lazy("told to the employer, who draws the consequences"),
}
"""Whom a deduction is asked of."""

FORMS: Mapping[str, Step] = {
    "grant_form": Step.GRANT,
    "refuse_form": Step.REFUSE,
    "explain_form": Step.EXPLAIN,
    "document_form": Step.ADD_DOCUMENT,
    "visit_form": Step.TELL_VISIT,
    "deduction_form": Step.DEDUCT,
    "take_back_form": Step.TAKE_BACK,
    "withdraw_form": Step.WITHDRAW,
}
"""Which form of the page asks for which step."""

HELD = frozenset({AbsenceState.ANNOUNCED, AbsenceState.CONFIRMED, AbsenceState.REFUSED})
"""Where the convocation holds, unless somebody comes in their stead or it was cancelled."""


class ListedAbsence(NamedTuple):
    name: str
    mission: str
    days: str
    kind: str
    way: str
    said: str
    standing: str
    is_waiting: bool
    address: str


def absence_line(row: Any) -> ListedAbsence:
    person = row.assignment.person
    zone = exams.zone_of(row.assignment.mission.session)
    return ListedAbsence(
        name=f"{person.surname} {person.first_name}",
        mission=row.assignment.mission.title,
        days=", ".join(told_halves(queries.halves_ever(row))),
        kind=str(KINDS[row.kind]),
        way=str(WAYS[row.way]),
        said=instants.day_and_hour(row.said_at.astimezone(zone)),
        standing=str(STANDINGS[row.state]),
        is_waiting=row.rank < 2,  # noqa: PLR2004 - the ranks of the query
        address=reverse("office:absence", args=[row.pk]),
    )


def shown_absence(absence: Absence) -> dict[str, Any]:
    """Show the page of an absence, without the forms of what may not be done."""
    steps = steps_for(absence.state, Who.OFFICE)
    zone = exams.zone_of(absence.assignment.mission.session)
    file = queries.file_of(absence)
    halves = queries.halves_of(absence)
    waits_for_visit = any(not visit.result for visit in file.visits)
    return {
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
        "held": _convocation_words(absence, halves) if absence.state in HELD and halves else "",
        "is_waiting": absence.state in UNDECIDED,
        "has_document_since": queries.has_document_since(absence),
        "has_come": absence.came_at is not None and absence.came_seen_at is None,
        "said_at": absence.said_at.astimezone(zone),
        "story": [(STEPS[step.step], step.at.astimezone(zone), step.by, step.note) for step in file.steps],
        "documents": queries.documents_of(absence),
        "decisions": file.decisions,
        "visits": [(visit, RESULTS.get(visit.result, "")) for visit in file.visits],
        "deductions": [(row, FATES[row.fate]) for row in file.deductions],
        "ask_visit": Step.ASK_VISIT in steps and not waits_for_visit,
        "may_leave": Step.LEAVE_UNJUSTIFIED in steps,
        **_not_offered(absence, steps, is_left=bool(halves), waits_for_visit=waits_for_visit),
    }


def _convocation_words(absence: Absence, halves: Sequence[DayHalf]) -> str:
    """Say whether a convocation still calls to the half-days of an absence, and who comes where none does."""
    letter = letters_held_by([absence.assignment_id]).get(absence.assignment_id)
    called = letters.halves_called(convocations.facts_of(letter)) if letter else {}
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


def _not_offered(
    absence: Absence, steps: Sequence[Step], *, is_left: bool, waits_for_visit: bool
) -> Mapping[str, None]:
    offered = {
        **dict.fromkeys(steps, True),
        Step.GRANT: Step.GRANT in steps and is_left,
        Step.TELL_VISIT: Step.TELL_VISIT in steps and waits_for_visit,
        Step.EXPLAIN: Step.EXPLAIN in steps and absence.kind == AbsenceKind.NONE_GIVEN,
    }
    return dict.fromkeys(name for name, step in FORMS.items() if not offered.get(step))
