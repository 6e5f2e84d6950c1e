"""How batches and their lines are called on the pages of the office."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.batches.rules import WithdrawalDecision
from massicot.marks.rules import ReferralAnswer
from massicot.scripts.rules import ScriptKind

KINDS: Mapping[str, Promise | str] = {
    ScriptKind.WRITTEN: gettext_lazy("written script"),
    ScriptKind.BLANK: gettext_lazy("blank script"),
    ScriptKind.PLACEHOLDER: gettext_lazy("absent"),
}
"""What the register of the exam centre, or the office since, says that an item is."""

ANSWERS: Mapping[str, Promise | str] = {
    ReferralAnswer.MARKER_RIGHT: gettext_lazy(
        "The marker is right, the register is wrong: {value} is saved under the marker’s name."
    ),
    ReferralAnswer.REGISTER_RIGHT: gettext_lazy("The register is right: the marker types what it allows."),
    ReferralAnswer.WITHDRAWN: gettext_lazy(
        "Nobody can say now: the script leaves the batch and waits, put aside, for your word; the batch can be locked."
    ),
}

SAID: Mapping[str, Promise | str] = {
    ReferralAnswer.WAITING: gettext_lazy("waits for an answer"),
    ReferralAnswer.MARKER_RIGHT: gettext_lazy("answered: the marker is right"),
    ReferralAnswer.REGISTER_RIGHT: gettext_lazy("answered: the register is right"),
    ReferralAnswer.WITHDRAWN: gettext_lazy("answered: withdrawn"),
    ReferralAnswer.TAKEN_BACK: gettext_lazy("taken back by the marker"),
}

SETTLED: Mapping[str, Promise | str] = {
    WithdrawalDecision.WAITING: gettext_lazy("waits for your word"),
    WithdrawalDecision.WRITTEN: gettext_lazy("decided: a written script"),
    WithdrawalDecision.BLANK: gettext_lazy("decided: a blank script"),
    WithdrawalDecision.PLACEHOLDER: gettext_lazy("decided: absent"),
    WithdrawalDecision.KEPT: gettext_lazy("decided: it stays aside"),
}
"""What the office has said of a script that it withdrew from its batch."""

SAYINGS: Mapping[str, Promise | str] = {
    WithdrawalDecision.WRITTEN: gettext_lazy(
        "It is a written script: the marking centre puts it in a batch again, to be marked."
    ),
    WithdrawalDecision.BLANK: gettext_lazy(
        "It is a blank script: the marking centre puts it in a batch again, for a CB."
    ),
    WithdrawalDecision.PLACEHOLDER: gettext_lazy(
        "Its candidate was absent: the marking centre puts it in a batch again, for an AB."
    ),
    WithdrawalDecision.KEPT: gettext_lazy(
        "It stays aside (fraud, lost identity): the ladder shows it as being in no batch."
    ),
}
"""What the office may say of it."""
