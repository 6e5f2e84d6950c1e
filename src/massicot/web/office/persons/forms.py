"""What the office types about persons: one form for each act of their page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from massicot.core.refused import Refused
from massicot.core.spelling import without_unseen
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers.services import PoolPlace
from massicot.persons.rules import IDENTIFIER_LENGTH, NAME_LENGTH, SKILL_LENGTH, TELEPHONE_LENGTH, PersonUnknown
from massicot.persons.rules.addresses import KeptIsAside, OwnDouble
from massicot.persons.rules.persons import (
    IdentifierTaken,
    PersonDraft,
    PersonName,
    SituationDraft,
    SkillTooLong,
    read_skills,
)
from massicot.web.shared.employers import EMPLOYERS, STATE_ANSWERS, STATE_CHOICES
from massicot.web.shared.fields import DayField, ReasonField, UaiField, set_choices
from massicot.web.shared.outcome import PointingForm

INSEE = RegexValidator(
    r"^[0-9][0-9AB][0-9]{3}$",
    gettext_lazy("This is not an INSEE code: type five signs, as 13208 or 2A004, that of the arrondissement included."),
)
EMPLOYER_CHOICES = [("", gettext_lazy("not known")), *EMPLOYERS.items()]


class NamePartField(forms.CharField):
    """A part of a name, without the signs that nobody sees: no table holds them either."""

    def to_python(self, value: Any) -> str:
        return without_unseen(super().to_python(value) or "").strip()


class NameFields(forms.Form):
    civility = NamePartField(label=gettext_lazy("Title (M., Mme)"), max_length=10, required=False)
    surname = NamePartField(label=gettext_lazy("Surname"), max_length=NAME_LENGTH)
    first_name = NamePartField(label=gettext_lazy("First name"), max_length=NAME_LENGTH)

    @property
    def name(self) -> PersonName:
        return PersonName(*(self.cleaned_data[field] for field in ("civility", "surname", "first_name")))


class SituationFields(forms.Form):
    """Where a person teaches, who employs them and where they live."""

    institution_uai = UaiField(label=gettext_lazy("UAI of the main institution"), required=False)
    employer_kind = forms.ChoiceField(label=gettext_lazy("Employed by"), choices=EMPLOYER_CHOICES, required=False)
    employer = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=100, required=False)
    is_state_agent = forms.TypedChoiceField(
        label=gettext_lazy("Agent of the State"),
        choices=STATE_CHOICES,
        coerce=STATE_ANSWERS.__getitem__,
        empty_value=None,
        required=False,
    )
    home_town = forms.CharField(label=gettext_lazy("Town of residence"), max_length=100, required=False)
    home_insee_code = forms.CharField(
        label=gettext_lazy("INSEE code of the town"), max_length=5, validators=[INSEE], required=False
    )

    @property
    def situation(self) -> SituationDraft:
        return SituationDraft(**{field: self.cleaned_data[field] for field in SituationFields.base_fields})


class NameForm(NameFields):
    """A name put right, beside the one that the page showed."""

    seen_civility = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_surname = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_first_name = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = ReasonField(help_text=gettext_lazy("It stands in the journal with the name before."))

    @property
    def seen(self) -> PersonName:
        """Give the name that the page showed."""
        return PersonName(*(self.cleaned_data[f"seen_{field}"] for field in NameFields.base_fields))


class AddressForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(label=gettext_lazy("New e-mail address"), max_length=254)


class AskedForm(forms.Form):
    """Why an address that a person asks for is not taken."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = ReasonField(help_text=gettext_lazy("It is written to the person, at the address that stays."))


class CallForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=TELEPHONE_LENGTH, required=False)


class SkillsForm(forms.Form):
    skills = forms.CharField(
        label=gettext_lazy("More skills"), help_text=gettext_lazy("Words separated by spaces."), max_length=200
    )


class SkillForm(forms.Form):
    skill = forms.CharField(max_length=SKILL_LENGTH, widget=forms.HiddenInput)


class SituationForm(SituationFields):
    """A situation, from a day on."""

    since = DayField(
        label=gettext_lazy("Holds since"),
        help_text=gettext_lazy(
            "The day on which it began, were it long ago: it holds until the next one that is told begins."
        ),
    )
    field_order = ("since",)


class SituationBackForm(forms.Form):
    """A situation told by mistake."""

    since = DayField(widget=forms.HiddenInput)
    reason = ReasonField()


class WhyForm(forms.Form):
    reason = ReasonField()


class PoolSessionForm(forms.Form):
    """One of the sessions in which something of a person is done."""

    session = forms.TypedChoiceField(label=gettext_lazy("Session"), coerce=exams.session_by_code)

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sessions(self, sessions)


class LeftPoolForm(forms.Form):
    session = forms.CharField(max_length=30, widget=forms.HiddenInput)

    @property
    def left_session(self) -> Session:
        """Give the session; raise SessionUnknown."""
        return exams.session_by_code(self.cleaned_data["session"])


class DoubleForm(PointingForm):
    """The person who stays, of two who are one human."""

    kept = forms.CharField(
        label=gettext_lazy("Identifier of the person who stays"),
        max_length=IDENTIFIER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
    )
    reason = ReasonField(help_text=gettext_lazy("How you know that they are one human."))

    def fault_at(self, refusal: Refused) -> str:
        return "kept" if isinstance(refusal, PersonUnknown | OwnDouble | KeptIsAside) else ""


class PoolForm(PoolSessionForm):
    discipline = forms.CharField(label=gettext_lazy("Discipline"), max_length=100)

    @property
    def place(self) -> PoolPlace:
        return PoolPlace(self.cleaned_data["session"], self.cleaned_data["discipline"])


class EnterForm(NameFields, SituationFields, PointingForm):
    """A person entered by hand, in the pool of a session."""

    session = forms.ChoiceField(label=gettext_lazy("Session whose pool they are put into"))
    identifier = forms.CharField(
        label=gettext_lazy("Identifier"),
        help_text=gettext_lazy("The one their employer knows them by; it never changes, and stands on the letters."),
        max_length=IDENTIFIER_LENGTH,
    )
    discipline = forms.CharField(label=gettext_lazy("Discipline"), max_length=100)
    skills = forms.CharField(
        label=gettext_lazy("Skills"),
        help_text=gettext_lazy("Words separated by spaces."),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=TELEPHONE_LENGTH, required=False)
    field_order = (
        "session",
        "identifier",
        "civility",
        "surname",
        "first_name",
        "email",
        "telephone",
        "discipline",
        "skills",
    )

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sessions(self, sessions)

    @property
    def draft(self) -> PersonDraft:
        typed = self.cleaned_data
        return PersonDraft(typed["identifier"], self.name, typed["email"].lower(), typed["telephone"])

    @property
    def place(self) -> PoolPlace:
        """Give the place in the pool; raise SessionUnknown."""
        return PoolPlace(exams.session_by_code(self.cleaned_data["session"]), self.cleaned_data["discipline"])

    @property
    def typed_skills(self) -> tuple[str, ...]:
        """Give the skills that were typed; raise SkillTooLong."""
        return read_skills(self.cleaned_data["skills"], SKILL_LENGTH)

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, SkillTooLong):
            return "skills"
        return "identifier" if isinstance(refusal, IdentifierTaken) else ""


def offer_sessions(form: forms.Form, sessions: Sequence[Session]) -> None:
    """Let one of some sessions be chosen; of two none is meant as long as nobody says which."""
    codes = [(session.code, f"{session.code} – {session.title}") for session in sessions]
    set_choices(form, "session", [("", gettext_lazy("Choose the session")), *codes] if len(codes) != 1 else codes)
