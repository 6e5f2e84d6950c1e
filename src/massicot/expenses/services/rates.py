"""Acts on rates: entered by one person of the office, confirmed by another, taken back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from massicot.accounts import queries as accounts
from massicot.accounts.queries import holders as accesses
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor
from massicot.expenses.models import OfficeRate
from massicot.expenses.queries import rates as queries
from massicot.expenses.rules import entering as rules
from massicot.expenses.rules.entering import RateTyped
from massicot.expenses.rules.overlay import overlay
from massicot.expenses.rules.rates import shipped
from massicot.expenses.rules.tables import DatedTable
from massicot.store.writes import swap_one


@transaction.atomic
def enter_rate(*, rate: RateTyped, by: Actor, at: datetime) -> OfficeRate:
    """Enter a rate of the office, which holds once another person confirms it.

    Raise NotFromOffice, RateRowUnknown, AmountNotRead, RateChoiceMissing, RateTextMissing, RateEndsBeforeIt,
    RateLeavesHole or RateSaid.
    """
    accounts.check_office(by.login)
    values = rules.check_rate(shipped(rate.table), rate)
    row = OfficeRate(
        table=rate.table,
        key=rate.key,
        values=values,
        since=rate.since,
        until=rate.until,
        text=" ".join(rate.text.split()),
        entered_at=at,
        entered_by=by.login,
    )
    _check_with(row, queries.rates_of_office(row.table))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise rules.RateSaid(day=f"{rate.since:%d/%m/%Y}") from None
    fact = rules.RateEntered(
        table=row.table,
        key=row.key,
        amounts=rules.in_words(values),
        since=row.since,
        until=row.until,
        text=row.text,
    )
    _record(fact, by=by, at=at)
    return row


def take_over_rate(*, table: str, key: str, since: date, by: Actor, at: datetime) -> OfficeRate:
    """Enter a row of the package that is to be confirmed as it is; it is confirmed once another person confirms that.

    Raise NotFromOffice, RateNotToConfirm, RateLeavesHole or RateSaid.
    """
    accounts.check_office(by.login)
    row = queries.row_to_confirm(table, key, since)
    return enter_rate(rate=rules.typed_of(table, row), by=by, at=at)


@transaction.atomic
def confirm_rate(*, rate_id: int, by: Actor, at: datetime) -> OfficeRate:
    """Confirm a rate as the second person: from now on it holds on its days.

    Raise NotFromOffice, RateUnknown, RateOfOneself, RestOnOne, RateLeavesHole or RateMoved.
    """
    accounts.check_office(by.login)
    row = queries.rate_by_id(rate_id)
    rules.check_confirmer(row.entered_by, by.login)
    accesses.check_are_two(row.entered_by, row.entered_at, by.login, at)
    _check_with(row, queries.hold_rates(row.table))
    waiting = OfficeRate.objects.filter(pk=row.pk, confirmed_at__isnull=True, taken_back_at__isnull=True)
    swap_one(waiting, rules.RateMoved(), confirmed_at=at, confirmed_by=by.login)
    _record(rules.RateConfirmed(row.table, row.key, row.since, row.entered_by), by=by, at=at)
    return row


@transaction.atomic
def take_back_rate(*, rate_id: int, reason: str, by: Actor, at: datetime) -> OfficeRate:
    """Take a rate of the office back, confirmed or not: on its days holds again what was said before.

    Raise NotFromOffice, RateUnknown, RateLeavesHole or RateMoved.
    """
    accounts.check_office(by.login)
    row = queries.rate_by_id(rate_id)
    rates = queries.hold_rates(row.table)
    others = [rate for rate in rates if rate.pk != row.pk]
    rules.check_holes(_overlaid(row.table, rates), _overlaid(row.table, others))
    there = OfficeRate.objects.filter(pk=row.pk, confirmed_at=row.confirmed_at, taken_back_at__isnull=True)
    swap_one(there, rules.RateMoved(), taken_back_at=at, taken_back_by=by.login)
    _record(rules.RateTakenBack(row.table, row.key, row.since, reason.strip()), by=by, at=at)
    return row


def _check_with(row: OfficeRate, rates: Sequence[OfficeRate]) -> None:
    """Refuse a rate that would leave a hole in its table, as it stands with what is confirmed now."""
    rules.check_holes(_overlaid(row.table, rates), _overlaid(row.table, rates, row))


def _overlaid(table: str, rates: Iterable[OfficeRate], *more: OfficeRate) -> DatedTable:
    package = shipped(table)
    confirmed = [rate for rate in rates if rate.confirmed_at]
    return overlay(package, [row for rate in (*confirmed, *more) for row in queries.rows_of(package, rate)])


def _record(fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=queries.SUBJECT, fact=fact, by=by, at=at)
