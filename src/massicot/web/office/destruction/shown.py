"""The scripts to be destroyed as the page of the office shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.forms import Form
from django.utils.translation import gettext

from massicot.anonymity import queries as anonymity
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.destruction import LIST_TROUBLES
from massicot.scripts import queries as scripts
from massicot.scripts.queries import StripDestruction
from massicot.shelves import queries as shelves
from massicot.shelves.rules.destruction import ToDestroy
from massicot.store import key_file
from massicot.web.office.destruction.forms import StripsAgainForm, StripsNotFoundForm
from massicot.web.shared.acts import Forms


def list_trouble(paper: Paper, row: shelves.DestructionList | None) -> str:
    """Say why a list can be signed no more; nothing where it can, or where only the key would tell, and is away."""
    if row is None:
        return ""
    try:
        trouble = results.why_not_signed(paper, row, key_file.read_if_whole())
    except Refused:  # another key lies there, and tells nothing
        trouble = results.why_not_signed(paper, row, None)
    return gettext(LIST_TROUBLES[trouble]) if trouble is not None else ""


@dataclass(frozen=True, slots=True)
class ListedBox:
    """One box of a list: what lies in it, how many scripts are destroyed, how many stay."""

    code: str
    refs: str
    count: int
    stay: int


def boxes_of(contents: Sequence[ToDestroy]) -> list[ListedBox]:
    """Add up by box what a list destroys, in the order of boxes."""
    by_box = groupby(contents, key=lambda line: line.box)
    return [_box(code, list(lines)) for code, lines in by_box]


def _box(code: str, lines: Sequence[ToDestroy]) -> ListedBox:
    return ListedBox(
        code,
        ", ".join(line.ref for line in lines),
        sum(line.count for line in lines),
        sum(line.stay for line in lines),
    )


class CentreStrips(NamedTuple):
    """The header strips of an exam centre whose scripts were destroyed: how many still to be, how many are."""

    name: str
    due: int
    destroyed: int
    lacking: int
    reasons: Sequence[str]
    certificates: Sequence[tuple[str, int, datetime]]
    """Its certificates, each by what its address says and when it was signed."""


class NotFoundStrips(NamedTuple):
    """The header strips of one certificate that were not found: where, how many, why; the form that it waits for."""

    name: str
    row: StripDestruction
    strips: int
    form: Form


def strips_not_found(paper: Paper, refused: Forms) -> list[NotFoundStrips]:
    """List the certificates of which strips were not found, each with the form to note it, or to take that back.

    `refused`: a form that was refused stands where the certificate that it names is.
    """
    rows = [row for row in scripts.strip_destructions(paper.pk) if row.count < row.due]
    names = exams.institution_names({row.centre_uai for row in rows}) if rows else {}
    return [
        NotFoundStrips(
            name=f"{names.get(row.centre_uai, row.centre_uai)} ({row.centre_uai})",
            row=row,
            strips=row.due - row.count,
            form=_form_of(row, refused),
        )
        for row in rows
    ]


def _form_of(row: StripDestruction, refused: Forms) -> Form:
    form_class, name = (StripsAgainForm, "again_form") if row.noted_at else (StripsNotFoundForm, "note_form")
    if name in refused and refused[name].data.get("destruction_id") == str(row.pk):
        return refused[name]
    return form_class(initial={"destruction_id": row.pk}, auto_id=f"strips_{row.pk}_%s")


def strips_at_centres(paper: Paper) -> list[CentreStrips]:
    """Tell of each exam centre what it certified of its header strips, by its name; nothing before a destruction."""
    due = anonymity.strips_due_by_centre(paper)
    certified: dict[str, list[StripDestruction]] = {}
    for row in scripts.strip_destructions(paper.pk):
        certified.setdefault(row.centre_uai, []).append(row)
    names = exams.institution_names({*due, *certified})
    rows = [
        CentreStrips(
            name=f"{names.get(uai, uai)} ({uai})",
            due=due.get(uai, 0),
            destroyed=sum(row.count for row in certified.get(uai, ())),
            lacking=sum(row.due - row.count for row in certified.get(uai, ())),
            reasons=[row.reason for row in certified.get(uai, ()) if row.reason],
            certificates=[(uai, row.pk, exams.local(paper, row.certified_at)) for row in certified.get(uai, ())],
        )
        for uai in {*due, *certified}
    ]
    return sorted(rows, key=lambda row: row.name)
