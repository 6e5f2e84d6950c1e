"""Compare-and-set: move a row only from the state that was checked; right on SQLite and PostgreSQL alike."""

from typing import Any

from django.db import models

from massicot.core.refused import Refused


def swap_one(rows: models.QuerySet[Any], refusal: Refused, **changes: Any) -> None:
    """Change the one row that still is in the expected state; raise the refusal when it no longer is."""
    if rows.update(**changes) != 1:
        raise refusal


def swap_all(rows: models.QuerySet[Any], expected: int, refusal: Refused, **changes: Any) -> None:
    """Change all the expected rows or none; raise the refusal when one no longer is in the expected state."""
    if rows.update(**changes) != expected:
        raise refusal
