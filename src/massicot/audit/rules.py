"""The journal: every act leaves one line on the chain of its subject.

A subject is a batch, a parcel, a paper, a centre's day or an account. Each line carries the digest of the line before
it (SHA-256 over a canonical text), so that a changed or a removed line breaks its chain. A chain whose tail was cut
still holds: only a head that was printed, on a receipt or by a daily seal, can tell. A seal is itself a line, on the
subject "journal", that lists every head which moved since the seal before.

No line holds both a name and a number (design.md §4), and none is written that holds the number of a candidate and that
of a script; saves of marks keep their half-day, never their instant.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from massicot.core import codes
from massicot.core.refused import N_, Refused

START = "0" * 64
SEAL_SUBJECT = "journal"
RESTORED_SUBJECT = "restored"
PRINTED_DIGEST = 32
"""Signs of a digest that are printed: 128 bits, where 64 are within a forger's reach."""

TOLD_ELSEWHERE = (
    "DifferenceSettled",
    "LineReferred",
    "LineTakenBack",
    "MarksKeyedAgain",
    "MarksSaved",
    "ScriptsTicked",
)
"""Acts done line by line, hundreds a minute: the pages of the batch and of the parcel tell them, no list of acts does.

Those of markers keep their half-day and no finer time: beside acts whose instant is known, their place would tell it.
"""

PRINTED_KINDS = {"lot": "batch"}
"""The kind of a subject as papers in French print it, and as the journal keeps it."""

# A subject may hold colons of its own: the last two parts are the sequence and the digest.
_PRINTED = re.compile(rf"(?P<subject>.+):(?P<sequence>[0-9]{{1,18}}):(?P<digest>[0-9a-f]{{{PRINTED_DIGEST},64}})")


_DIGEST = re.compile(r"\b[0-9a-f]{32,}\b")
"""Digits of a digest are no number of anybody."""


class LineNamesBoth(Refused):
    sentence = N_(
        "The journal keeps no line with the number of a script ({number}) and that of a candidate ({candidate}) in it: "
        "leave out what you typed of the one or of the other. Name the seat, the room or the parcel in its place."
    )


class HeadMalformed(Refused):
    sentence = N_("“{head}” is not a journal head: type it as printed, SUBJECT:SEQUENCE:DIGEST.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One line of a chain, as it is hashed."""

    subject: str
    sequence: int
    at: datetime
    by: str
    act: str
    facts: str
    previous: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last line of a chain at some moment."""

    subject: str
    sequence: int
    digest: str

    def __str__(self) -> str:
        return f"{self.subject}:{self.sequence}:{self.digest[:PRINTED_DIGEST]}"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the journal keeps of an act; `journal_word`, a message id, is how the act is called where it is read.

    A fact of those told elsewhere has no word: no list of acts tells it.
    """

    journal_word: ClassVar[str]


@dataclass(frozen=True, slots=True)
class JournalSealed(Fact):
    journal_word = N_("journal sealed")
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupRestored(Fact):
    """The database was put back as it was at an instant: what was acknowledged later may be missing."""

    journal_word = N_("backup restored")
    made_at: str
    sha256: str


def words_of_acts() -> dict[str, str]:
    """Map each act, as its lines name it, to its word; acts of rooms that nothing has loaded are left out."""
    return {fact.__name__: fact.journal_word for fact in Fact.__subclasses__() if hasattr(fact, "journal_word")}


def parse_head(text: str) -> ChainHead:
    """Read a head as it is printed, in French too; raise HeadMalformed."""
    match = _PRINTED.fullmatch(text.strip())
    if match is None:
        raise HeadMalformed(head=text)
    kind, colon, rest = match["subject"].partition(":")
    return ChainHead(f"{PRINTED_KINDS.get(kind, kind)}{colon}{rest}", int(match["sequence"]), match["digest"])


def canonical(fact: Fact | Mapping[str, Any]) -> str:
    """Write a fact the same way each time: sorted keys, no spaces."""
    values = dict(fact) if isinstance(fact, Mapping) else dataclasses.asdict(fact)
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def facts_of(subject: str, fact: Fact) -> str:
    """Write a fact as a line on a subject keeps it; raise LineNamesBoth."""
    facts = canonical(fact)
    # The heads that a seal lists are those of scripts and of candidates, in great numbers, and join none.
    if not isinstance(fact, JournalSealed):
        check_line(f"{subject} {_DIGEST.sub('', facts)}")
    return facts


def check_line(text: str) -> None:
    """Refuse a line that holds the number of a script and the number of a candidate; raise LineNamesBoth."""
    if (candidate := codes.candidate_within(text)) and (number := codes.number_within(text)):
        raise LineNamesBoth(number=number, candidate=candidate)


def digest_of(link: ChainLink) -> str:
    """Compute a line's SHA-256 digest from everything that it says and the digest before it."""
    parts = (
        link.subject,
        str(link.sequence),
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.by,
        link.act,
        link.facts,
        link.previous,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_break(lines: Iterable[tuple[ChainLink, str]], heads: Mapping[str, ChainHead]) -> str | None:
    """Find where chains and heads first disagree, lines sorted by subject and sequence; None: nowhere."""
    last: dict[str, ChainHead] = {}
    for link, digest in lines:
        before = last.get(link.subject, ChainHead(link.subject, 0, START))
        if link.sequence != before.sequence + 1 or link.previous != before.digest or digest != digest_of(link):
            return f"{link.subject}:{before.sequence + 1}"
        last[link.subject] = ChainHead(link.subject, link.sequence, digest)
    for subject in sorted(heads.keys() | last.keys()):
        if heads.get(subject) != last.get(subject):
            return f"{subject}:{last[subject].sequence + 1 if subject in last else 1}"
    return None


def sealed_heads(facts: Iterable[str]) -> list[str]:
    """List the heads that seals printed, from the seals' facts, oldest first."""
    return [head for fact in facts for head in json.loads(fact)["heads"]]
