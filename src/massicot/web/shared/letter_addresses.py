"""Where letters lead: those of convocations to two pages, each signed; those with a one-time link to its own."""

import hmac

from django.conf import settings
from django.urls import reverse

from massicot.missions.queries import convocations
from massicot.missions.services import Addresses


def addresses() -> Addresses:
    """Say where letters lead."""
    return Addresses(page=page_address, personal=personal_address)


def page_address(code: str) -> str:
    """Write the address behind the QR code of a letter: whether it holds, and nothing of anybody."""
    return _address("shared:convocation_state", code, convocations.page_signature(code))


def personal_address(code: str) -> str:
    """Write the address that the mail of a letter alone names: what it says, to be acknowledged."""
    return _address("shared:own_convocation", code, convocations.personal_signature(code))


def link_address(code: str) -> str:
    """Write the address that the code of a one-time link opens; without a code, that of the page where it is typed."""
    address = reverse("shared:welcome", args=[code]) if code else reverse("shared:type_code")
    return f"{settings.MASSICOT_BASE_URL}{address}"


def is_signed(typed: str, signature: str) -> bool:
    """Compare the signature of an address with the right one, in the same time whatever is wrong."""
    return typed.isascii() and hmac.compare_digest(typed, signature)


def _address(name: str, code: str, signature: str) -> str:
    return f"{settings.MASSICOT_BASE_URL}{reverse(name, args=[code, signature])}"
