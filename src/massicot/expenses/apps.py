"""The Django application of this area."""

from django.apps import AppConfig


class ExpensesConfig(AppConfig):
    """Registers the tables of expenses."""

    name = "massicot.expenses"
    label = "expenses"
