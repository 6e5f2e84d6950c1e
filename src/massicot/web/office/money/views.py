"""The page of the money of a session: what is proposed for its missions, and until when its claims are typed."""

from typing import Any

from django.http import HttpRequest

from massicot.exams import queries as exams
from massicot.expenses import queries
from massicot.expenses.rules.settings import closing_day
from massicot.web.shared.acts import Forms


def page_of_money(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """Show how a session pays, and whether its office said so."""
    settings = queries.settings_of(session)
    return {
        "session": session,
        "closes_on": closing_day(settings, session.year),
        "is_said": queries.has_own_settings(session),
    }
