"""What Django asks of each new password: whether it is one that is guessed first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from massicot.accounts.rules import passwords
from massicot.core.refused import Refused
from massicot.web.shared.refusals import sentence_of


class NotGuessedFirst:
    """Refuses common words, rows, repetitions and one's own address."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the sentence of the rule."""
        try:
            passwords.check_password(password, getattr(user, "email", "") or "")
        except Refused as refusal:
            raise ValidationError(sentence_of(refusal)) from None

    def get_help_text(self) -> str:
        """Say what to take instead."""
        return gettext("Four words that have nothing to do with one another.")
