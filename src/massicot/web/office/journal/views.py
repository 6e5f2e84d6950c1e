"""Who has done what: the journal as a list, to be read, searched and taken away."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.office.access import all_there_is
from massicot.web.office.journal import shown
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.listing import Filter, ListColumn, listing_of

COLUMNS = (
    ListColumn("at", gettext_lazy("When"), text=shown.written_at),
    ListColumn("by", gettext_lazy("Who")),
    ListColumn("act", gettext_lazy("Act")),
    ListColumn("subject", gettext_lazy("On what")),
)


def page_of_journal(request: HttpRequest, _all: None, _refused: Forms) -> dict[str, Any]:
    """List who has done what, newest first."""
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
    listing = listing_of(
        request,
        gettext("journal"),
        COLUMNS,
        audit.told_lines(),
        search=(shown.by_whom, shown.on_what),
        filters=filters,
        display=shown.shown_acts,
    )
    return {"listing": listing}


JOURNAL = Page(
    name="journal",
    path="journal/",
    role=Role.OFFICE,
    find=all_there_is,
    names={},
    template_name="office/journal/journal.html",
    context=page_of_journal,
)
