"""The money of a session as somebody of its office sets it."""

from dataclasses import replace

from massicot.expenses import queries, services
from massicot.expenses.rules.settings import seen_of
from tests.expenses.entering import BY_ODILE


def set_money(session, seen=None, **changed):
    """Change some of the settings, as their page showed them."""
    before = queries.settings_of(session)
    settings = replace(before, **changed)
    services.set_money(session=session, settings=settings, seen=seen or seen_of(before), **BY_ODILE)
    return settings
