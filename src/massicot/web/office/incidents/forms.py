"""What the office says of an incident, and how its words are called, under way and at its end."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.roomreports.rules import MOVES, TEXT_LENGTH, FollowUp
from massicot.web.shared.fields import ReasonField, set_choices

STANDINGS: Mapping[FollowUp, Promise | str] = {
    FollowUp.OPEN: gettext_lazy("nothing said yet"),
    FollowUp.DOCUMENTS_ASKED: gettext_lazy("documents asked for"),
    FollowUp.FRAUD_FILE: gettext_lazy("fraud file opened, result withheld"),
    FollowUp.NO_FOLLOW_UP: gettext_lazy("no follow-up needed"),
    FollowUp.CANDIDATE_TOLD: gettext_lazy("candidate told, nothing more to do"),
    FollowUp.IN_ORDER: gettext_lazy("documents received, all in order"),
    FollowUp.FRAUD_DECIDED: gettext_lazy("fraud file decided"),
    FollowUp.MISTAKE: gettext_lazy("noted by mistake"),
}

FOLLOWS: Mapping[FollowUp, Promise | str] = {
    FollowUp.DOCUMENTS_ASKED: gettext_lazy(
        "Not an end: it stays on the list and on your home page until the documents are there and you say so. The "
        "lifting does not wait for it."
    ),
    FollowUp.FRAUD_FILE: gettext_lazy(
        "Not an end: it stays on the list until the file is decided. The lifting does not wait for it; once the "
        "anonymity is lifted, the result is named among those withheld. The program tells nobody: whoever gives "
        "results away keeps this one back."
    ),
    FollowUp.NO_FOLLOW_UP: gettext_lazy("It ends here. Nothing changes for the candidate."),
    FollowUp.CANDIDATE_TOLD: gettext_lazy(
        "It ends here. The program writes to nobody: you told the candidate, and say above how."
    ),
    FollowUp.IN_ORDER: gettext_lazy("It ends here. Nothing changes for the candidate."),
    FollowUp.FRAUD_DECIDED: gettext_lazy(
        "It ends here, and the result is withheld no more. What was decided of the mark is applied where results are "
        "given: no mark changes here."
    ),
    FollowUp.MISTAKE: gettext_lazy(
        "It ends here. Its exam centre may take it back from the report of the room once that is opened again."
    ),
}
"""What follows of each word, and whether it is an end."""


class FollowUpForm(forms.Form):
    """The office's word on an incident, and why; beside the word that its page showed."""

    word = forms.TypedChoiceField(
        coerce=FollowUp,
        label=gettext_lazy("What is done with it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is done with it.")},
    )
    reason = ReasonField(
        label=gettext_lazy("Why, or what was learnt"),
        help_text=gettext_lazy("It is kept beside the candidate: write no number of a script."),
        max_length=TEXT_LENGTH,
    )
    seen = forms.TypedChoiceField(
        choices=[(word.value, word.value) for word in FollowUp], coerce=FollowUp, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, standing: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"seen": standing}, **kwargs})
        set_choices(self, "word", [(word.value, title) for word, title in STANDINGS.items() if word in MOVES[standing]])
