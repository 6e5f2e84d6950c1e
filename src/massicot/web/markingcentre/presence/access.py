"""The registers of one's own marking centre: of which session, day and half-day an address speaks."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.missions.rules.hours import HalfDay
from massicot.presence.queries import is_place_of
from massicot.web.markingcentre.access import MarkedPaper, marked_papers
from massicot.web.shared.access import scopes_of

HALVES = {"matin": HalfDay.MORNING, "apres-midi": HalfDay.AFTERNOON}
"""What half-days are called in addresses."""

WORDS = {half: word for word, half in HALVES.items()}


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """One centre in one session; a paper that is marked there names the way through its work, if there is one."""

    session: Session
    uai: str
    marked: MarkedPaper | None

    def address(self, name: str, *more: str) -> str:
        """Give the address of a page about the registers of the centre."""
        return reverse(f"markingcentre:{name}", args=[self.uai, self.session.code, *more])


@dataclass(frozen=True, slots=True)
class RegisterDay:
    """One day in one centre."""

    place: RegisterPlace
    day: date


@dataclass(frozen=True, slots=True)
class RegisterHalf:
    """One half-day of one day in one centre: what every act on its list is about."""

    place: RegisterPlace
    day: date
    half: HalfDay

    @property
    def word(self) -> str:
        """Say what the half-day is called in addresses."""
        return WORDS[self.half]

    def address(self, name: str) -> str:
        """Give the address of a page or an act of it."""
        return self.place.address(name, self.day.isoformat(), self.word)


def place_or_404(request: HttpRequest, uai: str, session: str) -> RegisterPlace:
    """Find one's own centre in a session at work that calls somebody there; what is another's is not there."""
    if uai not in scopes_of(request, Role.MARKING_CENTRE):
        raise Http404
    for row in exams.sessions_at_work():
        if row.code == session:
            papers = (paper for paper in marked_papers(request) if (paper.uai, paper.paper.session_id) == (uai, row.pk))
            marked = next(papers, None)
            if marked or is_place_of(row, uai):
                return RegisterPlace(row, uai, marked)
    raise Http404


def day_or_404(request: HttpRequest, uai: str, session: str, day: str) -> RegisterDay:
    """Find one day of one's own centre, whether anybody is expected on it or not."""
    return RegisterDay(place_or_404(request, uai, session), _day(day))


def half_or_404(request: HttpRequest, uai: str, session: str, day: str, half: str) -> RegisterHalf:
    """Find one half-day of one's own centre."""
    if half not in HALVES:
        raise Http404
    return RegisterHalf(place_or_404(request, uai, session), _day(day), HALVES[half])


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
