"""The requests to see a script of a paper: listed, and the page of each."""

from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.access import check_may_see
from massicot.results.rules.consultation_table import OUTCOMES
from massicot.results.rules.consultations import ENDED, SEEN, ConsultationState, steps_for
from massicot.results.rules.script_copies import COPY_KEPT_MONTHS
from massicot.web.office.access import entry_or_404, paper_or_404
from massicot.web.office.candidates.shown import shown_people
from massicot.web.office.consultations.mails import copies_shown, mail_shown
from massicot.web.office.consultations.shown import (
    clock_of,
    extract_shown,
    is_waiting,
    lines_of,
    standing_of,
    steps_of,
    told_price,
)
from massicot.web.shared.access import actor_of
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.refusals import sentence_of

COLUMNS = (
    ListColumn("name", gettext_lazy("Candidate"), order_by=""),
    ListColumn("candidate_number", gettext_lazy("Candidate number"), order_by=""),
    ListColumn("asked_by", gettext_lazy("Asked by")),
    ListColumn("received_on", gettext_lazy("Received on")),
    ListColumn("answer_by", gettext_lazy("To be answered by"), order_by="received_on"),
    ListColumn("standing", gettext_lazy("How far it is"), order_by="outcome"),
    ListColumn("answered_on", gettext_lazy("Answered on"), order_by=""),
    ListColumn("price", gettext_lazy("Price of the copy"), order_by=""),
)


class PaperConsultation(NamedTuple):
    """One request of a paper."""

    paper: Paper
    row: results.Consultation

    @property
    def consultation_id(self) -> int:
        return self.row.pk


def consultation_at(_request: HttpRequest, session: str, paper: str, consultation_id: int) -> PaperConsultation:
    """Find the request of an address."""
    exam_paper = paper_or_404(session, paper)
    try:
        return PaperConsultation(exam_paper, results.consultation_of(exam_paper, consultation_id))
    except Refused:
        raise Http404 from None


def page_of_consultations(request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List the requests of a paper, those that wait for an answer first."""
    today = exams.local(paper, timezone.now()).date()
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-{gettext('requests to see a script')}",
        COLUMNS,
        results.consultations_of(paper),
        filters=[Filter("etat", gettext_lazy("How far it is"), list(_standings()), "outcome")],
        display=partial(lines_of, paper, today=today),
    )
    return {"paper": paper, "listing": listing}


def page_of_consultation(request: HttpRequest, found: PaperConsultation, _refused: Forms) -> dict[str, Any]:
    """Show one request: who asks, how far it is, until when, what may be noted of it."""
    paper, row = found
    today = exams.local(paper, timezone.now()).date()
    entry = entry_or_404(paper, row.entry_id)
    was_absent = entry.attendance == Attendance.ABSENT
    bar = "" if row.state in ENDED else _why_not_seen(paper, row, entry, today)
    bars = frozenset(SEEN) if bar or was_absent else frozenset()
    may = set(steps_for(row.state)) - bars
    mail = results.mails_of([row]).get(row.pk)
    before = [one for one in results.consultations_of_entry(paper, row.entry_id) if one.pk != row.pk]
    return {
        "paper": paper,
        "row": row,
        "entry_id": row.entry_id,
        "person": shown_people(paper, [entry])[0],
        "was_absent": was_absent,
        "bar": bar,
        # Where this script is, a page with a name tells nobody who does not ask for it: that look is journalled.
        "destroyed": results.certificates_told(paper) if may & set(SEEN) else "",
        "standing": standing_of(row, mail, today),
        "clock": clock_of(row, mail, today),
        "is_waiting": is_waiting(row, mail),
        "is_open": row.state not in ENDED,
        "mail": mail_shown(mail) if mail else None,
        "has_mail": is_mailed(),
        "is_refused": row.state == ConsultationState.REFUSED,
        "line": lines_of(paper, [row], today)[0],
        "others": lines_of(paper, before, today),
        "steps": steps_of(row),
        "copies": copies_shown(row),
        "extract": extract_shown(row, actor_of(request).login),
        "kept_months": COPY_KEPT_MONTHS,
        "may": {step.replace("-", "_") for step in may},
        "price": told_price(paper.session.copy_price_cents),
    }


def _why_not_seen(paper: Paper, row: results.Consultation, entry: candidates.EntryRow, today: date) -> str:
    """Say why the script is not shown to whoever asks today; nothing where it may be."""
    try:
        withheld = results.withheld_number(paper, entry)
        check_may_see(paper.code, row.asked_by, results.access_times(paper), today, withheld, row.received_on)
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


def _standings() -> Any:
    return ((state, gettext_lazy(word)) for state, word in OUTCOMES.items())
