"""What an import does, or would do: lines new, changed, and left as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, Refused
from massicot.core.tables.columns import TableColumn, fold
from massicot.core.tables.faults import Fault, quote


class ValuesErased(Refused):
    sentence = N_(
        "Nothing was imported: the file would erase values ({erased}), by empty cells or by lists that lack a code. To "
        "keep them, leave these columns out of the file; to erase them, confirm each: a box to tick on the page, or "
        "--empty COLUMN."
    )


class NotErasable(Refused):
    sentence = N_("{column} is no column of this table that empty cells erase: choose among {columns}.")


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
        names.get(name, name): (_cell_of(before[name]), _cell_of(value))
        for name, value in after.items()
        if before[name] != value
    }
    return Change(key, fields) if fields else None


def count_erased(changes: Iterable[Change], columns: Sequence[TableColumn]) -> dict[str, int]:
    """Count by column the values that a table would erase, in the order of the columns; of a list, each code that goes.

    A list that keeps one code of two loses the other as surely as one that is emptied.
    """
    erasable = {column.name: column for column in columns if column.can_erase}
    counted = dict.fromkeys(erasable, 0)
    for change in changes:
        for name, (before, after) in change.fields.items():
            if name in erasable and erasable[name].is_list:
                counted[name] += len(set(before.split()) - set(after.split()))
            elif name in erasable and before and not after:
                counted[name] += 1
    return {name: count for name, count in counted.items() if count}


def check_erased(erased: Mapping[str, int], confirmed: Collection[str]) -> None:
    """Raise ValuesErased with each column whose values would be erased and that is not confirmed."""
    if left := {name: count for name, count in erased.items() if name not in confirmed}:
        raise ValuesErased(erased=", ".join(f"{name}: {count}" for name, count in left.items()))


def check_erasable(typed: Iterable[str], columns: Sequence[TableColumn]) -> frozenset[str]:
    """Give the columns that somebody confirmed, in any case and with any accents; raise NotErasable for any other."""
    erasable = {fold(column.name): column.name for column in columns if column.can_erase}
    for name in typed:
        if fold(name) not in erasable:
            raise NotErasable(column=quote(name), columns=", ".join(erasable.values()) or "–")
    return frozenset(erasable[fold(name)] for name in typed)


def _cell_of(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)
