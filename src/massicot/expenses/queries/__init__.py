"""Reads of expenses."""

from massicot.expenses.queries.rates import OfficeRate, own_rows, rate_by_id, rates_of_office, table_in_force
