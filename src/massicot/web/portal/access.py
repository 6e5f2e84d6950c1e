"""Who is asking: the browser session remembers which mark sheet it was opened with, never a person's account."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext

from massicot.marks import rules
from massicot.web.shared import refusals

SHEET_KEY = "mark_sheet"
A_WORKING_DAY_S = 12 * 60 * 60

SheetView = Callable[[HttpRequest, int], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]


def remember(request: HttpRequest, credential_id: int) -> None:
    """Open the browser session with a mark sheet, under a new key, for a working day at most."""
    request.session.cycle_key()
    request.session[SHEET_KEY] = credential_id
    request.session.set_expiry(A_WORKING_DAY_S)
    rotate_token(request)


def forget(request: HttpRequest) -> None:
    """Close what the mark sheet opened; a person signed in beside it stays so."""
    request.session.pop(SHEET_KEY, None)
    request.session.cycle_key()
    rotate_token(request)


def page_of_a_sheet(view: SheetView) -> View:
    """Open a page to whoever signed in with a mark sheet; send others to sign in."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        credential_id = request.session.get(SHEET_KEY)
        if credential_id is None:
            return redirect("portal:sign_in")
        try:
            return view(request, credential_id)
        except rules.SheetReplaced as refused:
            return refusals.answer_refusal(request, refused, status=403)

    return checked


def program_of_a_sheet(view: SheetView) -> View:
    """Open an address to the page of a mark sheet; tell others, as JSON, to sign in."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        credential_id = request.session.get(SHEET_KEY)
        if credential_id is None:
            sentence = gettext(
                "You are signed out: sign in again with the mark sheet, your marks are kept on this page."
            )
            return refusals.json_sentence(sentence, status=401)
        return view(request, credential_id)

    return checked
