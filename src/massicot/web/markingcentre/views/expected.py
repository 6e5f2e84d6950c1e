"""Who is expected at a marking centre, each half-day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions.queries.expected import expected_at
from massicot.missions.queries.uncalled import uncalled_at
from massicot.web.markingcentre.access import marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.markingcentre.expected_shown import called_name, day_to_show, shown_days, shown_halves
from massicot.web.shared.access import require_role


@require_safe
@require_role(Role.MARKING_CENTRE)
def expected(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show who is expected at the centre on one day, for whatever paper of the session."""
    marked = marked_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    today = exams.local(marked.paper, now).date()
    everybody = expected_at(marked.paper.session_id, uai)
    uncalled = uncalled_at(marked.paper, uai, now)
    busy = {day for day, _ in everybody} | {day for one in uncalled for day in one.days}
    day = day_to_show(busy, request.GET.get("jour", ""), today)
    halves = shown_halves(everybody, day)
    people = {person.identifier: person.is_known for half in halves for person in half.people}
    context = {
        "marked": marked,
        "day": day,
        "is_today": day == today,
        "days": shown_days(everybody, busy, day, address_of(marked, "expected")),
        "uncalled": [called_name(one.person) for one in uncalled if day in one.days],
        "halves": halves,
        "people": len(people),
        "unknown": sum(not is_known for is_known in people.values()),
    }
    return render(request, "markingcentre/expected.html", context)
