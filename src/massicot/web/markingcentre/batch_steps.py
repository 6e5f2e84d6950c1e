"""The way of one batch, step by step: what is done, what comes next, and where it is done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.batches.queries import State
from massicot.marks.queries import Progress

ORDER = list(State)


@dataclass(frozen=True, slots=True)
class BatchStep:
    """One step: what is done there, how it stands, and the name of the address that leads on."""

    title: Promise | str
    sentence: str
    is_done: bool
    is_next: bool
    button: Promise | str = ""
    address: str = ""


def steps_of(state: State, progress: Progress, holder: str) -> list[BatchStep]:
    """List the steps of a batch; one at most is the next. `holder` is who has it, or had it last."""
    return [
        _sheet(state),
        _envelope(state),
        _hands(state, progress, holder),
        _marks(progress),
    ]


def _sheet(state: State) -> BatchStep:
    is_done = state is not State.TO_PRINT
    sentence = gettext("Printed.") if is_done else gettext("Not printed yet: its password is drawn as it is printed.")
    button = gettext_lazy("Print the mark sheet")
    return BatchStep(gettext_lazy("Mark sheet"), sentence, is_done, not is_done, button, "print_sheet")


def _envelope(state: State) -> BatchStep:
    is_done = ORDER.index(state) >= ORDER.index(State.READY)
    sentence = (
        gettext("Checked against the mark sheet, script by script, and closed.")
        if is_done
        else gettext("To be checked against the mark sheet, script by script, then closed.")
    )
    is_next = state is State.TO_CHECK
    button = gettext_lazy("Check the envelope") if is_next else ""
    return BatchStep(gettext_lazy("Envelope"), sentence, is_done, is_next, button, "concordance")


def _hands(state: State, progress: Progress, holder: str) -> BatchStep:
    title = gettext_lazy("Hand-out and return")
    if state is State.OUT:
        sentence = gettext("With {marker}.").format(marker=holder)
        button = gettext_lazy("Take it back")
        return BatchStep(title, sentence, is_done=False, is_next=True, button=button, address="take_back")
    if progress.is_locked:
        return BatchStep(title, gettext("Given back, and locked: put it away."), is_done=True, is_next=False)
    is_next = state in (State.READY, State.BACK)
    sentence = gettext("At the desk.") if is_next else gettext("It goes out once its envelope is closed.")
    return BatchStep(
        title, sentence, is_done=False, is_next=is_next, button=gettext_lazy("Hand it out"), address="hand_out"
    )


def _marks(progress: Progress) -> BatchStep:
    if progress.is_locked:
        return BatchStep(gettext_lazy("Marks"), gettext("Locked by the marker."), is_done=True, is_next=False)
    words = gettext("{saved} of {lines} lines are entered; the marker locks the batch at the end.")
    sentence = words.format(saved=progress.saved, lines=progress.lines)
    return BatchStep(gettext_lazy("Marks"), sentence, is_done=False, is_next=False)
