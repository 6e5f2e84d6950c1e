"""The page of the destruction of a paper's scripts, and its list on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services as numbers
from massicot.anonymity.rules.strips import CertificateNotThere
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.destruction import BESIDE_EACH, due_on
from massicot.shelves import queries, services
from massicot.shelves.rules.boxes import BoxKind
from massicot.store import key_file
from massicot.web.office.access import paper_or_404
from massicot.web.office.destruction.shown import boxes_of, list_trouble, strips_at_centres, strips_not_found
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.refusals import answer_refusal, sentence_of


class PaperSigner(NamedTuple):
    """A paper, and who looks at it: whoever signs proves it by a code of their own."""

    paper: Paper
    user: Any


def paper_signed_at(request: HttpRequest, session: str, paper: str) -> PaperSigner:
    """Find the paper of an address, for whoever asks."""
    return PaperSigner(paper_or_404(session, paper), request.user)


def page_of_destruction(request: HttpRequest, signer: PaperSigner, refused: Forms) -> dict[str, Any]:
    """Show from when on the scripts of a paper are destroyed, its list, and what was destroyed."""
    paper = signer.paper
    now = timezone.now()
    lists = queries.lists_of(paper)
    waiting = next((row for row in lists if row.destroyed_at is None and row.withdrawn_at is None), None)
    login = actor_of(request).login
    not_found = strips_not_found(paper, refused)
    return {
        "paper": paper,
        "waiting": waiting,
        "trouble": list_trouble(paper, waiting),
        "refusal": _why_not_due(paper, exams.local(paper, now).date()),
        "due_on": due_on(results.access_times(paper)),
        "seed": queries.seed_drawn(paper),
        "least": queries.largest_share(paper),
        "not_listed": [] if waiting is None else queries.not_listed(paper),
        "is_own": waiting is not None and waiting.signed_first_by == login,
        "old_since": _old_since(paper),
        "strips": strips_at_centres(paper),
        "not_found": not_found,
        "stray_form": _stray(refused, [strip.form for strip in not_found]),
        "done": [(row, exams.local(paper, row.destroyed_at)) for row in lists if row.destroyed_at],
        **(_listed(paper, waiting) if waiting else {}),
    }


def _stray(refused: Forms, forms: Sequence[Form]) -> Form | None:
    """Find the form on strips not found that was refused and stands nowhere: its certificate is not so any more."""
    sent = (refused[name] for name in ("note_form", "again_form") if name in refused)
    return next((form for form in sent if form not in forms), None)


def _old_since(paper: Paper) -> datetime | None:
    """Say since when the disk tells what was erased; None once it does not."""
    left = list(anonymity.old_versions_left().values())
    return exams.local(paper, left[0]) if left else None


def _listed(paper: Paper, waiting: queries.DestructionList) -> dict[str, Any]:
    contents = queries.destroyed_contents(waiting)
    left_out = queries.spared_numbers(waiting)
    beside = _beside_each(paper, left_out) if waiting.inquiries else None
    return {
        "boxes": boxes_of(contents),
        "scripts": sum(line.count for line in contents),
        "left_out": left_out,
        "beside": beside,
        "is_few": beside is not None and beside < BESIDE_EACH,
    }


def _beside_each(paper: Paper, left_out: Sequence[str]) -> int | None:
    """Say how few others are left out beside one that somebody asks about; only the key tells, and it may be away."""
    key = key_file.read_if_whole()
    try:
        return results.beside_each(paper, left_out, key) if key is not None else None
    except Refused:
        return None


def _why_not_due(paper: Paper, today: date) -> str:
    """Say why no list is made today; nothing where one may be."""
    try:
        results.check_destruction_due(paper, today)
    except Refused as refusal:
        return sentence_of(refusal)
    return ""


@require_safe
@require_role(Role.OFFICE)
def destruction_sheet(_request: HttpRequest, session: str, paper: str, code: str) -> HttpResponse:
    """Print a list, or the certificate that it is by now."""
    exam_paper = paper_or_404(session, paper)
    try:
        row = queries.list_by_code(exam_paper, code)
        times = results.sheet_times if row.kind == BoxKind.SHEETS else results.access_times
        last = times(exam_paper).last_day
        if last is None:
            raise Http404
        content = services.print_destruction(paper=exam_paper, code=code, kept_until=last)
    except Refused:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="destruction-{code}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


@require_safe
@require_role(Role.OFFICE)
def strip_certificate(request: HttpRequest, session: str, paper: str, uai: str, destruction_id: int) -> HttpResponse:
    """Print what an exam centre certified of its header strips; one that was taken back is no paper any more."""
    exam_paper = paper_or_404(session, paper)
    try:
        content = numbers.print_strip_certificate(paper=exam_paper, centre_uai=uai, destruction_id=destruction_id)
    except CertificateNotThere as refusal:
        return answer_refusal(request, refusal, status=404)
    name = f"attestation-en-tetes-{exam_paper.session.code}-{exam_paper.code}-{uai}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)
