"""What an import would do, line by line, in a form that can be kept sealed and read again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from massicot.core.tables.faults import Fault, Reason
from massicot.core.tables.new_lines import NewLines, parts_of
from massicot.core.tables.outcomes import Outcome

REPORT = "report"
"""The part of a report that is no list of new lines."""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell that changes."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault or warning: where it stands, what was found, and why, as a message id and its values."""

    line: int
    column: str
    value: str
    sentence: str
    values: Mapping[str, Any]

    def told(self, translate: Callable[[str], str]) -> str:
        """Write the reason in the reader's language."""
        return Reason(self.sentence, self.values).told(translate)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import would do, or why it is refused."""

    new: Sequence[str] = ()
    changed: Sequence[ChangedCell] = ()
    same: int = 0
    faults: Sequence[Remark] = ()
    warnings: Sequence[Remark] = ()
    wanted: Sequence[tuple[str, str, int]] = ()
    """How many numbers of its reserve each centre will need, by paper: candidates who come after the draw."""
    erased: Sequence[tuple[str, int]] = ()
    """How many values empty cells would erase, by column."""
    digest: str = ""
    """What tells this report from another that writes other lines."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What each new line is called, by its key; of a report that is read again, those whose key was asked for."""

    @property
    def changed_lines(self) -> int:
        """Count the lines of which some cell changes."""
        return len({cell.key for cell in self.changed})


def report_of(outcome: Outcome, warnings: Sequence[Fault], names: Mapping[str, str]) -> Report:
    """Report what an import would do; `names` says what lines are called, by their keys."""
    changed = [
        ChangedCell(change.key, column, before, after)
        for change in outcome.changed
        for column, (before, after) in change.fields.items()
    ]
    new = list(outcome.new)
    named = {key: names[key] for key in new if key in names}
    text = json.dumps([list(new), [asdict(cell) for cell in changed], outcome.same], ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Report(new, changed, outcome.same, warnings=_remarks(warnings), digest=digest, names=named)


def report_of_faults(faults: Sequence[Fault], warnings: Sequence[Fault]) -> Report:
    """Report why a table is refused."""
    return Report(faults=_remarks(faults), warnings=_remarks(warnings))


def written(report: Report) -> Iterator[tuple[str, bytes]]:
    """Write a report down, each part with its name: the one that tells there is a report comes last."""
    yield from parts_of(report.new, report.names)
    rest = asdict(replace(report, new=(), names={})) | {"new": len(report.new)}
    yield REPORT, json.dumps(rest, ensure_ascii=False, default=str).encode()


def read(get: Callable[[str], bytes]) -> Report:
    """Read a report that was written down; `get` fetches a part by its name."""
    values = json.loads(get(REPORT))
    new = NewLines(values["new"], get)
    return Report(
        new,
        [ChangedCell(**cell) for cell in values["changed"]],
        values["same"],
        [Remark(**remark) for remark in values["faults"]],
        [Remark(**remark) for remark in values["warnings"]],
        [(paper, centre, count) for paper, centre, count in values["wanted"]],
        [(column, count) for column, count in values["erased"]],
        values["digest"],
        new.names,
    )


def _remarks(faults: Sequence[Fault]) -> list[Remark]:
    return [
        Remark(fault.line, fault.column, fault.value, fault.reason.sentence, dict(fault.reason.values))
        for fault in faults
    ]
