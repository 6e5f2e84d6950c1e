"""Acts on labels of some seats: printed again, or replaced by a spare one; those of extra sheets."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.models import Link
from massicot.anonymity.rules.labels import (
    DayClosedBefore,
    LabelsPrintedAgain,
    NobodyChosen,
    OwnLabelStuck,
    SheetLabelsPrinted,
    SpareStuck,
    extra_ranks,
)
from massicot.anonymity.services.entries import checked_spare
from massicot.anonymity.services.prepare import bind
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.documents import labels
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts.rules import check_number


@transaction.atomic
def print_labels_again(
    *, paper: Paper, centre_uai: str, room: str, candidate_numbers: Collection[str], key: Key, by: Actor, at: datetime
) -> bytes:
    """Print the labels of some candidates of a room again, each with its number; raise NotPrepared or NobodyChosen."""
    again = _labels_of(paper, centre_uai, room, candidate_numbers, key)
    fact = LabelsPrintedAgain(room, len(again))
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return _sheets(paper, centre_uai, room, again)


@transaction.atomic
def print_sheet_labels(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    candidate_numbers: Collection[str],
    sheets: int,
    key: Key,
    by: Actor,
    at: datetime,
) -> bytes:
    """Print the labels of the extra sheets of some candidates of a room, whose scripts have so many sheets each.

    Raise NoExtraSheet, NotPrepared or NobodyChosen.
    """
    ranks = extra_ranks(sheets)
    firsts = _labels_of(paper, centre_uai, room, candidate_numbers, key)
    extra = [replace(label, sheet=rank) for label in firsts for rank in ranks]
    fact = SheetLabelsPrinted(room, len(extra))
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return _sheets(paper, centre_uai, room, extra)


@transaction.atomic
def stick_spare(
    *, paper: Paper, centre_uai: str, candidate_number: str, number: str, key: Key, by: Actor, at: datetime
) -> None:
    """Give a candidate the spare number whose label was stuck on their script; their own is of the reserve then.

    Only the sealed link changes: the first closing of the day settles both with the whole centre. Raise CentreUnknown,
    DayIsClosed, DayClosedBefore, CandidateUnknown, SpareMissing, NumberNotWanted, NotPrepared, NumberMistyped,
    OwnLabelStuck or NotASpare.
    """
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    if queries.was_day_closed(paper, centre_uai):
        raise DayClosedBefore(centre=centre_uai)
    entry = candidates.hold_candidate(paper, centre_uai, candidate_number)
    is_numbered = entry.specialty_code in exams.on_site_specialties(paper, paper.starts_at)
    rules.check_spare_given(entry.specialty_code, number, is_numbered=is_numbered)
    sealer = queries.sealer_of(paper, key)
    if queries.numbers_of_entries(sealer, [entry.pk]).get(entry.pk) == check_number(number):
        raise OwnLabelStuck
    spare = checked_spare(paper, centre_uai, number, sealer)
    Link.objects.filter(entry_index=sealer.entry_index(entry.pk)).delete()
    bind(sealer, [(spare, entry.pk)])
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=SpareStuck(), by=by, at=at)


def _labels_of(
    paper: Paper, centre_uai: str, room: str, candidate_numbers: Collection[str], key: Key
) -> list[labels.SeatLabel]:
    """Find the labels of some candidates of a room, in the order of their seats; raise NotPrepared or NobodyChosen."""
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    seated = [row for row in candidates.entry_rows(paper, on_site, centre_uai) if row.room == room]
    rows = [row for row in seated if row.candidate_number in candidate_numbers]
    numbers = queries.numbers_of_entries(queries.sealer_of(paper, key), (row.entry_id for row in rows))
    found = [labels.SeatLabel(numbers[row.entry_id], row.seat) for row in rows if row.entry_id in numbers]
    if not found:
        raise NobodyChosen
    return found


def _sheets(paper: Paper, centre_uai: str, room: str, found: Sequence[labels.SeatLabel]) -> bytes:
    rooms = [labels.LabelRoom(room, found)]
    return labels.make_labels(labels.LabelSheets(exams.heading_of(paper), exams.place_of(centre_uai), rooms, []))
