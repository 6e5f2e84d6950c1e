"""The batches of a paper as the office sees them: listed, one, one line of it; what was referred, aside, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from massicot.batches import queries as batches
from massicot.batches.rules import WithdrawalDecision
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.setasides import queries as set_asides
from massicot.web.office.access import paper_or_404
from massicot.web.office.batches import shown
from massicot.web.shared.acts import Forms
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.instants import day_and_hour
from massicot.web.shared.listing import Condition, Filter, ListColumn, listing_of
from massicot.web.shared.set_asides import AddressOf, shown_list, shown_set_aside
from massicot.web.shared.standings import STANDINGS

STANDING = "etat"
COLUMNS = (
    ListColumn("code", gettext_lazy("Batch"), order_by="sequence"),
    ListColumn("name", gettext_lazy("Marking centre")),
    ListColumn("taker", gettext_lazy("Marker")),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn(
        "standing",
        gettext_lazy("State"),
        order_by="urgency",
        text=lambda row: str(STANDINGS[row.standing]).capitalize(),
    ),
    ListColumn("saved", gettext_lazy("Lines entered"), is_number=True, order_by=marks.saved_lines()),
    ListColumn("size", gettext_lazy("Scripts"), is_number=True),
    ListColumn("closes_at", gettext_lazy("Closes on"), order_by=""),
)


class PaperBatch(NamedTuple):
    """A batch of the paper of an address."""

    paper: exams.Paper
    batch: batches.Batch


class PaperLine(NamedTuple):
    """A line of a batch, and what its page shows."""

    number: str
    page: Mapping[str, Any]


class PaperReferral(NamedTuple):
    """A line of the paper of an address that its marker referred."""

    paper: exams.Paper
    referral: marks.Referral


class PaperSlip(NamedTuple):
    """A script of the paper of an address that is or was set aside."""

    paper: exams.Paper
    row: set_asides.SetAside


class PaperWithdrawal(NamedTuple):
    """A script of the paper of an address that was withdrawn from its batch."""

    paper: exams.Paper
    row: batches.Withdrawal


def page_of_batches(request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the batches of a paper, those that wait for somebody first."""
    now = timezone.now()

    def with_someone_called(words: str) -> Condition:
        return batches.has_taker(markers.identifiers_called(paper.session_id, words))

    is_standing = marks.is_standing(paper, now)
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-lots",
        COLUMNS,
        marks.office_rows(paper, now),
        search=("code", "uai", "name", "taker", with_someone_called),
        filters=[Filter(STANDING, gettext_lazy("State"), tuple(STANDINGS.items()), field=is_standing)],
        display=lambda rows: marks.add_standings(rows, paper, now),
    )
    rows = SimpleLazyObject(lambda: _in_words(paper, listing.rows))
    share = SimpleLazyObject(lambda: marks.share_of(paper.pk))
    return {"paper": paper, "listing": listing, "rows": rows, "share": share}


def batch_at(_request: HttpRequest, session: str, paper: str, code: str) -> PaperBatch:
    """Find the batch of an address, if it is one of that paper."""
    exam_paper = paper_or_404(session, paper)
    try:
        batch = batches.batch_by_code(code)
    except Refused:
        raise Http404 from None
    if batch.paper_id != exam_paper.pk:
        raise Http404
    return PaperBatch(exam_paper, batch)


def page_of_batch(_request: HttpRequest, subject: PaperBatch, refused: Forms) -> dict[str, Any]:
    """Show what stands on the lines of a batch, what was signed, what the office may do."""
    page = shown.batch_page(subject.paper, subject.batch, timezone.now())
    offered = _form_names(page)
    return page | {"gone": [form for name, form in refused.items() if name not in offered]}


def _form_names(page: Mapping[str, Any]) -> set[str]:
    """Name the forms that the page of a batch shows as the batch is now."""
    whole = page["whole"]
    if whole.lock:
        return set() if page["is_lifted"] else {"unlock"}
    return {
        "extend",
        *(["lock"] if page["is_closed"] and not whole.remaining else []),
        *(["release"] if whole.keyings.is_asked else []),
    }


def line_at(request: HttpRequest, session: str, paper: str, code: str, number: str) -> PaperLine:
    """Find the line of an address, if its batch has one of that number."""
    page = shown.line_page(*batch_at(request, session, paper, code), number, timezone.now())
    if page is None:
        raise Http404
    return PaperLine(number, page)


def page_of_line(_request: HttpRequest, subject: PaperLine, _refused: Forms) -> Mapping[str, Any]:
    """Show one line with its story."""
    return subject.page


def page_of_referrals(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the lines of a paper that wait for an answer, the longest waiting first."""
    return {"paper": paper, "waiting": shown.waiting(paper)}


def referral_at(_request: HttpRequest, session: str, paper: str, referral_id: int) -> PaperReferral:
    """Find the line of an address that was referred."""
    exam_paper = paper_or_404(session, paper)
    referral = marks.referral_by_id(referral_id, exam_paper.pk)
    if referral is None:
        raise Http404
    return PaperReferral(exam_paper, referral)


def page_of_referral(_request: HttpRequest, subject: PaperReferral, _refused: Forms) -> dict[str, Any]:
    """Show one line that was referred, with all that helps to decide."""
    return shown.referral_page(*subject)


def page_of_set_asides(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the scripts set aside of a paper, those without an end first."""
    rows = shown_list(set_asides.set_asides_at(paper.pk), _pages_of_slips(paper))
    return {"paper": paper, "rows": rows, "open": sum(shown.row.is_open for shown in rows)}


def set_aside_at(_request: HttpRequest, session: str, paper: str, code: str) -> PaperSlip:
    """Find the script of an address that is or was set aside."""
    exam_paper = paper_or_404(session, paper)
    row = set_asides.find_set_aside(code, exam_paper.pk)
    if row is None:
        raise Http404
    return PaperSlip(exam_paper, row)


def page_of_set_aside(_request: HttpRequest, subject: PaperSlip, _refused: Forms) -> dict[str, Any]:
    """Show one script that is set aside."""
    return {"paper": subject.paper, "shown": shown_set_aside(subject.row, _pages_of_slips(subject.paper))}


def page_of_withdrawn(_request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """List the scripts withdrawn of a paper, those that wait for a word first."""
    rows = shown.withdrawn_of(paper)
    waiting = sum(withdrawal.row.decision == WithdrawalDecision.WAITING for withdrawal in rows)
    out = sum(withdrawal.row.is_with_marker for withdrawal in rows)
    return {"paper": paper, "rows": rows, "waiting": waiting, "out": out}


def withdrawal_at(_request: HttpRequest, session: str, paper: str, withdrawal_id: int) -> PaperWithdrawal:
    """Find the script of an address that was withdrawn."""
    exam_paper = paper_or_404(session, paper)
    row = batches.find_withdrawal(withdrawal_id, exam_paper.pk)
    if row is None:
        raise Http404
    return PaperWithdrawal(exam_paper, row)


def page_of_withdrawal(_request: HttpRequest, subject: PaperWithdrawal, _refused: Forms) -> dict[str, Any]:
    """Show one withdrawn script, with whom to call."""
    return shown.withdrawal_page(*subject)


def _in_words(paper: exams.Paper, rows: Sequence[Any]) -> list[tuple[Any, str, str, str, str]]:
    """Put rows into words: each with its address, its standing, when it closes, its marker."""
    people = markers.markers_by_identifier(paper.session_id, {row.taker for row in rows if row.taker})
    address_of = address_of_each("office:batch", [paper.session.code, paper.code])
    standings = {standing: capfirst(str(name)) for standing, name in STANDINGS.items()}
    # Fifty batches close at an instant or two.
    closings = {at: day_and_hour(exams.local(paper, at)) for at in {row.closes_at for row in rows}}
    return [
        (row, address_of(row.code), standings[row.standing], closings[row.closes_at], _name_in(people, row.taker))
        for row in rows
    ]


def _name_in(people: Mapping[str, markers.Marker], identifier: str) -> str:
    return markers.name_of(people[identifier]) if identifier in people else identifier


def _pages_of_slips(paper: exams.Paper) -> AddressOf:
    return address_of_each("office:set_aside", [paper.session.code, paper.code])
