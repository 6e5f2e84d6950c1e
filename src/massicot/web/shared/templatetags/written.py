"""Filters that write instants and numbers as people read them."""

import re
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from massicot.documents import codes
from massicot.web.shared import instants

register = template.Library()

_JOINTS = re.compile(r"(?<=@)|(?=\.)")
"""Where an address may be broken: behind its @, before a point."""


@register.filter
def instant(at: datetime) -> str:
    """Write an instant on its own clock: 1er juin 2017 à 8 h."""
    return instants.day_and_hour(at)


@register.filter
def short_instant(at: datetime) -> str:
    """Write an instant in a narrow column: 01/06 8 h."""
    return instants.short(at)


@register.filter
def hour(at: datetime) -> str:
    """Write the hour on the clock: 8 h, 14 h 05."""
    return instants.hour(at)


@register.filter
def day(at: date) -> str:
    """Write a day: 1er juin 2017."""
    return instants.day(at)


@register.filter
def grouped(number: str) -> str:
    """Group an anonymity number for reading: 1234 5678 K."""
    return codes.group_number(number)


@register.filter
def half_day(text: str) -> str:
    """Write a half-day: matinée du 1er juin 2017."""
    return instants.half_day(text)


@register.filter
@lru_cache(maxsize=4096)  # the same few people stand on every line of a list
def breakable(address: str) -> SafeString:
    """Let an e-mail address be broken where its parts meet, and nowhere else."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in _JOINTS.split(address)))
