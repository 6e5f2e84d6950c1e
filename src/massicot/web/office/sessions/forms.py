"""What the office types of a session: how it is called, its centres, from where marks are typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.exams.queries import Session
from massicot.exams.rules.networks import EntryPlace
from massicot.exams.rules.session_file import SESSION_CODE_LENGTH, TELEPHONE_LENGTH
from massicot.exams.rules.session_plan import COPY_PRICES, FILE_MONTHS, MONTHS_KEPT, RESERVES, SessionValues
from massicot.exams.rules.toml_file import TITLE_LENGTH
from massicot.web.shared.fields import CountField, DayField, ReasonField, UaiField, set_choices

EXAMPLE = ""
"""The choice of the example that comes with the program, beside the sessions there are."""

_YEAR = {"inputmode": "numeric", "class": "count", "autocomplete": "off"}


PLACES = (
    (EntryPlace.ANYWHERE.value, gettext_lazy("Anywhere")),
    (EntryPlace.WARNED.value, gettext_lazy("Anywhere; outside the marking centre, the marker is warned")),
    (EntryPlace.CENTRE.value, gettext_lazy("In the marking centre only")),
)


class CopyForm(forms.Form):
    """A session made after another one, or after the example."""

    model = forms.ChoiceField(
        label=gettext_lazy("Made after"),
        help_text=gettext_lazy(
            "Papers, mark scales, routes, centres and specialties are copied; dates move by whole weeks."
        ),
        required=False,
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the new session"),
        help_text=gettext_lazy("It stands on every paper: BTS-2018, for example. It cannot change later."),
        max_length=SESSION_CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "number"}),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    year = forms.IntegerField(label=gettext_lazy("Year"), widget=forms.TextInput(attrs=_YEAR))

    def __init__(self, *args: Any, sessions: Iterable[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(session.code, _session_name(session)) for session in sessions]
        example = (EXAMPLE, gettext_lazy("The example that comes with Massicot"))
        set_choices(self, "model", [*choices, example])


def _session_name(session: Session) -> str:
    """Name a session that a new one may be made after; last year's may be archived already."""
    name = f"{session.code} – {session.title}"
    return name if session.archived_at is None else gettext("%(name)s (archived)") % {"name": name}


class FileForm(forms.Form):
    """A session written in a file: chosen, or brought along by the page that showed what it says."""

    text = forms.CharField(strip=False, required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("Session file (TOML)"),
        help_text=gettext_lazy("Drop the file here, or choose it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
        required=False,
    )

    def clean_file(self) -> Any:
        """Ask for a file where none is brought along."""
        file = self.cleaned_data["file"]
        if file is None and not self.is_shown:
            raise forms.ValidationError(self.fields["file"].error_messages["required"], code="required")
        return file

    @property
    def is_shown(self) -> bool:
        """Say whether whoever sends it was shown what the file says."""
        return bool(self.cleaned_data.get("text"))

    def content(self) -> tuple[bytes, str]:
        """Give what the file holds, and its name."""
        file = self.cleaned_data["file"]  # read twice: once to be understood, once to be brought along
        if self.is_shown or file is None:
            return self.cleaned_data["text"].encode(), self.cleaned_data["name"]
        file.seek(0)
        return file.read(), file.name


class SessionForm(forms.Form):
    """How a session is called."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    authority = forms.CharField(
        label=gettext_lazy("Authority"),
        help_text=gettext_lazy("At the head of every document."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    office = forms.CharField(
        label=gettext_lazy("Exam office"),
        help_text=gettext_lazy("As people know it: on the letters that give access, with its telephone."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    office_telephone = forms.CharField(
        label=gettext_lazy("Telephone of the exam office"),
        max_length=TELEPHONE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    office_address = forms.CharField(
        label=gettext_lazy("Address of the exam office"),
        help_text=gettext_lazy("On every convocation."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    signatory = forms.CharField(
        label=gettext_lazy("Who signs convocations"),
        help_text=gettext_lazy("A function, not a name: letters are kept for years."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    reserve_percent = CountField(
        label=gettext_lazy("Reserve: how many more are called than needed, in percent"),
        min_value=RESERVES[0],
        max_value=RESERVES[1],
    )
    results_on = DayField(
        label=gettext_lazy("Day of the results"),
        help_text=gettext_lazy(
            "Candidates see their scripts after it; left empty, as soon as the anonymity is lifted."
        ),
        required=False,
    )
    scripts_kept_months = CountField(
        label=gettext_lazy("Months for which scripts are kept after the lifting"),
        min_value=MONTHS_KEPT[0],
        max_value=MONTHS_KEPT[1],
    )
    sheets_kept_months = CountField(
        label=gettext_lazy("Months for which mark sheets are kept after the lifting"),
        help_text=gettext_lazy("They are kept for as long as the scripts at least."),
        min_value=MONTHS_KEPT[0],
        max_value=MONTHS_KEPT[1],
    )
    files_kept_months = CountField(
        label=gettext_lazy("Months for which files of requests and disputes are kept once they are closed"),
        min_value=FILE_MONTHS[0],
        max_value=FILE_MONTHS[1],
    )
    copy_price_cents = CountField(
        label=gettext_lazy("Price of a page copied on paper, in cents"),
        min_value=COPY_PRICES[0],
        max_value=COPY_PRICES[1],
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), widget=forms.TextInput(attrs=_YEAR))

    @property
    def values(self) -> SessionValues:
        """Give how the session is to be called."""
        return SessionValues(**self.cleaned_data)


class CentreForm(forms.Form):
    """One exam centre to be named."""

    uai = UaiField()
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Only if the institution is not imported yet."),
        max_length=TITLE_LENGTH,
        required=False,
    )


class EntryPlaceForm(forms.Form):
    """From where the marks of a session may be typed."""

    place = forms.TypedChoiceField(
        coerce=EntryPlace,
        label=gettext_lazy("Marks are typed"),
        choices=PLACES,
        help_text=gettext_lazy("It holds at once, also for those who are typing."),
    )


class NetworksForm(forms.Form):
    """The networks of one marking centre."""

    networks = forms.CharField(
        label=gettext_lazy("Networks"),
        help_text=gettext_lazy(
            "One a line: 195.83.90.0/24, or one address. The network people of the centre know them."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off", "class": "code"}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, uai: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"{uai}_%s"})
        self.uai = uai


class ArchiveForm(forms.Form):
    """A session to be archived."""

    reason = ReasonField(help_text=gettext_lazy("It is read in the list of archived sessions, and in the journal."))


class DeleteForm(forms.Form):
    """A session to be deleted: its code is typed again, for nothing brings it back; `seen` is what its page told."""

    code = forms.CharField(
        label=gettext_lazy("Code of the session, typed again"),
        max_length=SESSION_CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "number"}),
    )
    seen = forms.CharField(strip=False, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code = code

    def clean_code(self) -> str:
        """Refuse the code of another session."""
        typed = str(self.cleaned_data["code"]).strip().upper()
        if typed != self._code:
            raise forms.ValidationError(
                gettext("This is not the code of the session: type %(code)s.") % {"code": self._code}
            )
        return typed
