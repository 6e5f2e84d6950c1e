"""Incidents in the rooms: listed, and each followed to its end."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.candidates.rules import room_title
from massicot.candidates.rules.checks import FINDINGS
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries, services
from massicot.roomreports.queries import IncidentRow, RoomIncident
from massicot.roomreports.rules import ENDS, MOVES, FollowUp
from massicot.web.office.access import paper_or_404
from massicot.web.office.incidents.forms import FollowUpForm
from massicot.web.office.incidents.wording import FOLLOWS, STANDINGS
from massicot.web.shared import instants
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.incidents import KINDS
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away

WITHOUT_END = "without-end"


class ListedIncident(NamedTuple):
    """One line of the list."""

    centre: str
    room: str
    seat: str
    name: str
    kind: str
    text: str
    noted: str
    standing: str
    is_open: bool
    address: str


COLUMNS = (
    ListColumn("centre", gettext_lazy("Exam centre")),
    ListColumn("room", gettext_lazy("Room")),
    ListColumn("seat", gettext_lazy("Seat"), order_by="entry__seat"),
    ListColumn("name", gettext_lazy("Candidate"), order_by="entry__candidate__surname"),
    ListColumn("kind", gettext_lazy("Incident")),
    ListColumn("text", gettext_lazy("What happened"), order_by=""),
    ListColumn("noted", gettext_lazy("Noted on"), order_by="noted_at"),
    ListColumn("standing", gettext_lazy("Follow-up")),
)
SEARCHED = ("entry__candidate__surname", "entry__candidate__usual_name", "room", "text", "centre")


@never_cache
@require_safe
@require_role(Role.OFFICE)
def incidents(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the incidents noted in the rooms of a paper, the last one first."""
    exam_paper = paper_or_404(session, paper)
    counts = queries.standings_of(exam_paper.pk)
    choices = [(WITHOUT_END, gettext_lazy("without an end")), *STANDINGS.items()]
    listing = listing_of(
        request,
        f"{session}-{paper}-incidents",
        COLUMNS,
        queries.incident_rows(exam_paper.pk),
        search=SEARCHED,
        filters=[
            Filter("suite", gettext_lazy("Follow-up"), choices, _stands_at),
            Filter("genre", gettext_lazy("Incident"), list(KINDS.items()), "kind"),
        ],
        display=lambda rows: [_listed(exam_paper, row) for row in rows],
    )
    if is_taken_away(request):
        return take_away(request, listing)
    context = {
        "paper": exam_paper,
        "listing": listing,
        "open": sum(count for word, count in counts.items() if word not in ENDS),
        "all": sum(counts.values()),
    }
    part = "office/incidents/incidents.html"
    return render(request, f"{part}#listing" if asks_for_part(request) else part, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def incident(request: HttpRequest, session: str, paper: str, incident_id: int) -> HttpResponse:
    """Show one incident and what was said of it, and say what is done with it."""
    exam_paper = paper_or_404(session, paper)
    row = queries.find_incident(incident_id, exam_paper.pk)
    if row is None:
        raise Http404
    form = FollowUpForm(request.POST if request.method == "POST" else None, standing=FollowUp(row.standing))
    by = actor_of(request)
    at = timezone.now()
    if form.is_bound and succeeds(
        form,
        lambda: services.follow_incident(
            paper=exam_paper,
            incident_id=incident_id,
            seen=form.cleaned_data["seen"],
            word=FollowUp(form.cleaned_data["word"]),
            reason=form.cleaned_data["reason"],
            by=by,
            at=at,
        ),
    ):
        sentence = gettext("Written down: {said}.").format(said=STANDINGS[FollowUp(form.cleaned_data["word"])])
        return done(request, sentence, reverse("office:incidents", args=[session, paper]))
    context = {"paper": exam_paper, "form": form, **_shown(exam_paper, row)}
    return render(request, "office/incidents/incident.html", context, status=REFUSED if form.is_bound else 200)


def _kind(said: IncidentRow) -> str:
    """Call an incident; of what was found as the room was checked, what it is."""
    kind = str(KINDS[said.kind])
    return f"{kind} – {gettext(FINDINGS[said.check])}" if said.check else kind


def _stands_at(word: str) -> Q:
    return ~Q(standing__in=list(ENDS)) if word == WITHOUT_END else Q(standing=word)


def _listed(paper: exams.Paper, row: Any) -> ListedIncident:
    said: IncidentRow = queries.incident_row(row)
    return ListedIncident(
        centre=row.centre,
        room=room_title(row.room),
        seat=said.seat,
        name=said.name,
        kind=_kind(said),
        text=said.text,
        noted=instants.written(exams.local(paper, row.noted_at)),
        standing=str(STANDINGS[said.standing]),
        is_open=said.standing not in ENDS,
        address=reverse("office:incident", args=[paper.session.code, paper.code, row.pk]),
    )


def _shown(paper: exams.Paper, row: RoomIncident) -> dict[str, Any]:
    said = queries.incident_row(row)
    report = queries.report_of(paper.pk, row.centre_uai, row.room)
    return {
        "said": said,
        "kind": _kind(said),
        "is_found": bool(said.check),
        "standing": STANDINGS[said.standing],
        "is_open": said.standing not in ENDS,
        "contact": exams.contact_of(row.centre_uai),
        "follows": [
            (STANDINGS[word], follows, word in ENDS)
            for word, follows in FOLLOWS.items()
            if word in MOVES[FollowUp(row.standing)]
        ],
        "room_title": room_title(row.room),
        "noted_at": exams.local(paper, row.noted_at),
        "noted_by": row.noted_by,
        "report": report if report and report.is_signed else None,
        "steps": [
            (step, STANDINGS[FollowUp(step.word)], exams.local(paper, step.said_at))
            for step in queries.steps_of(row.pk)
        ],
    }
