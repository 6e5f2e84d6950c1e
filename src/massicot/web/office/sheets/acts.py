"""The page of the mark sheets of a paper, and what the office does there."""

from typing import NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from massicot.core.actor import Role
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.shelves.rules.sheets import SheetState
from massicot.web.office.access import paper_at, paper_or_404
from massicot.web.office.sheets.forms import SheetRangeForm, SheetReasonForm
from massicot.web.office.sheets.shown import centre_choices, centres_owing
from massicot.web.office.sheets.views import page_of_sheets
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.sheets import told_out


class OwingCentre(NamedTuple):
    """A centre that has batches of a paper."""

    paper: Paper
    uai: str


def centre_at(_request: HttpRequest, session: str, paper: str, uai: str) -> OwingCentre:
    """Find the centre of an address, if it has batches of that paper."""
    exam_paper = paper_or_404(session, paper)
    if uai not in {row.uai for row in queries.centres_of_sheets(exam_paper)}:
        raise Http404
    return OwingCentre(exam_paper, uai)


def _received(act: ActDone) -> str:
    new, before = act.result
    sentence = ngettext("{n} mark sheet is received", "{n} mark sheets are received", new).format(n=Grouped(new))
    if not before:
        return f"{sentence}."
    here = ngettext("{n} was here already.", "{n} were here already.", before).format(n=Grouped(before))
    return f"{sentence} ; {here}"


def _given_up(act: ActDone) -> str:
    sentence = gettext("Nobody awaits the mark sheet {sheet} any more. If it comes, receive it.")
    return sentence.format(sheet=queries.name_of(act.result))


def _taken_back(act: ActDone) -> str:
    if act.result.state != SheetState.STANDING:
        sentence = gettext("The mark sheet {sheet} is not recorded as received any more.")
    else:
        sentence = gettext("The mark sheet {sheet} is awaited again.")
    said = sentence.format(sheet=queries.name_of(act.result))
    return f"{said} {told_out(act.result.box)}" if act.result.box else said


def _reminded(act: ActDone) -> str:
    if not is_mailed():
        return gettext(
            "No mail server is named: nothing leaves by mail. The centre reads on its home page that sheets are "
            "overdue; call it."
        )
    return ngettext("{n} mail leaves.", "{n} mails leave.", act.result).format(n=Grouped(act.result))


SHEETS = Page(
    name="sheets_of_paper",
    path="<str:session>/<str:paper>/bordereaux/",
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/sheets/sheets_of_paper.html",
    context=page_of_sheets,
    acts=(
        PageAct(
            name="receive_sheets",
            path="recevoir/",
            form_class=SheetRangeForm,
            form_name="range_form",
            form_kwargs=lambda paper: {"centres": centre_choices(centres_owing(paper, timezone.now()))},
            fields={"centre_uai": "centre_uai", "asked": "asked"},
            service=services.receive_sheets,
            success_message=_received,
        ),
        PageAct(
            name="give_up_sheet",
            path="perdu/",
            form_class=SheetReasonForm,
            form_name="loss_form",
            service=services.give_up_sheet,
            success_message=_given_up,
        ),
        PageAct(
            name="take_back_sheet",
            path="retour/",
            form_class=SheetReasonForm,
            form_name="back_form",
            service=services.take_back_sheet,
            success_message=_taken_back,
        ),
        PageAct(
            name="remind_of_sheets",
            path="relancer/<str:uai>/",
            find=centre_at,
            names={"paper": lambda centre: centre.paper, "centre_uai": lambda centre: centre.uai},
            service=services.remind_of_sheets,
            success_message=_reminded,
        ),
    ),
)
