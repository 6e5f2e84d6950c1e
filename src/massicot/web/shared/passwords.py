"""One's own password: changed, or forgotten and chosen anew with a link of a letter."""

from http import HTTPMethod
from typing import Any

from allauth.account.views import PasswordChangeView, PasswordResetDoneView, PasswordResetFromKeyView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext

from massicot.web.shared import browser_sessions, outcome
from massicot.web.shared.forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from massicot.web.shared.sign_in import Refusing


class Tried(Refusing):
    """Counts what is sent as a try; what is only read is none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a HEAD, as a mail gateway asks a link, for the GET it is the head of."""
        # allauth counts whatever is no GET; the server leaves out the body.
        if request.method == HTTPMethod.HEAD:
            request.method = HTTPMethod.GET
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ChangePassword(Tried, PasswordChangeView):
    """Change one's password, knowing the present one."""

    form_class = ChangePasswordForm
    template_name = "shared/account_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send whoever never chose a password to the page that mails a link."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Keep this browser signed in, and say that the others are not."""
        super().form_valid(form)
        # Its key was changed with the password.
        browser_sessions.note(self.request, self.request.user)
        sentence = gettext("Your password is changed; every other browser is signed out.")
        return outcome.finish(self.request, sentence, reverse("shared:account"))


class ForgottenPassword(Refusing, PasswordResetView):
    """Ask for a letter with a link; the answer is the same whether or not the e-mail has an account."""

    form_class = ForgottenPasswordForm
    template_name = "shared/account_forgotten.html"


class LetterAsked(PasswordResetDoneView):
    """Say what to expect, and from whom."""

    template_name = "shared/account_forgotten_asked.html"


class NewPassword(Tried, PasswordResetFromKeyView):
    """Choose a password with the link of a letter, good once and for a day."""

    form_class = NewPasswordForm
    template_name = "shared/account_new_password.html"
    success_url = reverse_lazy("account_login")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a link that is no longer good with 422."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if getattr(self, "reset_user", None) is None and response.status_code == 200:  # noqa: PLR2004 - all is well
            response.status_code = outcome.REFUSED
        return response

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Send the person to sign in with it, second factor included."""
        super().form_valid(form)
        sentence = gettext("Your new password is kept: sign in with it.")
        return outcome.finish(self.request, sentence, reverse("account_login"))
