"""A small invented centre on paper."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from massicot.core import codes, marks
from massicot.documents import (
    anonymity_list,
    attendance_register,
    despatch_note,
    headings,
    labels,
    mark_sheet,
)
from tests.documents.reading import Reader

PARIS_IN_MAY = timezone(timedelta(hours=2))

Numbers = Callable[[int], list[str]]


@pytest.fixture
def read() -> type[Reader]:
    return Reader


@pytest.fixture
def numbers() -> Numbers:
    """Give so many anonymity numbers, all different, in no order."""
    return lambda count: [codes.number_of(7_919 * 104_729 * rank % 10**8) for rank in range(1, count + 1)]


@pytest.fixture
def heading() -> headings.Heading:
    return headings.Heading(
        authority="Académie d’Aix-Marseille · Division des examens et concours",
        session="BTS – session 2017",
        paper_code="CGE",
        paper_title="Culture générale et expression",
        starts_at=datetime(2017, 5, 10, 14, tzinfo=PARIS_IN_MAY),
        ends_at=datetime(2017, 5, 10, 18, tzinfo=PARIS_IN_MAY),
    )


@pytest.fixture
def centre() -> headings.InstitutionHeading:
    return headings.InstitutionHeading(
        "0139999X", "Lycée des Calanques", "Marseille", "1 rue de l’Exemple, 13000 Marseille"
    )


@pytest.fixture
def label_sheets(
    heading: headings.Heading, centre: headings.InstitutionHeading, numbers: Numbers
) -> labels.LabelSheets:
    """Fourteen candidates in one room, two in another, three spares: four sheets."""
    drawn = numbers(19)
    seats = [labels.SeatLabel(number, str(seat)) for seat, number in enumerate(drawn[:14], start=1)]
    gym = [labels.SeatLabel(number, str(seat)) for seat, number in enumerate(drawn[14:16], start=1)]
    rooms = (labels.LabelRoom("B204", seats), labels.LabelRoom("Gymnase", gym))
    return labels.LabelSheets(heading, centre, rooms, drawn[16:])


@pytest.fixture
def anonymity(
    heading: headings.Heading, centre: headings.InstitutionHeading, numbers: Numbers
) -> anonymity_list.AnonymityList:
    alice, bob, chloe, *spares = numbers(5)

    def line(*cells: str) -> anonymity_list.AnonymityLine:
        names = ("seat", "candidate_number", "surname", "first_names", "specialty", "number")
        return anonymity_list.AnonymityLine(**dict(zip(names, cells, strict=True)))

    rooms = (
        anonymity_list.AnonymityRoom(
            "B204",
            (
                line("1", "01213990001", "ALPHONSE", "Alice", "Notariat", alice),
                line("2", "01213990002", "BŒUF-ÉGLÉ", "Bob, Noël", "Comptabilité et gestion", bob),
            ),
        ),
        anonymity_list.AnonymityRoom("B205", (line("1", "01213990003", "ŁUKASZ", "Chloé", "Notariat", chloe),)),
    )
    return anonymity_list.AnonymityList(heading, centre, rooms, spares)


@pytest.fixture
def register(heading: headings.Heading, centre: headings.InstitutionHeading) -> attendance_register.AttendanceRegister:

    def line(*cells: Any, **more: str) -> attendance_register.RegisterLine:
        names = ("seat", "candidate_number", "surname", "first_names", "born_on", "specialty")
        return attendance_register.RegisterLine(**dict(zip(names, cells, strict=True)), **more)

    alice = line("1", "01213990001", "ALPHONSE", "Alice", date(1997, 12, 1), "Notariat", usual_name="BERTIN")
    bob = line("2", "01213990002", "BŒUF-ÉGLÉ", "Bob", date(1998, 2, 3), "Notariat", arrangement="Tiers-temps")
    chloe = line("1", "01213990003", "ŁUKASZ", "Chloé", date(1996, 2, 29), "Tourisme")
    rooms = (
        attendance_register.RegisterRoom("B204", (alice, bob)),
        attendance_register.RegisterRoom("B205", (chloe,)),
    )
    return attendance_register.AttendanceRegister(heading, centre, rooms)


@pytest.fixture
def consignment(heading: headings.Heading, centre: headings.InstitutionHeading) -> despatch_note.Consignment:
    return despatch_note.Consignment(
        heading=heading,
        parcel="P-7KQ2M4",
        sender=centre,
        addressee=headings.InstitutionHeading(
            "0139998W", "Lycée du Vallon", "Aubagne", "2 rue du Vallon, 13400 Aubagne"
        ),
        attention="secrétariat du centre de correction",
        copy_model="EN",
        due_at=datetime(2017, 5, 12, 18, tzinfo=PARIS_IN_MAY),
        carrier="Navette du rectorat",
    )


@pytest.fixture
def note(consignment: despatch_note.Consignment, numbers: Numbers) -> despatch_note.DespatchNote:
    drawn = numbers(45)
    specialties = (
        despatch_note.SpecialtyNumbers("31401", "Comptabilité et gestion", drawn[:44]),
        despatch_note.SpecialtyNumbers("34401", "Notariat", drawn[44:]),
    )
    return despatch_note.DespatchNote(consignment, specialties)


@pytest.fixture
def sheet(heading: headings.Heading, centre: headings.InstitutionHeading, numbers: Numbers) -> mark_sheet.MarkSheet:
    return mark_sheet.MarkSheet(
        heading=heading,
        batch="B-0K7042",
        specialty_code="31401",
        specialty_label="Comptabilité et gestion",
        marking_centre=centre,
        credentials=mark_sheet.Credentials("https://notes.exemple.fr/saisie/", "A02", "7KQ2M4XD", "H7KQM-2XDRT-9WPA"),
        scale=marks.Scale(),
        numbers=numbers(50),
        opens_at=datetime(2017, 6, 1, 8, tzinfo=PARIS_IN_MAY),
        closes_at=datetime(2017, 6, 7, 17, tzinfo=PARIS_IN_MAY),
    )
