"""How the states of a parcel and of its scripts are called, and what each scan says."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.rules import Tick
from massicot.consignments.rules.progress import ParcelState
from massicot.consignments.rules.scanning import Scanned, Verdict
from massicot.exams import queries as exams
from massicot.setasides.rules import Oddity
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.slip_ways import slip_offer
from massicot.web.shared import instants
from massicot.web.shared.refusals import grouped_in
from massicot.web.shared.scanning import Mood, ScanAnswer, ScanOffer

STATES = {
    ParcelState.LATE: gettext_lazy("late"),
    ParcelState.ARRIVED: gettext_lazy("arrived, to be ticked"),
    ParcelState.TICKING: gettext_lazy("being ticked"),
    ParcelState.ON_THE_WAY: gettext_lazy("on its way"),
    ParcelState.ANNOUNCED: gettext_lazy("announced, not sent yet"),
    ParcelState.LOST: gettext_lazy("declared lost"),
    ParcelState.CLOSED: gettext_lazy("reception closed"),
}
"""In the order in which a marking centre looks after them."""

TICKS = {
    Tick.NOT_YET: gettext_lazy("not looked for yet"),
    Tick.RECEIVED: gettext_lazy("received"),
    Tick.MISSING: gettext_lazy("missing"),
}

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
    values = {"parcel": scanned.parcel, "by": scanned.by or "?", "at": _written(marked, scanned.at)}
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
    address = reverse("markingcentre:receive_stray", args=[*marked.arguments, code])
    return ScanOffer(gettext("Receive it here"), address, {"number": scanned.number})


def _written(marked: MarkedPaper, at: datetime | None) -> str:
    return instants.written(exams.local(marked.paper, at)) if at else "?"
