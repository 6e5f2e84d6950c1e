"""Where letters lead: those of convocations to two pages, each signed; those with a one-time link to its own.

The paths of these pages stand here: whoever writes a letter, a command or a worker, loads no page for it.
"""

import hmac

from django.conf import settings

from massicot.missions.queries import convocations
from massicot.missions.services import Addresses

TYPE_CODE = "bienvenue/"
WELCOME = "bienvenue/{code}/"
CONVOCATION_STATE = "convocations/{code}/{signature}/"
OWN_CONVOCATION = "ma-convocation/{code}/{signature}/"


def addresses() -> Addresses:
    """Say where letters lead."""
    return Addresses(page=page_address, personal=personal_address)


def page_address(code: str) -> str:
    """Write the address behind the QR code of a letter: whether it holds, and nothing of anybody."""
    return _address(CONVOCATION_STATE, code=code, signature=convocations.page_signature(code))


def personal_address(code: str) -> str:
    """Write the address that the mail of a letter alone names: what it says, to be acknowledged."""
    return _address(OWN_CONVOCATION, code=code, signature=convocations.personal_signature(code))


def link_address(code: str) -> str:
    """Write the address that the code of a one-time link opens; without a code, that of the page where it is typed."""
    return _address(WELCOME, code=code) if code else _address(TYPE_CODE)


def is_signed(typed: str, signature: str) -> bool:
    """Compare the signature of an address with the right one, in the same time whatever is wrong."""
    return typed.isascii() and hmac.compare_digest(typed, signature)


def _address(path: str, **words: str) -> str:
    return f"{settings.MASSICOT_BASE_URL}/{path.format(**words)}"
