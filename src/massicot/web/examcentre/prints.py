"""What a centre prints: labels, anonymity list, registers, despatch notes; made on demand, never stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from massicot.anonymity import services as numbers
from massicot.candidates import services as candidates
from massicot.consignments import services as consignments
from massicot.core.actor import Role
from massicot.results import queries as results
from massicot.roomreports import services as roomreports
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.wording import again_of, shown_board
from massicot.web.shared.access import actor_of, require_role


@require_safe
@require_role(Role.EXAM_CENTRE)
def prints(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List what can be printed now."""
    where = centre_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    board = board_of(where, now)
    has_left = results.have_numbers_left(where.paper, where.uai)
    context = {**shown_board(board, now), "has_left": has_left, "again": again_of(board)}
    return render(request, "examcentre/prints.html", context)


@require_POST
@require_role(Role.EXAM_CENTRE)
def print_labels(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the label sheets, while the centre still holds scripts; that they were printed is journalled."""
    where = centre_paper_or_404(request, uai, session, paper)
    results.check_names_and_numbers(where.paper, where.uai)
    content = numbers.print_labels(
        paper=where.paper, centre_uai=where.uai, key=anonymity_key(), by=actor_of(request), at=timezone.now()
    )
    return document(content, "etiquettes", where)


@require_POST
@require_role(Role.EXAM_CENTRE)
def print_list(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the list of names and numbers, while the centre still holds scripts; who printed it is journalled."""
    where = centre_paper_or_404(request, uai, session, paper)
    results.check_names_and_numbers(where.paper, where.uai)
    content = numbers.print_anonymity_list(
        paper=where.paper, centre_uai=where.uai, key=anonymity_key(), by=actor_of(request), at=timezone.now()
    )
    return document(content, "liste-d-anonymat", where)


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_registers(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the attendance registers, room by room: names, and no numbers."""
    where = centre_paper_or_404(request, uai, session, paper)
    return document(candidates.print_registers(paper=where.paper, centre_uai=where.uai), "listes-d-emargement", where)


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_reports(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print the room reports: blank to be written by hand, or clean once two persons signed."""
    where = centre_paper_or_404(request, uai, session, paper)
    return document(roomreports.print_reports(paper=where.paper, centre_uai=where.uai), "proces-verbaux", where)


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_note(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the despatch note of a parcel."""
    where = centre_paper_or_404(request, uai, session, paper)
    if all(made.parcel.code != code for made in board_of(where, timezone.now()).parcels):
        raise Http404
    return document(consignments.print_note(code=code), "bordereau-d-envoi", where, code)


def document(content: bytes, name: str, where: CentrePaper, code: str = "", room: str = "") -> HttpResponse:
    """Answer with a PDF whose file's name says what it is and of what: paper, centre and room, or a parcel."""
    parts = [name, code] if code else [name, where.paper.session.code, where.paper.code, where.uai]
    parts += [room] if room else []
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{"-".join(map(_plain, parts))}.pdf"'
    # Names and numbers side by side: nothing on the way keeps a copy.
    response["Cache-Control"] = "no-store"
    return response


def _plain(part: str) -> str:
    return part if part.isascii() and part.replace("-", "").isalnum() else slugify(part)
