"""Acts on the money settings of a session: set, copied with it, deleted with it."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Session
from massicot.exams.rules.editing import NothingChanged
from massicot.expenses.models import SessionMoney
from massicot.expenses.queries import settings as queries
from massicot.expenses.rules import settings as rules
from massicot.expenses.rules.settings import MoneySettings


@transaction.atomic
def set_money(*, session: Session, settings: MoneySettings, seen: str, by: Actor, at: datetime) -> None:
    """Say how a session pays; `seen` tells what the page showed (`rules.settings.seen_of`).

    Raise SessionGone, MoneySettingsMoved, NothingChanged, PayCodeUnknown or ClosingDayFar.
    """
    row = exams.hold_session(session)  # who sets them too waits for this one, then sees what it wrote
    before = queries.settings_of(row)
    if rules.seen_of(before) != seen:
        raise rules.MoneySettingsMoved
    rules.check_settings(settings, before, row.year)
    changes = rules.changes_between(before, settings)
    if not changes:
        raise NothingChanged
    _write(row, settings)
    _record(row, rules.MoneySet(changes), by, at)


@transaction.atomic
def copy_session(*, copied_from: Session, code: str, title: str, year: int, by: Actor, at: datetime) -> Session:
    """Create a session as a copy of an earlier one, with the settings by which that one pays.

    Raise SessionCodeImpossible, SessionYearImpossible, SessionExists or BothSidesOfTheWall.
    """
    session = exam_acts.copy_session_unchecked_later_rooms(
        copied_from=copied_from, code=code, title=title, year=year, by=by, at=at
    )
    if queries.has_own_settings(copied_from):
        settings = queries.settings_of(copied_from)
        _write(session, rules.moved_settings(settings, year - copied_from.year))
        _record(session, rules.MoneyCopied(copied_from.code), by, at)
    return session


@transaction.atomic
def delete_money(*, session: Session) -> None:
    """Delete the money settings of a session; lower service of the act that deletes it."""
    SessionMoney.objects.filter(session=session).delete()


def _write(session: Session, settings: MoneySettings) -> None:
    values = {
        "codes": {kind.value: code for kind, code in settings.codes.items() if code},
        "are_blanks_paid": settings.are_blanks_paid,
        "closes_on": settings.closes_on,
    }
    SessionMoney.objects.update_or_create(session=session, defaults=values)


def _record(session: Session, fact: Fact, by: Actor, at: datetime) -> None:
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
