"""Incidents in the rooms: listed, and each followed to its end."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.candidates.rules import room_title
from massicot.candidates.rules.checks import FINDINGS
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries, services
from massicot.roomreports.queries import IncidentRow, RoomIncident
from massicot.roomreports.rules import ENDS, MOVES, FollowUp
from massicot.web.office.access import address_of, paper_at, paper_or_404
from massicot.web.office.incidents.forms import FOLLOWS, STANDINGS, FollowUpForm
from massicot.web.shared import instants
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.incidents import KINDS
from massicot.web.shared.listing import Condition, Filter, ListColumn, listing_of

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


class PaperIncident(NamedTuple):
    """An incident of the paper of an address."""

    paper: exams.Paper
    row: RoomIncident


def page_of_incidents(request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the incidents noted in the rooms of a paper, the last one first."""
    counts = queries.standings_of(paper.pk)
    choices = [(WITHOUT_END, gettext_lazy("without an end")), *STANDINGS.items()]
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-incidents",
        COLUMNS,
        queries.incident_rows(paper.pk),
        search=SEARCHED,
        filters=[
            Filter("suite", gettext_lazy("Follow-up"), choices, _stands_at),
            Filter("genre", gettext_lazy("Incident"), list(KINDS.items()), "kind"),
        ],
        display=lambda rows: [_line_of(paper, row) for row in rows],
    )
    return {
        "paper": paper,
        "listing": listing,
        "open": sum(count for word, count in counts.items() if word not in ENDS),
        "all": sum(counts.values()),
    }


def incident_at(_request: HttpRequest, session: str, paper: str, incident_id: int) -> PaperIncident:
    """Find the incident of an address."""
    exam_paper = paper_or_404(session, paper)
    row = queries.find_incident(incident_id, exam_paper.pk)
    if row is None:
        raise Http404
    return PaperIncident(exam_paper, row)


def page_of_incident(_request: HttpRequest, subject: PaperIncident, _refused: Forms) -> dict[str, Any]:
    """Show one incident and what was said of it."""
    return {"paper": subject.paper, **_incident_context(*subject)}


def _kind(said: IncidentRow) -> str:
    """Call an incident; of what was found as the room was checked, what it is."""
    kind = str(KINDS[said.kind])
    return f"{kind} – {gettext(FINDINGS[said.check])}" if said.check else kind


def _stands_at(word: str) -> Condition:
    return queries.WITHOUT_END if word == WITHOUT_END else queries.stands_at(word)


def _line_of(paper: exams.Paper, row: Any) -> ListedIncident:
    said: IncidentRow = queries.incident_row(row)
    return ListedIncident(
        centre=row.centre,
        room=room_title(row.room),
        seat=said.seat,
        name=said.name,
        kind=_kind(said),
        text=said.text,
        noted=instants.day_and_hour(exams.local(paper, row.noted_at)),
        standing=str(STANDINGS[said.standing]),
        is_open=said.standing not in ENDS,
        address=address_of(paper, "incident", row.pk),
    )


def _incident_context(paper: exams.Paper, row: RoomIncident) -> dict[str, Any]:
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


def _follow_up_message(act: ActDone) -> str:
    return gettext("Written down: {said}.").format(said=STANDINGS[act.form.cleaned_data["word"]])


INCIDENTS = Page(
    name="incidents",
    path="<str:session>/<str:paper>/incidents/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/incidents/incidents.html",
    context=page_of_incidents,
)

INCIDENT = Page(
    name="incident",
    path="<str:session>/<str:paper>/incidents/<row:incident_id>/",
    role=Role.OFFICE,
    find=incident_at,
    names={"paper": lambda subject: subject.paper, "incident_id": lambda subject: subject.row.pk},
    template_name="office/incidents/incident.html",
    context=page_of_incident,
    acts=(
        PageAct(
            name="incident",
            path="",
            form_class=FollowUpForm,
            form_name="form",
            form_kwargs=lambda subject: {"standing": FollowUp(subject.row.standing)},
            service=services.follow_incident,
            success_message=_follow_up_message,
            success_url=lambda act: address_of(act.found.paper, "incidents"),
        ),
    ),
)
