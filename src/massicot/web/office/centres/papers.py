"""Papers that did not come with a parcel: which, from whom, and the decision to go without."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from massicot.candidates import queries as candidates
from massicot.candidates.rules import room_title
from massicot.consignments import queries, services
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Contact
from massicot.roomreports import queries as reports
from massicot.web.office.access import paper_or_404
from massicot.web.office.centres.forms import WaivingForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.papers import lacking_of


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


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def papers_lacking(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the parcels that came without some of their papers, and decide to go without those of one."""
    exam_paper = paper_or_404(session, paper)
    lines = _lines(exam_paper)
    form = WaivingForm(request.POST if request.method == "POST" else None, codes=[line.code for line in lines])
    by = actor_of(request)
    at = timezone.now()
    if form.is_bound and succeeds(form, lambda: services.waive_papers(**form.cleaned_data, by=by, at=at)):
        sentence = gettext("Nobody waits for the papers of {code} any more.").format(code=form.cleaned_data["code"])
        return done(request, sentence, request.path)
    unsigned = _unsigned(exam_paper) if at >= exam_paper.ends_at else []
    context = {"paper": exam_paper, "lines": lines, "form": form, "unsigned": unsigned}
    context["unsigned_rooms"] = sum(line.count for line in unsigned)
    return render(request, "office/centres/papers_lacking.html", context, status=REFUSED if form.is_bound else 200)


def _lines(paper: exams.Paper) -> list[LackingLine]:
    parcels = list(queries.papers_lacking().filter(paper_id=paper.pk).order_by("code"))
    contacts = exams.contacts_of({parcel.centre_uai for parcel in parcels})
    return [
        LackingLine(
            parcel.code,
            contacts.get(parcel.centre_uai) or Contact(parcel.centre_uai, parcel.centre_uai),
            lacking_of(parcel),
        )
        for parcel in parcels
    ]


def _unsigned(paper: exams.Paper) -> list[UnsignedLine]:
    """List the centres where the report of a room is not signed, by name, with those rooms."""
    signed = reports.rooms_signed(paper.pk)
    rooms: dict[str, list[str]] = {}
    for uai, room in candidates.rooms_of_paper(paper.pk):
        if (uai, room) not in signed:
            rooms.setdefault(uai, []).append(room_title(room))
    contacts = exams.contacts_of(rooms.keys())
    lines = [
        UnsignedLine(contacts.get(uai) or Contact(uai, uai), ", ".join(some), len(some)) for uai, some in rooms.items()
    ]
    return sorted(lines, key=lambda line: line.contact.name)
