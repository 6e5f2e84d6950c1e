"""What one line of a mark sheet may become, and the answer to a save of some.

AB where a candidate was absent and nowhere else; there, nothing but AB. CB on a script that the exam centre counted as
written, or a mark on one that it counted as blank, stands only where whoever types confirms it: either may be right,
and the ladder names the difference until the office has decided.

A line says what its page showed as saved: when something else stands there now, the line is refused with what stands
there, so that of two people who type the same
batch neither overwrites the other; what stands there already may be typed again. Lines are refused one by one; the
others of the same save are saved.

A save and its answer: the same save sent twice gives the same answer and changes nothing. What is acknowledged is on
disk, with the answer itself: a page whose network broke off sends the same save again and learns what became of it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core import codes, marks
from massicot.core.marks import Code, Entered, MarkNotOnScale, MarkOffStep, Scale
from massicot.core.refused import N_, Refused
from massicot.marks.rules.amendments import MarkUnchanged
from massicot.scripts.rules import ScriptKind


class NumberNotInBatch(Refused):
    sentence = N_("{number} is not in this batch: check the number on the mark sheet.")


class NumberTwiceInSave(Refused):
    sentence = N_("{number} comes twice in one save: reload the page and type that line again.")


class LineChangedMeanwhile(Refused):
    sentence = N_(
        "Somebody saved {current} on this line meanwhile: look at the script, then type the right mark again."
    )


class LineEmptiedMeanwhile(Refused):
    sentence = N_("Somebody emptied this line meanwhile: look at the script, then type the right mark again.")


class AbsentButWritten(Refused):
    sentence = N_(
        "The register says that this candidate was present: AB cannot stand here. "
        "Type the mark, or CB if the script is blank; if in doubt, refer to the exam office."
    )


class PlaceholderIsAbsent(Refused):
    sentence = N_(
        "The register says that this candidate was absent: only AB can stand here. "
        "If the envelope holds a written script, refer to the exam office."
    )


AGAINST_REGISTER = (AbsentButWritten, PlaceholderIsAbsent)
"""Refusals of a line that its marker may refer to the exam office."""


class BlankButWritten(Refused):
    sentence = N_(
        "The exam centre counted this script as written: CB says that it is blank. Look at each of its pages; if there "
        "is nothing to mark, confirm CB, and the exam office compares."
    )


class WrittenButBlank(Refused):
    sentence = N_(
        "The exam centre counted this script as blank: a mark says that it is written. Read its number again; if there "
        "is something to mark, confirm the mark, and the exam office compares."
    )


AGAINST_COUNT = (BlankButWritten, WrittenButBlank)
"""Refusals of a line that stands once whoever types it confirms it."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it was typed, and what its page showed as saved before; empty when nothing was.

    `confirmed`: whoever typed it was told that the exam centre counted something else, and says that it stands.
    """

    number: str
    value: str
    seen: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A batch as its marks are checked: its scale, the kind of each number, what is saved.

    A save asks for the kinds of the lines that it sends: `untold` is how many others the batch has.
    """

    scale: Scale
    kinds: Mapping[str, ScriptKind]
    saved: Mapping[str, Entered]
    untold: int = 0

    def text_of(self, number: str) -> str:
        """Write what is saved on a line as its page shows it; empty when nothing is."""
        return marks.format_entered(self.saved.get(number, Entered()), self.scale)


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that changes; None is an empty line."""

    number: str
    before: Entered | None
    after: Entered | None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line that was refused, why, and what is saved there."""

    number: str
    reason: Refused
    current: str


@dataclass(frozen=True, slots=True)
class SavePlan:
    """What a save does: the lines accepted, those among them that change something, the lines refused, what remains."""

    saved: Sequence[str]
    changes: Sequence[LineChange]
    refused: Sequence[RefusedLine]
    remaining: int


def plan_save(lines: Sequence[TypedLine], sheet: Sheet) -> SavePlan:
    """Sort the lines of one save into accepted and refused; raise NumberTwiceInSave."""
    _check_each_number_once(lines)
    saved, changes, refused = [], [], []
    for line in lines:
        number = codes.tidy_number(line.number)
        try:
            after = _accept(number, line, sheet)
        except Refused as reason:
            refused.append(RefusedLine(number, reason, sheet.text_of(number)))
            continue
        saved.append(number)
        before = sheet.saved.get(number)
        if after != before:
            changes.append(LineChange(number, before, after))
    filled = len(sheet.saved) + sum((change.before is None) - (change.after is None) for change in changes)
    return SavePlan(saved, changes, refused, len(sheet.kinds) + sheet.untold - filled)


def plan_amendment(number: str, value: str, seen: str, sheet: Sheet) -> LineChange:
    """Check one line that the office writes: never emptied, and never what stands there already.

    Raise NumberNotInBatch, MarkNotOnScale, AbsentButWritten, PlaceholderIsAbsent, LineChangedMeanwhile,
    LineEmptiedMeanwhile or MarkUnchanged.
    """
    tidy = codes.tidy_number(number)
    if tidy in sheet.kinds:
        marks.parse_mark(value, sheet.scale)  # an empty line is no mark
    # The office knows what was counted, and gives its reason.
    after = _accept(tidy, TypedLine(number, value, seen, confirmed=True), sheet)
    if after == sheet.saved.get(tidy):
        raise MarkUnchanged(value=sheet.text_of(tidy))
    return LineChange(tidy, sheet.saved.get(tidy), after)


def accepted_values(scale: Scale) -> list[str]:
    """List all that a line may hold, as the scale writes it: 00, 01 … 20, AB, CB."""
    numeric = range(scale.lowest, scale.highest + 1, scale.step)
    return [*(marks.format_mark(hundredths, scale) for hundredths in numeric), *(code.value for code in Code)]


def check_kind(entered: Entered, kind: ScriptKind) -> None:
    """Refuse AB on a script that was handed in, and anything else on a placeholder."""
    is_absent, is_placeholder = entered.code is Code.ABSENT, kind is ScriptKind.PLACEHOLDER
    if is_absent and not is_placeholder:
        raise AbsentButWritten
    if is_placeholder and not is_absent:
        raise PlaceholderIsAbsent


def check_count(entered: Entered, kind: ScriptKind) -> None:
    """Refuse CB on a script counted as written, and a mark on one counted as blank, until it is confirmed."""
    if entered.code is Code.BLANK and kind is ScriptKind.WRITTEN:
        raise BlankButWritten
    if entered.code is None and kind is ScriptKind.BLANK:
        raise WrittenButBlank


def _accept(number: str, line: TypedLine, sheet: Sheet) -> Entered | None:
    if number not in sheet.kinds:
        raise NumberNotInBatch(number=line.number)
    entered = marks.parse_mark(line.value, sheet.scale) if line.value.strip() else None
    if entered:
        check_kind(entered, sheet.kinds[number])
    current = sheet.text_of(number)
    # Who asks for what stands there already overwrites nothing: an answer was lost, and the page was loaded again.
    is_new = entered != sheet.saved.get(number)
    if line.seen.strip().upper() != current and is_new:
        raise LineChangedMeanwhile(current=current) if current else LineEmptiedMeanwhile
    if entered and is_new and not line.confirmed:
        check_count(entered, sheet.kinds[number])
    return entered


def _check_each_number_once(lines: Sequence[TypedLine]) -> None:
    numbers: set[str] = set()
    for line in lines:
        number = codes.tidy_number(line.number)
        if number in numbers:
            raise NumberTwiceInSave(number=line.number)
        numbers.add(number)


CALM_PACE_S = 1
_BUSY_PACES = ((0.3, CALM_PACE_S), (0.6, 2))
_BUSIEST_PACE_S = 5

_LINE_REFUSALS = {
    refusal.__name__: refusal
    for refusal in (
        MarkNotOnScale,
        MarkOffStep,
        NumberNotInBatch,
        LineChangedMeanwhile,
        LineEmptiedMeanwhile,
        AbsentButWritten,
        PlaceholderIsAbsent,
        BlankButWritten,
        WrittenButBlank,
    )
}


class SaveIdReused(Refused):
    sentence = N_("This save was already received with other marks: reload the page, then type what is missing.")


class BatchNeverHandedOut(Refused):
    sentence = N_("The batch {code} was never handed out: ask the marking centre to record who marks it first.")


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """What one save did; `pace_s` says how many seconds to gather marks before the next, `others` who else is there.

    `others` counts the other browsers where the batch is open.
    """

    saved: Sequence[str]
    refused: Sequence[RefusedLine]
    remaining: int
    pace_s: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class MarksSaved(Fact):
    """Lines of a batch changed: number, before, after, as the scale writes them."""

    author: str
    half_day: str
    lines: Sequence[tuple[str, str, str]]


def pace_for(busy_threads: float) -> int:
    """Choose how long a page gathers marks: 1 s when calm, 5 s at most.

    Chosen from how many threads of a process would be busy if each mark came by itself: gathering takes load off the
    server, so that what it does while pages gather would call it calm, and back they would come all at once.
    """
    return next((pace for below, pace in _BUSY_PACES if busy_threads < below), _BUSIEST_PACE_S)


def body_digest(body: Sequence[TypedLine]) -> str:
    """Compute what is kept of a save's lines, to tell the same save from another."""
    text = json.dumps([[line.number, line.value, line.seen, line.confirmed] for line in body])
    return hashlib.sha256(text.encode()).hexdigest()


def write_answer(answer: SaveAnswer) -> str:
    """Write an answer as it is kept beside its save, in no language."""
    refused = [[line.number, *_write_reason(line.reason), line.current] for line in answer.refused]
    return json.dumps([list(answer.saved), refused, answer.remaining, answer.pace_s, answer.others])


def read_answer(text: str) -> SaveAnswer:
    """Read an answer back."""
    saved, refused, remaining, pace_s, others = json.loads(text)
    again = [RefusedLine(number, _LINE_REFUSALS[name](**values), current) for number, name, values, current in refused]
    return SaveAnswer(saved, again, remaining, pace_s, others)


def _write_reason(reason: Refused) -> tuple[str, dict[str, str]]:
    return type(reason).__name__, {name: str(value) for name, value in reason.values.items()}
