"""The files of those who asked, by name, that were kept long enough: what is erased, why, and what remains."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.files import FILE_KINDS, WHICH_LENGTH, which_of
from massicot.web.shared.acts import Forms

MOST_FILES = 10**6


class OldFilesForm(forms.Form):
    """How many files the page showed to whoever erases them, and which."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST_FILES, widget=forms.HiddenInput)
    which = forms.CharField(required=False, max_length=WHICH_LENGTH, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        """Read none as none seen: the page is looked at again."""
        return self.cleaned_data["seen"] or 0


def page_of_old_files(_request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List the files that are to be erased, the one that was closed first as the first one."""
    due = results.files_due(paper, _today(paper))
    entries = candidates.names_of_entries([file.entry_id for file in due])
    rows = [
        {"person": entries[file.entry_id], "kind": gettext(FILE_KINDS[file.kind]), "closed_on": file.closed_on}
        for file in due
    ]
    # Apart from the form that was refused, whose page would be refused again.
    shown = OldFilesForm(initial={"seen": len(rows), "which": which_of(due)})
    return {"paper": paper, "rows": rows, "count": len(rows), "shown_form": shown}


def _today(paper: Paper) -> date:
    return exams.local(paper, timezone.now()).date()
