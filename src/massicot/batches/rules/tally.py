"""The tally of an envelope: what was scanned in it and is not written yet, kept as that of a parcel is.

The scripts of an envelope were picked out of piles that lay as rooms sat, and are scanned as they lie. So one row holds
what was seen so far: digests, sorted among as many zeros as there is room left, of the lines that were seen and of the
scans by which they were. It is of one length, sealed under the anonymity key, and written to the lines all together.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.consignments.rules.tally import TallyContent, new_tally
from massicot.core.refused import N_, Refused

KEY_USE = "envelope"
"""For what its sub-key of the anonymity key is derived."""

_DIGEST, _PER_LINE = 8, 2


class ChecksSealed(Refused):
    sentence = N_(
        "What was scanned in this envelope is sealed under the anonymity key, which is not in its place: nothing can "
        "be checked in it until the exam office has put its kept copy back. Nothing that was scanned is lost."
    )


class ChecksBroken(Refused):
    sentence = N_(
        "What was scanned in the envelope of {code} cannot be opened any more: it was altered. Its marking centre "
        "opens the page of the envelope, throws it away there, and checks the envelope again from its first script."
    )


class ChecksReadable(Refused):
    sentence = N_(
        "What was scanned in the envelope of {code} can be read: nothing was thrown away. An envelope that is closed "
        "is opened again to be checked from its first script."
    )


@dataclass(frozen=True, slots=True)
class ChecksThrownAway(Fact):
    """What was scanned in an envelope could not be opened: who had scanned, as was known of it."""

    journal_word = N_("scans of an envelope that could not be opened thrown away")
    code: str
    checkers: Sequence[str]


def new_envelope_tally(lines: int) -> TallyContent:
    """Begin the tally of an envelope, with room for each of its lines and for the scan by which it is seen."""
    return new_tally(_PER_LINE * lines)


def digest_of_line(line_id: int) -> bytes:
    """Tell the line of one script in one envelope from all others: put back after it was taken out, it is another."""
    return hashlib.sha256(f"line {line_id}".encode()).digest()[:_DIGEST]


def lines_seen(content: TallyContent, line_ids: Iterable[int]) -> set[int]:
    """Say which lines of an envelope were seen."""
    known = {content.scans[start : start + _DIGEST] for start in range(0, len(content.scans), _DIGEST)}
    return {line_id for line_id in line_ids if digest_of_line(line_id) in known}
