"""Where the ladder leads: how people read what a gap or a line is about, and the page where it is found and mended.

A batch has a page of its own; a script and a parcel have their story; a room and a centre are found among the centres,
with whom to call there; a specialty among the tables imported.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse

from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN, LOST_BACK, NOT_IN_BOX, NOT_RETURNED, RETURN_COUNT
from massicot.core.ladder import Gap, Thing
from massicot.documents import codes
from massicot.exams.queries import Paper
from massicot.results.rules.ladder import GAPS
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.shelves.rules.rungs import SHEET_GIVEN_UP, SHEET_NOT_RECEIVED
from massicot.web.shared.addresses import address_of_each

_PAGES = {
    DEPARTURE_UNKNOWN.name: "office:unrecorded",
    NOT_RETURNED.name: "office:returned_parcels",
    LOST_BACK.name: "office:returned_parcels",
    RETURN_COUNT.name: "office:returned_parcels",
    NOT_IN_BOX.name: "office:fetch_slips",
    SHEET_NOT_RECEIVED.name: "office:sheets_of_paper",
    SHEET_GIVEN_UP.name: "office:sheets_of_paper",
}
"""Kinds of gaps with a list of their own."""


class GapSlip(NamedTuple):
    """The slip under which a script lies that a gap is about: its code, the place and centre, its page."""

    code: str
    place: str
    uai: str
    address: str


class Leads:
    """The addresses that things on the ladder of one paper lead to, each page looked up once."""

    def __init__(self, paper: Paper) -> None:
        self._codes = [paper.session.code, paper.code]
        self._ways: dict[Thing, Callable[[str], str]] = {}
        self._paper_id = paper.pk

    def address(self, thing: Thing, subject: str) -> str:
        """Find the page of something on the ladder."""
        if thing not in self._ways:
            self._ways[thing] = _WAYS[thing](*self._codes)
        return self._ways[thing](subject)

    def gap(self, gap: Gap) -> str:
        """Find where a gap is mended: the list of its kind that says whom to call, or the page of its thing."""
        if page := _PAGES.get(gap.kind):
            return reverse(page, args=self._codes)
        return self.address(GAPS[gap.kind].about, gap.subject)

    def slip(self, thing: Thing, subject: str) -> GapSlip | None:
        """Find the slip under which a script on the ladder lies, wherever it is looked for."""
        row = self._lying.get(subject) if thing is Thing.SCRIPT else None
        return GapSlip(row.code, row.place, row.centre_uai, self._slip_page(row.code)) if row else None

    @cached_property
    def _lying(self) -> Mapping[str, SetAside]:
        return set_asides.lying(self._paper_id)

    def _slip_page(self, code: str) -> str:
        return reverse("office:set_aside", args=[*self._codes, code])


def story_behind(paper: Paper, key: str) -> str:
    """Find where the script is that a gap is about; empty when it is about something else."""
    name, _, subject = key.partition(":")
    kind = GAPS.get(name)
    return Leads(paper).address(Thing.SCRIPT, subject) if kind and kind.about is Thing.SCRIPT else ""


def read(thing: Thing, subject: str) -> str:
    """Write what something is called as people read it: a number in groups, a room without its centre."""
    if thing is Thing.SCRIPT:
        return codes.group_number(subject)
    return subject.partition("/")[2] if thing is Thing.ROOM else subject


def read_alone(thing: Thing, subject: str) -> str:
    """Write what something is called where nothing beside it says which centre it is of."""
    return f"{read(thing, subject)} ({subject.partition('/')[0]})" if thing is Thing.ROOM else read(thing, subject)


def _to_batch(session: str, paper: str) -> Callable[[str], str]:
    return address_of_each("office:batch", [session, paper])


def _to_story(_session: str, _paper: str) -> Callable[[str], str]:
    return _ending_with(reverse("office:where") + "?quoi=")


def _to_centre(session: str, paper: str) -> Callable[[str], str]:
    write = _ending_with(reverse("office:centres_of_paper", args=[session, paper]) + "?cherche=")
    return lambda subject: write(subject.partition("/")[0])


def _to_tables(session: str, _paper: str) -> Callable[[str], str]:
    address = reverse("office:imports", query={"session": session, "table": "candidates"})
    return lambda _subject: address


def _ending_with(start: str) -> Callable[[str], str]:
    return lambda code: start + quote(code)


_WAYS: Mapping[Thing, Callable[[str, str], Callable[[str], str]]] = {
    Thing.BATCH: _to_batch,
    Thing.PARCEL: _to_story,
    Thing.SCRIPT: _to_story,
    Thing.ROOM: _to_centre,
    Thing.CENTRE: _to_centre,
    Thing.SPECIALTY: _to_tables,
}
