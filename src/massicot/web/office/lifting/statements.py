"""Statements of one candidate for one paper: drawn up after the lifting, compared with what stands, issued again.

A statement joins no number to a name, and the table of marks with the names asks for no code either: the second factor
of the session is enough, and a dozen of statements can be issued again one after the other.

All statements of a paper are compared with what stands once for all who look within a few seconds: each is opened and
found again among the marks, by the key, and a thousand take the better part of a tenth of a second. Whoever looks while
another has just compared is shown the same; the list leaves out those issued again since. Fewer than two hundred are
compared anew for everybody, and no act relies on it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.core.keys import Key
from massicot.core.refused import Refused
from massicot.documents.statement import make_statement
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.access import Stale
from massicot.store import key_file
from massicot.web.office.access import entry_or_404, paper_or_404
from massicot.web.office.candidates.shown import search_of, shown_people
from massicot.web.office.lifting.forms import StatementForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.refusals import sentence_of

STATEMENTS_PER_SECOND = 200
"""For each so many statements a comparison is shown one second longer."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The stale statements of a paper as they were found at an instant, and how long they are shown."""

    stale: Collection[Stale]
    made_at: datetime
    lasts: timedelta

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still be shown."""
        return self.made_at <= now < self.made_at + self.lasts


class StatementComparisons:
    """The last comparison of each paper."""

    def __init__(self, per_second: int = STATEMENTS_PER_SECOND) -> None:
        self._per_second = per_second
        self._made: dict[int, Comparison] = {}

    def stale_statements(self, paper: exams.Paper, key: Key, now: datetime) -> list[Stale]:
        """List the statements of a paper that no longer say what stands; raise WrongKey, LinkBroken or SealBroken."""
        return results.not_reissued(paper, self._compare(paper, key, now).stale)

    def count_stale(self, paper: exams.Paper, key: Key, now: datetime) -> int:
        """Count them as they were a moment ago, which asks nothing more; raise what `stale_statements` raises."""
        return len(self._compare(paper, key, now).stale)

    def forget(self, paper: exams.Paper) -> None:
        """Compare the statements of a paper anew for whoever looks next: one was just issued."""
        self._made.pop(paper.pk, None)

    def _compare(self, paper: exams.Paper, key: Key, now: datetime) -> Comparison:
        comparison = self._made.get(paper.pk)
        if comparison is None or not comparison.is_fresh(now):
            lasts = timedelta(seconds=results.count_statements(paper) // self._per_second)
            comparison = self._made[paper.pk] = Comparison(results.stale_statements(paper, key), now, lasts)
        return comparison


COMPARISONS = StatementComparisons()
"""The comparisons of this process."""


@never_cache
@require_safe
@require_role(Role.OFFICE)
def statements(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the statements that no longer say what stands, and look for a candidate."""
    exam_paper = paper_or_404(session, paper)
    is_lifted = results.is_lifted(exam_paper)
    page = {
        "paper": exam_paper,
        "is_lifted": is_lifted,
        "count": results.count_statements(exam_paper),
        "stale": _stale(exam_paper, timezone.now()) if is_lifted else [],
        "search": search_of(request, exam_paper, "office:statement") if is_lifted else None,
    }
    return render(request, "office/lifting/statements.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def statement(request: HttpRequest, session: str, paper: str, entry_id: int) -> HttpResponse:
    """Show what was issued to a candidate and what stands now; draw up the next issue."""
    exam_paper = paper_or_404(session, paper)
    row = entry_or_404(exam_paper, entry_id)
    if not results.is_lifted(exam_paper):
        return redirect("office:statements", session, paper)
    issues = results.statements_of(exam_paper, entry_id)
    form = StatementForm(request.POST if request.method == "POST" else None, initial={"seen": len(issues)})
    if form.is_bound and succeeds(form, lambda: _issue(request, exam_paper, row, form)):
        return finish(request, gettext("The statement is drawn up: print it below."), request.path)
    page = _page(exam_paper, row, key_file.read()) | {"form": form}
    return render(request, "office/lifting/statement.html", page, status=REFUSED if form.is_bound else 200)


@never_cache
@require_safe
@require_role(Role.OFFICE)
def statement_file(_request: HttpRequest, session: str, paper: str, entry_id: int, issue: int) -> HttpResponse:
    """Give one issue of a statement, as it was drawn up."""
    exam_paper = paper_or_404(session, paper)
    row = entry_or_404(exam_paper, entry_id)
    issued = next((issued for issued in results.statements_of(exam_paper, entry_id) if issued.issue == issue), None)
    if issued is None:
        raise Http404
    content = make_statement(results.statement_document(exam_paper, row, issued, key_file.read()))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"releve-{session}-{paper}-{row.candidate_number}-{issue}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _issue(request: HttpRequest, paper: exams.Paper, row: candidates.EntryRow, form: StatementForm) -> None:
    services.issue_statement(
        paper=paper,
        row=row,
        reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"],
        key=key_file.read(),
        by=actor_of(request),
        at=timezone.now(),
    )
    COMPARISONS.forget(paper)


def _page(paper: exams.Paper, row: candidates.EntryRow, key: Key) -> dict[str, Any]:
    issues = results.statements_of(paper, row.entry_id)
    texts = results.said_by(issues, key)
    try:
        stands = results.standing_mark(paper, row, key)
        trouble = ""
    except Refused as refusal:
        stands = ""
        trouble = sentence_of(refusal)
    return {
        "paper": paper,
        "person": shown_people(paper, [row])[0],
        "entry_id": row.entry_id,
        "issues": [
            (issue, text, exams.local(paper, issue.issued_at)) for issue, text in zip(issues, texts, strict=True)
        ],
        "stands": stands,
        "trouble": trouble,
        "is_right": bool(texts) and texts[-1] == stands,
    }


def _stale(paper: exams.Paper, now: datetime) -> list[dict[str, Any]]:
    """Put into words the statements that no longer say what stands, by name."""
    stale = {statement.entry_id: statement for statement in COMPARISONS.stale_statements(paper, key_file.read(), now)}
    rows = list(candidates.names_of_entries(stale).values())
    codes = [paper.session.code, paper.code]
    return [
        {
            "person": person,
            "one": stale[row.entry_id],
            "address": reverse("office:statement", args=[*codes, row.entry_id]),
        }
        for row, person in zip(rows, shown_people(paper, rows), strict=True)
    ]
