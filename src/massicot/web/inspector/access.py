"""Which sessions, and which of their papers, open for whoever is signed in."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.web.shared.access import scopes_of


@dataclass(frozen=True, slots=True)
class Inspected:
    """One session, and the codes of the papers that may be seen of it; None for all of it."""

    session: Session
    papers: frozenset[str] | None


def sessions_for(request: HttpRequest) -> list[Inspected]:
    """List the sessions at work that open for whoever is signed in."""
    pairs = [scope.partition("/") for scope in scopes_of(request, Role.INSPECTOR)]
    sessions = []
    for session in exams.sessions_at_work():
        own = {paper for code, _, paper in pairs if code == session.code}
        if own:
            sessions.append(Inspected(session, None if "" in own else frozenset(own)))
    return sessions


def inspected_or_404(request: HttpRequest, session: str) -> Inspected:
    """Find one session that opens; any other is not there."""
    for own in sessions_for(request):
        if own.session.code == session:
            return own
    raise Http404
