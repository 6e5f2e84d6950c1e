"""The pages of rates: all tables, and one of them with what the office enters there."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from massicot.expenses import queries
from massicot.expenses.rules import rates
from massicot.expenses.rules.overlay import hidden_by, overlay
from massicot.expenses.rules.tables import DatedTable
from massicot.web.office.rates.shown import lines_of, rates_entered
from massicot.web.shared.access import actor_of
from massicot.web.shared.acts import Forms


class ReadTable(NamedTuple):
    """One table of rates, as the package has it."""

    package: DatedTable

    @property
    def name(self) -> str:
        return self.package.name


def table_or_404(_request: HttpRequest, table: str) -> ReadTable:
    """Find the table of an address."""
    if table not in rates.TABLES:
        raise Http404
    return ReadTable(rates.shipped(table))


def page_of_rates(_request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List the tables: what holds today of each, and how many rows are to be confirmed."""
    today = timezone.localdate()
    tables = []
    for name in rates.TABLES:
        rows = queries.table_in_force(name).rows
        waiting = sum(rate.confirmed_at is None for rate in queries.rates_of_office(name))
        to_confirm = sum(row.is_to_confirm for row in rows)
        now = lines_of([row for row in rows if row.is_in_force(today)], today)
        tables.append(
            {
                "name": name,
                "title": gettext(rates.TITLES[name]),
                "now": now,
                "to_confirm": to_confirm,
                "waiting": waiting,
            }
        )
    return {"tables": tables}


def page_of_table(request: HttpRequest, found: ReadTable, _refused: Forms) -> dict[str, Any]:
    """Show one table: each row with its days and its text, what the office entered, what of the package is hidden."""
    today = timezone.localdate()
    own = queries.own_rows(found.package)
    entered = queries.rates_of_office(found.name)
    rows = overlay(found.package, own).rows
    return {
        "table": found.name,
        "title": gettext(rates.TITLES[found.name]),
        "has_keys": found.package.keys != [""],
        "lines": [*lines_of(rows, today, entered), *lines_of(hidden_by(found.package, own), today, is_hidden=True)],
        "entered": rates_entered(entered, actor_of(request).login),
    }
