"""Who has done what: the journal as a list, to be read, searched and taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.office.journal import shown
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import (
    Filter,
    ListColumn,
    Listing,
    asks_for_part,
    is_taken_away,
    listing_of,
    take_away,
)

COLUMNS = (
    ListColumn("at", gettext_lazy("When"), text=shown.written_at),
    ListColumn("by", gettext_lazy("Who")),
    ListColumn("act", gettext_lazy("Act")),
    ListColumn("subject", gettext_lazy("On what")),
)


@require_safe
@require_role(Role.OFFICE)
def journal(request: HttpRequest) -> HttpResponse:
    """List who has done what, newest first."""
    listing = _listing(request)
    if is_taken_away(request):
        return take_away(request, listing)
    template = "office/journal/journal.html#listing" if asks_for_part(request) else "office/journal/journal.html"
    return render(request, template, {"listing": listing})


def _listing(request: HttpRequest) -> Listing:
    office = [(email, email) for email in accounts.emails_with_role(Role.OFFICE)]
    sessions = [(session.code, session.code) for session in exams.sessions()]
    centres = shown.centres_told()
    filters = [
        Filter("session", gettext_lazy("Session"), sessions, field=shown.of_session),
        *([Filter("centre", gettext_lazy("Exam centre"), centres, field=shown.of_centre)] if centres else []),
        Filter("qui", gettext_lazy("Person of the office"), office, field="by"),
        Filter("acte", gettext_lazy("Act"), shown.acts_by_title(), field="act"),
        Filter("jour", gettext_lazy("Day"), shown.days_told(), field=shown.on_day),
    ]
    return listing_of(
        request,
        gettext("journal"),
        COLUMNS,
        audit.told_lines(),
        search=(shown.by_whom, shown.on_what),
        filters=filters,
        display=shown.shown_acts,
    )
