"""One's own second factor: what it is, added, taken away, its recovery codes."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import Role
from massicot.web.shared import access, outcome, proof
from massicot.web.shared.forms import DRAFT_KEY, TelephoneForm
from massicot.web.shared.sign_in import Refusing

GIVE_UP = "give_up"
"""What a form says that gives up the secret of a telephone that is being added."""


@never_cache
@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Say whether there is a second factor, and what can be done with it."""
    return render(request, "shared/account_second_factor.html", _state(request))


class Activate(Refusing, ActivateTOTPView):
    """Add a telephone: it reads a square, and its first code proves that it did."""

    form_class = TelephoneForm
    template_name = "shared/account_telephone.html"

    @property
    def extra_context(self) -> dict[str, Any]:
        """Say whether the person has a choice."""
        return {"is_required": bool(access.scopes_of(self.request, Role.OFFICE)), "next": _next(self.request)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the browser session, which keeps the secret until the code is right."""
        return {**super().get_form_kwargs(), "session": self.request.session}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the code that was typed, or give the secret up: the page then shows another."""
        if GIVE_UP not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        request.session.pop(DRAFT_KEY, None)
        return outcome.see(passthrough_next_redirect_url(request, reverse("mfa_activate_totp"), REDIRECT_FIELD_NAME))

    def form_valid(self, form: TelephoneForm) -> HttpResponse:
        """Add it, and show the recovery codes."""
        request = self.request
        account_acts.enrol_totp(
            email=request.user.email, secret=form.secret, by=access.actor_of(request), at=timezone.now()
        )
        request.session.pop(DRAFT_KEY, None)
        proof.note(request, request.user, proof.SECOND_FACTOR)
        sentence = gettext("Your second factor is added. Keep the recovery codes below: they replace a lost telephone.")
        codes = passthrough_next_redirect_url(request, reverse("mfa_view_recovery_codes"), REDIRECT_FIELD_NAME)
        return outcome.finish(request, sentence, codes)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def deactivate(request: HttpRequest) -> HttpResponse:
    """Take one's second factor away."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound and outcome.succeeds(form, lambda: _remove(request)):
        sentence = gettext("Your second factor is taken away: your password alone signs you in.")
        return outcome.finish(request, sentence, reverse("mfa_index"))
    status = outcome.REFUSED if form.is_bound else 200
    return render(request, "shared/account_second_factor.html", {**_state(request), "form": form}, status=status)


@never_cache
@require_safe
@reauthentication_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left, to be printed or written down."""
    context = {**_state(request), "codes": _codes(request), "next": _next(request)}
    return render(request, "shared/account_recovery_codes.html", context)


@never_cache
@require_safe
@reauthentication_required
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Give the recovery codes that are left as a file of text, one a line."""
    response = HttpResponse("".join(f"{code}\r\n" for code in _codes(request)), content_type="text/plain")
    response["Content-Disposition"] = 'attachment; filename="massicot-codes.txt"'
    return response


@require_POST
@reauthentication_required
def draw_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Draw new recovery codes in the place of those before."""
    account_acts.draw_recovery_codes(email=_login(request), by=access.actor_of(request), at=timezone.now())
    sentence = gettext("Here are ten new codes; those before no longer open anything.")
    return outcome.finish(request, sentence, reverse("mfa_view_recovery_codes"))


def _remove(request: HttpRequest) -> None:
    account_acts.remove_second_factor(email=_login(request), by=access.actor_of(request), at=timezone.now())


def _state(request: HttpRequest) -> dict[str, Any]:
    return {
        "has_second_factor": accounts.has_second_factor(_login(request)),
        "codes_left": len(accounts.unused_recovery_codes(_login(request))),
        "is_required": bool(access.scopes_of(request, Role.OFFICE)),
    }


def _codes(request: HttpRequest) -> list[str]:
    codes = accounts.unused_recovery_codes(_login(request))
    if not codes:
        raise Http404
    return codes


def _login(request: HttpRequest) -> str:
    return access.actor_of(request).login


def _next(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or ""
