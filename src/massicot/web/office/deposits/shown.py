"""What the pages of documents say: what each is, how long it is kept, and to whose affair it leads back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.absences import queries as absences
from massicot.candidates import queries as candidates
from massicot.deposits import queries as deposits
from massicot.deposits.queries import FROZEN, KEPT, Deposit
from massicot.deposits.rules import DESTRUCTIONS, DestructionReason
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results.rules import script_copies
from massicot.web.shared import instants
from massicot.web.shared.listing import Condition, Filter, ListColumn

ABSENCE, REGISTER, CONSULTATION = "absence", "presence", script_copies.ABOUT
"""The kinds of affairs, as areas name them in front of a colon."""

THOUSAND, MILLION = 1_000, 1_000_000

COLUMNS = (
    ListColumn("code", gettext_lazy("Document")),
    ListColumn("affair", gettext_lazy("Of"), order_by=""),
    ListColumn("what", gettext_lazy("What it is"), order_by="size"),
    ListColumn("kept_at", gettext_lazy("Handed in")),
    ListColumn("kept_by", gettext_lazy("By")),
    ListColumn("until", gettext_lazy("Kept until"), order_by="destroy_on"),
)
BY_STATE = Filter(
    "etat",
    gettext_lazy("Kept"),
    [
        ("kept", gettext_lazy("kept")),
        ("frozen", gettext_lazy("kept by a dispute")),
        ("destroyed", gettext_lazy("destroyed")),
    ],
    lambda word: {"kept": KEPT, "frozen": FROZEN, "destroyed": ~KEPT}[word],
)


@dataclass(frozen=True, slots=True)
class ShownAffair:
    """One affair: what it is called, and where it is read."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDeposit:
    """One document as its page shows it; nothing of what it says."""

    row: Deposit
    what: str
    kept_at: datetime
    destroyed_at: datetime | None
    reason: str
    affair: ShownAffair | None
    is_in_a_mail: bool

    @property
    def is_frozen(self) -> bool:
        """Say whether a dispute keeps it."""
        return self.row.frozen_at is not None


def shown_deposit(row: Deposit) -> ShownDeposit:
    return ShownDeposit(
        row=row,
        what=_what(row),
        kept_at=timezone.localtime(row.kept_at),
        destroyed_at=timezone.localtime(row.destroyed_at) if row.destroyed_at else None,
        reason=_reason(row),
        affair=affairs_of([row.about]).get(row.about),
        is_in_a_mail=row.destroyed_at is None and results.is_in_a_mail(row),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDeposit:
    code: str
    affair: str
    affair_address: str
    what: str
    kept_at: datetime
    kept_by: str
    until: str
    is_frozen: bool
    address: str


def listed_deposits(rows: Sequence[Deposit]) -> list[ListedDeposit]:
    affairs = affairs_of(row.about for row in rows)
    nobody = ShownAffair("–", "")
    return [_line_of(row, affairs.get(row.about, nobody)) for row in rows]


def _line_of(row: Deposit, affair: ShownAffair) -> ListedDeposit:
    return ListedDeposit(
        code=row.code,
        affair=affair.words,
        affair_address=affair.address,
        what=_what(row),
        kept_at=timezone.localtime(row.kept_at),
        kept_by=row.kept_by,
        until=_until(row),
        is_frozen=row.frozen_at is not None,
        address=reverse("office:deposit", args=[row.code]),
    )


def _what(row: Deposit) -> str:
    pages = ngettext("{n} page", "{n} pages", row.pages).format(n=row.pages)
    return f"{row.kind.upper()}, {pages}, {_size(row.size)}"


def _size(size: int) -> str:
    """Write a size as the limit of documents is written, in thousands and millions."""
    if size < MILLION:
        return gettext("{n} kB").format(n=max(1, round(size / THOUSAND)))
    return gettext("{n} MB").format(n=formats.number_format(size / MILLION, 1))


def _reason(row: Deposit) -> str:
    return gettext(DESTRUCTIONS[DestructionReason(row.reason)]) if row.reason else ""


def _until(row: Deposit) -> str:
    if row.destroyed_at is not None:
        return f"{gettext('destroyed')} : {_reason(row)}"
    if row.frozen_at is not None:
        return gettext("kept by a dispute: {dispute}").format(dispute=row.dispute)
    return _day(row.destroy_on)


def _day(day: date | None) -> str:
    return instants.day(day) if day else gettext("no day is known")


def affairs_of(abouts: Iterable[str]) -> dict[str, ShownAffair]:
    """Name some affairs, a fixed number of statements for any number; one that is gone is left out."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for about in set(abouts):
        kind, _, named = about.partition(":")
        kinds.setdefault(kind, []).append((about, named))
    return {about: affair for kind, own in kinds.items() if kind in _NAMED for about, affair in _NAMED[kind](own)}


def whose_affair_is(words: str) -> Condition:
    """Say whose documents the search box looks for, beside their codes: of somebody absent, by their name."""
    return deposits.is_about(f"{ABSENCE}:{absence_id}" for absence_id in absences.ids_of_people_called(words))


def _absences(own: list[tuple[str, str]]) -> Iterator[tuple[str, ShownAffair]]:
    rows = absences.absences_by_ids([int(named) for _, named in own])
    for about, named in own:
        if row := rows.get(int(named)):
            person = row.assignment.person
            words = gettext("Absence of {first} {last}").format(first=person.first_name, last=person.surname)
            yield about, ShownAffair(words, reverse("office:absence", args=[row.pk]))


def _registers(own: list[tuple[str, str]]) -> Iterator[tuple[str, ShownAffair]]:
    parts = {about: named.split("/") for about, named in own}
    names = exams.institution_names({uai for _, _, uai in parts.values()})
    for about, (session, day, uai) in parts.items():
        words = gettext("Register of {day}, {place}").format(
            day=instants.day(date.fromisoformat(day)), place=names.get(uai, uai)
        )
        yield about, ShownAffair(words, reverse("office:register", args=[session, uai, day]))


def _consultations(own: list[tuple[str, str]]) -> Iterator[tuple[str, ShownAffair]]:
    rows = results.consultations_by_ids([int(named) for _, named in own])
    people = candidates.names_of_entries([row.entry_id for row in rows.values()])
    for about, named in own:
        row = rows.get(int(named))
        if row is not None and (person := people.get(row.entry_id)):
            words = gettext("Request about {name}").format(name=f"{person.surname} {person.first_names}")
            where = [row.paper.session.code, row.paper.code, row.pk]
            yield about, ShownAffair(words, reverse("office:consultation", args=where))


_NAMED: Mapping[str, Callable[[list[tuple[str, str]]], Iterator[tuple[str, ShownAffair]]]] = {
    ABSENCE: _absences,
    REGISTER: _registers,
    CONSULTATION: _consultations,
}
