"""The evening's roll-call, and the morning's re-issue: what is out, with whom, what goes out again."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import StillOut
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules import BatchStanding
from massicot.web.markingcentre.absent import absent_identifiers, to_move
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, batch_of, marked_paper_or_404
from massicot.web.markingcentre.evening.forms import NotReturnedForm, ReissueForm
from massicot.web.markingcentre.keys import pupil_key
from massicot.web.markingcentre.people import name_with_identifier
from massicot.web.shared import instants
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import REFUSED, finish, see, succeeds
from massicot.web.shared.scanned import read_scanned
from massicot.web.shared.standings import STANDINGS

NOT_FOR_THEM = (BatchStanding.LATE, BatchStanding.KEYED_ONCE)
"""How a batch at the desk stands that its marker can do nothing about, beside a complete one with the office."""


@require_safe
@require_role(Role.MARKING_CENTRE)
def roll_call(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show what is still out and with whom; a batch scanned here goes on to its return."""
    marked = marked_paper_or_404(request, uai, session, paper)
    scanned = read_scanned(request.GET.get("lot", ""))
    if not scanned:
        return _roll_call_page(request, marked)
    batch = batches.find_typed_batch(scanned, marked.paper.pk, marked.uai)
    if batch is None or not batches.open_hand_out(batch.pk):
        sentence = gettext("{code} is no batch that is out: read the code again, or look it up with “where is it”.")
        return _roll_call_page(request, marked, refusals=[sentence.format(code=scanned)])
    return see(address_of(marked, "take_back", batch.code))


@require_POST
@require_role(Role.MARKING_CENTRE)
def note_not_returned(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Note that a batch was not given back this evening."""
    marked = marked_paper_or_404(request, uai, session, paper)
    form = NotReturnedForm(request.POST)

    def act() -> None:
        typed = form.cleaned_data
        typed["code"] = batch_of(marked, typed["code"]).code
        batch_acts.note_not_returned(**typed, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("It is noted that {code} was not given back this evening.")
        return finish(request, sentence.format(code=form.cleaned_data["code"]), address_of(marked, "roll_call"))
    return _roll_call_page(request, marked, noting=form, status=REFUSED)


def _roll_call_page(
    request: HttpRequest,
    marked: MarkedPaper,
    *,
    refusals: Sequence[str] = (),
    noting: NotReturnedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show what is out, and the note that was refused in its line, as long as it was about that stay of the batch."""
    now = timezone.now()
    out = batches.still_out(marked.paper, marked.uai, now)
    if noting and not any(_is_in_line(noting, batch) for batch in out):
        refusals, noting = noting.refusals, None
    words = _lock_words([batch.code for batch in out])
    address = address_of_each("markingcentre:take_back", marked.arguments)
    why = gettext("Say why it is not back: %(code)s")
    # Most of what is out went out in the same few minutes.
    written = cache(lambda at: instants.day_and_hour(exams.local(marked.paper, at)))
    context = {
        "marked": marked,
        "at": exams.local(marked.paper, now),
        "refusals": refusals,
        "rows": [
            (
                batch,
                address(batch.code),
                written(batch.since.replace(second=0, microsecond=0)),
                words.get(batch.code, ""),
                why % {"code": batch.code},
                noting if noting and _is_in_line(noting, batch) else None,
            )
            for batch in out
        ],
        "batches": len(out),
        "is_begun": bool(out) or batches.rows_of(marked.paper.pk, marked.uai).exists(),
        "scripts": sum(batch.size for batch in out),
        "people": len({batch.marker for batch in out}),
        "noted": sum(bool(batch.noted) for batch in out),
    }
    return render(request, "markingcentre/roll_call.html", context, status=status)


def _lock_words(codes: Sequence[str]) -> dict[str, str]:
    """Say of each batch that is out whether it is locked, or lacks its lock alone."""
    locked, complete = marks.locked_or_complete(codes)
    return dict.fromkeys(locked, gettext("(locked)")) | dict.fromkeys(complete, gettext("(complete, not locked)"))


def _is_in_line(noting: NotReturnedForm, batch: StillOut) -> bool:
    """Say whether a refused note has its place in a line: one that is noted already has no form any more."""
    return not batch.noted and noting.data.get("code") == batch.code and noting.is_about(batch.hand_out)


def page_of_morning(request: HttpRequest, marked: MarkedPaper, refused: Forms) -> dict[str, Any]:
    """Gather the batches that came back on an earlier day, or that the office opened again."""
    now = timezone.now()
    back, locked = marks.back_at_desk(marked.paper, marked.uai, now)
    rows = marks.add_standings(back, marked.paper, now)
    form = refused.get("form") or ReissueForm(codes=())
    today = exams.local(marked.paper, now).date()
    absent = absent_identifiers(marked, today)
    theirs = [_line_key(row) for row in rows if _is_theirs(row) and row.taker not in absent]
    typed = request.POST.getlist("codes") if form.is_bound else theirs
    return {
        "marked": marked,
        "form": form,
        "rows": _lines_of(marked, rows, set(typed), absent),
        "locked": locked,
        "of_absent": len(to_move(marked, today)) if absent else 0,
    }


def _lines_of(marked: MarkedPaper, rows: Sequence[Any], chosen: set[str], absent: set[str]) -> list[tuple[Any, ...]]:
    """Write the lines of the morning; ticked is what was chosen as it still is, never what changed hands since."""
    another = _to_another(marked)
    people = markers.markers_by_identifier(marked.paper.session_id, {row.taker for row in rows})
    return [
        (
            row.code,
            str(row.in_hand),
            name_with_identifier(people, row.taker),
            f"{row.saved} / {row.size}",
            _lack_of(row, is_absent=row.taker in absent),
            _line_key(row) in chosen,
            _line_key(row),
            *another(row.code),
        )
        for row in rows
    ]


def _line_key(row: Any) -> str:
    """Name a batch with its last hand-out, as a line of the morning sends it."""
    return f"{row.code}/{row.last_stay}"


def _is_theirs(row: Any) -> bool:
    is_with_office = row.standing is BatchStanding.REFERRED and row.saved >= row.size
    return not (is_with_office or row.standing in NOT_FOR_THEM)


def _lack_of(row: Any, *, is_absent: bool) -> str:
    """Say what a line of the morning lacks besides marks."""
    words = [gettext("marker absent")] if is_absent else []
    words += [gettext("opened again by the exam office")] if row.is_reopened else []
    if row.standing not in (BatchStanding.TYPED, BatchStanding.UNTOUCHED):
        words.append(str(STANDINGS[row.standing]))
    return " – ".join(words)


def _to_another(marked: MarkedPaper) -> Callable[[str], tuple[str, str]]:
    """Give what writes, for each batch, the address of its hand-out to another marker and how that link is read out."""
    address = address_of_each("markingcentre:hand_out", marked.arguments)
    spoken = gettext("To another marker: %(code)s")
    return lambda code: (address(code), spoken % {"code": code})


def _told_out(done: ActDone) -> str:
    count = len(done.form.cleaned_data["codes"])
    return ngettext("{n} batch is out again.", "{n} batches are out again.", count).format(n=Grouped(count))


REISSUE = Page(
    name="reissue",
    path=f"{PAPER}reprise/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={"pupil_key": lambda _marked: pupil_key()},
    template_name="markingcentre/reissue.html",
    context=page_of_morning,
    acts=(
        PageAct(
            name="reissue",
            path="",
            form_class=ReissueForm,
            form_name="form",
            form_kwargs=lambda marked: {"codes": marks.codes_not_locked(marked.paper, marked.uai)},
            fields={"seen": "codes"},
            service=batch_acts.reissue_batches,
            success_message=_told_out,
            success_url=lambda done: address_of(done.found, "batch_list"),
        ),
    ),
)
