"""The counts of the evening, and what is done with them: the day closed, or opened again."""

from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from massicot.anonymity import services
from massicot.core.actor import Role
from massicot.results import queries as results_read
from massicot.results import services as results
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.day.forms import ClosingForm, ReopeningForm
from massicot.web.examcentre.day.hints import where_to_look
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared.acts import Forms, Page, PageAct

_SUBJECT = {"paper": attrgetter("paper"), "centre_uai": attrgetter("uai")}


def page_of_day(_request: HttpRequest, where: CentrePaper, refused: Forms) -> dict[str, Any]:
    """Gather the counts of the evening; of those that were refused, where to look first."""
    now = timezone.now()
    board = board_of(where, now)
    rooms_to_key = [room for room in board.rooms if not room.is_confirmed]
    closing = refused.get("form")
    # While a room is open the register is not complete: a count that differs from it says nothing yet.
    judged = None if board.is_closed or rooms_to_key else closing
    is_decided = board.can_reopen and results_read.decided_ever_at(where.paper, where.uai)
    return {
        **shown_board(board, now),
        "is_decided": is_decided,
        "can_reopen": board.can_reopen and not is_decided,
        "form": ClosingForm(),
        "reopening": ReopeningForm(),
        "rooms_to_key": rooms_to_key,
        "hints": where_to_look(board, judged.cleaned_data) if judged else None,
    }


CLOSE_DAY = Page(
    name="close_day",
    path="<str:uai>/<str:session>/<str:paper>/cloture/",
    role=Role.EXAM_CENTRE,
    find=centre_paper_or_404,
    names=_SUBJECT | {"key": lambda _where: anonymity_key()},
    template_name="examcentre/close_day.html",
    context=page_of_day,
    acts=(
        PageAct(
            name="close_day",
            path="",
            form_class=ClosingForm,
            form_name="form",
            service=services.close_day,
            success_message=gettext_lazy("The day is closed."),
            success_url=lambda done: done.found.address("paper"),
        ),
    ),
)

REOPEN_DAY = Page(
    name="reopen_day",
    path="<str:uai>/<str:session>/<str:paper>/reouverture/",
    role=Role.EXAM_CENTRE,
    find=centre_paper_or_404,
    names=_SUBJECT,
    template_name="examcentre/close_day.html",
    context=page_of_day,
    acts=(
        PageAct(
            name="reopen_day",
            path="",
            form_class=ReopeningForm,
            form_name="reopening",
            service=results.reopen_day,
            success_message=gettext_lazy("The day is open again: correct the attendance, then close it anew."),
            success_url=lambda done: done.found.address("paper"),
        ),
    ),
)
