"""What the office sends to import a table."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.exams.queries import Session
from massicot.results.services.intake import TABLES
from massicot.web.office.imports.shown import erasure_told
from massicot.web.shared.fields import set_choices

_UAI = re.compile(r"[0-9]{7}[A-Z]")


class ErasureForm(forms.Form):
    """What empty cells of a table would erase, column by column, each to be ticked."""

    def __init__(self, *args: Any, erased: Sequence[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column, count in erased:
            self.fields[column] = forms.BooleanField(
                label=erasure_told(column, count),
                error_messages={"required": gettext_lazy("Nothing is imported before this box is ticked.")},
            )


class TableForm(forms.Form):
    """A table, what it is, and the session that it is for."""

    session = forms.ChoiceField(label=gettext_lazy("Session"))
    table = forms.ChoiceField(
        label=gettext_lazy("What it holds"), choices=[(name, gettext_lazy(kind.title)) for name, kind in TABLES.items()]
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, or the “Liste simple” of Cyclades as it is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file, 100 MB at most."),
            "empty": gettext_lazy("This file is empty: choose another."),
        },
    )
    centre = forms.CharField(
        label=gettext_lazy("UAI of the exam centre, for a list of Cyclades only"),
        help_text=gettext_lazy("Left empty: candidates sit at their own school."),
        required=False,
        max_length=8,
    )

    def __init__(self, *args: Any, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(session.code, f"{session.code} – {session.title}") for session in sessions]
        # Of two sessions none is meant as long as nobody says which.
        set_choices(self, "session", [("", gettext_lazy("Choose the session")), *codes] if len(codes) > 1 else codes)

    def clean_centre(self) -> str:
        """Write a UAI in capitals; whether it is a centre of the session is for the table's rules to say."""
        uai = str(self.cleaned_data["centre"]).strip().upper()
        if uai and not _UAI.fullmatch(uai):
            raise forms.ValidationError(gettext_lazy("A UAI is seven digits and a letter."))
        return uai
