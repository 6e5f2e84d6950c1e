"""Forms of signing in and of one's own account: allauth's, in the words of this site."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.utils.translation import gettext_lazy

from massicot.accounts import queries as accounts
from massicot.accounts import rules
from massicot.accounts.queries import Account

DRAFT_KEY = "second_factor_draft"
"""Where a browser session keeps, sealed, the secret of a second factor that is being added."""

EMAIL = gettext_lazy("E-mail")
PASSWORD = gettext_lazy("Password")
CODE = gettext_lazy("Code")
NEW_PASSWORDS = {"password1": gettext_lazy("New password"), "password2": gettext_lazy("New password again")}


class InOurWords:
    """Gives the fields of a form the labels of this site, and no placeholders."""

    labels: ClassVar[Mapping[str, Any]]
    hints: ClassVar[Mapping[str, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label = label
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(InOurWords, account_forms.LoginForm):
    """An e-mail and a password; nothing tells which of the two is wrong."""

    labels = {"login": EMAIL, "password": PASSWORD}


class PasswordProofForm(InOurWords, account_forms.ReauthenticateForm):
    """The present password, once more."""

    labels = {"password": PASSWORD}


class ChangePasswordForm(InOurWords, account_forms.ChangePasswordForm):
    """The present password, and twice the next one."""

    labels = {"oldpassword": gettext_lazy("Present password"), **NEW_PASSWORDS}


class ForgottenPasswordForm(InOurWords, account_forms.ResetPasswordForm):
    """The e-mail to which a link goes, if it has an account: the same is done, up to the end, when it has none."""

    labels = {"email": EMAIL}

    def clean_email(self) -> str:
        """Find whose it is, or nobody."""
        email = str(self.cleaned_data["email"]).lower()
        self.users = [accounts.open_account_or_nobody(email)]
        return email


class NewPasswordForm(InOurWords, account_forms.ResetPasswordKeyForm):
    """Twice a new password, with a link of a letter."""

    labels = NEW_PASSWORDS


class LetterCodeForm(forms.Form):
    """The code of a letter that gives access."""

    code = forms.CharField(
        label=gettext_lazy("Code of your letter"),
        help_text=gettext_lazy("Sixteen letters and digits, in four groups; capitals and dashes may be left out."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True, "class": "number"}
        ),
    )


class OnceOnly(InOurWords):
    """Accepts a code of the second factor once, for as long as it would be good."""

    labels = {"code": CODE}
    hints = {"code": gettext_lazy("The six figures that the telephone shows now, or one of your recovery codes.")}
    user: Account
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Refuse a code given before: whoever looked over a shoulder cannot use it."""
        code = str(super().clean_code())  # type: ignore[misc]
        good_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"second-factor:{self.authenticator.pk}:{code}", "used", timeout=good_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OnceOnly, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class CodeProofForm(OnceOnly, mfa_forms.ReauthenticateForm):
    """A code, once more, by somebody signed in."""


class TelephoneForm(forms.Form):
    """The first code of a telephone that is being added."""

    code = forms.CharField(
        label=CODE,
        help_text=gettext_lazy("The six figures that the telephone shows once it has read the square."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def __init__(self, *args: Any, user: Account, session: SessionBase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = _draft(session)

    def clean_code(self) -> str:
        """Check the code against the secret that was shown."""
        forget_tries = check_rate_limit(self.user, error_key="rate_limited")
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        forget_tries()
        return code


def _draft(session: SessionBase) -> str:
    """Give the secret that is being added, and draw one first when there is none.

    A page that is reloaded shows the same: the telephone has read it already.
    """
    if DRAFT_KEY in session:
        return rules.unseal_secret(settings.SECRET_KEY, session[DRAFT_KEY])
    secret = rules.draw_secret()
    session[DRAFT_KEY] = rules.seal_secret(settings.SECRET_KEY, secret)
    return secret
