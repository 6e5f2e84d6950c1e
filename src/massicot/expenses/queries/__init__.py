"""Reads of expenses."""

from massicot.expenses.queries.rates import OfficeRate, own_rows, rate_by_id, rates_of_office, table_in_force
from massicot.expenses.queries.settings import has_own_settings, settings_of
