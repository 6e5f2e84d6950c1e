"""What a scan of an envelope says, and what its mark sheet is to be told once it is closed."""

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.batches.rules import Checked, CheckOutcome
from massicot.documents import codes
from massicot.setasides.rules import Oddity
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.set_asides.shown import slip_offer
from massicot.web.shared.refusals import grouped_in
from massicot.web.shared.scanning import Mood, ScanAnswer

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


def verdict_on(checked: Checked, marked: MarkedPaper, code: str) -> ScanAnswer:
    """Say what a scan of an envelope found; what belongs nowhere here is led to a slip."""
    mood, word, sentence = _VERDICTS[checked.outcome]
    is_seen = checked.outcome in (CheckOutcome.RIGHT, CheckOutcome.DOUBLE)
    lines = {checked.number: (SEEN, gettext("seen"))} if is_seen else {}
    oddity = _ODDITIES.get(checked.outcome)
    offer = slip_offer(marked, oddity, checked.number, code) if oddity else None
    said = {"batch": checked.belongs_to, "number": grouped_in(checked.number), "sheet": checked.sheet}
    return ScanAnswer(mood, str(word), str(sentence).format(**said), offer, lines)


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
    return sentence.format(code=batch.code, numbers=", ".join(map(codes.group_number, numbers)))
