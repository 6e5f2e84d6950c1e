"""Sealing: what lies on a disk or in a table for a while and is nobody's to read (AES-256-GCM).

Each use has a key of its own (`keys.Key.sub_key`); what a seal is about is bound to it, so that one sealed content
cannot be put in the place of another.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from massicot.core.refused import N_, Refused

NONCE_BYTES = 12


class SealBroken(Refused):
    """A sealed content that another key sealed, or that was altered."""

    sentence = N_(
        "What was sealed cannot be opened again: its key is another one, or it was altered. Ask for it to be made anew."
    )


def seal(sub_key: bytes, content: bytes, about: str) -> bytes:
    """Seal a content: its random nonce, then the ciphertext and its tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(sub_key).encrypt(nonce, content, about.encode())


def unseal(sub_key: bytes, sealed: bytes, about: str) -> bytes:
    """Open a sealed content; raise SealBroken."""
    try:
        return AESGCM(sub_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None
