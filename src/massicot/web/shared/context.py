"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from massicot.web.shared.access import account_id_of, appointments_of, person_of, visitor_of
from massicot.web.shared.desks import desks_of


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Tell every page whether it shows a rehearsal, whose desks it leads to, and for whom browsers keep things.

    Told only when it is shown.
    """
    return {
        "is_rehearsal": lambda: visitor_of(request).holds_rehearsal,
        "own_desks": lambda: desks_of(appointments_of(request)),
        "person": lambda: person_of(account_id_of(request)),
    }
