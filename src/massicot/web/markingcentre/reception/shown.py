"""The scripts of a parcel as the pages of its reception show them, and what each scan says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick
from massicot.consignments.rules.reception import LookedThrough, Scanned, Verdict
from massicot.documents import codes
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.setasides.rules import Oddity
from massicot.web.markingcentre.access import MarkedPaper, address_of
from massicot.web.markingcentre.parcels.shown import TICKS
from massicot.web.markingcentre.set_asides.shown import slip_offer
from massicot.web.shared import instants
from massicot.web.shared.refusals import grouped_in
from massicot.web.shared.scanning import Mood, ScanAnswer, ScanOffer

_WORDS = {
    Verdict.RIGHT: (Mood.RIGHT, gettext_lazy("Ticked"), gettext_lazy("It is announced in this parcel.")),
    Verdict.FOUND: (
        Mood.FOUND,
        gettext_lazy("Found again"),
        gettext_lazy("It was declared missing: it is received now."),
    ),
    Verdict.SIGNED_ABSENT: (
        Mood.FOUND,
        gettext_lazy("Was signed as not there"),
        gettext_lazy("Its centre had signed that it was not in this parcel: it is received, and that centre is told."),
    ),
    Verdict.DOUBLE: (
        Mood.DOUBLE,
        gettext_lazy("Seen already"),
        gettext_lazy(
            "It was received in the parcel {parcel} by {by}, {at}, and counts once. If you hold two scripts with this "
            "number, put both aside and call the exam office."
        ),
    ),
    Verdict.TAKEN_BACK: (
        Mood.REFUSED,
        gettext_lazy("Taken back"),
        gettext_lazy("Its tick was taken back after this scan: scan it again if you hold it."),
    ),
    Verdict.STRAY: (
        Mood.FOREIGN,
        gettext_lazy("Other parcel"),
        gettext_lazy("It is announced in the parcel {parcel} of {centre}, which comes here too: receive it here."),
    ),
    Verdict.ELSEWHERE: (
        Mood.FOREIGN,
        gettext_lazy("Not of this parcel"),
        gettext_lazy(
            "It is announced in the parcel {parcel} of {centre}, which goes to {destination}: put it aside and call "
            "the exam office."
        ),
    ),
    Verdict.UNSENT: (
        Mood.FOREIGN,
        gettext_lazy("Not of this parcel"),
        gettext_lazy(
            "It is announced in the parcel {parcel} of {centre}, which has not recorded its sending: put it aside and "
            "call that centre."
        ),
    ),
    Verdict.NOT_PACKED: (
        Mood.FOREIGN,
        gettext_lazy("Not of this parcel"),
        gettext_lazy(
            "It was numbered at {centre}, which announced it in no parcel: put it aside and call that centre."
        ),
    ),
    Verdict.UNKNOWN: (
        Mood.FOREIGN,
        gettext_lazy("Number unknown"),
        gettext_lazy("This number was never drawn: put the script aside and call the exam office."),
    ),
    Verdict.UNREADABLE: (
        Mood.UNREADABLE,
        gettext_lazy("Unreadable"),
        gettext_lazy("This is not an anonymity number: scan it again, or type it with its letter."),
    ),
    Verdict.SHEET: (
        Mood.NOTED,
        gettext_lazy("Extra sheet"),
        gettext_lazy("It is sheet {sheet} of {number}, which is received: it is counted with its first."),
    ),
    Verdict.SHEET_FIRST: (
        Mood.NOTED,
        gettext_lazy("Extra sheet"),
        gettext_lazy(
            "It is sheet {sheet} of {number}, which is not received yet: scan the label of its first sheet. If that "
            "one is not there, set this sheet aside and declare the script missing."
        ),
    ),
    Verdict.SHEET_FOREIGN: (
        Mood.FOREIGN,
        gettext_lazy("Extra sheet"),
        gettext_lazy(
            "It is sheet {sheet} of {number}, which no parcel announces here: scan the label of its first sheet, which "
            "says what to do. If that one is not there, set this sheet aside."
        ),
    ),
}

_DOUBLE_UNWRITTEN = gettext_lazy(
    "It was received in the parcel {parcel} already, and counts once. If you hold two scripts with this number, put "
    "both aside and call the exam office."
)
"""Of a script that is ticked in a parcel still being ticked: who scanned which script is kept nowhere."""

_ODDITIES = {
    Verdict.DOUBLE: Oddity.DOUBLED,
    Verdict.ELSEWHERE: Oddity.FOREIGN,
    Verdict.UNSENT: Oddity.FOREIGN,
    Verdict.NOT_PACKED: Oddity.FOREIGN,
    Verdict.UNKNOWN: Oddity.FOREIGN,
    Verdict.UNREADABLE: Oddity.UNREADABLE,
    Verdict.SHEET_FOREIGN: Oddity.FOREIGN,
}
"""What is put under a slip, and why."""

_TICKED = {Verdict.RIGHT: Tick.RECEIVED, Verdict.FOUND: Tick.RECEIVED, Verdict.TAKEN_BACK: Tick.NOT_YET}


def answer_to(scanned: Scanned, marked: MarkedPaper, code: str) -> ScanAnswer:
    """Say what one scan came to, in the reception of one parcel."""
    mood, word, sentence = _WORDS[scanned.verdict]
    if scanned.verdict is Verdict.DOUBLE and scanned.at is None:
        sentence = _DOUBLE_UNWRITTEN
    values = {"parcel": scanned.parcel, "by": scanned.by or "?", "at": _instant(marked, scanned.at)}
    values |= {"number": grouped_in(scanned.number), "sheet": str(scanned.sheet)}
    if scanned.centre:
        values["centre"] = exams.institution_name(scanned.centre)
    if scanned.destination:
        values["destination"] = exams.institution_name(scanned.destination)
    tick = _TICKED.get(scanned.verdict)
    lines = {} if tick is None else {scanned.number: (tick.value, str(TICKS[tick]))}
    return ScanAnswer(mood, str(word), str(sentence).format(**values), _offer(scanned, marked, code), lines)


def _offer(scanned: Scanned, marked: MarkedPaper, code: str) -> ScanOffer | None:
    if oddity := _ODDITIES.get(scanned.verdict):
        return slip_offer(marked, oddity, scanned.number, code)
    if scanned.verdict is not Verdict.STRAY:
        return None
    return ScanOffer(gettext("Receive it here"), address_of(marked, "receive_stray", code), {"number": scanned.number})


def _instant(marked: MarkedPaper, at: datetime | None) -> str:
    return instants.day_and_hour(exams.local(marked.paper, at)) if at else "?"


@dataclass(frozen=True, slots=True, kw_only=True)
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
    labels = {
        "tick_it": gettext("Tick %(number)s"),
        "miss_it": gettext("Declare missing: %(number)s"),
        "untick_it": gettext("Untick %(number)s"),
        "find_it": gettext("Found again: %(number)s"),
    }

    def line_of(row: Any) -> ShownScript:
        number = codes.group_number(row.number)
        return ShownScript(
            number=row.number,
            grouped=number,
            specialty=row.specialty_code,
            tick=row.tick_now,
            tick_title=words[row.tick_now],
            found_in=_whereabouts(row),
            slip=lying % {"code": row.slip} if row.slip and row.tick_now != Tick.RECEIVED else "",
            **{button: label % {"number": number} for button, label in labels.items()},
        )

    return [line_of(row) for row in rows]


def _whereabouts(row: Any) -> str:
    """Say where a script lay that was not announced there."""
    if row.signed_absent_by:
        return gettext("signed as not there by its centre, and lay in the parcel")
    if row.is_given_up:
        return gettext("the exam office has decided: search no more; if it turns up, say so")
    if row.lost_here:
        return gettext("received, and not found when the batches were made")
    return gettext("found in %(code)s") % {"code": row.found_in} if row.found_in else ""


class ShownPile(NamedTuple):
    """One specialty of a parcel; no figure of one that waits is ever shown: its count is made without it."""

    code: str
    title: str
    is_waiting: bool
    received: int
    missing: int


def shown_piles(paper: Paper, parcel: Parcel) -> list[ShownPile]:
    """Show the specialties of a parcel, in the order of the despatch note."""
    labels = exams.specialty_labels(paper.session_id)
    return [
        ShownPile(
            code,
            f"{code} {labels.get(code, '')}",
            bool(ticks[Tick.NOT_YET]),
            ticks[Tick.RECEIVED],
            ticks[Tick.MISSING],
        )
        for code, ticks in parcels.ticks_by_specialty(parcel).items()
    ]


def told_received(specialty: str, found: LookedThrough) -> str:
    """Say what was received of a specialty, and what is declared missing."""
    count = len(found.received)
    sentence = ngettext("{specialty}: {n} script is received.", "{specialty}: {n} scripts are received.", count)
    told = sentence.format(specialty=specialty, n=count)
    if not found.missing:
        return told
    numbers = ", ".join(map(grouped_in, found.missing))
    return f"{told} {gettext('Declared missing: {numbers}.').format(numbers=numbers)}"
