"""Reads of room reports: of a room, of a centre, of a paper; the incidents noted and what came of each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from massicot.candidates import queries as candidates
from massicot.candidates.queries import RoomRow
from massicot.candidates.rules import CentreUnknown, HandCount, room_title
from massicot.candidates.rules.candidate_row import name_written
from massicot.documents.room_report import ReportedArrival, ReportedIncident, ReportedRoom, RoomReports, SignedReport
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.roomreports.models import IncidentStep, RoomIncident, RoomReport
from massicot.roomreports.rules import ENDS, TOUCHING_RESULTS, WITHHOLDING, FollowUp, IncidentKind, arrival
from massicot.store.prepared import Question

WITHOUT_END = ~Q(standing__in=list(ENDS))
"""An incident that the office still follows, for lists."""


class IncidentRow(NamedTuple):
    """One incident as the report of its room says it: at whose seat, in words; `candidate` is empty where at none.

    `sits_in`: the room where the candidate sits now, where somebody moved them since; the seat is none of this room.
    """

    incident_id: int
    kind: IncidentKind
    candidate: str
    seat: str
    name: str
    text: str
    standing: FollowUp
    sits_in: str = ""
    check: str = ""
    """Of what was found as the room was checked: the check that found it."""


def _hands(paper_ids: list[int], uais: list[str]) -> QuerySet[Any, Any]:
    signed = RoomReport.objects.filter(
        paper_id=OuterRef("paper_id"), centre_uai=OuterRef("centre_uai"), room=OuterRef("room"), is_signed=True
    )
    return candidates.hand_rows(paper_ids, uais).annotate(is_reported=Exists(signed))


HANDS: Question[tuple[Any, ...]] = Question(_hands)
"""The scripts counted in the hand in the rooms of some centres, each with whether the report of its room is signed."""


def rooms_reported(hands: Sequence[tuple[Any, ...]]) -> set[tuple[int, str, str]]:
    """List the rooms (paper, centre, room) whose report is signed, of what HANDS found."""
    return {(paper_id, uai, room) for paper_id, uai, room, *_, is_reported in hands if is_reported}


def rooms_counted(hands: Sequence[tuple[Any, ...]]) -> Mapping[tuple[int, str, str], HandCount]:
    """Map rooms to their scripts counted in the hand, of what HANDS found."""
    return candidates.rooms_counted([row[:-1] for row in hands])


def report_of(paper_id: int, centre_uai: str, room: str) -> RoomReport | None:
    """Fetch the report of a room, signed or opened again; none before it was signed once."""
    return RoomReport.objects.filter(paper_id=paper_id, centre_uai=centre_uai, room=room).first()


def reports_at(paper_id: int, centre_uai: str) -> dict[str, RoomReport]:
    """Map the rooms of a centre to their reports, signed or opened again."""
    rows = RoomReport.objects.filter(paper_id=paper_id, centre_uai=centre_uai)
    return {row.room: row for row in rows}


def reported_rows(paper_id: int, centre_uai: str) -> QuerySet[RoomIncident]:
    """Find the incidents that the reports of the rooms of a centre say: none that was found as a room was checked."""
    return RoomIncident.objects.filter(paper_id=paper_id, centre_uai=centre_uai, finding=None)


def rooms_signed(paper_id: int) -> set[tuple[str, str]]:
    """List the rooms (centre, room) of a paper whose report is signed."""
    rows = RoomReport.objects.filter(paper_id=paper_id, is_signed=True)
    return set(rows.values_list("centre_uai", "room"))


def incidents_in(paper_id: int, centre_uai: str, room: str | None = None) -> dict[str, list[IncidentRow]]:
    """Map the rooms of a centre, or one of them, to the incidents noted there, in the order in which they were."""
    rows = reported_rows(paper_id, centre_uai).order_by("pk")
    by_room: dict[str, list[IncidentRow]] = {}
    for row in (rows if room is None else rows.filter(room=room)).select_related("entry__candidate"):
        by_room.setdefault(row.room, []).append(incident_row(row))
    return by_room


def incident_row(row: RoomIncident) -> IncidentRow:
    """Write an incident as its report says it; its entry, candidate and finding come with it."""
    kind = IncidentKind(row.kind)
    standing = FollowUp(row.standing)
    if row.entry is None:
        return IncidentRow(row.pk, kind, "", "", "", row.text, standing)
    person = row.entry.candidate
    name = name_written(person)
    check = row.finding.kind if row.finding else ""
    sits_in = room_title(row.entry.room) if row.entry.room != row.room else ""
    seat = "" if sits_in else row.entry.seat
    return IncidentRow(row.pk, kind, person.candidate_number, seat, name, row.text, standing, sits_in, check)


def is_reported(paper_id: int, centre_uai: str, room: str) -> bool:
    """Say whether something was noted in a room, or its report signed once, whoever is listed there now."""
    where = {"paper_id": paper_id, "centre_uai": centre_uai, "room": room}
    reports = RoomReport.objects.filter(**where)
    incidents = RoomIncident.objects.filter(finding=None, **where)
    return reports.exists() or incidents.exists()


def rooms_reported_on(paper_id: int, centre_uai: str) -> set[str]:
    """List the rooms of a centre where something was noted, or whose report was signed once."""
    where = {"paper_id": paper_id, "centre_uai": centre_uai}
    reports = RoomReport.objects.filter(**where)
    incidents = RoomIncident.objects.filter(finding=None, **where)
    return set(reports.values_list("room", flat=True)) | set(incidents.values_list("room", flat=True))


def find_incident(incident_id: int, paper_id: int) -> RoomIncident | None:
    """Fetch an incident of a paper, with whom it is about."""
    rows = RoomIncident.objects.select_related("entry__candidate", "finding")
    return rows.filter(pk=incident_id, paper_id=paper_id).first()


def incident_rows(paper_id: int) -> QuerySet[Any]:
    """Find the incidents of a paper, the last noted first, each with the name of its centre (`centre`)."""
    rows = RoomIncident.objects.filter(paper_id=paper_id).select_related("entry__candidate", "finding")
    named: QuerySet[Any] = rows.annotate(centre=exams.naming("centre_uai"))
    return named.order_by("-noted_at", "-pk")


def steps_of(incident_id: int) -> list[IncidentStep]:
    """List what the office said of an incident, oldest first."""
    return list(IncidentStep.objects.filter(incident_id=incident_id).order_by("pk"))


def stands_at(standing: str) -> Q:
    return Q(standing=standing)


def open_rows() -> QuerySet[RoomIncident]:
    """Find the incidents that have no end."""
    return RoomIncident.objects.filter(WITHOUT_END)


def withholding_rows() -> QuerySet[RoomIncident]:
    """Find the incidents that withhold the result of a candidate, of all papers."""
    return RoomIncident.objects.filter(standing__in=list(WITHHOLDING), entry__isnull=False).order_by()


def incidents_withholding(paper_id: int) -> list[RoomIncident]:
    """List the incidents that withhold the result of a candidate, by candidate number, each with them."""
    rows = withholding_rows().filter(paper_id=paper_id)
    return list(rows.select_related("entry__candidate", "finding").order_by("entry__candidate__candidate_number", "pk"))


def has_open_incident(entry_id: int) -> bool:
    """Say whether an incident that has no end is noted at the seat of an entry."""
    return open_rows().filter(entry_id=entry_id).exists()


def count_open(paper_id: int) -> int:
    """Count the incidents of a paper that have no end."""
    return open_rows().filter(paper_id=paper_id).count()


def standings_of(paper_id: int) -> dict[FollowUp, int]:
    """Count the incidents of a paper by what the office said of each last."""
    rows = RoomIncident.objects.filter(paper_id=paper_id).order_by("standing").values_list("standing")
    return {FollowUp(word): count for word, count in rows.annotate(count=Count("pk"))}


def unread_rooms(paper_id: int) -> list[str]:
    """List the centres and rooms with an incident that touches a result, and of which the office has said nothing."""
    touching = RoomIncident.objects.filter(
        paper_id=paper_id, standing=FollowUp.OPEN, kind__in=[kind.value for kind in TOUCHING_RESULTS]
    )
    rows = touching.order_by("centre_uai", "room").values_list("centre_uai", "room").distinct()
    return [f"{uai} {room}".strip() for uai, room in rows]


def has_any(paper_id: int) -> bool:
    """Say whether something of a report of a paper was keyed."""
    rows = (RoomReport.objects.filter(paper_id=paper_id), RoomIncident.objects.filter(paper_id=paper_id))
    return any(each.exists() for each in rows)


def began_at(paper: Paper, report: RoomReport | None) -> datetime:
    """Tell when a room began, on the clock of the session: as its report says, or as planned while it has none."""
    return exams.local(paper, report.started_at if report else paper.starts_at)


def arrivals_of(paper: Paper, report: RoomReport | None, late: Sequence[RoomRow]) -> list[ReportedArrival]:
    """Tell when who came late to a room came in, and by how many minutes after it began."""
    began = began_at(paper, report)
    came = ((row, arrival(began, row.minutes_late or 0, row.arrived_at)) for row in late)
    return [ReportedArrival(row.seat, name_written(row), exams.local(paper, one.at), one.minutes) for row, one in came]


def reports_document(paper: Paper, centre_uai: str, rooms: Collection[str] | None = None) -> RoomReports:
    """Build the reports of a centre's rooms, of these or of all: as two signed, or blank; raise CentreUnknown.

    A report that was signed is among them, though nobody is listed in its room any more.
    """
    rows = candidates.entry_rows(paper, centre_uai=centre_uai)
    if not rows:
        raise CentreUnknown(centre=centre_uai, paper=paper.code)
    signed = {room: report for room, report in reports_at(paper.pk, centre_uai).items() if report.is_signed}
    incidents = incidents_in(paper.pk, centre_uai) if signed else {}
    late = candidates.late_rows(paper, centre_uai) if signed else {}
    seated = {room: len(list(here)) for room, here in groupby(rows, key=attrgetter("room"))}
    emptied = sorted(set(signed).difference(seated))
    reported = [
        ReportedRoom(
            room,
            seated.get(room, 0),
            _report_of(paper, signed[room], late.get(room, []), incidents.get(room, [])) if room in signed else None,
        )
        for room in (*seated, *emptied)
        if rooms is None or room in rooms
    ]
    return RoomReports(exams.heading_of(paper), exams.place_of(centre_uai), reported)


def _report_of(
    paper: Paper, report: RoomReport, late: Sequence[RoomRow], incidents: Sequence[IncidentRow]
) -> SignedReport:
    return SignedReport(
        started_at=exams.local(paper, report.started_at),
        ended_at=exams.local(paper, report.ended_at),
        invigilators=report.invigilators.splitlines(),
        late=arrivals_of(paper, report, late),
        incidents=[ReportedIncident(one.kind, one.seat, one.name, one.text) for one in incidents],
        written_by=report.written_by,
        countersigned_by=report.countersigned_by,
    )
