"""From which address a request comes, for counting wrong tries and for telling who is in a marking centre.

A front server is believed when it says for whom it asks, if whoever runs the program has named it; nobody else is, on
this machine or not. What is not believed counts as its own: behind a front server that is not named, all are one.
"""

from django.conf import settings
from django.http import HttpRequest

from massicot.exams.rules import networks

NOWHERE = "127.0.0.1"


def address_of(request: HttpRequest) -> str:
    """Tell the address of whoever asks: the last one that no front server of ours bears."""
    address = _peer(request)
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    while passed_on and networks.is_inside(address, settings.MASSICOT_TRUSTED_PROXIES):
        before = passed_on.pop().strip()
        if not networks.is_address(before):
            break
        address = before
    return networks.one_spelling(address)


def is_by_unnamed_front(request: HttpRequest) -> bool:
    """Say whether a server of this machine passes people on, and nobody has named it: they all count as one."""
    peer = _peer(request)
    is_named = networks.is_inside(peer, settings.MASSICOT_TRUSTED_PROXIES)
    return "X-Forwarded-For" in request.headers and networks.is_of_this_machine(peer) and not is_named


def _peer(request: HttpRequest) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    return address if networks.is_address(address) else NOWHERE
