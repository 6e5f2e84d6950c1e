"""Pages of the exam office."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from massicot.core.actor import Role
from massicot.core.ladder import Gap, Ladder, Rung, State
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.rules import PaperUnknown, SessionUnknown
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules import NOT_LOCKED, Decision, wording
from massicot.web.office.forms import DecisionForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.refusals import sentence_of


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One gap as the page shows it, with the form that decides it while it is open."""

    gap: Gap
    title: str
    form: DecisionForm | None
    decision: Any = None

    @property
    def subject(self) -> str:
        """Name the centre, the parcel, the batch or the number."""
        return self.gap.subject

    @property
    def decided(self) -> str:
        """Name what was decided."""
        return gettext(wording.DECISIONS[self.decision.decision])


@dataclass(frozen=True, slots=True)
class ShownRung:
    """One rung as the page shows it: its name, its two sources, its gaps."""

    rung: Rung
    title: str
    sources: tuple[str, str]
    open_gaps: list[ShownGap]
    decided: list[ShownGap]

    @property
    def holds(self) -> bool:
        """Say whether both sources agree and nothing is named."""
        return self.rung.expected == self.rung.found and not self.open_gaps and not self.decided


@require_GET
@require_role(Role.OFFICE)
def ladders(request: HttpRequest) -> HttpResponse:
    """List every paper of every session, each with its ladder."""
    papers = [paper for session in exams.sessions() for paper in exams.papers_of(session)]
    return render(request, "office/ladders.html", {"papers": papers})


@require_GET
@require_role(Role.OFFICE)
def ladder(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show the ladder of a paper: what agrees, what is open, what was decided."""
    return render(request, "office/ladder.html", _page(session, paper))


@require_POST
@require_role(Role.OFFICE)
def decide_gap(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Decide one gap with a reason, and go back to the ladder."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "office/ladder.html", _page(session, paper, failed=form), status=422)
    try:
        services.decide_gap(
            paper=_paper_or_404(session, paper),
            key=form.cleaned_data["key"],
            decision=Decision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        page = _page(session, paper, failed=form) | {"refusal": sentence_of(refusal)}
        return render(request, "office/ladder.html", page, status=422)
    return redirect("office:ladder", session, paper)


def _page(session: str, paper: str, failed: DecisionForm | None = None) -> dict[str, Any]:
    found = _paper_or_404(session, paper)
    whole = results.ladder(found)
    decisions = results.decisions_on(found)
    return {
        "paper": found,
        "rungs": [_shown_rung(rung, failed, decisions) for rung in whole.rungs],
        "open_count": len(whole.open_gaps),
        "decided_count": sum(gap.state is State.DECIDED for gap in whole.gaps),
        "events": _counted_events(whole),
        "totals": whole.totals,
        "is_lifted": results.is_lifted(found),
        "refusal": "",
        "at": timezone.now(),
    }


def _paper_or_404(session: str, paper: str) -> Any:
    try:
        return exams.paper_by_code(session, paper)
    except (SessionUnknown, PaperUnknown):
        raise Http404 from None


def _shown_rung(rung: Rung, failed: DecisionForm | None, decisions: Mapping[str, Any]) -> ShownRung:
    first, second = wording.SOURCES[rung.name]
    shown = [_shown_gap(gap, failed, decisions.get(gap.key)) for gap in rung.gaps]
    return ShownRung(
        rung,
        gettext(wording.RUNGS[rung.name]),
        (gettext(first), gettext(second)),
        [one for one in shown if one.gap.state is State.OPEN],
        [one for one in shown if one.gap.state is State.DECIDED],
    )


def _shown_gap(gap: Gap, failed: DecisionForm | None, decision: Any) -> ShownGap:
    can_decide = gap.state is State.OPEN and gap.kind != NOT_LOCKED
    form = DecisionForm(initial={"key": gap.key}, auto_id=f"{gap.key}-%s") if can_decide else None
    if form is not None and failed is not None and failed.data.get("key") == gap.key:
        form = failed
    return ShownGap(gap, gettext(wording.GAPS[gap.kind]), form, decision)


def _counted_events(whole: Ladder) -> list[tuple[str, int]]:
    kinds = [event.kind for event in whole.events]
    return [(gettext(title), kinds.count(kind)) for kind, title in wording.EVENTS.items() if kind in kinds]
