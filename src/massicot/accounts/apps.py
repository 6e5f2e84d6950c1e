"""The Django application of this area."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the tables of accounts."""

    name = "massicot.accounts"
    label = "accounts"
