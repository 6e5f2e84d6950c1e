"""What a mark sheet says to open its batch, how long to wait after a wrong try, and from where it may be typed.

What a mark sheet says to open its batch: a site code, an identifier and a password, for one batch each. The notice had
to explain that "the 0 is a digit" in the site code: codes have no look-alikes, they may be typed in any case and with
spaces or dashes, and the letter O is understood as the digit 0 in the site code. A sheet printed again draws everything
anew and revokes the sheet before.

Only a keyed digest of the three together is kept, so that a wrong site, a wrong identifier and a wrong password take
one and the same path, and a copy of the database opens nothing. A slow hash is for passwords that people choose: 69
random bits cannot be guessed, and 20,000 sheets must print in minutes.

How long to wait after wrong sign-ins: nothing at first, then twice as long each time, up to a ceiling. People mistype:
the first failures of a batch cost nothing. An address may be that of a whole marking centre, where two hundred people
type at once: it has many more, a short ceiling, and forgets faster. Nobody is ever locked out for good: time alone
wears failures away, one by one. The identifier counts as typed, whether a sheet bears it or not, so that waiting says
nothing about which identifiers exist.

From where marks may be typed: anywhere, anywhere with a warning, or in the marking centre only. "Dans le centre de
correction", says the notice. The session says how strictly; the centre says what its networks are. Where it has
declared none, nobody can be told to be elsewhere, and nothing is refused.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from massicot.audit.rules import Fact
from massicot.core import codes, keys
from massicot.core.attempts import Allowance, Attempts
from massicot.core.draws import Draw
from massicot.core.refused import N_, Refused
from massicot.exams.rules import networks
from massicot.exams.rules.networks import EntryPlace

IDENTIFIER_LENGTH = 6
SECRET_BYTES = 32
_ADDRESS = re.compile(rf"/[A-Z0-9]{{1,12}}/(?P<identifier>[A-Z0-9]{{{IDENTIFIER_LENGTH}}})/?$")
"""How the address of a sheet ends: its site code and its identifier."""

_NO_SECRET = bytes(SECRET_BYTES)


class SheetUnknown(Refused):
    sentence = N_(
        "Nothing opens with this site code, identifier and password: "
        "type all three again as the mark sheet prints them."
    )


class SheetReplaced(Refused):
    sentence = N_("This mark sheet was replaced by a newer one: sign in with the sheet printed last.")


class SecondKeyingOver(SheetReplaced):
    sentence = N_(
        "The exam office no longer asks for this batch to be typed a second time: stop here, and give both sheets back."
    )


class SheetRegrouped(SheetReplaced):
    sentence = N_(
        "The batch {batch} was merged or split: its scripts and what was typed of them are now in {codes}. Sign in "
        "with the mark sheet of {codes}, which the marking centre hands out with its envelope."
    )


class SheetPrintedMeanwhile(Refused):
    sentence = N_(
        "The mark sheet of the batch {batch} has just been printed: use that one. "
        "If it is lost, open the page of the batch and print it again."
    )


@dataclass(frozen=True, slots=True)
class SheetCredential:
    """What one mark sheet prints; the password is never shown by repr."""

    site: str
    identifier: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MarkSheetPrinted(Fact):
    """A mark sheet was printed; the one printed before opens nothing any more."""

    journal_word = N_("mark sheet printed")
    batch: str
    printing: int
    lines: int


def identifier_in(scanned: str) -> str:
    """Read the identifier in the address that a sheet bears, https://…/saisie/A02/7KQ2M4; empty where there is none.

    A scanner that is set to another keyboard types httpsM!!…!sqisie!Qàé!èKAé?' for it.
    """
    found = filter(None, map(_ADDRESS.search, codes.writings(scanned)))
    return next((match["identifier"] for match in found), "")


def check_printings(batch: str, seen: int, printings: int) -> None:
    """Refuse to print a sheet that was printed since whoever asks counted its printings."""
    if printings != seen:
        raise SheetPrintedMeanwhile(batch=batch)


def draw_sheet(site: str, draw: Draw) -> SheetCredential:
    """Draw an identifier and a password for the mark sheet of one batch."""
    return SheetCredential(site, codes.draw_clear(draw, IDENTIFIER_LENGTH), codes.draw_password(draw))


def sheet_secret(sheet_key: bytes, typed: SheetCredential) -> bytes:
    """Compute what is kept of a sheet, from what it prints or from what was typed."""
    parts = (_tidy_site(typed.site), codes.tidy_code(typed.identifier), codes.tidy_code(typed.password))
    return keys.keyed_digest(sheet_key, *parts, length=SECRET_BYTES)


def opens_with(sheet_key: bytes, typed: SheetCredential, kept: bytes | None) -> bool:
    """Say, in constant time, whether what was typed is what is kept; nothing is kept of an unknown identifier."""
    return hmac.compare_digest(sheet_secret(sheet_key, typed), kept or _NO_SECRET) and kept is not None


def _tidy_site(text: str) -> str:
    return codes.tidy_code(text).replace("O", "0")


class TooManyAttempts(Refused):
    sentence = N_("Too many wrong sign-ins: wait {seconds} seconds, then type what the mark sheet prints again.")


class SignInPaused(TooManyAttempts):
    sentence = N_(
        "Too many wrong sign-ins: nothing opens before {until}. "
        "If the sheet cannot be read, the marking centre prints another one at once."
    )


A_PAUSE = timedelta(minutes=1)
"""From so long on, a wait is told by its end: nobody counts seconds."""

SHEET = Allowance(free=5, ceiling=timedelta(minutes=5), wear=timedelta(minutes=10))
ADDRESS = Allowance(free=60, ceiling=timedelta(seconds=30), wear=timedelta(seconds=10))


def check_attempt(attempts: Attempts, at: datetime) -> None:
    """Refuse an attempt before its wait is over; the refusal knows how many seconds are left."""
    wait = attempts.waits_until - at
    seconds = -(-wait // timedelta(seconds=1))
    if wait >= A_PAUSE:
        raise SignInPaused(seconds=seconds, until=attempts.waits_until.astimezone(at.tzinfo))
    if seconds > 0:
        raise TooManyAttempts(seconds=seconds)


class EntryElsewhere(Refused):
    sentence = N_(
        "The marks of this batch are typed in the marking centre only: {centre}. "
        "Type them on a computer of the centre, or call the exam office."
    )


def is_elsewhere(place: EntryPlace, declared: Sequence[str], address: str) -> bool:
    """Say whether an address is outside the networks of a centre, in a session that asks."""
    return place is not EntryPlace.ANYWHERE and bool(declared) and not networks.is_inside(address, declared)


def check_place(place: EntryPlace, *, is_elsewhere: bool, centre: str) -> None:
    """Refuse mark entry from elsewhere where the session wants it in the centre only."""
    if is_elsewhere and place is EntryPlace.CENTRE:
        raise EntryElsewhere(centre=centre)
