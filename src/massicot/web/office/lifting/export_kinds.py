"""What the office may take away of a paper: each table, what it holds, its forms and for whom each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.results.rules.exports import AFTER_LIFTING, ExportKind, Form

Words = Promise | str

HOLDS: Mapping[ExportKind, tuple[Words, Words]] = {
    ExportKind.MARKS: (
        gettext_lazy("Marks with the names"),
        gettext_lazy("One line for each expected candidate: number, name, specialty, batch, mark or AB, CB, MQ."),
    ),
    ExportKind.MARKS_TOTALS: (
        gettext_lazy("Control totals of the marks"),
        gettext_lazy("For whoever checks that the next system has loaded all of it, by eye or by a program. No name."),
    ),
    ExportKind.SCRIPTS: (
        gettext_lazy("Scripts"),
        gettext_lazy("Each anonymity number: centre, specialty, what it is, its parcel, its tick, its batch. No name."),
    ),
    ExportKind.BATCHES: (
        gettext_lazy("Batches"),
        gettext_lazy("Each batch: its scripts, its mark sheet, what is typed, the control totals."),
    ),
    ExportKind.PARCELS: (
        gettext_lazy("Parcels"),
        gettext_lazy("Each parcel: from where to where, announced, sent, arrived, ticked, missing."),
    ),
    ExportKind.PRESENCE: (
        gettext_lazy("Attendance by room"),
        gettext_lazy("Each room: entered, present, absent, scripts counted."),
    ),
    ExportKind.CENTRES: (
        gettext_lazy("Counts by centre"),
        gettext_lazy("Each centre: expected, items in hand, labels used, header strips."),
    ),
    ExportKind.SPECIALTIES: (
        gettext_lazy("Entries by specialty"),
        gettext_lazy("Each specialty: imported and entered."),
    ),
}
"""What each table is called and holds."""

NAMES: Mapping[ExportKind, Words] = {
    ExportKind.MARKS: gettext_lazy("marks"),
    ExportKind.MARKS_TOTALS: gettext_lazy("control totals"),
    ExportKind.SCRIPTS: gettext_lazy("scripts"),
    ExportKind.BATCHES: gettext_lazy("batches"),
    ExportKind.PARCELS: gettext_lazy("parcels"),
    ExportKind.PRESENCE: gettext_lazy("attendance"),
    ExportKind.CENTRES: gettext_lazy("centres"),
    ExportKind.SPECIALTIES: gettext_lazy("specialties"),
}
"""How the file of each table is called."""

FORMS: Mapping[Form, tuple[Words, Words]] = {
    Form.CSV: (
        gettext_lazy("CSV"),
        gettext_lazy("For the next system, when it loads tables: columns separated by semicolons."),
    ),
    Form.FIXED: (
        gettext_lazy("fixed width"),
        gettext_lazy("For an older system that reads records by their places; the control totals are its last record."),
    ),
    Form.XLSX: (
        gettext_lazy("XLSX"),
        gettext_lazy("For people: to read, sort and print in a spreadsheet; the control totals are its second sheet."),
    ),
}
"""What each form of the marks is called, and for whom it is."""

FILES: Mapping[Form, tuple[str, str]] = {
    Form.CSV: ("csv", "text/csv; charset=utf-8"),
    Form.FIXED: ("txt", "text/plain; charset=windows-1252"),
    Form.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""How the file of each form ends, and what a browser is told that it is."""


@dataclass(frozen=True, slots=True)
class FormOffer:
    """One form of a table as the page offers it."""

    form: Form
    title: Words
    for_whom: Words


@dataclass(frozen=True, slots=True)
class TableOffer:
    """One table as the page offers it; one that has a single form says nothing of it."""

    kind: ExportKind
    title: Words
    holds: Words
    is_open: bool
    forms: Sequence[FormOffer]

    @property
    def leaves_a_trace(self) -> bool:
        """Say whether taking the table away is journalled."""
        return self.kind in AFTER_LIFTING


def offers(*, is_lifted: bool) -> list[TableOffer]:
    """List the tables of a paper; those that join candidates and numbers open with the lifting."""
    return [
        TableOffer(kind, *HOLDS[kind], is_lifted or kind not in AFTER_LIFTING, _forms_of(kind)) for kind in ExportKind
    ]


def _forms_of(kind: ExportKind) -> list[FormOffer]:
    if kind is not ExportKind.MARKS:
        return []
    return [FormOffer(form, *FORMS[form]) for form in Form]
