"""The ways in and out: password, second step, one-time link, identity provider."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from massicot.accounts import services as account_acts
from massicot.accounts.queries.links import link_of_code, open_link
from massicot.accounts.rules import accounts
from massicot.web.shared import errors, proof, refusals, visits
from massicot.web.shared.forms import CodeForm, CodeProofForm, LetterCodeForm, PasswordProofForm, SignInForm
from massicot.web.shared.outcome import REFUSED, see, succeeds

LIMITED = frozenset({"too_many_login_attempts", "rate_limited"})


class Refusing:
    """Answers a form that is refused with 422, or with 429 when there were too many wrong tries."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the page again with what is wrong."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = REFUSED
        if any(error.code in LIMITED for errors_of in form.errors.as_data().values() for error in errors_of):
            return errors.ask_to_wait(response)
        return response


class SignIn(Refusing, LoginView):
    """E-mail and password; then the second step for those who have one."""

    form_class = SignInForm
    template_name = "shared/sign_in.html"

    @property
    def extra_context(self) -> dict[str, Any]:
        """Name the identity provider, if there is one."""
        return {"provider": settings.MASSICOT_OIDC_NAME}


class SecondStep(Refusing, AuthenticateView):
    """The code of the second factor, to finish signing in."""

    form_class = CodeForm
    template_name = "shared/sign_in_code.html"


class PasswordProof(Refusing, ReauthenticateView):
    """The password once more, before something that touches the account itself."""

    form_class = PasswordProofForm
    template_name = "shared/account_proof.html"


class CodeProof(Refusing, CodeReauthenticateView):
    """A code once more, before something that touches the account itself, or the pages of the office."""

    form_class = CodeProofForm
    template_name = "shared/account_proof.html"


class SignOut(LogoutView):
    """Sign out of this browser."""

    http_method_names = ("post",)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, and leave no page behind."""
        return visits.clear_cache(super().post(*args, **kwargs))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Take whoever types the code of their letter to where a password is chosen; typing it spends nothing."""
    form = LetterCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: link_of_code(form.cleaned_data["code"], timezone.now())):
        return see(reverse("shared:welcome", args=[accounts.spell_code(form.cleaned_data["code"])]))
    return render(request, "shared/type_code.html", {"form": form}, status=REFUSED if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    """Let whoever holds a one-time link choose a password, and sign them in; opening the page spends nothing."""
    link = open_link(code, timezone.now())
    if link is None:
        sentence = refusals.sentence_of(accounts.LinkSpent())
        return refusals.answer(request, sentence, title=gettext("Link no longer good"), status=REFUSED)
    form = SetPasswordForm(link.account, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _come_in(request, code, form.cleaned_data["new_password1"])
    status = REFUSED if form.is_bound else 200
    return render(request, "shared/welcome.html", {"form": form, "email": link.account.email}, status=status)


def _come_in(request: HttpRequest, code: str, password: str) -> HttpResponse:
    account = account_acts.choose_password(code=code, password=password, at=timezone.now())
    if request.user.is_authenticated:
        logout(request)
    proof.note(request, account, "link")
    # Through allauth's stages: a second factor that is there is asked.
    response: HttpResponse = perform_login(request, account)
    return response


@never_cache
@require_safe
def leave_for_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the identity provider."""
    try:
        return openid_connect.login(request, provider_id)  # type: ignore[no-any-return]
    except RequestException:
        return _provider_silent(request)


@never_cache
@require_safe
def return_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take somebody back from the identity provider, signed in or with the reason why not."""
    try:
        return openid_connect.callback(request, provider_id)  # type: ignore[no-any-return]
    except RequestException:
        return _provider_silent(request)


def _provider_silent(request: HttpRequest) -> HttpResponse:
    sentence = gettext("The identity provider does not answer: sign in with your password, or try again later.")
    return refusals.answer(request, sentence, title=gettext("Not signed in"), status=503)
