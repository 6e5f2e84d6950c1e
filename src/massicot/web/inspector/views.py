"""The inspector's pages: the days and meetings of each session, who is called on a day, the roll of a meeting."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.presence.queries.inspection import called_people, meetings_of
from massicot.web.inspector.access import Inspected, inspected_or_404, sessions_for
from massicot.web.inspector.shown import (
    COLUMNS,
    called_days,
    hours_of,
    shown_called,
    shown_meetings,
    shown_roll,
)
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import asks_for_part, is_taken_away, listing_of, take_away


@require_safe
@require_role(Role.INSPECTOR)
def home(request: HttpRequest) -> HttpResponse:
    """Show the days and the meetings of each session that opens."""
    sessions = [_shown_session(own) for own in sessions_for(request)]
    return render(request, "inspector/home.html", {"sessions": sessions})


@require_safe
@require_role(Role.INSPECTOR)
def day(request: HttpRequest, session: str, day: str) -> HttpResponse:
    """Show who is called on one day, and who came."""
    own = inspected_or_404(request, session)
    on = _day_or_404(day)
    people = [row for row in called_people(own.session, own.papers) if row.day == on]
    if not people:
        raise Http404
    listing = listing_of(
        request,
        f"convoques-{own.session.code}-{day}",
        COLUMNS,
        shown_called(people),
        search=("name", "institution", "place"),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    page = {"session": own.session, "day": on, "listing": listing}
    return render(request, "inspector/day.html#listing" if asks_for_part(request) else "inspector/day.html", page)


@require_safe
@require_role(Role.INSPECTOR)
def meeting(request: HttpRequest, session: str, activity: int) -> HttpResponse:
    own = inspected_or_404(request, session)
    for found in meetings_of(called_people(own.session, own.papers)):
        if found.slot.activity == activity:
            page = {
                "session": own.session,
                "meeting": found,
                "hours": hours_of(found),
                "place": exams.institution_name(found.place_uai),
                "people": shown_roll(found),
                "said": {word.value: count for word, count in found.counts.items()},
            }
            return render(request, "inspector/meeting.html", page)
    raise Http404


def _shown_session(own: Inspected) -> dict[str, object]:
    people = called_people(own.session, own.papers)
    return {
        "session": own.session,
        "papers": sorted(own.papers or ()),
        "today": exams.day_of(own.session, timezone.now()),
        "days": called_days(own.session, people),
        "meetings": shown_meetings(own.session, meetings_of(people)),
    }


def _day_or_404(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
