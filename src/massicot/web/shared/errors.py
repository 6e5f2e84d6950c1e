"""What is answered when a request cannot be: pages, or JSON for programs, always with a sentence."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext

from massicot.web.shared import refusals
from massicot.web.shared.unread import NO_TRIES, NO_TURN

BUSY_S = 2
"""Seconds after which a busy server may be asked again."""

TURN_S = 5
"""Seconds after which whoever had no turn to sign in may try again."""

PATIENCE_S = 300
"""Seconds after which whoever tried too often may try again."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, or one that is too large."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return too_large(request) if is_too_much else unreadable(request)


def unreadable(request: HttpRequest) -> HttpResponse:
    """Answer a request that cannot be read, before anything is known of who sends it."""
    sentence = gettext("This request cannot be read: go back, reload the page and try again.")
    return _bare(request, sentence, title=gettext("Unreadable request"), status=400)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Answer somebody who came by an address that is not one of this site's."""
    sentence = gettext(
        "Massicot does not answer under this address: open the one on your letter or mark sheet, or ask the exam "
        "office for it."
    )
    return _bare(request, sentence, title=gettext("Another address"), status=400)


def not_whole(request: HttpRequest, status: int) -> HttpResponse:
    """Answer a request that was not read to its end, by what was wrong with it: the server says so (decision 0012)."""
    answers = {
        400: unreadable,
        401: too_large_from_a_stranger,
        408: too_slow,
        411: without_length,
        413: too_large,
        429: too_many_halfway,
        503: busy,
        NO_TURN.value: no_turn,
        NO_TRIES.value: no_tries,
    }
    return answers.get(status, server_error)(request)


def too_slow(request: HttpRequest) -> HttpResponse:
    """Answer a request that did not come to its end in time."""
    sentence = gettext(
        "This did not arrive in time and nothing of it was saved: look at the network, then send it again."
    )
    return _bare(request, sentence, title=gettext("Too slow"), status=408)


def without_length(request: HttpRequest) -> HttpResponse:
    """Answer a program that does not say how much it sends; every browser does."""
    sentence = gettext("This request does not say how long it is: send it with its length.")
    return _bare(request, sentence, title=gettext("Unreadable request"), status=411)


def too_many_halfway(request: HttpRequest) -> HttpResponse:
    """Answer a request that gave way to others of its address, none of which had come to its end."""
    sentence = gettext("Too many requests from here stand halfway, and nothing of this one was saved: send it again.")
    response = _bare(request, sentence, title=gettext("Too many at once"), status=429)
    response["Retry-After"] = str(BUSY_S)
    return response


def no_turn(request: HttpRequest) -> HttpResponse:
    """Answer somebody who waited to sign in, and whose turn did not come, or gave way to others of the same address."""
    sentence = gettext(
        "Too many people are signing in at this moment, and your password was not looked at: go back and send it again "
        "in a few seconds, or call the exam office if it lasts."
    )
    response = _bare(request, sentence, title=gettext("Too many at once"), status=429)
    response["Retry-After"] = str(TURN_S)
    return response


def no_tries(request: HttpRequest) -> HttpResponse:
    """Answer a sign-in before any password is looked at: too many were wrong at that account, or from that address."""
    return ask_to_wait(_bare(request, _too_many_tries(), title=gettext("Too many tries"), status=429))


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request that is too large."""
    sentence = gettext(
        "This is too large to be received: a table has 100 MB at most, a document 10 MB, a session file 1 MB, and any "
        "other page takes less. Send less at a time."
    )
    return _bare(request, sentence, title=gettext("Too large"), status=413)


def too_large_from_a_stranger(request: HttpRequest) -> HttpResponse:
    """Answer a request that is too large for whoever sends it, who is not signed in for it, or not any more."""
    sentence = gettext(
        "So much is only received from whoever is signed in for this page: sign in, in another tab if something is "
        "typed here, then send it again."
    )
    return _bare(request, sentence, title=gettext("Sign in first"), status=413)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not open a page."""
    sentence = gettext("This page is not one of yours: go back to the home page, or sign in as somebody else.")
    return refusals.answer(request, sentence, title=gettext("Not yours"), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address where nothing is."""
    sentence = gettext("There is nothing at this address: check it letter by letter, or go back to the home page.")
    return refusals.answer(request, sentence, title=gettext("Nothing here"), status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from its own page, or from one opened too long ago."""
    sentence = gettext("This page was opened too long ago: reload it, check what it shows, then send it again.")
    return refusals.answer(request, sentence, title=gettext("Page too old"), status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody, or an address, that tries too often."""
    return ask_to_wait(refusals.answer(request, _too_many_tries(), title=gettext("Too many tries"), status=429))


def ask_to_wait(response: HttpResponse) -> HttpResponse:
    """Make an answer one that asks to try again later."""
    response.status_code = 429
    response["Retry-After"] = str(PATIENCE_S)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of the program, without touching the database again."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return busy(request)
    sentence = gettext("The program made a mistake and wrote nothing: try again, and call the exam office if it lasts.")
    return _bare(request, sentence, title=gettext("Mistake of the program"), status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Answer while the database cannot: nothing was written, the same may be sent again."""
    sentence = gettext("The server is busy and saved nothing of this: try again in a moment.")
    response = _bare(request, sentence, title=gettext("Busy"), status=503)
    response["Retry-After"] = str(BUSY_S)
    return response


def _too_many_tries() -> str:
    return gettext("Too many tries from here: wait five minutes, then try again, or call the exam office.")


def _bare(request: HttpRequest, sentence: str, *, title: str, status: int) -> HttpResponse:
    if refusals.wants_json(request):
        return refusals.json_sentence(sentence, status=status)
    page = {"title": title, "sentence": sentence, "came_from": refusals.came_from(request)}
    return HttpResponse(loader.render_to_string("shared/bare_sentence.html", page), status=status)
