"""The door: what no page of this site sends is refused before any view, in words, and asks nothing of the database.

A null character and half of a surrogate pair are texts that PostgreSQL, or any database, does not even look for;
figures without an end are numbers that nobody has typed and that no integer holds; a form in another code than UTF-8
was not written by one of our pages; and whoever comes under another name of this machine would be led astray by every
link.
"""

import re
from collections.abc import Callable, Iterator

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from massicot.web.shared import errors, uploads
from massicot.web.shared.unread import UNREAD

GetResponse = Callable[[HttpRequest], HttpResponse]

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_CODES = frozenset({"", "utf-8", "utf8"})
_ENDLESS = re.compile(r"\d{100}")
"""More figures than any number on paper or on a screen; an identifier of ours has eleven."""


def keep_the_door(get_response: GetResponse) -> GetResponse:
    """Refuse what did not come whole, comes under a foreign name, or holds what no page sends."""

    def answer(request: HttpRequest) -> HttpResponse:
        if UNREAD in request.META:
            return errors.not_whole(request, request.META[UNREAD])
        if not _is_our_name(request):
            return errors.unknown_host(request)
        try:
            is_readable = _is_readable(request)
        except (SuspiciousOperation, MultiPartParserError) as fault:
            # Answered here: Django's own way writes a traceback for each.
            uploads.let_go(request)
            return errors.bad_request(request, fault)
        return get_response(request) if is_readable else errors.unreadable(request)

    return answer


def is_storable(text: str) -> bool:
    """Say whether a database can hold a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _is_our_name(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _is_readable(request: HttpRequest) -> bool:
    is_in_our_code = (request.content_params or {}).get("charset", "").lower() in _CODES
    return is_in_our_code and all(is_storable(text) and not _ENDLESS.search(text) for text in _texts_of(request))


def _texts_of(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    if request.META.get("QUERY_STRING"):
        yield from _texts_in(request.GET)
    if request.method == "POST" and request.content_type in _FORMS:
        yield from _texts_in(request.POST)


def _texts_in(fields: QueryDict) -> Iterator[str]:
    for name, texts in fields.lists():
        yield name
        yield from (str(text) for text in texts)
