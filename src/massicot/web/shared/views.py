"""Signing in, choosing a password, and the home page that leads to each desk."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from massicot.accounts import queries as accounts
from massicot.accounts import rules as account_rules
from massicot.accounts import services as account_acts
from massicot.web.shared import access, refusals
from massicot.web.shared.desks import DESKS, ROLE_NAMES
from massicot.web.shared.forms import SignInForm


class SignIn(LoginView):
    """Django's own log-in, with our page; 422 when it is refused."""

    template_name = "shared/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the page again with what is wrong."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@never_cache
@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """List the desks that open for whoever is signed in."""
    held = access.appointments_of(request)
    desks = [DESKS[role] for role in dict.fromkeys(role for role, _ in held) if role in DESKS]
    roles = [{"name": ROLE_NAMES[role], "scope": scope} for role, scope in held]
    return render(request, "shared/home.html", {"desks": desks, "roles": roles})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever holds a one-time link choose a password, and sign them in; opening the page spends nothing."""
    link = accounts.open_link(token, timezone.now())
    if link is None:
        sentence = refusals.sentence_of(account_rules.LinkSpent())
        return refusals.answer(request, sentence, title=gettext("Link no longer good"), status=422)
    form = SetPasswordForm(link.account, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        account = account_acts.choose_password(
            token=token, password=form.cleaned_data["new_password1"], at=timezone.now()
        )
        login(request, account)
        return redirect("shared:home")
    status = 422 if form.is_bound else 200
    return render(request, "shared/welcome.html", {"form": form, "email": link.account.email}, status=status)
