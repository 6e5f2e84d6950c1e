"""What every answer goes through."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, RawPostDataException
from django.urls import Resolver404, resolve

from massicot.core.refused import Refused
from massicot.web.shared import errors, refusals

GetResponse = Callable[[HttpRequest], HttpResponse]

# Everything from here and nothing inline; Pico draws its chevrons and ticks from images inside its style sheet.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Tell browsers to run and load nothing but what this site serves."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", _POLICY)
        return response

    return answer


def lead_out_of_acts(get_response: GetResponse) -> GetResponse:
    """Lead whoever reads the address of an act to the page that it belongs to.

    A refused act leaves its address in the bar: reading it again, changing the language or signing in anew asks for it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        reads_a_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and reads_a_page:
            return HttpResponseRedirect(_page_above(request.path))
        return response

    return answer


def _page_above(path: str) -> str:
    above = path
    while above != "/":
        above = above.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return above


class SentencesForRefusals:
    """Turns a refused act into 422 and its sentence, a body of another kind into 400, a lost database into 503."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on: only exceptions are answered here."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view let through; leave faults of the program to the error page."""
        if isinstance(exception, Refused):
            return refusals.answer_refusal(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.busy(request)
        if isinstance(exception, RawPostDataException):
            return errors.unreadable(request)
        return None
