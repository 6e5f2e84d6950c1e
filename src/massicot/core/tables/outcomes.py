"""What an import does, or would do: lines new, changed, and left as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from massicot.core.tables.faults import Fault


@dataclass(frozen=True, slots=True)
class Change:
    """One known line with other values: column → (before, after), as the file would write them."""

    key: str
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The keys of new lines, the changed lines, how many stayed the same, and what the table was warned of."""

    new: Sequence[str]
    changed: Sequence[Change]
    same: int
    warnings: Sequence[Fault] = ()

    @property
    def written(self) -> int:
        """Count the lines that are written."""
        return len(self.new) + len(self.changed)


def compare_rows(
    key: str,
    stored: Mapping[str, Mapping[str, object]],
    rows: Sequence[Mapping[str, object]],
    columns: Mapping[str, str],
) -> Outcome:
    """Compare the lines of a file with those stored under the same key; `columns` names the fields as the file does."""
    new, changed, same = [], [], 0
    for row in rows:
        name = str(row[key])
        if name not in stored:
            new.append(name)
        elif change := compare_values(name, stored[name], row, columns):
            changed.append(change)
        else:
            same += 1
    return Outcome(new, changed, same)


def compare_values(
    key: str, before: Mapping[str, object], after: Mapping[str, object], columns: Mapping[str, str] | None = None
) -> Change | None:
    """Compare a stored line with the one of the file; None when nothing changed."""
    names = columns or {}
    fields = {
        names.get(name, name): (_shown(before[name]), _shown(value))
        for name, value in after.items()
        if before[name] != value
    }
    return Change(key, fields) if fields else None


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)
