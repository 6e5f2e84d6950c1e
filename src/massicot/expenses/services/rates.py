"""Acts on rates: entered by one person of the office, confirmed by another, taken back."""

from datetime import datetime

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
from massicot.expenses.rules.rates import shipped
from massicot.store.writes import swap_one


@transaction.atomic
def enter_rate(*, rate: RateTyped, by: Actor, at: datetime) -> OfficeRate:
    """Enter a rate of the office, which holds once another person confirms it.

    Raise NotFromOffice, RateRowUnknown, AmountNotRead, RateTextMissing, RateEndsBeforeIt or RateSaid.
    """
    accounts.check_office(by.login)
    amounts = rules.check_rate(shipped(rate.table), rate)
    text = " ".join(rate.text.split())
    try:
        with transaction.atomic():
            row = OfficeRate.objects.create(
                table=rate.table,
                key=rate.key,
                values=amounts,
                since=rate.since,
                until=rate.until,
                text=text,
                entered_at=at,
                entered_by=by.login,
            )
    except IntegrityError:
        raise rules.RateSaid(day=f"{rate.since:%d/%m/%Y}") from None
    fact = rules.RateEntered(
        table=rate.table,
        key=rate.key,
        amounts=rules.in_words(amounts),
        since=rate.since,
        until=rate.until,
        text=text,
    )
    _record(fact, by=by, at=at)
    return row


@transaction.atomic
def confirm_rate(*, rate_id: int, by: Actor, at: datetime) -> OfficeRate:
    """Confirm a rate as the second person: from now on it holds on its days.

    Raise NotFromOffice, RateUnknown, RateOfOneself, RestOnOne or RateMoved.
    """
    accounts.check_office(by.login)
    row = queries.rate_by_id(rate_id)
    rules.check_confirmer(row.entered_by, by.login)
    accesses.check_are_two(row.entered_by, row.entered_at, by.login, at)
    waiting = OfficeRate.objects.filter(pk=row.pk, confirmed_at__isnull=True, taken_back_at__isnull=True)
    swap_one(waiting, rules.RateMoved(), confirmed_at=at, confirmed_by=by.login)
    _record(rules.RateConfirmed(row.table, row.key, row.since, row.entered_by), by=by, at=at)
    return row


@transaction.atomic
def take_back_rate(*, rate_id: int, reason: str, by: Actor, at: datetime) -> OfficeRate:
    """Take a rate of the office back, confirmed or not: on its days holds again what was said before.

    Raise NotFromOffice, RateUnknown or RateMoved.
    """
    accounts.check_office(by.login)
    row = queries.rate_by_id(rate_id)
    there = OfficeRate.objects.filter(pk=row.pk, confirmed_at=row.confirmed_at, taken_back_at__isnull=True)
    swap_one(there, rules.RateMoved(), taken_back_at=at, taken_back_by=by.login)
    _record(rules.RateTakenBack(row.table, row.key, row.since, reason.strip()), by=by, at=at)
    return row


def _record(fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=queries.SUBJECT, fact=fact, by=by, at=at)
