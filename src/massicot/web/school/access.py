"""Which lists of which institutions open for whoever is signed in."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers.queries import Marker
from massicot.markers.queries.staff import staff_member
from massicot.web.shared.access import scopes_of


@dataclass(frozen=True, slots=True)
class SchoolList:
    """The staff of one institution in the pool of one session, by what holds today."""

    session: Session
    uai: str
    day: date

    @property
    def arguments(self) -> list[str]:
        """Give what the addresses of this desk are made of."""
        return [self.uai, self.session.code]


def own_lists(request: HttpRequest) -> list[SchoolList]:
    """List what opens for whoever is signed in: each of their institutions in each session at work."""
    sessions = exams.sessions_at_work()
    now = timezone.now()
    return [
        SchoolList(session, uai, exams.day_of(session, now))
        for uai in scopes_of(request, Role.SCHOOL)
        for session in sessions
    ]


def list_or_404(request: HttpRequest, uai: str, session: str) -> SchoolList:
    """Find a list of one's own institution; what is another's is not there."""
    for own in own_lists(request):
        if own.arguments == [uai, session]:
            return own
    raise Http404


def member_or_404(own: SchoolList, person_id: int) -> Marker:
    """Find one of the staff of a list; nobody else is there."""
    member = staff_member(own.session, own.uai, person_id, own.day)
    if member is None:
        raise Http404
    return member
