"""Scripts that a marking centre had set aside and that concern this centre: what became of each, acknowledged here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.setasides import queries as set_asides
from massicot.setasides import services as acts
from massicot.setasides.queries import SetAside
from massicot.setasides.rules import SlipEnd
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared.acts import Forms, Page, PageAct


@dataclass(frozen=True, slots=True)
class ToldSlip:
    """One end that concerns the centre: where the script had been set aside, and the parcel of the centre it is in."""

    row: SetAside
    centre: str
    ended_at: datetime | None
    acknowledged_at: datetime | None

    @property
    def parcel(self) -> str:
        """Give the code of the parcel that the script belongs to; empty where it comes back."""
        return self.row.ending_ref if self.row.ending == SlipEnd.PARCEL else ""


class SlipOfCentre(NamedTuple):
    """One script set aside that concerns a centre."""

    where: CentrePaper
    row: SetAside


def slip_or_404(request: HttpRequest, *, code: str, **place: str) -> SlipOfCentre:
    """Find a slip that one's own centre is told of; another's is not there."""
    where = centre_paper_or_404(request, **place)
    row = set_asides.find_set_aside(code, where.paper.pk)
    if row is None or row.told_uai != where.uai:
        raise Http404
    return SlipOfCentre(where, row)


def page_of_slips(_request: HttpRequest, where: CentrePaper, _refused: Forms) -> dict[str, Any]:
    """Gather what became of the scripts set aside that concern a centre, those to be acknowledged first."""
    now = timezone.now()
    rows = [_slip_of(where, row) for row in set_asides.ends_told(where.paper.pk, where.uai)]
    shown = {"rows": rows, "waiting": sum(told.row.is_to_acknowledge for told in rows)}
    return {**shown_board(board_of(where, now), now), **shown}


def _slip_of(where: CentrePaper, row: SetAside) -> ToldSlip:
    instants = (row.ended_at, row.acknowledged_at)
    return ToldSlip(
        row,
        exams.institution_name(row.centre_uai),
        *(instant and exams.local(where.paper, instant) for instant in instants),
    )


SLIPS = Page(
    name="slips",
    path="<str:uai>/<str:session>/<str:paper>/fiches/",
    role=Role.EXAM_CENTRE,
    find=centre_paper_or_404,
    names={},
    template_name="examcentre/slips.html",
    context=page_of_slips,
    acts=(
        PageAct(
            name="acknowledge_slip",
            path="<str:code>/accuse/",
            find=slip_or_404,
            names={"code": lambda slip: slip.row.code, "centre_uai": lambda slip: slip.where.uai},
            service=acts.acknowledge_set_aside,
            success_message=lambda done: gettext("{code} is acknowledged.").format(code=done.found.row.code),
        ),
    ),
)
