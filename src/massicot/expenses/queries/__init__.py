"""Reads of expenses."""

from massicot.expenses.queries.rates import OfficeRate, rates_of_office, table_in_force
