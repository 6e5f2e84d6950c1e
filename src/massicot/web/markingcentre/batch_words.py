"""How the states of a batch are called, and what a scan of its envelope says."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.batches.queries import BatchState
from massicot.batches.rules import Checked, CheckOutcome
from massicot.core.refused import NN_
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.marks.rules import Twice
from massicot.setasides.rules import Oddity
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.slip_ways import slip_offer
from massicot.web.shared.refusals import grouped_in
from massicot.web.shared.scanning import Mood, ScanAnswer

STATES = {
    BatchState.TO_PRINT: gettext_lazy("mark sheet to print"),
    BatchState.TO_CHECK: gettext_lazy("envelope to check"),
    BatchState.READY: gettext_lazy("ready to be handed out"),
    BatchState.OUT: gettext_lazy("with a marker"),
    BatchState.BACK: gettext_lazy("back at the desk"),
}

_COUNTED = {
    BatchState.TO_PRINT: NN_("mark sheet to print", "mark sheets to print"),
    BatchState.TO_CHECK: NN_("envelope to check", "envelopes to check"),
    BatchState.READY: NN_("batch ready to be handed out", "batches ready to be handed out"),
    BatchState.OUT: NN_("batch with a marker", "batches with markers"),
    BatchState.BACK: NN_("batch back at the desk", "batches back at the desk"),
}

SECOND = {
    Twice.ASKED: gettext_lazy("to be typed twice"),
    Twice.TO_PRINT: gettext_lazy("its sheet never printed"),
}

_VERDICTS = {
    CheckOutcome.RIGHT: (
        Mood.RIGHT,
        gettext_lazy("Right"),
        gettext_lazy("It is on the mark sheet: put it in the envelope."),
    ),
    CheckOutcome.DOUBLE: (
        Mood.DOUBLE,
        gettext_lazy("Seen already"),
        gettext_lazy("It was scanned already: go on with the next script."),
    ),
    CheckOutcome.OTHER_BATCH: (
        Mood.FOREIGN,
        gettext_lazy("Other batch"),
        gettext_lazy("It belongs to the batch {batch}: put it there."),
    ),
    CheckOutcome.NO_BATCH: (
        Mood.FOREIGN,
        gettext_lazy("In no batch"),
        gettext_lazy("It was received here and is in no batch yet: put it aside for the next batches."),
    ),
    CheckOutcome.WITHDRAWN: (
        Mood.FOREIGN,
        gettext_lazy("Withdrawn"),
        gettext_lazy("The exam office withdrew it from its batch: put it aside for the office."),
    ),
    CheckOutcome.MISSING: (
        Mood.FOREIGN,
        gettext_lazy("Was missing"),
        gettext_lazy("It was missing from the batch {batch}: say on the page of that batch that it is found."),
    ),
    CheckOutcome.ELSEWHERE: (
        Mood.FOREIGN,
        gettext_lazy("Not received here"),
        gettext_lazy("It was not received here: put it aside and look it up with “where is it”."),
    ),
    CheckOutcome.UNREADABLE: (
        Mood.UNREADABLE,
        gettext_lazy("Unreadable"),
        gettext_lazy("This is not an anonymity number: scan it again, or type it with its letter."),
    ),
    CheckOutcome.END_OF_NONE: (
        Mood.UNREADABLE,
        gettext_lazy("Not of this envelope"),
        gettext_lazy(
            "No script of this envelope ends so: type its whole number, with its letter, and the box says where it "
            "belongs."
        ),
    ),
    CheckOutcome.END_OF_SEVERAL: (
        Mood.UNREADABLE,
        gettext_lazy("Several"),
        gettext_lazy("Several scripts of this envelope end so: type its whole number, with its letter."),
    ),
    CheckOutcome.SHEET: (
        Mood.NOTED,
        gettext_lazy("Extra sheet"),
        gettext_lazy("It is sheet {sheet} of {number}, seen already: it is counted with its first."),
    ),
    CheckOutcome.SHEET_FIRST: (
        Mood.NOTED,
        gettext_lazy("Extra sheet"),
        gettext_lazy(
            "It is sheet {sheet} of {number}, not seen yet: scan the label of its first sheet. If that one is not in "
            "the envelope, the script is not there."
        ),
    ),
}
_ODDITIES = {CheckOutcome.ELSEWHERE: Oddity.FOREIGN, CheckOutcome.UNREADABLE: Oddity.UNREADABLE}
"""What is put under a slip, and why."""

SEEN = "seen"
AT_A_GLANCE = 3


def counted(state: BatchState, count: int) -> str:
    """Say of what a figure is the number."""
    return ngettext(*_COUNTED[state], count)


def verdict_on(checked: Checked, marked: MarkedPaper, code: str) -> ScanAnswer:
    """Say what a scan of an envelope found; what belongs nowhere here is led to a slip."""
    mood, word, sentence = _VERDICTS[checked.outcome]
    is_seen = checked.outcome in (CheckOutcome.RIGHT, CheckOutcome.DOUBLE)
    lines = {checked.number: (SEEN, gettext("seen"))} if is_seen else {}
    oddity = _ODDITIES.get(checked.outcome)
    offer = slip_offer(marked, oddity, checked.number, code) if oddity else None
    said = {"batch": checked.belongs_to, "number": grouped_in(checked.number), "sheet": checked.sheet}
    return ScanAnswer(mood, str(word), str(sentence).format(**said), offer, lines)


def written_sizes(sizes: Sequence[int]) -> str:
    """Write the sizes of the batches of one specialty: 44 + 43 + 43, or 2 × 44 + 3 × 43 when they are more."""
    if len(sizes) <= AT_A_GLANCE:
        return " + ".join(map(str, sizes))
    return " + ".join(f"{count} × {size}" for size, count in sorted(Counter(sizes).items(), reverse=True))


def name_of(people: Mapping[str, Marker], identifier: str) -> str:
    """Write the name of a marker, or the identifier of one who is no longer in the table."""
    return markers.name_of(people[identifier]) if identifier in people else identifier
