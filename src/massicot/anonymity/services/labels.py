"""Acts on labels and lists that print a number: printed, printed again, a spare stuck in the place of one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.models import Link
from massicot.anonymity.rules import labels as label_rules
from massicot.anonymity.rules import numbers as rules
from massicot.anonymity.rules.labels import (
    DayClosedBefore,
    LabelsPrintedAgain,
    NobodyChosen,
    OwnLabelStuck,
    SheetLabelsPrinted,
    SpareStuck,
    extra_ranks,
)
from massicot.anonymity.services.candidates import checked_spare
from massicot.anonymity.services.numbers import bind
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.documents import anonymity_list, labels
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


@transaction.atomic
def print_labels(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> bytes:
    """Print the label sheets of a centre: seat order, room by room, then the reserve; who printed them is recorded."""
    rows, numbers, spares = _sheet_contents(paper, centre_uai, key)
    rooms = [
        labels.LabelRoom(room, [labels.SeatLabel(numbers[row.entry_id], row.seat) for row in seated])
        for room, seated in _by_room(rows)
    ]
    subject = candidates.day_subject(paper, centre_uai)
    audit.record(subject=subject, fact=label_rules.LabelsPrinted(centre_uai), by=by, at=at)
    return labels.make_labels(labels.LabelSheets(exams.heading_of(paper), exams.place_of(centre_uai), rooms, spares))


@transaction.atomic
def print_anonymity_list(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> bytes:
    """Print the list of names and numbers of a centre, which stays there; who printed it is recorded."""
    rows, numbers, spares = _sheet_contents(paper, centre_uai, key)
    titles = exams.specialty_labels(paper.session_id)
    content = anonymity_list.AnonymityList(
        exams.heading_of(paper),
        exams.place_of(centre_uai),
        [
            anonymity_list.AnonymityRoom(room, [_line(row, numbers[row.entry_id], titles) for row in seated])
            for room, seated in _by_room(rows)
        ],
        spares,
    )
    subject = candidates.day_subject(paper, centre_uai)
    audit.record(subject=subject, fact=label_rules.ListPrinted(centre_uai), by=by, at=at)
    return anonymity_list.make_anonymity_list(content)


def _sheet_contents(paper: Paper, centre_uai: str, key: Key) -> tuple[list[EntryRow], dict[int, str], list[str]]:
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    sealer = queries.sealer_of(paper, key)
    rows = candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at), centre_uai)
    numbers = queries.numbers_of_entries(sealer, (row.entry_id for row in rows))
    spares = queries.on_the_sheet(paper, queries.unused_spares(paper, centre_uai, sealer), sealer)
    return [row for row in rows if row.entry_id in numbers], numbers, spares


def _line(row: EntryRow, number: str, titles: Mapping[str, str]) -> anonymity_list.AnonymityLine:
    return anonymity_list.AnonymityLine(
        seat=row.seat,
        candidate_number=row.candidate_number,
        surname=row.usual_name or row.surname,
        first_names=row.first_names,
        specialty=titles[row.specialty_code],
        number=number,
    )


def _by_room(rows: Iterable[EntryRow]) -> Iterable[tuple[str, Iterable[EntryRow]]]:
    return groupby(rows, key=lambda row: row.room)
