"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from massicot.web.shared.access import account_id_of, person_of, visitor_of


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Tell every page whether it shows a rehearsal, and for whom browsers keep things: told only when it is shown."""
    return {
        "is_rehearsal": lambda: visitor_of(request).holds_rehearsal,
        "person": lambda: person_of(account_id_of(request)),
    }
