"""Scripts that a marking centre had set aside and that concern this centre: what became of each, acknowledged here."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.setasides import queries as set_asides
from massicot.setasides import services as acts
from massicot.setasides.queries import SetAside
from massicot.setasides.rules import SlipEnd
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.shown import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done
from massicot.web.shared.refusals import sentence_of


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


@require_safe
@require_role(Role.EXAM_CENTRE)
def slips(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List what became of the scripts set aside that concern a centre, those to be acknowledged first."""
    return _page(request, centre_paper_or_404(request, uai, session, paper))


@require_POST
@require_role(Role.EXAM_CENTRE)
def acknowledge_slip(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that the centre has taken note of what became of a script."""
    where = centre_paper_or_404(request, uai, session, paper)
    row = set_asides.find_set_aside(code, where.paper.pk)
    if row is None or row.told_uai != where.uai:
        raise Http404
    try:
        acts.acknowledge_set_aside(code=row.code, centre_uai=where.uai, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _page(request, where, sentence_of(refusal))
    return done(request, gettext("{code} is acknowledged.").format(code=row.code), where.address("slips"))


def _page(request: HttpRequest, where: CentrePaper, refusal: str = "") -> HttpResponse:
    now = timezone.now()
    rows = [_told(where, row) for row in set_asides.ends_told(where.paper.pk, where.uai)]
    shown = {"rows": rows, "refusal": refusal, "waiting": sum(told.row.is_to_acknowledge for told in rows)}
    context = {**shown_board(board_of(where, now), now), **shown}
    return render(request, "examcentre/slips.html", context, status=REFUSED if refusal else 200)


def _told(where: CentrePaper, row: SetAside) -> ToldSlip:
    instants = (row.ended_at, row.acknowledged_at)
    return ToldSlip(
        row,
        exams.institution_name(row.centre_uai),
        *(instant and exams.local(where.paper, instant) for instant in instants),
    )
