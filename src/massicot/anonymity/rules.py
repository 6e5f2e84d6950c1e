"""Numbers and the sealed link between a candidate and a number.

Every expected candidate of the on-site route has one number, and each exam centre a reserve of spares that look like
the others, for candidates off the list. Numbers come from the operating system's generator, are unique in the
installation and say nothing of centre or candidate.

The link is one sealed pair: AES-GCM over the number and the entry, found from either side by a keyed index (HMAC-SHA256
of paper and number, of paper and entry, 16 bytes each), both indexes as associated data, so that no pair can be put in
another's place. Each use has a sub-key of its own, from one key file outside the database (decision 0003).
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from massicot.candidates.rules import Attendance
from massicot.core import codes
from massicot.core.draws import Draw
from massicot.core.keys import Key, keyed_digest
from massicot.core.refused import N_, Refused
from massicot.scripts import rules as scripts
from massicot.scripts.rules import Drawn, Kind

INDEX_BYTES = 16
NONCE_BYTES = 12
NUMBER_BYTES = 9
ENTRY_BYTES = 8
SPARE_PER_CENT = 3
FEWEST_SPARES = 3


KINDS = {Attendance.PRESENT: Kind.WRITTEN, Attendance.BLANK: Kind.BLANK, Attendance.ABSENT: Kind.PLACEHOLDER}
"""What the centre numbers for each word of the register: an absent candidate has a placeholder (the notice)."""


class KeyNotConfirmed(Refused):
    """Numbers drawn with a key that nobody copied to a safe place."""

    sentence = N_(
        "Keep a copy of the anonymity key {path} (fingerprint {fingerprint}) in a safe place, then confirm it with "
        "“massicot key check”: without it no mark could ever be given back to its candidate."
    )


class WrongKey(Refused):
    """A key that did not seal this database."""

    sentence = N_(
        "The key {found} did not seal this database, {expected} did: put the kept copy of that key in its place."
    )


class KeyLost(Refused):
    """No key file, while a key is confirmed for this database."""

    sentence = N_(
        "The key {expected} of this database is not at {path}: put its kept copy back there. "
        "No other key could open it."
    )


class NobodyToNumber(Refused):
    """A paper without an expected candidate on the on-site route."""

    sentence = N_("No candidate of {paper} is on the on-site route: import the candidates and check the routes first.")


class NotPrepared(Refused):
    """An act that needs numbers before they are drawn."""

    sentence = N_("The numbers of {paper} are not drawn yet: run “massicot prepare” first.")


class NoSpareLeft(Refused):
    """A centre that used its whole reserve."""

    sentence = N_("The centre {centre} has no spare number left: call the exam office.")


class NotASpare(Refused):
    """A number that is not one of the centre's unused spares."""

    sentence = N_("{number} is not an unused spare number of the centre {centre}: read it from the reserve sheet.")


class LinkBroken(Refused):
    """A sealed pair that does not open: altered, or moved to another row."""

    sentence = N_(
        "A sealed link does not open: its table was altered. Restore the last backup and tell the exam office."
    )


class ParcelsMade(Refused):
    """A day opened again after scripts were packed."""

    sentence = N_("The centre {centre} has packed its scripts: open its parcels again to correct the attendance.")


@dataclass(frozen=True, slots=True)
class KeyKept:
    """A copy of the key was confirmed kept."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class PaperPrepared:
    """The numbers of a paper were drawn."""

    numbers: int
    spares: int
    centres: int
    key: str


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A centre's day was closed on its three typed counts."""

    items_in_hand: int
    labels_used: int
    strips_boxed: int
    gap_reason: str


@dataclass(frozen=True, slots=True)
class DayReopened:
    """A centre's day was opened again."""

    reason: str


@dataclass(frozen=True, slots=True)
class StripsBoxed:
    """The header strips of a centre were counted into their box."""

    count: int


@dataclass(frozen=True, slots=True)
class ListPrinted:
    """Somebody printed the list of names and numbers of a centre."""

    centre: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One entry to be numbered."""

    entry_id: int
    centre_uai: str
    specialty_code: str
    origin_uai: str


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
        left, right = self.number_index(number), self.entry_index(entry_id)
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


def spare_count(expected: int) -> int:
    """Say how many spare numbers a centre gets: 3 % of its candidates, never fewer than three (40 → 3, 250 → 8)."""
    return max(FEWEST_SPARES, -(-expected * SPARE_PER_CENT // 100))


def draw_numbers(draw: Draw, count: int, taken: Iterable[str]) -> list[str]:
    """Draw so many new anonymity numbers, in random order, none of them taken in the installation."""
    used = {int(number[:-1]) for number in taken}
    drawn = draw.distinct(codes.NUMBER_SPACE, count + len(used))
    return [codes.number_of(digits) for digits in drawn if digits not in used][:count]


def plan_spares(entries: Iterable[Expected]) -> dict[str, int]:
    """Count the spare numbers of each centre."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.centre_uai] = counts.get(entry.centre_uai, 0) + 1
    return {centre: spare_count(counts[centre]) for centre in sorted(counts)}


def drawn_scripts(entries: Sequence[Expected], numbers: Sequence[str], pupil_key: bytes) -> list[Drawn]:
    """Give each entry its number, and each centre its spares from what is left of the draw."""
    drawn = [
        Drawn(
            number,
            entry.centre_uai,
            entry.specialty_code,
            Kind.EXPECTED,
            scripts.pupil_token(pupil_key, number, entry.origin_uai),
        )
        for entry, number in zip(entries, numbers, strict=False)
    ]
    rest = iter(numbers[len(entries) :])
    for centre, count in plan_spares(entries).items():
        for _ in range(count):
            number = next(rest)
            drawn.append(Drawn(number, centre, "", Kind.SPARE, scripts.pupil_token(pupil_key, number, "")))
    return drawn


def shuffled_reserve(sealer: Sealer, spares: Iterable[str]) -> list[str]:
    """Put spare numbers in an order that only the key tells: late candidates, known by their order, take them in it."""
    return sorted(spares, key=sealer.number_index)


def strips_prefix(session: str, paper: str, centre_uai: str = "") -> str:
    """Write what the references of the strip boxes of a paper, or of one centre, begin with."""
    prefix = f"S-{session}-{paper}-"
    return f"{prefix}{centre_uai}-" if centre_uai else prefix
