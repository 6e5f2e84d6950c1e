"""Reads of the money settings of a session."""

from massicot.exams.queries import Session
from massicot.expenses.models import SessionMoney
from massicot.expenses.rules.settings import MoneySettings, default_settings
from massicot.missions.rules import MissionKind


def settings_of(session: Session) -> MoneySettings:
    """Give how a session pays: as its office said, or by its examination."""
    row = SessionMoney.objects.filter(session_id=session.pk).first()
    if row is None:
        return default_settings(session.code, session.title)
    codes = {kind: row.codes.get(kind.value, "") for kind in MissionKind}
    return MoneySettings(codes=codes, are_blanks_paid=row.are_blanks_paid, closes_on=row.closes_on)


def has_own_settings(session: Session) -> bool:
    """Say whether the office said how a session pays."""
    return SessionMoney.objects.filter(session_id=session.pk).exists()
