"""Which lists of which institutions open for whoever is signed in."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers.queries import Marker, staff_member
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.persons.queries import Unavailability, unavailability_of
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
        SchoolList(session, uai, exams.day_of(session, now)) for uai in own_schools(request) for session in sessions
    ]


def list_or_404(request: HttpRequest, uai: str, session: str) -> SchoolList:
    """Find a list of one's own institution; what is another's is not there."""
    for own in own_lists(request):
        if own.arguments == [uai, session]:
            return own
    raise Http404


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff of a list."""

    own: SchoolList
    row: Marker


def member_or_404(request: HttpRequest, uai: str, session: str, person_id: int) -> Member:
    """Find one of the staff of one's own list; nobody else is there."""
    own = list_or_404(request, uai, session)
    row = staff_member(own.session, own.uai, person_id, own.day)
    if row is None:
        raise Http404
    return Member(own, row)


def unavailability_or_404(
    request: HttpRequest, uai: str, session: str, person_id: int, absence_id: int
) -> Unavailability:
    """Find days on which one of one's own staff cannot be called."""
    member = member_or_404(request, uai, session, person_id)
    row = unavailability_of(member.row.person_id, absence_id)
    if row is None:
        raise Http404
    return row


def own_schools(request: HttpRequest) -> list[str]:
    """List the institutions of whoever is signed in."""
    return scopes_of(request, Role.SCHOOL)


def own_school_or_404(request: HttpRequest, uai: str) -> str:
    """Find one's own institution; another's is not there."""
    if uai not in own_schools(request):
        raise Http404
    return uai


def own_letter_or_404(request: HttpRequest, uai: str, code: str) -> Convocation:
    """Find a letter of the staff of one's own institution; another's is not there."""
    own_school_or_404(request, uai)
    try:
        letter = convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None
    if letter.institution_uai != uai:
        raise Http404
    return letter
