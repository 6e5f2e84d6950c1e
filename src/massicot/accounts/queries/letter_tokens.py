"""What the link of a letter for a forgotten password is made of: Django's, and void once a backup was restored."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from massicot.accounts.models import Account
from massicot.audit import queries as audit
from massicot.audit.rules import RESTORED_SUBJECT


class LetterTokens(PasswordResetTokenGenerator):
    """Makes and checks the secret part of a link; named in the settings."""

    def _make_hash_value(self, user: Account, timestamp: Any) -> str:
        # A password that was changed with a link is the one before again, once a backup is restored.
        head = audit.head_of(RESTORED_SUBJECT)
        return f"{super()._make_hash_value(user, timestamp)}{head or ''}"
