"""Who is asking: the browser session remembers which sheet it was opened with, never a person's account.

The sheet of a second keying is remembered apart, with the name of whoever types: what one opens the other does not.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext

from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.web.shared import refusals
from massicot.web.shared.browser_sessions import BEGAN

SHEET_KEY, SECOND_KEY, KEYER_KEY, OPENING_KEY = "mark_sheet", "second_sheet", "second_keyer", "opening"
BATCH_KEY, TOTALS_KEY = "batch", "totals"
A_WORKING_DAY_S = 12 * 60 * 60

SheetView = Callable[[HttpRequest, int], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]


def remember(request: HttpRequest, credential_id: int, batch: str, at: datetime, key: str = SHEET_KEY) -> None:
    """Open the browser session with a sheet of one keying, for a working day at most."""
    _leave(request)
    request.session[key], request.session[BATCH_KEY] = credential_id, batch
    request.session[OPENING_KEY] = services.enter(credential_id=credential_id, at=at)
    if not request.user.is_authenticated:
        request.session.set_expiry(A_WORKING_DAY_S)
    _renew(request)


def forget(request: HttpRequest) -> None:
    """Close what the sheet opened; a person signed in beside it stays so."""
    _leave(request)
    _renew(request)


def _renew(request: HttpRequest) -> None:
    """Change the key of a browser session, unless it is a person's too.

    Theirs was changed as they signed in, is the one by which they find and close this browser, and their other pages
    send its token.
    """
    if not request.user.is_authenticated:
        request.session.cycle_key()
        # Nobody has to know when a marker came.
        del request.session[BEGAN]
        rotate_token(request)


def opening_of(request: HttpRequest) -> int | None:
    """Tell by which opening of its batch a browser is known."""
    opening: int | None = request.session.get(OPENING_KEY)
    return opening


def keyer_of(request: HttpRequest) -> str:
    """Tell under which name a batch is typed the second time; empty before it is said."""
    name: str = request.session.get(KEYER_KEY, "")
    return name


def remember_keyer(request: HttpRequest, name: str) -> None:
    """Remember who types the second time, until they leave the batch."""
    request.session[KEYER_KEY] = name


def _leave(request: HttpRequest) -> None:
    opening = request.session.pop(OPENING_KEY, None)
    for key in (SHEET_KEY, SECOND_KEY, KEYER_KEY, BATCH_KEY, TOTALS_KEY):
        request.session.pop(key, None)
    if opening is not None:
        services.leave(opening_id=opening)


def is_of_another_batch(request: HttpRequest, named: str) -> bool:
    """Say whether what was sent names another batch than the browser is at; whoever names none means this one."""
    return bool(named) and named != request.session.get(BATCH_KEY)


def page_of_a_sheet(view: SheetView) -> View:
    """Open a page to whoever signed in with a mark sheet; send others to sign in."""
    return _page_of(SHEET_KEY, view)


def page_of_a_second_sheet(view: SheetView) -> View:
    """Open a page to whoever signed in with the sheet of a second keying; send others to sign in."""
    return _page_of(SECOND_KEY, view)


def program_of_a_sheet(view: SheetView) -> View:
    """Open an address to the page of a mark sheet; tell others, as JSON, to sign in."""
    return _program_of(SHEET_KEY, view)


def program_of_a_second_sheet(view: SheetView) -> View:
    """Open an address to the page of a second keying; tell others, as JSON, to sign in."""
    return _program_of(SECOND_KEY, view)


def _page_of(key: str, view: SheetView) -> View:
    @wraps(view)
    def admit(request: HttpRequest) -> HttpResponse:
        credential_id = request.session.get(key)
        if credential_id is None:
            return redirect("portal:sign_in")
        if is_of_another_batch(request, request.POST.get("lot", "")):
            return refusals.answer_refusal(request, rules.AnotherBatch(), status=409)
        try:
            queries.check_opening(opening_of(request))
            return view(request, credential_id)
        except rules.EntryElsewhere as refused:
            return refusals.answer_refusal(request, refused, status=403)
        except rules.SheetReplaced as refused:
            return _turned_away(request, refused)
        except rules.OpenedElsewhere as refused:
            forget(request)
            return _turned_away(request, refused)

    return admit


def _turned_away(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Say why the page opens no more; nothing leads back to it."""
    sentence = refusals.sentence_of(refused)
    return refusals.answer(request, sentence, title=gettext("Not done"), status=403)


def _program_of(key: str, view: SheetView) -> View:
    @wraps(view)
    def admit(request: HttpRequest) -> HttpResponse:
        credential_id = request.session.get(key)
        if credential_id is None:
            sentence = gettext(
                "You are signed out: sign in again with the mark sheet, your marks are kept on this page."
            )
            return refusals.json_sentence(sentence, status=401)
        if is_of_another_batch(request, request.headers.get("X-Lot", "")):
            return refusals.json_sentence(refusals.sentence_of(rules.AnotherBatch()), status=401)
        return view(request, credential_id)

    return admit
