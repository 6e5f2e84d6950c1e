"""Mark sheets as lists of paper show them, at the exam office and at their marking centre."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.shelves import queries
from massicot.shelves.queries import GIVEN_UP, HERE, LACKING
from massicot.shelves.rules.boxes import box_number
from massicot.shelves.rules.sheets import SHEET_STATES, SheetState
from massicot.web.shared.instants import day_and_hour

STATE = "etat"
CHOICES = [
    (LACKING, gettext_lazy("mark sheet awaited")),
    (HERE, gettext_lazy("mark sheet received")),
    (GIVEN_UP, gettext_lazy("mark sheet that nobody awaits")),
    *((state.value, gettext_lazy(SHEET_STATES[state])) for state in SheetState),
]


def worth_of(sheet: Any) -> str:
    """Say in words what a sheet is worth, and what took the place of a void one."""
    word = gettext(SHEET_STATES[sheet.state])
    if sheet.is_given_up:
        return gettext("{state}, given up: {why}").format(state=word, why=sheet.given_up)
    if sheet.state != SheetState.VOID:
        return word
    return gettext("{state} ({why})").format(state=word, why=_why_void(sheet))


def _why_void(sheet: Any) -> str:
    if not sheet.is_unmade:
        return gettext("edition {n} replaces it").format(n=sheet.issue + 1)
    if codes := marks.replaced_by(sheet):
        return gettext("its scripts are in {codes}").format(codes=codes)
    return gettext("its batch was unmade")


def sheet_rows(paper: Paper, sheets: Sequence[Any]) -> list[tuple[Any, str, str, str]]:
    """Give the sheets of a page, each with what it is worth, since when it is at the exam office, and its name."""
    return [(sheet, worth_of(sheet), _since(paper, sheet), queries.name_of(sheet)) for sheet in sheets]


def standing_of_sheet(paper: Paper, code: str) -> str:
    """Say where the sheet is on which the marks of a batch stand; nothing of a batch that has none."""
    sheet = queries.sheet_of_batch(paper.pk, code)
    if sheet is None:
        return ""
    if sheet.is_given_up:
        return gettext("nobody awaits it: {why}").format(why=sheet.given_up)
    if not sheet.is_here:
        return gettext("not at the exam office yet")
    since = gettext("at the exam office since {at}").format(at=_since(paper, sheet))
    if not sheet.box:
        return f"{since}, {gettext('in no box')}"
    [sheet] = queries.with_shelf([sheet])
    if sheet.certificate:
        return gettext("destroyed by the certificate {code}").format(code=sheet.certificate)
    return gettext("{since}, in the box {box}").format(since=since, box=box_number(sheet.box))


def place_of(sheet: Any) -> str:
    """Say in which box a sheet lies, by its number, and where that stands; nothing of a sheet that is not here."""
    if not sheet.is_here:
        return ""
    if not sheet.box:
        return gettext("in no box")
    if sheet.certificate:
        return gettext("destroyed by the certificate {code}").format(code=sheet.certificate)
    return f"{box_number(sheet.box)}, {sheet.shelf or gettext('in the office, on no shelf')}"


def told_out(box: str) -> str:
    """Say of a sheet that was in a box what becomes of the label of that."""
    sentence = gettext(
        "The label of the box {code} says one sheet too many: print it again, or destroy it if nothing else lay in the "
        "box."
    )
    return sentence.format(code=box)


def _since(paper: Paper, sheet: Any) -> str:
    return day_and_hour(exams.local(paper, sheet.received_at)) if sheet.is_here else ""
