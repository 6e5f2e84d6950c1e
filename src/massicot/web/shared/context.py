"""What every page knows."""

from typing import Any

from django.http import HttpRequest

from massicot.exams import queries as exams


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Tell every page whether it shows a rehearsal: asked only when the page shows it."""
    return {"is_rehearsal": exams.holds_rehearsal}
