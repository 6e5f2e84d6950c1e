"""Scripts that are missing from their batch, as the marking centre is told of them, and what to do with one found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, Shortage
from massicot.batches.rules import Noticed
from massicot.documents import codes
from massicot.markers import queries as markers
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.batch_words import name_of


@dataclass(frozen=True, slots=True)
class ShortLine:
    """One missing script in words; `slip` is the one under which it lies, if it does."""

    row: Shortage
    noticed: str
    sentence: str
    slip: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether nobody has recorded it as found."""
        return self.row.found_at is None

    @property
    def is_sought(self) -> bool:
        """Say whether somebody should look for it: it lies under no slip, and the office has decided nothing."""
        return self.is_open and self.row.decided_at is None and not self.slip


def short_of(marked: MarkedPaper) -> list[ShortLine]:
    """Put what was missing from the batches of a paper here into words: what is still to be found first."""
    return shown_short(marked, sorted(batches.shortages_at(marked.paper.pk, marked.uai), key=_order))


def shown_short(marked: MarkedPaper, rows: Sequence[Shortage]) -> list[ShortLine]:
    """Put missing scripts into words."""
    people = markers.markers_by_identifier(marked.paper.session_id, {row.marker for row in rows if row.marker})
    called = {identifier: f"{name_of(people, identifier)} ({identifier})" for identifier in people}
    lying = set_asides.lying_among([row.number for row in rows if row.found_at is None])
    return [_shown(row, called.get(row.marker, row.marker), lying.get(row.number)) for row in rows]


def told_closed(batch: Batch, numbers: Sequence[str], counted: int) -> str:
    """Say that an envelope is closed, and what its mark sheet is to be told of what was missing."""
    if not numbers:
        return gettext("The envelope of {code} is checked and closed.").format(code=batch.code)
    sentence = ngettext(
        "The envelope of {code} is closed without {numbers}: cross its line out on the mark sheet.",
        "The envelope of {code} is closed without {numbers}: cross their lines out on the mark sheet.",
        len(numbers),
    )
    if batches.origins_of(batch.pk):
        sentence = gettext(
            "The envelope of {code} is closed without {numbers}: the mark sheet keeps the lines, look for what is "
            "missing."
        )
    elif not counted:
        sentence = gettext("No script of {code} was there: the batch is unmade. Missing: {numbers}.")
    return sentence.format(code=batch.code, numbers=", ".join(map(codes.grouped, numbers)))


def told_found(row: Shortage) -> str:
    """Say where a script that was just found goes."""
    number = codes.grouped(row.number)
    if not row.back_in:
        return gettext("{number} is found: it is in no batch and goes in the next ones.").format(number=number)
    if row.batch.is_out:
        sentence = gettext("{number} is found: give it to {marker}, who has the batch {code}.")
        return sentence.format(number=number, marker=row.batch.taker, code=row.back_in)
    return gettext("{number} is found: put it back into the envelope of {code}.").format(
        number=number, code=row.back_in
    )


def _shown(row: Shortage, marker: str, slip: SetAside | None) -> ShortLine:
    return ShortLine(row, _noticed(row, marker), _sentence(row, slip), slip.code if slip else "")


def _order(row: Shortage) -> tuple[bool, bool, int]:
    return row.found_at is not None, row.decided_at is not None, -row.pk


def _noticed(row: Shortage, marker: str) -> str:
    if row.noticed == Noticed.ENVELOPE:
        return gettext("not there when the envelope was closed")
    if row.noticed == Noticed.DESK:
        return gettext("not there before the batch went out")
    return gettext("not given back by {marker}").format(marker=marker)


def _sentence(row: Shortage, slip: SetAside | None) -> str:
    if row.found_at is not None:
        return (
            gettext("Found again: in the batch {code}.").format(code=row.back_in)
            if row.back_in
            else gettext("Found again: put in no batch then.")
        )
    if slip is not None:
        sentence = gettext(
            "Do not look for it: it lies under the slip {code}. Say here that it is found, then end the slip."
        )
        return sentence.format(code=slip.code)
    if row.decided_at is not None:
        return gettext("The exam office has decided of it. If it turns up all the same, say so here.")
    if row.struck_at is not None:
        return gettext("Look for it. Its line is struck: cross it out on the mark sheet, no mark is typed there.")
    return gettext("Look for it. Its line stays: a mark that its marker has given is typed, or stays typed.")
