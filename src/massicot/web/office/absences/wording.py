"""How the steps of an absence, the results of counter-visits and the fates of deductions are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.absences.rules import AbsenceState, VisitResult, Who
from massicot.absences.rules.deducting import DeductionFate
from massicot.absences.rules.life import Step
from massicot.web.shared import away

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

RESULTS: Mapping[str, Promise | str] = {
    VisitResult.JUSTIFIED: gettext_lazy("the absence is justified"),
    VisitResult.NOT_JUSTIFIED: gettext_lazy("the absence is not justified"),
    VisitResult.NOT_DONE: gettext_lazy("the visit could not be made"),
}

FATES: Mapping[str, Promise | str] = {
    DeductionFate.PAY: gettext_lazy("asked of the pay office"),
    DeductionFate.TO_CONFIRM: gettext_lazy("to be confirmed by who pays: private school under contract"),
    DeductionFate.EMPLOYER: gettext_lazy("told to the employer, who draws the consequences"),
}
"""Whom a deduction is asked of."""
