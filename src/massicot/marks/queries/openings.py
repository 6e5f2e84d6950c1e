"""Batches as they are opened: all that one save has to know, from where it is typed, how often sheets were printed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import codes
from massicot.core.marks import Code, Entered
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import networks
from massicot.exams.rules.networks import EntryPlace
from massicot.marks.models import Credential, Extension, Mark, Opening, Save, SecondMark
from massicot.marks.queries.progress import LOCK
from massicot.marks.rules import sheets as rules
from massicot.marks.rules.keyings import Keying
from massicot.marks.rules.lines import Sheet, TypedLine
from massicot.marks.rules.openings import OpenedElsewhere, current_half_days
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from massicot.store.prepared import Question, ask_all

_SAVE = Question(lambda credential_id, save_id: Save.objects.filter(credential_id=credential_id, save_id=save_id))
_MARKS: Question[tuple[str, int | None, str]] = Question(
    lambda batch_id: Mark.objects.filter(batch_id=batch_id).values_list("number", "hundredths", "code")
)
_SECOND_MARKS: Question[tuple[str, int | None, str]] = Question(
    lambda batch_id: SecondMark.objects.filter(batch_id=batch_id).values_list("number", "hundredths", "code")
)
_TYPED = {Keying.FIRST: _MARKS, Keying.SECOND: _SECOND_MARKS}
"""What each keying has typed: whoever types one never learns of the other."""

_EXTENSION: Question[tuple[datetime]] = Question(
    lambda batch_id: Extension.objects.filter(batch_id=batch_id).values_list("closes_at")
)
_OPENINGS: Question[tuple[int, str]] = Question(
    lambda credential_id: Opening.objects.filter(credential_id=credential_id).values_list("pk", "half_day")
)
_OPENING: Question[tuple[int]] = Question(lambda opening_id: Opening.objects.filter(pk=opening_id).values_list("pk"))
_HELD = Question(lambda credential_id: _hold(live_credentials(), credential_id))
_HELD_SECOND = Question(lambda credential_id: _hold(second_credentials(), credential_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A batch as one save finds it; `head` is the held head of its journal, None before its first line."""

    paper: Paper
    earlier: Save | None
    is_locked: bool
    extended_to: datetime | None
    openings: Mapping[int, str]
    author: str
    sheet: Sheet
    head: Any

    def openings_beside(self, opening_id: int | None, at: datetime) -> int:
        """Count the other browsers where the batch is open; raise OpenedElsewhere when it was closed in this one."""
        return count_beside(self.openings, opening_id, self.paper, at)


def live_credentials() -> QuerySet[Credential]:
    """Find the credentials of mark sheets that open something: not printed anew since, of a batch not unmade."""
    return every_credential().filter(keying=Keying.FIRST)


def second_credentials() -> QuerySet[Credential]:
    """Find the credentials that open a batch for its second keying, and for nothing else."""
    return every_credential().filter(keying=Keying.SECOND)


def every_credential() -> QuerySet[Credential]:
    """Find the credentials that open a batch for one keying or the other."""
    return Credential.objects.filter(is_revoked=False, batch__unmade_at__isnull=True)


def held_credential(credential_id: int) -> Credential | None:
    """Fetch and hold a live credential of a mark sheet with its batch until the end of the transaction."""
    return _HELD.first(credential_id=credential_id)


def held_second(credential_id: int) -> Credential | None:
    """Fetch and hold a live credential of a second keying with its batch until the end of the transaction."""
    return _HELD_SECOND.first(credential_id=credential_id)


def _hold(live: QuerySet[Credential], credential_id: int) -> QuerySet[Credential]:
    return live.select_for_update(of=("self",)).select_related("batch").filter(pk=credential_id)


def fetch_for_save(credential: Credential, save_id: UUID, lines: Iterable[TypedLine]) -> Opened:
    """Fetch what one save of a held credential has to know; the sheet tells the kinds of the lines sent, no others."""
    batch = credential.batch
    papers, saves, locks, extensions, openings, holders, numbers, marks, kinds, heads = ask_all(
        exams.PAPER.of(paper_id=batch.paper_id),
        _SAVE.of(credential_id=credential.pk, save_id=save_id),
        LOCK.of(batch_id=batch.pk),
        _EXTENSION.of(batch_id=batch.pk),
        _OPENINGS.of(credential_id=credential.pk),
        custody.LAST_HOLDER_OF_BATCH.of(code=batch.code),
        batches.NUMBERS.of(batch_id=batch.pk),
        _TYPED[Keying(credential.keying)].of(batch_id=batch.pk),
        scripts.KINDS.of(numbers=_numbers_in(lines)),
        audit.HEAD.of(subject=batches.subject_of(batch.code)),
    )
    sheet = _sheet(papers[0], {number for (number,) in numbers}, kinds, marks)
    extended_to, author = (next((value for (value,) in rows), None) for rows in (extensions, holders))
    return Opened(
        paper=papers[0],
        earlier=_first(saves),
        is_locked=bool(locks),
        extended_to=extended_to,
        openings=dict(openings),
        author=author or "",
        sheet=sheet,
        head=_first(heads),
    )


def openings_beside(credential: Credential, opening_id: int | None, at: datetime) -> int:
    """Count the other browsers where a batch is open; raise OpenedElsewhere when it was closed in this one."""
    openings = dict(_OPENINGS.ask(credential_id=credential.pk))
    return count_beside(openings, opening_id, exams.paper_by_id(credential.batch.paper_id), at)


def check_opening(opening_id: int | None) -> None:
    """Raise OpenedElsewhere when a batch was closed in this browser from another."""
    if opening_id is not None and not _OPENING.ask(opening_id=opening_id):
        raise OpenedElsewhere


def count_beside(openings: Mapping[int, str], opening_id: int | None, paper: Paper, at: datetime) -> int:
    """Count those of some openings that are not this one and not of a day gone; raise OpenedElsewhere."""
    if opening_id is None:
        return 0
    if opening_id not in openings:
        raise OpenedElsewhere
    current = current_half_days(at, exams.zone_of(paper.session))
    return sum(made in current for pk, made in openings.items() if pk != opening_id)


def extension_of(batch_id: int) -> datetime | None:
    """Tell until when one batch stays open by decision of the office; None for the closing of its paper."""
    return next((closes_at for (closes_at,) in _EXTENSION.ask(batch_id=batch_id)), None)


def _numbers_in(lines: Iterable[TypedLine]) -> list[str]:
    # Whatever else was typed is no number: it is not asked for.
    tidied = (codes.tidy_number(line.number) for line in lines)
    return [number for number in tidied if codes.is_number(number)] or [""]


def _sheet(paper: Paper, numbers: set[str], kinds: Iterable[Any], marks: Iterable[Any]) -> Sheet:
    own_kinds = {number: ScriptKind(kind) for number, kind in kinds if number in numbers}
    saved = {number: Entered(hundredths, Code(code) if code else None) for number, hundredths, code in marks}
    return Sheet(exams.scale_of(paper), own_kinds, saved, len(numbers) - len(own_kinds))


def _first(rows: list[Any]) -> Any:
    return rows[0] if rows else None


def check_place(paper: Paper, batch: Batch, address: str) -> bool:
    """Say whether marks of a batch are typed from outside its centre; raise EntryElsewhere where they may not be."""
    place = EntryPlace(paper.session.entry_from)
    if place is EntryPlace.ANYWHERE:
        return False
    declared = exams.networks_of_centre(paper.session_id, batch.centre_uai)
    is_elsewhere = rules.is_elsewhere(place, declared, address)
    rules.check_place(place, is_elsewhere=is_elsewhere, centre=batch.centre_uai)
    return is_elsewhere


def is_of_a_centre(address: str) -> bool:
    """Say whether an address is on a network that some marking centre declared."""
    return any(networks.is_inside(address, declared) for declared in exams.networks_by_centre().values())


_LINES: Question[tuple[str, int]] = Question(
    lambda paper_id: (
        live_credentials().filter(batch__paper_id=paper_id).order_by("batch__code").values_list("batch__code", "lines")
    )
)


def printings_among(codes: Collection[str]) -> dict[str, int]:
    """Count how many times the mark sheet of each of some batches was printed, by the code of the batch."""
    rows = Credential.objects.filter(batch__code__in=codes, keying=Keying.FIRST).values_list("batch__code")
    return dict.fromkeys(codes, 0) | dict(rows.annotate(count=Count("pk")).order_by("batch__code"))


def printings_of(batch_id: int) -> int:
    """Count how many times the mark sheet of a batch was printed."""
    return Credential.objects.filter(batch_id=batch_id, keying=Keying.FIRST).count()


def second_printings_of(batch_id: int) -> int:
    """Count how many times the sheet for the second keying of a batch was printed."""
    return Credential.objects.filter(batch_id=batch_id, keying=Keying.SECOND).count()


def printed_lines(paper_id: int) -> dict[str, int]:
    """Map the code of each batch whose mark sheet is printed to the lines that its last sheet prints."""
    return dict(_LINES.ask(paper_id=paper_id))
