"""Names that hardly can be: what a table says of people, doubted and kept."""

from collections.abc import Mapping, Sequence

from massicot.core.refused import N_
from massicot.core.tables.faults import Findings, because

NAME_ODD = N_("This name holds a figure, or no letter at all: see whether the columns stand in their order.")


def doubt_names(rows: Sequence[object], lines: Sequence[int], columns: Mapping[str, str], findings: Findings) -> None:
    """Warn of each name with a figure in it, or without a letter; `columns` maps the fields to their columns."""
    reason = because(NAME_ODD)
    for field, column in columns.items():
        names = [getattr(row, field) for row in rows]
        # A table has many names and few different ones that are odd.
        if odd := {name for name in set(names) if is_odd(name)}:
            for line, name in zip(lines, names, strict=True):
                if name in odd:
                    findings.warn(line, column, name, reason)


def is_odd(name: str) -> bool:
    """Say whether a name, if there is one, can hardly be that of a person."""
    if not name or name.isalpha():
        return False
    return any(map(str.isnumeric, name)) or not any(map(str.isalpha, name))
