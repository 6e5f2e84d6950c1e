"""Parcels as the office follows them: outside centres, papers that lack, seals, departures that nobody recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.candidates.rules import room_title
from massicot.consignments import queries
from massicot.consignments.queries import Parcel
from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN
from massicot.consignments.rules.seals import SEAL_ENDS, SEAL_FOLLOWS, SEAL_VERDICTS
from massicot.core.ladder import GapState
from massicot.exams import queries as exams
from massicot.exams.queries import Contact
from massicot.results.rules.ladder import RUNG_OF
from massicot.roomreports import queries as reports
from massicot.web.office.access import paper_or_404
from massicot.web.office.ladder.reads import Look, look_at
from massicot.web.shared.acts import Forms
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.seals import SealEndForm


class PaperParcel(NamedTuple):
    """A parcel of the paper of an address."""

    paper: exams.Paper
    parcel: Parcel


class PaperSeal(NamedTuple):
    """A seal of a parcel of the paper of an address that was not as it was told."""

    paper: exams.Paper
    code: str


class LackingPapers(NamedTuple):
    """The parcels of the paper of an address that came without some of their papers."""

    paper: exams.Paper
    lines: Sequence["LackingLine"]


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One parcel of the list: where it comes from, how far it is."""

    parcel: Parcel
    centre: str
    left_at: datetime | None
    arrived_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is under way and nobody has acknowledged it."""
        is_lost = self.parcel.lost_at is not None and self.parcel.arrived_at is None
        return self.parcel.has_left and self.parcel.closed_at is None and not is_lost


@dataclass(frozen=True, slots=True)
class LackingLine:
    """One parcel without some of its papers: which, and whom to call."""

    code: str
    contact: Contact
    lacking: str


@dataclass(frozen=True, slots=True)
class UnsignedLine:
    """One centre with rooms whose report is not signed: which, and whom to call."""

    contact: Contact
    rooms: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SealTrouble:
    """One parcel whose seal was not as it was told: what was told, what was seen, how it ended."""

    row: Any
    contact: Contact
    told_from: Contact
    """The marking centre that told it."""
    verdict: str
    end: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class UnrecordedLine:
    """One parcel that arrived without a departure: from whom, where it arrived and when, how many are in it."""

    code: str
    contact: Contact
    destination: str
    arrived_at: datetime
    announced: int


def page_of_outside(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the parcels of a paper for outside centres, those that wait for an acknowledgement first."""
    lines = _outside_lines(paper, queries.outside_parcels(paper.pk))
    return {"paper": paper, "lines": lines, "waiting": sum(line.is_waiting for line in lines)}


def outside_at(_request: HttpRequest, session: str, paper: str, code: str) -> PaperParcel:
    """Find the parcel of an address, if it goes to an outside centre."""
    exam_paper = paper_or_404(session, paper)
    parcel = queries.outside_parcel(exam_paper.pk, code)
    if parcel is None:
        raise Http404
    return PaperParcel(exam_paper, parcel)


def page_of_acknowledgement(_request: HttpRequest, subject: PaperParcel, _refused: Forms) -> dict[str, Any]:
    """Show a parcel for an outside centre, and whether it is acknowledged there."""
    paper, parcel = subject
    [line] = _outside_lines(paper, [parcel])
    return {
        "paper": paper,
        "line": line,
        "arrived": queries.counts_arrived(parcel),
        "announced": queries.counts_of(parcel),
        "labels": exams.specialty_labels(paper.session_id),
        "may_be_lost": line.is_waiting and parcel.sent_at is not None and parcel.due_at < timezone.now(),
    }


def specialties_of(subject: PaperParcel) -> dict[str, str]:
    """Name the specialties of a parcel, by their codes."""
    labels = exams.specialty_labels(subject.paper.session_id)
    return {code: f"{code} {labels.get(code, '')}".strip() for code in queries.counts_of(subject.parcel)}


def _outside_lines(paper: exams.Paper, parcels: list[Parcel]) -> list[OutsideLine]:
    names = exams.institution_names({parcel.centre_uai for parcel in parcels})
    return [
        OutsideLine(
            parcel,
            names.get(parcel.centre_uai, parcel.centre_uai),
            parcel.sent_at and exams.local(paper, parcel.sent_at),
            parcel.arrived_at and exams.local(paper, parcel.arrived_at),
        )
        for parcel in parcels
    ]


def lacking_at(_request: HttpRequest, session: str, paper: str) -> LackingPapers:
    """Find the parcels of the paper of an address that came without some of their papers."""
    exam_paper = paper_or_404(session, paper)
    return LackingPapers(exam_paper, _lacking_lines(exam_paper))


def page_of_lacking(_request: HttpRequest, subject: LackingPapers, _refused: Forms) -> dict[str, Any]:
    """List the parcels that came without some of their papers, and the rooms without a signed report."""
    unsigned = _missing_signatures(subject.paper) if timezone.now() >= subject.paper.ends_at else []
    rooms = sum(line.count for line in unsigned)
    return {**subject._asdict(), "unsigned": unsigned, "unsigned_rooms": rooms}


def _lacking_lines(paper: exams.Paper) -> list[LackingLine]:
    parcels = list(queries.papers_lacking().filter(paper_id=paper.pk).order_by("code"))
    contacts = exams.contacts_of({parcel.centre_uai for parcel in parcels})
    return [
        LackingLine(
            parcel.code,
            _contact_in(contacts, parcel.centre_uai),
            lacking_of(parcel),
        )
        for parcel in parcels
    ]


def _missing_signatures(paper: exams.Paper) -> list[UnsignedLine]:
    """List the centres where the report of a room is not signed, by name, with those rooms."""
    signed = reports.rooms_signed(paper.pk)
    rooms: dict[str, list[str]] = {}
    for uai, room in candidates.rooms_of_paper(paper.pk):
        if (uai, room) not in signed:
            rooms.setdefault(uai, []).append(room_title(room))
    contacts = exams.contacts_of(rooms.keys())
    lines = [UnsignedLine(_contact_in(contacts, uai), ", ".join(some), len(some)) for uai, some in rooms.items()]
    return sorted(lines, key=lambda line: line.contact.name)


def seal_at(_request: HttpRequest, session: str, paper: str, code: str) -> PaperSeal:
    """Find the parcel of an address, if its seal was not as it was told."""
    exam_paper = paper_or_404(session, paper)
    if all(row.parcel.code != code for row in queries.seal_troubles(exam_paper.pk)):
        raise Http404
    return PaperSeal(exam_paper, code)


def page_of_seals(_request: HttpRequest, paper: exams.Paper, refused: Forms) -> dict[str, Any]:
    """List the parcels of a paper whose seal was not as it was told, those without an end first."""
    rows = queries.seal_troubles(paper.pk)
    contacts = exams.contacts_of({uai for row in rows for uai in (row.parcel.centre_uai, row.parcel.destination_uai)})
    bound = {form.prefix: form for form in refused.values()}
    troubles = [
        SealTrouble(
            row=row,
            contact=_contact_in(contacts, row.parcel.centre_uai),
            told_from=_contact_in(contacts, row.parcel.destination_uai),
            verdict=gettext(SEAL_VERDICTS[row.verdict]),
            end=gettext(SEAL_ENDS[row.end]) if row.end else "",
            form=bound.get(row.parcel.code) or SealEndForm(prefix=row.parcel.code),
        )
        for row in rows
    ]
    follows = [(gettext(SEAL_ENDS[end]), gettext(said)) for end, said in SEAL_FOLLOWS.items()]
    waiting = sum(row.is_open for row in rows)
    return {"paper": paper, "troubles": troubles, "waiting": waiting, "follows": follows}


def page_of_unrecorded(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the parcels that arrived and whose departure nobody recorded, each with whom to call."""
    look = look_at(paper, timezone.now())
    return {"paper": look.paper, "lines": _unrecorded_lines(look)}


def _unrecorded_lines(look: Look) -> list[UnrecordedLine]:
    gaps = look.rung(RUNG_OF[DEPARTURE_UNKNOWN.name]).gaps
    codes = {gap.subject for gap in gaps if gap.kind == DEPARTURE_UNKNOWN.name and gap.state is GapState.OPEN}
    made = queries.parcels_of(look.paper.pk)
    parcels = [(parcel, parcel.arrived_at) for parcel in made if parcel.code in codes and parcel.arrived_at]
    contacts = exams.contacts_of({parcel.centre_uai for parcel, _ in parcels})
    return [
        UnrecordedLine(
            parcel.code,
            _contact_in(contacts, parcel.centre_uai),
            parcel.destination_name,
            exams.local(look.paper, arrived_at),
            parcel.announced,
        )
        for parcel, arrived_at in parcels
    ]


def _contact_in(contacts: Mapping[str, Contact], uai: str) -> Contact:
    return contacts.get(uai) or Contact(uai, uai)
