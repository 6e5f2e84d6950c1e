"""The sealed link between a candidate and a number, and old versions of rows that would tell of one.

One sealed pair: AES-GCM over the number and the entry, found from either side by a keyed index (HMAC-SHA256 of paper
and number, of paper and entry, 16 bytes each), both indexes as associated data, so that no pair can be put in another's
place. Each use has a sub-key of its own, from one key file outside the database (decision 0003).

When old versions of rows are erased: after acts that change which numbers are whose, or what they are. A number that
was settled, then settled otherwise, tells whose it is to whoever reads both versions next to the correction of one
candidate; numbers that were there before others tell which are of the reserve; labels that were scanned leave the order
of their pile in the versions of the register.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from massicot.core.keys import Key, keyed_digest
from massicot.core.refused import N_, Refused

INDEX_BYTES = 16
NONCE_BYTES = 12
NUMBER_BYTES = 9
ENTRY_BYTES = 8


class LinkBroken(Refused):
    sentence = N_(
        "A sealed link does not open: its table was altered. Restore the last backup and tell the exam office."
    )


@dataclass(frozen=True, slots=True)
class SealedPair:
    """One row of the table of links."""

    number_index: bytes
    entry_index: bytes
    sealed: bytes


class Sealer:
    """Seals, finds and opens the links of one paper under one key."""

    def __init__(self, key: Key, paper: str) -> None:
        self._paper = paper
        self._number_key = key.sub_key("link/number-index")
        self._entry_key = key.sub_key("link/entry-index")
        self._cipher = AESGCM(key.sub_key("link/pair"))

    def number_index(self, number: str) -> bytes:
        """Compute where the link of a number is found."""
        return keyed_digest(self._number_key, self._paper, number, length=INDEX_BYTES)

    def entry_index(self, entry_id: int) -> bytes:
        """Compute where the link of an entry is found."""
        return keyed_digest(self._entry_key, self._paper, str(entry_id), length=INDEX_BYTES)

    def seal(self, number: str, entry_id: int) -> SealedPair:
        """Seal one pair."""
        left = self.number_index(number)
        right = self.entry_index(entry_id)
        nonce = secrets.token_bytes(NONCE_BYTES)
        pair = number.encode() + entry_id.to_bytes(ENTRY_BYTES, "big")
        return SealedPair(left, right, nonce + self._cipher.encrypt(nonce, pair, left + right))

    def unseal(self, row: SealedPair) -> tuple[str, int]:
        """Open one pair into its number and its entry; raise LinkBroken."""
        nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
        try:
            pair = self._cipher.decrypt(nonce, sealed, row.number_index + row.entry_index)
        except InvalidTag as error:
            raise LinkBroken from error
        return pair[:NUMBER_BYTES].decode(), int.from_bytes(pair[NUMBER_BYTES:], "big")


QUIET = timedelta(minutes=10)
"""How long after the last such act: on the evening of a paper one follows another, and each erasing halts them all."""

LONGEST = timedelta(hours=1)
"""How long after the first one at most, however many follow."""


def is_due(asked: Collection[datetime], at: datetime) -> bool:
    """Say whether to erase now, the acts having been done at these instants.

    18:00, 18:05 and 18:09 wait until 18:19; acts that go on every five minutes from 18:00 wait until 19:00.
    """
    return bool(asked) and (at >= max(asked) + QUIET or at >= min(asked) + LONGEST)
