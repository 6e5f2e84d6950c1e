"""A parcel made for one destination: what goes in, counted by hand."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.anonymity import services as anonymity
from massicot.consignments import services
from massicot.consignments.queries import Parcel
from massicot.core.actor import Role
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.board import CentreBoard, Despatch
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.parcels.forms import CountedParcelForm, FoundForm, NumberedParcelForm
from massicot.web.examcentre.wording import shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, finish, succeeds


@dataclass(frozen=True, slots=True)
class SpecialtyLine:
    """One specialty of a destination: how many of its scripts are left, and their numbers if they bear one.

    `packed`: how many lie in parcels, if they bear none.
    """

    code: str
    label: str
    left: int
    packed: int
    numbers: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.EXAM_CENTRE)
def pack(request: HttpRequest, uai: str, session: str, paper: str, destination: str) -> HttpResponse:
    """Make a parcel for one destination, counted by hand."""
    board, despatch = _despatch_or_404(centre_paper_or_404(request, uai, session, paper), destination)
    lines = _lines(board, despatch)
    form = _form(request.POST if request.method == "POST" else None, despatch, lines)
    made: list[Parcel | None] = []
    if form.is_bound and succeeds(form, lambda: made.append(_pack(request, board, despatch, lines, form))):
        return _finish_packing(request, board, despatch, made[0])
    return _page(request, board, despatch, lines=lines, form=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def find_left_out(request: HttpRequest, uai: str, session: str, paper: str, destination: str) -> HttpResponse:
    """Record that a script is found that was not there when its parcel was made."""
    board, despatch = _despatch_or_404(centre_paper_or_404(request, uai, session, paper), destination)
    found = FoundForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        found,
        lambda: services.find_left_out(paper=board.paper, centre_uai=uai, **found.cleaned_data, by=by, at=at),
    ):
        return finish(
            request, gettext("It is found: it is to be packed now."), board.where.address("pack", despatch.key)
        )
    lines = _lines(board, despatch)
    return _page(request, board, despatch, lines=lines, form=_form(None, despatch, lines), found=found)


def _despatch_or_404(where: CentrePaper, destination: str) -> tuple[CentreBoard, Despatch]:
    board = board_of(where, timezone.now())
    for despatch in board.despatches:
        if despatch.key == destination:
            return board, despatch
    raise Http404


def _finish_packing(
    request: HttpRequest, board: CentreBoard, despatch: Despatch, parcel: Parcel | None
) -> HttpResponse:
    if parcel is None:
        sentence = gettext("Nothing was there to be packed: what is not found is looked for.")
        return finish(request, sentence, board.where.address("pack", despatch.key))
    sentence = gettext("The parcel {code} is made: print its note and put it in.").format(code=parcel.code)
    return finish(request, sentence, board.where.address("parcel", parcel.code))


def _page(
    request: HttpRequest,
    board: CentreBoard,
    despatch: Despatch,
    *,
    lines: list[SpecialtyLine],
    form: NumberedParcelForm | CountedParcelForm,
    found: FoundForm | None = None,
) -> HttpResponse:
    shown = {"despatch": despatch, "form": form, "lines": lines, "found": found or FoundForm()}
    context = {**shown_board(board, timezone.now()), **shown}
    return render(request, "examcentre/pack.html", context, status=REFUSED if form.is_bound or found else 200)


def _form(
    sent: QueryDict | None, despatch: Despatch, lines: list[SpecialtyLine]
) -> NumberedParcelForm | CountedParcelForm:
    if despatch.destination.is_numbered:
        form = NumberedParcelForm(sent)
        if sent is None and despatch.count_left:
            form.fields["counted"].widget.attrs["autofocus"] = True
        return form
    return CountedParcelForm(sent, specialties={line.code: line.label for line in lines})


def _lines(board: CentreBoard, despatch: Despatch) -> list[SpecialtyLine]:
    labels = exams.specialty_labels(board.paper.session_id)
    numbers = _numbers(board) if despatch.destination.is_numbered else {}
    return [
        SpecialtyLine(
            code, labels.get(code, ""), despatch.left[code], despatch.counted.get(code, 0), numbers.get(code, [])
        )
        for code in despatch.in_hand
    ]


def _numbers(board: CentreBoard) -> dict[str, list[str]]:
    loose = set(ledger.refs_at(ItemKind.SCRIPT, Place.EXAM_CENTRE, board.where.uai))
    by_specialty: dict[str, list[str]] = {}
    for number, specialty in scripts.in_hand_of_centre(board.paper.pk, board.where.uai).items():
        if number in loose and number not in board.written_off:
            by_specialty.setdefault(specialty, []).append(number)
    return by_specialty


def _pack(
    request: HttpRequest,
    board: CentreBoard,
    despatch: Despatch,
    lines: list[SpecialtyLine],
    form: NumberedParcelForm | CountedParcelForm,
) -> Parcel | None:
    typed = form.cleaned_data
    by = actor_of(request)
    at = timezone.now()
    paper, uai, route = board.paper, board.where.uai, despatch.destination.route
    if isinstance(form, CountedParcelForm):
        return anonymity.pack_counted(
            paper=paper,
            centre_uai=uai,
            route=route,
            counts=form.counts(),
            seen=form.page_counts(),
            gap_reason=typed["gap_reason"],
            seal=typed["seal"],
            by=by,
            at=at,
        )
    return services.pack_numbered(
        paper=paper,
        centre_uai=uai,
        route=route,
        counted=typed["counted"],
        numbers=typed["numbers"] or _all_left(board, lines),
        lacking=form.lacks(),
        seal=typed["seal"],
        by=by,
        at=at,
    )


def _all_left(board: CentreBoard, lines: list[SpecialtyLine]) -> list[str] | None:
    """List the numbers left when others will not come any more; None leaves it to the act, as it stands then."""
    return [number for line in lines for number in line.numbers] if board.written_off else None
