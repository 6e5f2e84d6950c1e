"""The ladder of a paper: what agrees, what is open, what was decided; each rung opens the list behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches.rules.rungs import IN_RECEPTION
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments.rules.rungs import MISSING_SCRIPT, NOT_LOOKED_FOR
from massicot.core.actor import Role
from massicot.core.ladder import Gap, GapState, Ladder, Rung, RungLine, Thing
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules import Decision
from massicot.results.rules.decisions import EVENTS
from massicot.results.rules.ladder import (
    AT_MARKING_CENTRE,
    GAPS,
    RUNG_OF,
    RUNGS,
    from_candidates,
    gaps_that_matter,
    lines_behind,
)
from massicot.web.office.access import choose_paper, paper_or_404, rung_name
from massicot.web.office.ladder import rungs
from massicot.web.office.ladder.forms import DecisionForm, WhatCountsForm
from massicot.web.office.ladder.gaps import gone_gaps, said_of, shown_decision
from massicot.web.office.ladder.lines import Behind
from massicot.web.office.ladder.links import Leads, story_behind
from massicot.web.office.ladder.reads import Look, look_at
from massicot.web.office.ladder.rungs import NamedLine, uais_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, listing_of
from massicot.web.shared.outcome import REFUSED, finish, succeeds

RECEIVED = RUNG_OF[MISSING_SCRIPT.name]
STANDING = "etat"
STANDINGS = dict(rungs.STANDINGS)


@require_safe
@require_role(Role.OFFICE)
def ladders(request: HttpRequest) -> HttpResponse:
    """List every paper of every session, each with its ladder; the only one is shown at once."""
    return choose_paper(request, gettext("Ladders"), "office:ladder")


@require_safe
@require_role(Role.OFFICE)
def ladder(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show the ladder of a paper; the page asks for it again by itself."""
    look = look_at(paper_or_404(session, paper), timezone.now())
    template = "office/ladder/ladder.html#rungs" if asks_for_part(request) else "office/ladder/ladder.html"
    return render(request, template, _page(look))


class PaperRung(NamedTuple):
    """A rung of the ladder of the paper of an address."""

    paper: exams.Paper
    name: str


def rung_at(_request: HttpRequest, session: str, paper: str, slug: str) -> PaperRung:
    """Find the rung of an address."""
    name = rung_name(slug)
    if name is None:
        raise Http404
    return PaperRung(paper_or_404(session, paper), name)


def page_of_rung(request: HttpRequest, subject: PaperRung, _refused: Forms) -> dict[str, Any]:
    """List what lies behind one rung, its open gaps first."""
    look = look_at(subject.paper, timezone.now())
    shown_rung = rungs.shown_rung(look.rung(subject.name), look.open_gaps(gaps_that_matter))
    listing = _listing(request, look, shown_rung)
    return {
        "paper": look.paper,
        "is_archived": look.paper.session.archived_at is not None,
        "shown": shown_rung,
        "listing": listing,
        "rows": SimpleLazyObject(lambda: rungs.named_lines(look.paper, listing.rows)),
        "at": look.at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def decide_gap(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    exam_paper = paper_or_404(session, paper)
    typed = request.POST if request.method == "POST" else None
    form = DecisionForm(typed, initial={"key": request.GET.get("key", "")})
    if form.is_bound and succeeds(form, lambda: _decide(request, exam_paper, form)):
        key = form.cleaned_data["key"]
        sentence = gettext("Decided: {gap}.").format(gap=rungs.gap_title(key))
        return finish(request, sentence, _address_after(exam_paper, key))
    page = _gap_page(exam_paper, form)
    if not form.is_bound and page["gap"] is None and not page["before"]:
        return redirect("office:ladder", session, paper)
    return render(request, "office/ladder/gap.html", page, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.OFFICE)
def settle_decision(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Say what counts of what was decided of a script that is there after all."""
    exam_paper = paper_or_404(session, paper)
    form = WhatCountsForm(request.POST)
    if succeeds(form, lambda: _settle(request, exam_paper, form)):
        sentence = gettext("What counts now is written beside the decision.")
        return finish(request, sentence, reverse("office:ladder", args=[session, paper]))
    return render(request, "office/ladder/gap.html", _gap_page(exam_paper, form), status=REFUSED)


def _settle(request: HttpRequest, paper: exams.Paper, form: WhatCountsForm) -> None:
    key, reason = form.cleaned_data["key"], form.cleaned_data["reason"]
    services.settle_decision(paper=paper, key=key, reason=reason, by=actor_of(request), at=timezone.now())


def _decide(request: HttpRequest, paper: exams.Paper, form: DecisionForm) -> None:
    services.decide_gap(
        paper=paper,
        key=form.cleaned_data["key"],
        seen=form.cleaned_data["seen"],
        decision=Decision(form.cleaned_data["decision"]),
        reason=form.cleaned_data["reason"],
        by=actor_of(request),
        at=timezone.now(),
    )


def _address_after(paper: exams.Paper, key: str) -> str:
    """Go back to the rung whose gap was decided: the next one waits there."""
    look = look_at(paper, timezone.now())
    _, rung = _find(look, key)
    codes = [paper.session.code, paper.code]
    if rung is None:
        return reverse("office:ladder", args=codes)
    return reverse("office:rung", args=[*codes, RUNGS[rung.name].slug])


def _gap_page(paper: exams.Paper, form: DecisionForm | WhatCountsForm) -> dict[str, Any]:
    look = look_at(paper, timezone.now())
    decisions = results.decisions_on(paper)
    key = form["key"].value() or ""
    gap, rung = _find(look, key)
    line = _line_of(look, rung, gap) if rung and gap else None
    decided = decisions.on(gap) if gap else None
    return {
        "paper": paper,
        "form": form,
        "called": rungs.gap_title(key),
        "contact": contact_of(gap, line) if gap and line else None,
        "is_archived": paper.session.archived_at is not None,
        "gap": line.line.gap if line else None,
        "address": "" if gap else story_behind(paper, key),
        "rung": rungs.shown_rung(rung, look.open_gaps(gaps_that_matter)) if rung else None,
        "line": line,
        "decision": decided,
        "decided_words": said_of(decided) if decided else "",
        "before": [shown_decision(decision) for decision in (decisions.before(gap) if gap else decisions.of(key))],
        "what_counts": _what_counts(form, key) if gap is None and decisions.waits(key) else None,
        "withdrawal": batches.open_withdrawal(paper.pk, gap.subject) if gap else None,
    }


def _what_counts(form: DecisionForm | WhatCountsForm, key: str) -> WhatCountsForm:
    return form if isinstance(form, WhatCountsForm) else WhatCountsForm(initial={"key": key})


def _find(look: Look, key: str) -> tuple[Gap | None, Rung | None]:
    pairs = ((gap, rung) for rung in look.ladder.rungs for gap in rung.gaps)
    return next(((gap, rung) for gap, rung in pairs if gap.key == key), (None, None))


def _line_of(look: Look, rung: Rung, gap: Gap) -> rungs.NamedLine:
    lines = [line for line in lines_behind(rung, look.facts) if line.subject == gap.subject]
    return rungs.named_lines(look.paper, [rungs.shown_line(lines[0], gap, results.Decisions([]))])[0]


def _lines(look: Look, rung: Rung) -> Sequence[RungLine]:
    """Find the lines of the gaps of a rung, where they tell what is not counted yet from what differs."""
    is_told = any(GAPS[gap.kind].not_yet for gap in rung.gaps)
    return look.behind(rung.name).with_gaps if is_told else ()


def _page(look: Look) -> dict[str, Any]:
    decisions = results.decisions_on(look.paper)
    leads = Leads(look.paper)
    matters = look.open_gaps(gaps_that_matter)
    shown = [rungs.shown_rung(rung, matters, _lines(look, rung), leads) for rung in look.ladder.rungs]
    return {
        "paper": look.paper,
        "rungs": [_with_days(look.paper, one) for one in shown],
        "open": look.open_counts(),
        "from_candidates": from_candidates(look.snapshot.counted, candidates.count_kept(look.paper.pk)),
        "decided_count": sum(gap.state is GapState.DECIDED for gap in look.ladder.gaps),
        "gone": [(rungs.gap_title(gap.key), gap) for gap in gone_gaps(decisions, look.ladder.gaps)],
        "events": _counted_events(look.ladder),
        "is_lifted": results.is_lifted(look.paper),
        "is_to_come": look.at < look.paper.starts_at,
        "is_archived": look.paper.session.archived_at is not None,
        "at": look.at,
    }


def _with_days(paper: exams.Paper, shown: rungs.ShownRung) -> rungs.ShownRung:
    """Say of the rungs that look at a day by when, or what is overdue."""
    if shown.rung.name == RECEIVED:
        return _with_overdue(paper, shown)
    if paper.return_by is not None and shown.is_due:
        return replace(shown, due_at=exams.local(paper, paper.return_by))
    return shown


def _with_overdue(paper: exams.Paper, shown: rungs.ShownRung) -> rungs.ShownRung:
    """Name on the rung of what is received the parcels that no outside centre acknowledged in time."""
    codes = parcels.outside_overdue(paper.pk, timezone.now())
    pages = [reverse("office:acknowledge_outside", args=[paper.session.code, paper.code, code]) for code in codes]
    return replace(shown, overdue=list(zip(codes, pages, strict=True)))


def _listing(request: HttpRequest, look: Look, shown_rung: rungs.ShownRung) -> Listing:
    asked = request.GET.get(STANDING, "")
    standing = asked if asked in STANDINGS else ""
    name = shown_rung.rung.name
    lines = Behind(look.behind(name), results.decisions_on(look.paper), standing, look.pressing(name))
    first, second = shown_rung.sources
    columns = (
        ListColumn("subject", lines[0].thing if lines else ""),
        ListColumn("first", capfirst(first), is_number=True),
        ListColumn("second", capfirst(second), is_number=True),
        ListColumn("standing_title", gettext_lazy("State")),
        ListColumn("trouble", gettext_lazy("Gap")),
        ListColumn("decided", gettext_lazy("Decision")),
    )
    standings = Filter(STANDING, gettext_lazy("State"), rungs.STANDINGS, field="")
    title = f"{look.paper.session.code}-{look.paper.code}-{shown_rung.slug}"
    return listing_of(request, title, columns, lines, search=("searched",), filters=[standings])


def _counted_events(whole: Ladder) -> list[tuple[str, int]]:
    kinds = [event.kind for event in whole.events]
    return [(gettext(title), kinds.count(kind)) for kind, title in EVENTS.items() if kind in kinds]


def contact_of(gap: Gap, line: NamedLine) -> exams.Contact | None:
    """Name the marking centre of what was received or lies there under a slip; of the rest, the exam centre."""
    uai = line.slip.uai if line.slip else _marking_centre_of(gap) or uais_of([line.line.line]).get(line.line.subject)
    return exams.contact_of(uai) if uai else None


def _marking_centre_of(gap: Gap) -> str:
    if gap.kind in (NOT_LOOKED_FOR.name, IN_RECEPTION.name):
        return str(parcels.parcel_by_code(gap.subject).destination_uai)
    was_received = gap.kind == MISSING_SCRIPT.name and parcels.is_lost_here(gap.subject)
    if gap.kind not in AT_MARKING_CENTRE and not was_received:
        return ""
    return _of_batch(gap.subject) if GAPS[gap.kind].about is Thing.BATCH else _of_script(gap.subject)


def _of_batch(code: str) -> str:
    try:
        return str(batches.batch_by_code(code).centre_uai)
    except Refused:
        return ""


def _of_script(number: str) -> str:
    shortage = batches.open_shortage(number)
    if batch := shortage.batch if shortage else batches.batch_of_number(number):
        return str(batch.centre_uai)
    announced = parcels.announcement_of(number)
    return announced.destination if announced else ""


RUNG = Page(
    name="rung",
    path="<str:session>/<str:paper>/echelle/<str:slug>/",
    role=Role.OFFICE,
    find=rung_at,
    names={},
    template_name="office/ladder/rung.html",
    context=page_of_rung,
)
