"""From which address a request comes, for counting wrong tries."""

from ipaddress import ip_address

from django.http import HttpRequest

NOWHERE = "127.0.0.1"


def address_of(request: HttpRequest) -> str:
    """Tell the address of whoever asks.

    A front server on this machine is believed when it says for whom it asks: the last address that it added. Anybody
    else's word is not.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_of_this_machine(peer):
        return peer
    client = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return client if _is_address(client) else NOWHERE


def _is_of_this_machine(text: str) -> bool:
    return not _is_address(text) or ip_address(text).is_loopback


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
