"""Forms of signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy


class SignInForm(AuthenticationForm):
    """An e-mail and a password; nothing tells which of the two is wrong."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy(
            "Nobody signs in with this e-mail and this password: type both again, capitals and small letters as chosen."
        ),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = gettext_lazy("E-mail")
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"].label = gettext_lazy("Password")

    def clean_username(self) -> str:
        """Read the login as accounts keep it: lower case, no spaces around."""
        return str(self.cleaned_data["username"]).strip().lower()
