"""What the office says of runs and letters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.persons.rules import EmployerKind
from massicot.persons.rules.situations import Employer
from massicot.web.shared.employers import EMPLOYERS, STATE_ANSWERS, STATE_CHOICES
from massicot.web.shared.fields import ReasonField, set_choices

NOTE_LENGTH = 300


class ControlForm(forms.Form):
    """The missions whose letters are drawn up to be checked."""

    missions = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Missions"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the missions whose people are to be convened.")},
    )

    def __init__(self, *args: Any, missions: list[tuple[int, str]], **kwargs: Any) -> None:
        # Whoever convenes mostly convenes all who wait.
        kwargs.setdefault("initial", {"missions": [pk for pk, _ in missions]})
        super().__init__(*args, **kwargs)
        set_choices(self, "missions", missions)


class CancelForm(forms.Form):
    """Why letters are void: everybody who was called reads it."""

    reason = ReasonField(help_text=gettext_lazy("Everybody who was called reads it."))


class CameBackForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("How it came back"),
        help_text=gettext_lazy("For example: “does not live at the address given”, or what the mail server wrote."),
        max_length=NOTE_LENGTH,
    )


class MailAgainForm(forms.Form):
    """The mail that the page showed, in place of which another one goes out."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


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
        return Employer(EmployerKind(self.cleaned_data["employer_kind"]), self.cleaned_data["is_state_agent"])
