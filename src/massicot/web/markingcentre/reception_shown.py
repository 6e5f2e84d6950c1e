"""The scripts of a parcel as the page of its reception shows them: what all the lines say is written once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from massicot.consignments.rules import Tick
from massicot.documents import codes
from massicot.web.markingcentre.parcel_words import TICKS


@dataclass(frozen=True, slots=True)
class ShownScript:
    """One script: what was said of it, and what each of its buttons is called."""

    number: str
    grouped: str
    specialty: str
    tick: str
    tick_title: str
    found_in: str
    slip: str
    tick_it: str
    miss_it: str
    untick_it: str
    find_it: str


def shown_scripts(rows: Iterable[Any]) -> list[ShownScript]:
    """Write some of the scripts that a parcel announces, each with its `slip`, as its page shows them."""
    words = {tick.value: str(title) for tick, title in TICKS.items()}
    lying = gettext("under the slip %(code)s: end the slip")
    labels = [
        gettext("Tick %(number)s"),
        gettext("Declare missing: %(number)s"),
        gettext("Untick %(number)s"),
        gettext("Found again: %(number)s"),
    ]

    def shown(row: Any) -> ShownScript:
        number = codes.grouped(row.number)
        return ShownScript(
            row.number,
            number,
            row.specialty_code,
            row.tick,
            words[row.tick],
            _found(row),
            lying % {"code": row.slip} if row.slip and row.tick != Tick.RECEIVED else "",
            *(label % {"number": number} for label in labels),
        )

    return [shown(row) for row in rows]


def _found(row: Any) -> str:
    """Say where a script lay that was not announced there."""
    if row.signed_absent_by:
        return gettext("signed as not there by its centre, and lay in the parcel")
    if row.is_given_up:
        return gettext("the exam office has decided: search no more; if it turns up, say so")
    if row.lost_here:
        return gettext("received, and not found when the batches were made")
    return gettext("found in %(code)s") % {"code": row.found_in} if row.found_in else ""
