"""What the server asks before it reads a large body: whether it would be taken, and from whoever sends it.

Answered where a page would be, behind all that says who is signed in and whether their visit is over. Asking is no
visit: nothing is written, and no browser is told anything.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from massicot.web.shared import access, bodies
from massicot.web.shared.unread import ASKED

GetResponse = Callable[[HttpRequest], HttpResponse]


def say_who_may_send(get_response: GetResponse) -> GetResponse:
    """Tell the server whether a body would be taken from whoever is signed in now, and do nothing else of a request."""

    def answer(request: HttpRequest) -> HttpResponse:
        if ASKED not in request.META:
            return get_response(request)
        return HttpResponse(status=_taking(request, request.META[ASKED]), content_type="text/plain")

    return answer


def _taking(request: HttpRequest, size: int) -> HTTPStatus:
    """Say how a body of a size is met: taken (204), too large for everybody, or for whoever sends it."""
    address = bodies.file_address_of(request.path_info)
    if size > bodies.most_at(request.path_info):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if not request.user.is_authenticated:
        return HTTPStatus.UNAUTHORIZED
    if size <= bodies.MOST_OF_SOMEBODY or (address and access.may_enter(request, address.role)):
        return HTTPStatus.NO_CONTENT
    return HTTPStatus.UNAUTHORIZED
