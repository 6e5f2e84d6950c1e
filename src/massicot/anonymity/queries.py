"""Reads across the link, each under the key."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from massicot.anonymity.models import KeyRecord, Link, OldVersions
from massicot.anonymity.rules import day, links, strips
from massicot.anonymity.rules import numbers as number_rules
from massicot.anonymity.rules.labels import PRINTED, both_printed
from massicot.anonymity.rules.links import SealedPair, Sealer
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.consignments import queries as consignments
from massicot.core.keys import Key
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.scripts import queries as scripts
from massicot.store import key_file
from massicot.store.prepared import Question, ask_all

_CHUNK = 1000
_RECORDED: Question[KeyRecord] = Question(lambda: KeyRecord.objects.order_by("pk")[:1])


@dataclass(frozen=True, slots=True)
class BoxTakenBack:
    """A box of header strips that was taken back: how many were in it, why, by whom and when."""

    ref: str
    count: int
    reason: str
    by: str
    at: datetime


def sealer_of(paper: Paper, key: Key) -> Sealer:
    """Make the sealer of one paper; raise WrongKey when another key sealed this database."""
    check_key(key)
    return Sealer(key, exams.subject_of(paper))


def check_key(key: Key) -> None:
    """Refuse a key that did not seal this database."""
    recorded = _key_record()
    if recorded is not None and recorded.fingerprint != key.fingerprint:
        raise number_rules.WrongKey(found=key.fingerprint, expected=recorded.fingerprint)


def check_no_key_lost() -> None:
    """Refuse to make a key when this database has one already: a new one would open nothing."""
    recorded = _key_record()
    if recorded is not None:
        raise number_rules.KeyLost(expected=recorded.fingerprint, path=key_file.place())


def key_fingerprint() -> str:
    """Tell the fingerprint of the key that belongs to this database; empty before a copy of one is confirmed kept."""
    recorded = _key_record()
    return recorded.fingerprint if recorded else ""


def is_key_confirmed(key: Key) -> bool:
    """Say whether a copy of this key was confirmed kept."""
    return KeyRecord.objects.filter(fingerprint=key.fingerprint).exists()


def has_key_confirmed() -> bool:
    """Say whether a copy of some key was confirmed kept."""
    return KeyRecord.objects.exists()


def _key_record() -> KeyRecord | None:
    return _RECORDED.first()


def old_versions_left() -> dict[int, datetime]:
    """Map the acts whose old versions of rows are still on the disk to their instants, the first one first."""
    return dict(OldVersions.objects.order_by("left_at", "pk").values_list("pk", "left_at"))


def is_erasing_due(at: datetime) -> bool:
    """Say whether old versions are to be erased now: some act asked for it at once, or it was quiet for long enough."""
    return OldVersions.objects.filter(is_at_once=True).exists() or links.is_due(old_versions_left().values(), at)


def numbers_of_entries(sealer: Sealer, entry_ids: Iterable[int]) -> dict[int, str]:
    """Map entries to their numbers; an entry without a number is left out."""
    return {
        entry_id: number for number, entry_id in _open(sealer, (sealer.entry_index(entry_id) for entry_id in entry_ids))
    }


def entry_of_number(sealer: Sealer, number: str) -> int | None:
    """Find the entry behind a number, if it is bound."""
    row = Link.objects.filter(number_index=sealer.number_index(number)).first()
    return None if row is None else sealer.unseal(_pair(row))[1]


def boxed_strips(paper: Paper) -> dict[str, int]:
    """Map each exam centre to the header strips counted into its boxes."""
    prefix = strips.strips_prefix(paper.session.code, paper.code)
    boxed: dict[str, int] = {}
    for ref, count in custody.boxed_strips(prefix).items():
        uai, _, rank = ref.removeprefix(prefix).partition("-")
        # Strips of another session, whose code goes on where this one ends, begin alike and have more parts.
        if rank.isdecimal():
            boxed[uai] = boxed.get(uai, 0) + count
    return boxed


def boxes_of_centre(paper: Paper, centre_uai: str) -> dict[str, int]:
    """Map each box of header strips of a centre to the strips counted into it, the first one filed first."""
    prefix = strips.strips_prefix(paper.session.code, paper.code, centre_uai)
    boxes = custody.boxed_strips(prefix)
    return {ref: count for ref, count in boxes.items() if ref.removeprefix(prefix).isdecimal()}


def boxes_taken_back(paper: Paper, centre_uai: str) -> list[BoxTakenBack]:
    """List the boxes of header strips that a centre took back, the first one taken back first."""
    lines = audit.lines_of_act(strips.StripsUnboxed.__name__, candidates.day_subject(paper, centre_uai))
    return [BoxTakenBack(**json.loads(line.facts), by=line.by, at=line.at) for line in lines]


def strips_due(paper: Paper, centre_uai: str) -> int:
    """Count the header strips that a centre is to destroy: their scripts are, and nobody certified it yet."""
    return strips_due_by_centre(paper).get(centre_uai, 0)


def strips_due_by_centre(paper: Paper) -> dict[str, int]:
    """Count by exam centre the header strips to be destroyed; a centre with none is left out."""
    due = Counter(scripts.strips_of_destroyed(paper.pk))
    for row in scripts.strip_destructions(paper.pk):
        due[row.centre_uai] -= row.due
    return dict(+due)


def numbers_printed(paper: Paper) -> dict[str, datetime]:
    """Map the centres whose labels and anonymity list were printed, there or by the office, to when both were last."""
    start = candidates.day_subject(paper, "")
    printed = both_printed(audit.last_acts_below(PRINTED, start))
    return {subject.removeprefix(start): at for subject, at in printed.items()}


def was_day_closed(paper: Paper, centre_uai: str) -> bool:
    """Say whether the day of a centre was ever closed, were it open again: its numbers were settled once."""
    return bool(audit.last_of_act(number_rules.DayClosed.__name__, [candidates.day_subject(paper, centre_uai)]))


def unbound(sealer: Sealer, numbers: Collection[str]) -> list[str]:
    """List those of the numbers that are bound to nobody, ascending."""
    indexes = {sealer.number_index(number): number for number in numbers}
    bound = Link.objects.filter(number_index__in=list(indexes)).values_list("number_index", flat=True)
    return sorted(set(numbers) - {indexes[bytes(index)] for index in bound})


def unused_spares(paper: Paper, centre_uai: str, sealer: Sealer) -> list[str]:
    """List the spare numbers of a centre that nobody has, ascending.

    A number that its closed day gave to somebody is none, whose link is erased with the script.
    """
    return unbound(sealer, scripts.spares_of_centre(paper.pk, centre_uai))


def on_the_sheet(paper: Paper, numbers: Iterable[str], sealer: Sealer) -> list[str]:
    """Put numbers of a reserve in the order of their labels and lines, which only the key tells.

    Whoever comes off the list takes the first label: in the order of the numbers, that would be the lowest. Rehearsals
    keep to it, since the same seed prints the same bytes and their key comes from no seed.
    """
    return sorted(numbers) if paper.session.is_rehearsal else number_rules.shuffled_reserve(sealer, numbers)


def numbers_wanted(session: Session, comers: Mapping[tuple[int, str, str], int]) -> list[tuple[str, str, int]]:
    """Count by paper and centre who, of those that a table brings after the draw, takes a spare number."""
    wanted: Counter[tuple[str, str]] = Counter()
    for paper in exams.papers_of(session):
        on_site = exams.on_site_specialties(paper, paper.starts_at)
        for (paper_id, uai, specialty), count in comers.items():
            if paper_id == paper.pk and specialty in on_site:
                wanted[paper.code, uai] += count
    return [(*place, count) for place, count in sorted(wanted.items())]


def check_before_despatch(paper: Paper, centre_uai: str, *, written_off: int) -> None:
    """Refuse to show names beside numbers in a centre once all that it numbered has left; raise NumbersHaveLeft.

    `written_off` counts the scripts there of which the office decided that they will not come.
    """
    in_hand, sent = ask_all(
        scripts.IN_HAND_AT.of(paper_ids=[paper.pk], uais=[centre_uai]),
        consignments.SENT.of(paper_id=paper.pk, uai=centre_uai),
    )
    here, left = (sum(count for *_, count in rows) for rows in (in_hand, sent))
    day.check_before_despatch(centre_uai, here, left, written_off)


def _open(sealer: Sealer, entry_indexes: Iterator[bytes]) -> Iterator[tuple[str, int]]:
    for chunk in _chunks(entry_indexes):
        for row in Link.objects.filter(entry_index__in=chunk):
            yield sealer.unseal(_pair(row))


def _chunks(indexes: Iterator[bytes]) -> Iterator[tuple[bytes, ...]]:
    while chunk := tuple(islice(indexes, _CHUNK)):
        yield chunk


def _pair(row: Link) -> SealedPair:
    return SealedPair(bytes(row.number_index), bytes(row.entry_index), bytes(row.sealed))
