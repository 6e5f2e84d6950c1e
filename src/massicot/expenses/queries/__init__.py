"""Reads of expenses."""

from massicot.expenses.queries.rates import OfficeRate, own_rows, rate_by_id, rates_of_office, table_in_force
from massicot.expenses.queries.settings import has_own_settings, settings_of
from massicot.expenses.queries.towns import (
    COMPUTED,
    InstitutionPlaced,
    Town,
    count_towns,
    institutions_at_work,
    listed_towns,
    town_names,
    town_of_institution,
    without_town,
)
