"""What visits of somebody signed in go through: they end when nobody comes any more, and no browser keeps a page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from massicot.web.shared import errors, idle, typed

GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_no_pages(get_response: GetResponse) -> GetResponse:
    """Let browsers and what stands between keep nothing that a session has coloured: Back shows no page of before."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            patch_cache_control(response, no_store=True)
        return response

    return answer


def clear_cache(response: HttpResponse) -> HttpResponse:
    """Let the browser of somebody who leaves drop the pages that it kept.

    Nothing wider: its storage may hold marks that are typed and not sent yet.
    """
    response["Clear-Site-Data"] = '"cache"'
    return response


class IdleVisits:
    """Takes whoever stayed away for too long for nobody, and keeps what they send for when they have signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a visit, and let the browser keep that there was one."""
        try:
            away_id = _away(request)
        except (OperationalError, InterfaceError):
            return errors.busy(request)
        request.away_id = away_id  # type: ignore[attr-defined]
        response = self._get_response(request)
        is_back = not away_id or request.user.is_authenticated
        if is_back and idle.is_somebodys_now(request):
            idle.note(request, response)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Keep a form that came too late, or forget one that is sent again; what its page is was checked by then."""
        away_id: int = request.away_id  # type: ignore[attr-defined]
        if not away_id:
            if typed.is_a_form(request) and typed.KEPT in request.session and typed.SENT_AGAIN in request.POST:
                typed.forget(request)
            return None
        if not typed.is_a_form(request):
            if typed.is_of_a_desk(request):
                messages.info(request, gettext("You were away for too long: sign in again."))
            return None
        return _keep_sent(request, away_id)


def _away(request: HttpRequest) -> int:
    """Name whose session is over, who is nobody from now on; 0 when it is not, or nobody's."""
    if not (idle.is_somebodys(request) and idle.is_over(request)):
        return 0
    request.user = AnonymousUser()
    request.__dict__.pop("visitor", None)
    return int(request.session[SESSION_KEY])


def _keep_sent(request: HttpRequest, away_id: int) -> HttpResponse | None:
    if not typed.keep(request, away_id):
        sentence = gettext(
            "You were away for too long, and what you sent is too long to be kept: sign in, then send it again."
        )
        messages.warning(request, sentence)
        return None
    messages.info(request, gettext("You were away for too long: sign in again. What you typed is kept."))
    answer = redirect_to_login(reverse("shared:typed_before"))
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer  # type: ignore[attr-defined]
