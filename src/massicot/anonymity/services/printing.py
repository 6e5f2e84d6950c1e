"""Acts that print names beside numbers; made on demand, never stored."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.rules import printed
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.documents import anonymity_list, labels
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


@transaction.atomic
def print_labels(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> bytes:
    """Print the label sheets of a centre: seat order, room by room, then the reserve; who printed them is recorded."""
    rows, numbers, spares = _numbered(paper, centre_uai, key)
    rooms = [
        labels.LabelRoom(room, [labels.SeatLabel(numbers[row.entry_id], row.seat) for row in seated])
        for room, seated in _by_room(rows)
    ]
    subject = candidates.day_subject(paper, centre_uai)
    audit.record(subject=subject, fact=printed.LabelsPrinted(centre_uai), by=by, at=at)
    return labels.make_labels(labels.LabelSheets(exams.heading_of(paper), exams.place_of(centre_uai), rooms, spares))


@transaction.atomic
def print_anonymity_list(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> bytes:
    """Print the list of names and numbers of a centre, which stays there; who printed it is recorded."""
    rows, numbers, spares = _numbered(paper, centre_uai, key)
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
    audit.record(subject=subject, fact=printed.ListPrinted(centre_uai), by=by, at=at)
    return anonymity_list.make_anonymity_list(content)


def _numbered(paper: Paper, centre_uai: str, key: Key) -> tuple[list[EntryRow], dict[int, str], list[str]]:
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    sealer = queries.sealer_of(paper, key)
    rows = candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at), centre_uai)
    numbers = queries.numbers_of_entries(sealer, (row.entry_id for row in rows))
    spares = queries.on_the_sheet(paper, queries.unused_spares(paper, centre_uai, sealer), sealer)
    return [row for row in rows if row.entry_id in numbers], numbers, spares


def _line(row: EntryRow, number: str, titles: Mapping[str, str]) -> anonymity_list.AnonymityLine:
    return anonymity_list.AnonymityLine(
        row.seat,
        row.candidate_number,
        row.usual_name or row.surname,
        row.first_names,
        titles[row.specialty_code],
        number,
    )


def _by_room(rows: Iterable[EntryRow]) -> Iterable[tuple[str, Iterable[EntryRow]]]:
    return groupby(rows, key=lambda row: row.room)
