"""The way of one batch, step by step: what is done, what comes next, and where it is done."""

from django.utils.translation import gettext, gettext_lazy

from massicot.batches.queries import BatchState
from massicot.marks.queries import TypingProgress
from massicot.web.shared.tasks import WorkStep

ORDER = list(BatchState)


def steps_of(state: BatchState, progress: TypingProgress, holder: str) -> list[WorkStep]:
    """List the steps of a batch; one at most is the next. `holder` is who has it, or had it last."""
    return [
        _sheet(state),
        _envelope(state),
        _hands(state, progress, holder),
        _marks(progress),
    ]


def _sheet(state: BatchState) -> WorkStep:
    is_done = state is not BatchState.TO_PRINT
    sentence = gettext("Printed.") if is_done else gettext("Not printed yet: its password is drawn as it is printed.")
    button = gettext_lazy("Print the mark sheet")
    return WorkStep("print_sheet", gettext_lazy("Mark sheet"), sentence, is_done, button=button, is_next=not is_done)


def _envelope(state: BatchState) -> WorkStep:
    is_done = ORDER.index(state) >= ORDER.index(BatchState.READY)
    sentence = (
        gettext("Checked against the mark sheet, script by script, and closed.")
        if is_done
        else gettext("To be checked against the mark sheet, script by script, then closed.")
    )
    is_next = state is BatchState.TO_CHECK
    button = gettext_lazy("Check the envelope") if is_next else ""
    return WorkStep("concordance", gettext_lazy("Envelope"), sentence, is_done, button=button, is_next=is_next)


def _hands(state: BatchState, progress: TypingProgress, holder: str) -> WorkStep:
    title = gettext_lazy("Hand-out and return")
    if state is BatchState.OUT:
        sentence = gettext("With {marker}.").format(marker=holder)
        button = gettext_lazy("Take it back")
        return WorkStep("take_back", title, sentence, is_done=False, button=button, is_next=True)
    if progress.is_locked:
        return WorkStep("take_back", title, gettext("Given back, and locked: put it away."), is_done=True)
    is_next = state in (BatchState.READY, BatchState.BACK)
    sentence = gettext("At the desk.") if is_next else gettext("It goes out once its envelope is closed.")
    return WorkStep("hand_out", title, sentence, is_done=False, button=gettext_lazy("Hand it out"), is_next=is_next)


def _marks(progress: TypingProgress) -> WorkStep:
    if progress.is_locked:
        return WorkStep("marks", gettext_lazy("Marks"), gettext("Locked by the marker."), is_done=True)
    words = gettext("{saved} of {lines} lines are entered; the marker locks the batch at the end.")
    sentence = words.format(saved=progress.saved, lines=progress.lines)
    return WorkStep("marks", gettext_lazy("Marks"), sentence, is_done=False)
