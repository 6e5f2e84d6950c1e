"""Filters that write instants and numbers as people read them."""

from datetime import datetime

from django import template

from massicot.documents import codes
from massicot.web.shared import instants

register = template.Library()


@register.filter
def instant(at: datetime) -> str:
    """Write an instant on its own clock: 1er juin 2017 08:00."""
    return instants.written(at)


@register.filter
def grouped(number: str) -> str:
    """Group an anonymity number for reading: 1234 5678 K."""
    return codes.grouped(number)


@register.filter
def half_day(text: str) -> str:
    """Write a half-day: matinée du 1er juin 2017."""
    return instants.half_day(text)
