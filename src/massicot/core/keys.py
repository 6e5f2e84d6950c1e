"""The anonymity key: one file outside the database and its backups, its sub-keys, and what is sealed under a key.

Sealing: what lies on a disk or in a table for a while and is nobody's to read (AES-256-GCM). Each use has a key of its
own (`keys.Key.sub_key`); what a seal is about is bound to it, so that one sealed content cannot be put in the place of
another.

Each use has a sub-key of its own (HKDF-SHA256, RFC 5869), so that what one use shows says nothing about another.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from massicot.core.refused import N_, Refused

NONCE_BYTES = 12


class SealBroken(Refused):
    sentence = N_(
        "What was sealed cannot be opened again: its key is another one, or it was altered. Ask for it to be made anew."
    )


def seal(sub_key: bytes, content: bytes, about: str) -> bytes:
    """Seal a content: its random nonce, then the ciphertext and its tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(sub_key).encrypt(nonce, content, about.encode())


def seal_pieces(sub_key: bytes, pieces: Iterable[bytes], about: str) -> Iterator[bytes]:
    """Seal a content piece by piece, as `seal` would whole."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealing = Cipher(AES(sub_key), GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about.encode())
    yield nonce
    for piece in pieces:
        yield sealing.update(piece)
    yield sealing.finalize() + sealing.tag


def unseal(sub_key: bytes, sealed: bytes, about: str) -> bytes:
    """Open a sealed content; raise SealBroken."""
    # A table of 100 MB is looked at where it is, and not copied.
    whole = memoryview(sealed)
    try:
        return AESGCM(sub_key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


KEY_BYTES = 32


class KeyMissing(Refused):
    sentence = N_("The anonymity key is not at {path}: put the kept copy back, or make one with “massicot key show”.")


class KeyUnreadable(Refused):
    sentence = N_("The file {path} is not an anonymity key: put the kept copy back in its place.")


class FingerprintDiffers(Refused):
    sentence = N_(
        "“{typed}” is not the fingerprint of the key in place: read the second line of the copy again; if it is the "
        "same, copy the key file anew."
    )


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The secret itself; never printed, never logged."""

    secret: bytes

    def sub_key(self, use: str) -> bytes:
        """Derive the 32-byte key of one use."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"massicot/{use}".encode()).derive(
            self.secret
        )

    @property
    def fingerprint(self) -> str:
        """Say which key this is without telling it: 16 hexadecimal signs."""
        return hashlib.sha256(self.sub_key("fingerprint")).hexdigest()[:16]


def make_key_file(path: Path) -> Key:
    """Write a new key that only its owner can read; raise FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(KEY_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        # The second line is for whoever opens a copy and reads which key it is.
        file.write(f"{secret.hex()}\n{Key(secret).fingerprint}\n")
        file.flush()
        os.fsync(file.fileno())
    return Key(secret)


def read_key_file(path: Path) -> Key:
    """Read the key; raise KeyMissing or KeyUnreadable."""
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip().partition("\n")[0])
    except FileNotFoundError:
        raise KeyMissing(path=path) from None
    except (OSError, ValueError):
        raise KeyUnreadable(path=path) from None
    if len(secret) != KEY_BYTES:
        raise KeyUnreadable(path=path)
    return Key(secret)


def check_fingerprint(key: Key, typed: str) -> None:
    """Refuse a fingerprint, read on the second line of a copy, that is not this key's; its letters may be capitals."""
    if "".join(typed.split()).lower() != key.fingerprint:
        raise FingerprintDiffers(typed=typed)


def keyed_digest(sub_key: bytes, *parts: str, length: int) -> bytes:
    """Compute an HMAC-SHA256 over parts that cannot run into one another, cut to so many bytes."""
    return hmac.digest(sub_key, "\x1f".join(parts).encode(), "sha256")[:length]


def keyed_digests(sub_key: bytes, first: str, *, length: int) -> Callable[[str], bytes]:
    """Prepare `keyed_digest` of two parts for many second ones: what comes of the first is worked out once."""
    begun = hmac.new(sub_key, f"{first}\x1f".encode(), "sha256")

    def digest(second: str) -> bytes:
        mac = begun.copy()
        mac.update(second.encode())
        return mac.digest()[:length]

    return digest
