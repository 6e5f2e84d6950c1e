"""What is typed beside the list that people signed: a word on a line, a letter, hours, signatures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from massicot.exams.queries import Session
from massicot.persons.queries import Person
from massicot.presence.queries.registers import person_typed
from massicot.presence.rules import Presence
from massicot.presence.rules.registers import WORDS, SaidOfOthers, letter_code
from massicot.web.shared.deposits import DocumentField
from massicot.web.shared.fields import CountField, HourField, LongSelect, ReasonField, set_choices

CHOICES = [(word.value, word.value) for word in WORDS]


class PresenceForm(forms.Form):
    """A word on one line, and what the page showed there."""

    person = forms.IntegerField(min_value=0, max_value=10**18)
    seen = forms.TypedChoiceField(choices=CHOICES, coerce=Presence)
    word = forms.TypedChoiceField(choices=CHOICES, coerce=Presence)


class LetterReadForm(forms.Form):
    """What was scanned from a letter."""

    code = forms.CharField(
        max_length=300,
        error_messages={"required": gettext_lazy("Scan the letter, or type its code, which begins with M-.")},
    )

    @property
    def of_letter(self) -> str:
        """Give the code of the letter; raise what says that none was scanned."""
        return letter_code(self.cleaned_data["code"])


class UncalledForm(forms.Form):
    """Who came without being called."""

    who = forms.CharField(
        label=gettext_lazy("Identifier, or name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, session: Session, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.day = session, day

    @cached_property
    def person(self) -> Person:
        """Give who of the pool is meant on that day; raise what says that nobody is, or more than one."""
        return person_typed(self.session, self.cleaned_data["who"], self.day)


class PresenceHoursForm(forms.Form):
    """Somebody who came late or left early, and when."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who"), widget=LongSelect, coerce=int)
    arrived_at = HourField(label=gettext_lazy("Came late, at"), required=False)
    left_at = HourField(
        label=gettext_lazy("Left early, at"),
        required=False,
        help_text=gettext_lazy("Both left empty: neither late nor early after all."),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "person", [("", "—"), *people])


class SignaturesForm(forms.Form):
    """The signatures counted on the paper list, and what is said of all the others that the page showed."""

    others_count = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    signatures = CountField(
        label=gettext_lazy("Signatures counted on the paper list"),
        help_text=gettext_lazy(
            "With those of people who came without being called, once they are on this list; without those of people "
            "who are not of the pool."
        ),
        max_value=10_000,
    )
    others = forms.TypedChoiceField(
        choices=[(Presence.PRESENT.value, "present"), (Presence.ABSENT.value, "absent")], coerce=Presence
    )

    @property
    def said(self) -> SaidOfOthers:
        """Give what is said of the others, as the act takes it."""
        typed = self.cleaned_data
        return SaidOfOthers(typed["others"], typed["others_count"], typed["signatures"])


class RegisterReasonForm(forms.Form):
    """Why the confirmation of a half-day is taken back."""

    reason = ReasonField()


class SendRegisterForm(forms.Form):
    """What the exam office is told with the register of a day."""

    remark = forms.CharField(
        label=gettext_lazy("Remark for the exam office"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "If the list of a half-day is lost, or somebody signed who is not of the pool, say so here."
        ),
    )
    scan = DocumentField(label=gettext_lazy("Copy of the signed list, if you have one"), required=False)
