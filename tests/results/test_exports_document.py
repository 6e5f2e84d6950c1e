"""The document that strangers write their readers by says what is written: every field, place, total and column."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from massicot.core.marks import Scale
from massicot.results.rules.exports import AFTER_LIFTING, COLUMNS, ExportKind, Form, total_rows, totals_of
from massicot.results.rules.fixed_width import DETAIL, HEADER, TRAILER

TEXT = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def rows_after(words):
    """Read the first table that follows some words, without its two head lines."""
    lines = TEXT[TEXT.index(words) :].splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table[2:]


@pytest.mark.parametrize(("words", "layout"), [("Record `1`", HEADER), ("Record `2`", DETAIL), ("Record `9`", TRAILER)])
def test_every_field_stands_at_the_places_told(words, layout):
    ends = list(accumulate(layout.values()))
    fields = [
        [f"`{name}`", str(end - width + 1), str(end), str(width)]
        for (name, width), end in zip(layout.items(), ends, strict=True)
    ]
    assert [row[:4] for row in rows_after(words)] == fields


def test_every_total_is_told_in_its_order():
    names = [f"`{name}`" for name, _ in total_rows(totals_of("S", "P", Scale(), []))]
    assert [row[0] for row in rows_after("## Control totals")] == names


def test_every_form_and_every_column_is_told():
    assert [row[2] for row in rows_after("## The marks")] == [f"`{form.value}`" for form in Form]
    assert f"`{';'.join(COLUMNS[ExportKind.MARKS])}`" in TEXT
    others = [[f"`{kind}`", "; ".join(columns)] for kind, columns in COLUMNS.items() if kind not in AFTER_LIFTING]
    assert rows_after("## The other tables") == others


def test_every_kind_of_table_is_named():
    assert {kind.value for kind in ExportKind} <= set(re.findall(r"[a-z-]+", TEXT))
