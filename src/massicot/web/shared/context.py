"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from massicot.web.shared.access import known_of


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Tell every page whether it shows a rehearsal: asked only when the page shows it."""
    return {"is_rehearsal": lambda: known_of(request).holds_rehearsal}
