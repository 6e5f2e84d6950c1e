"""The convocation: the order to come, on one page up to six days, on two beyond; the look of the mark sheet.

Whom it calls (their identifier at the top left), for what, where and when, days in a row as one range; why they must
come, what to bring, what to do when ill, how they are paid; who signs, whom to call. Its code stands in clear, and a
QR code opens a public page that says whether it still holds. Tagged (PDF/UA): people read it with whatever they have.
A letter to be checked bears "contrôle" across its pages, and no code. One that regularises, since somebody came without
being called, says so with the day on which it was drawn up. One that calls in the stead of another says that it is
urgent, and not whose place it is.

Several go into one file where somebody prints them together: set as one document, for files put one behind the other
lose their tags.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from massicot.documents import codes, engine, french

MAP = "https://www.openstreetmap.org/?mlat={north:.5f}&mlon={east:.5f}#map=17/{north:.5f}/{east:.5f}"
"""Where a place is shown; nothing of the letter goes there."""

CONTROL = "CONTRÔLE"


@dataclass(frozen=True, slots=True)
class CallLine:
    """One activity: what, from when to when on the clock of the place, and where, by UAI."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """A place where somebody is awaited."""

    uai: str
    name: str
    address: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvocationLetter:
    """One letter; without a code and its page it is one to be checked.

    Whether it is a duty to come is None where nobody told who employs the person: both cases are written then.
    """

    code: str = ""
    page: str = ""
    authority: str
    office: str
    telephone: str
    address: str
    signatory: str
    session: str
    subject_code: str
    subject_title: str
    mission: str
    is_reserve: bool
    is_late: bool = False
    """Whether it regularises that somebody came without being called."""
    is_instead: bool = False
    """Whether it calls somebody in the stead of another."""
    is_duty: bool | None
    is_rehearsal: bool
    identifier: str
    name: str
    institution: str
    lines: Sequence[CallLine]
    places: Sequence[LetterPlace]
    issued_on: date | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days in a row with the same activity, hours and place."""

    first: CallLine
    last: CallLine

    @property
    def words(self) -> str:
        starts, ends = self.first.starts_at, self.last.ends_at
        hours = f"de{french.NO_BREAK_SPACE}{french.hour(starts)} à{french.NO_BREAK_SPACE}{french.hour(ends)}"
        if self.first == self.last and starts.date() != ends.date():
            return f"du {french.moment(starts)} au {french.moment(ends)}"
        if self.first == self.last:
            return f"{french.day(starts)}, {hours}"
        return f"du {french.day(starts)} au {french.day(ends)}, chaque jour {hours}"


def make_convocation(content: ConvocationLetter) -> bytes:
    """Print one convocation; the same facts give the same bytes."""
    return _print([content], content.code or content.identifier)


def make_convocations(contents: Sequence[ConvocationLetter], identifier: str) -> bytes:
    """Print several convocations as one file, each on pages of its own; `identifier` names it among documents.

    All are letters to be checked, or none is.
    """
    return _print(contents, identifier)


def _print(contents: Sequence[ConvocationLetter], identifier: str) -> bytes:
    letters = [_letter(content) for content in contents]
    return engine.render_letter(
        "convocation.typ",
        {
            "heading": letters[0]["heading"] | {"identifier": identifier},
            "watermark": "" if contents[0].code else CONTROL,
            "letters": letters,
        },
    )


def _letter(content: ConvocationLetter) -> dict[str, Any]:
    return {
        "heading": {
            "authority": content.authority,
            "session": content.session,
            "paper_code": content.subject_code,
            "paper_title": content.subject_title,
            "when": "",
            "identifier": content.code or content.identifier,
            "is_rehearsal": content.is_rehearsal,
        },
        "code": content.code,
        "square": codes.qr_code(content.page) if content.code else "",
        "page": content.page,
        "office": _lines(content.office, content.address, content.telephone and f"Tél. {content.telephone}"),
        "telephone": content.telephone,
        "person": {
            "identifier": content.identifier,
            "name": french.breakable(content.name),
            "institution": content.institution,
        },
        "mission": content.mission,
        "rows": [_row(row) for row in day_ranges(content.lines)],
        "places": [_place(place) for place in content.places],
        "is_reserve": content.is_reserve,
        "is_late": content.is_late,
        "is_instead": content.is_instead,
        "is_over": _is_over(content),
        "is_duty": content.is_duty,
        "signatory": content.signatory or content.office,
        "date": french.day(content.issued_on) if content.issued_on else "",
        "replaces": content.replaces,
    }


def _is_over(content: ConvocationLetter) -> bool:
    """Say whether a letter was drawn up after its last day: nothing is left to bring, or to be ill for."""
    return content.issued_on is not None and all(line.ends_at.date() < content.issued_on for line in content.lines)


def day_ranges(lines: Sequence[CallLine]) -> list[DayRange]:
    """Put days in a row with the same activity, hours and place together, in the order of their first day."""
    return sorted(_ranges(lines), key=lambda row: (row.first.starts_at, row.first.title))


def _ranges(lines: Sequence[CallLine]) -> Iterator[DayRange]:
    groups: dict[tuple[str, str, time, time], list[CallLine]] = {}
    for line in sorted(lines, key=lambda line: line.starts_at):
        key = (line.title, line.place, line.starts_at.time(), line.ends_at.time())
        groups.setdefault(key, []).append(line)
    for group in groups.values():
        first = last = group[0]
        for line in group[1:]:
            if _follows(last, line):
                last = line
            else:
                yield DayRange(first, last)
                first = last = line
        yield DayRange(first, last)


def _follows(before: CallLine, line: CallLine) -> bool:
    is_one_day = all(one.starts_at.date() == one.ends_at.date() for one in (before, line))
    return is_one_day and line.starts_at.date() - before.starts_at.date() == timedelta(days=1)


def _row(row: DayRange) -> dict[str, str]:
    return {"when": row.words, "what": row.first.title, "where": row.first.place}


def _place(place: LetterPlace) -> dict[str, str]:
    plan = MAP.format(north=place.position[0], east=place.position[1]) if place.position else ""
    return {"uai": place.uai, "name": place.name, "address": place.address, "map": plan}


def _lines(*lines: str) -> list[str]:
    return [line for line in lines if line]
