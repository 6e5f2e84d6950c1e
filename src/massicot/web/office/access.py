"""What an address names: a session, a paper, a rung of its ladder, a corrigendum, a script, a candidate."""

from enum import StrEnum

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from massicot.candidates import queries as candidates
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.results.rules.ladder import RUNG_KINDS
from massicot.scripts import queries as scripts


def session_or_404(code: str) -> exams.Session:
    """Fetch the session of an address."""
    try:
        return exams.session_by_code(code)
    except Refused:
        raise Http404 from None


def paper_or_404(session: str, paper: str) -> exams.Paper:
    """Fetch the paper of an address."""
    try:
        return exams.paper_by_code(session, paper)
    except Refused:
        raise Http404 from None


class LineStanding(StrEnum):
    """Whether a line holds, and if not, whether somebody still has to act: an open gap presses or is under way.

    What is still to come back to the office is no gap before its day.
    """

    OPEN = "open"
    PRESSING = "pressing"
    UNDER_WAY = "under-way"
    DECIDED = "decided"
    TO_COME = "to-come"
    HOLDS = "holds"


def all_there_is(_request: HttpRequest) -> None:
    """Find nothing in particular, for a declared page that is about all of it."""


def session_at(_request: HttpRequest, session: str) -> exams.Session:
    """Find the session that a declared page is about."""
    return session_or_404(session)


def paper_at(_request: HttpRequest, session: str, paper: str) -> exams.Paper:
    """Find the paper that a declared page is about."""
    return paper_or_404(session, paper)


def corrigendum_or_404(session: str, paper: str, corrigendum_id: int) -> exams.Corrigendum:
    """Fetch the corrigendum of an address, if it is one of that paper."""
    try:
        corrigendum = exams.corrigendum_by_id(corrigendum_id)
    except Refused:
        raise Http404 from None
    if (corrigendum.paper.session.code, corrigendum.paper.code) != (session, paper):
        raise Http404
    return corrigendum


def rung_name(slug: str) -> str | None:
    """Find the rung that an address names."""
    return next((kind.name for kind in RUNG_KINDS if kind.slug == slug), None)


def number_or_404(paper: exams.Paper, number: str) -> str:
    """Find the number of an address, if it is one of that paper."""
    try:
        script = scripts.script_by_number(number)
    except Refused:
        raise Http404 from None
    if script.paper_id != paper.pk:
        raise Http404
    return script.number


def entry_or_404(paper: exams.Paper, entry_id: int) -> candidates.EntryRow:
    """Fetch the candidate of an address, if they are expected at that paper."""
    row = candidates.entry_row(paper, entry_id)
    if row is None:
        raise Http404
    return row


def address_of(paper: exams.Paper, page: str, *more: object) -> str:
    """Find a page of a paper, or of something of it."""
    return reverse(f"office:{page}", args=[paper.session.code, paper.code, *more])


def choose_paper(request: HttpRequest, title: str, page: str) -> HttpResponse:
    """Lead to a page of the only paper, or list them all with the address of that page."""
    papers = exams.papers_at_work()
    if len(papers) == 1:
        return redirect(page, papers[0].session.code, papers[0].code)
    choices = [(paper, reverse(page, args=[paper.session.code, paper.code])) for paper in papers]
    return render(request, "office/papers.html", {"title": title, "choices": choices})
