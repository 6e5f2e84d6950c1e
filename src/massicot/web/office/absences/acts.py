"""The pages of absences with what the office does about one: announced, answered, followed, taken back."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from massicot.absences import queries, services
from massicot.absences.queries import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.life import DecisionTyped
from massicot.core import draws
from massicot.core.actor import Actor, Role
from massicot.core.draws import Draw
from massicot.missions.queries import letters
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.replacements import BETWEEN
from massicot.missions.services import Addresses
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacement_acts
from massicot.web.office.absences import forms
from massicot.web.office.absences.views import (
    LetterLeft,
    absence_or_404,
    letter_or_404,
    page_of_absence,
    page_of_absences,
    page_of_announcing,
)
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.away import AnnounceForm, ExplainForm, HandInForm, WithdrawAbsenceForm
from massicot.web.shared.letter_addresses import addresses

_LETTERS: Mapping[str, Callable[[Any], object]] = {
    "addresses": lambda _absence: addresses(),
    "draw": lambda _absence: draws.from_system(),
}
_TYPED = {"typed": "typed"}


def _grant(
    *,
    absence: Absence,
    typed: DecisionTyped,
    halves: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> bool:
    """Write an exemption down; tell whether a letter that still calls there says so to the person."""
    is_told = letters.is_called_to(absence.assignment_id, halves, at)
    services.grant_exemption(
        absence_id=absence.pk, typed=typed, halves=halves, addresses=addresses, draw=draw, by=by, at=at
    )
    return is_told


def _exemption_message(outcome: ActDone) -> str:
    if outcome.result:
        return gettext("The exemption is written down, and the person is told by their letter.")
    return gettext("The exemption is written down. No convocation holds that would say so: tell the person.")


def _file_deduction(*, absence_id: int, is_referred: bool, by: Actor, at: datetime) -> None:
    file = services.file_deduction_and_refer if is_referred else services.file_deduction
    file(absence_id=absence_id, by=by, at=at)


def _halves_left(left: LetterLeft) -> dict[str, Any]:
    ticked = {} if left.wanted is None else {"initial": {"halves": left.wanted.split(BETWEEN)}}
    return {"halves": left.halves, **ticked}


def _after_announcing(outcome: ActDone) -> str:
    if outcome.found.wanted is None:
        return reverse("office:absence", args=[outcome.result.pk])
    return reverse("office:replacement", args=[outcome.found.letter.assignment_id])


ABSENCES = Page(
    name="absences",
    path="absences/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/absences/absences.html",
    context=page_of_absences,
)
ANNOUNCING = Page(
    name="announce_absence",
    path="convocations/lettres/<str:code>/absence/",
    role=Role.OFFICE,
    find=letter_or_404,
    names={"assignment_id": attrgetter("letter.assignment_id")},
    template_name="office/absences/announce.html",
    context=page_of_announcing,
    acts=(
        PageAct(
            name="announce_absence",
            path="",
            form_class=AnnounceForm,
            form_name="form",
            form_kwargs=_halves_left,
            fields={"halves": "ticked", "said": "said"},
            service=partial(presence_acts.announce_absence, way=Who.OFFICE),
            success_message=gettext_lazy("The absence is noted."),
            success_url=_after_announcing,
        ),
    ),
)
ABSENCE = Page(
    name="absence",
    path="absences/<row:absence_id>/",
    role=Role.OFFICE,
    find=absence_or_404,
    names={"absence_id": attrgetter("pk")},
    template_name="office/absences/absence.html",
    context=page_of_absence,
    acts=(
        PageAct(
            name="grant_exemption",
            path="dispenser/",
            form_class=forms.GrantForm,
            form_name="grant_form",
            form_kwargs=lambda absence: {"halves": queries.halves_of(absence)},
            fields={"typed": "typed", "halves": "ticked"},
            names={"absence": itself, **_LETTERS},
            service=_grant,
            success_message=_exemption_message,
        ),
        PageAct(
            name="refuse_exemption",
            path="refuser/",
            form_class=forms.RectorForm,
            form_name="refuse_form",
            fields=_TYPED,
            service=services.refuse_exemption,
            success_message=gettext_lazy("The refusal is written down: the convocation holds. Tell the person."),
        ),
        PageAct(
            name="explain_absence",
            path="motif/",
            form_class=ExplainForm,
            form_name="explain_form",
            fields={"said": "said"},
            service=partial(services.explain_absence, who=Who.OFFICE),
            success_message=gettext_lazy("The reason is noted."),
        ),
        PageAct(
            name="hand_in_document",
            path="document/",
            form_class=HandInForm,
            form_name="document_form",
            service=partial(services.hand_in_document, who=Who.OFFICE),
            success_message=gettext_lazy("The document is kept."),
        ),
        PageAct(
            name="ask_counter_visit",
            path="contre-visite/",
            service=services.ask_counter_visit,
            success_message=gettext_lazy("Noted: a counter-visit is asked for."),
        ),
        PageAct(
            name="tell_counter_visit",
            path="contre-visite/resultat/",
            form_class=forms.VisitForm,
            form_name="visit_form",
            fields=_TYPED,
            service=services.tell_counter_visit,
            success_message=gettext_lazy("The result is written down."),
        ),
        PageAct(
            name="leave_unjustified",
            path="injustifiee/",
            service=services.leave_unjustified,
            success_message=gettext_lazy("The absence is held to be unjustified: make the file of the deduction."),
        ),
        PageAct(
            name="file_deduction",
            path="retenue/",
            form_class=forms.DeductionForm,
            form_name="deduction_form",
            service=_file_deduction,
            success_message=gettext_lazy("The file is made: print its letter."),
        ),
        PageAct(
            name="take_back_answer",
            path="revenir/",
            form_class=forms.TakeAnswerBackForm,
            form_name="take_back_form",
            names={"absence_id": attrgetter("pk"), **_LETTERS},
            service=replacement_acts.take_back_answer,
            success_message=gettext_lazy("The answer is taken back: the absence waits for another one."),
        ),
        PageAct(
            name="withdraw_absence",
            path="retirer/",
            form_class=WithdrawAbsenceForm,
            form_name="withdraw_form",
            service=partial(replacement_acts.withdraw_absence, who=Who.OFFICE),
            success_message=gettext_lazy("The absence is withdrawn."),
        ),
        PageAct(
            name="see_who_came",
            path="vue/",
            service=services.see_who_came,
            success_message=gettext_lazy("Noted."),
        ),
        PageAct(
            name="uphold_answer",
            path="maintenir/",
            service=services.uphold_answer,
            success_message=gettext_lazy("The answer stands."),
        ),
    ),
)
