"""The second program asked thousands of times: whatever is exported agrees, and no byte of it can be another."""

import importlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from massicot.core.marks import Scale, format_mark
from massicot.results.rules.exports import Form
from tests.results.mark_files import TOOLS, files_of, line_of

SCALES = (Scale(), Scale(step=50), Scale(0, 4000, 10), Scale(0, 10000, 100, 3), Scale(100, 2000, 25))
NAMES = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)


@pytest.fixture(scope="module")
def program():
    """Load the second program into this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(TOOLS))
        yield importlib.import_module("check_marks")


@example(scale=Scale(), names=[("\x0c=SUM(1)", "\u200b\uff1d1")], step=12)
@given(scale=st.sampled_from(SCALES), names=st.lists(st.tuples(NAMES, NAMES), max_size=4), step=st.integers(0, 1000))
def test_whatever_is_exported_agrees(program, scale, names, step):
    steps = (scale.highest - scale.lowest) // scale.step + 1
    marks = [scale.lowest + (step + rank) % steps * scale.step for rank in range(len(names))]
    lines = [
        line_of(rank, format_mark(mark, scale), surname=surname, first_names=first_names)
        for rank, mark, (surname, first_names) in zip(range(1, 9), marks, names, strict=False)
    ]
    written, totals = files_of([*lines, line_of(9, "", "CB")], scale)
    for form in Form:
        assert program.check(program.read(written[form]), program.read_totals(totals)) == []


WRONG = {
    "order": [line_of(2), line_of(1)],
    "twice": [line_of(1), line_of(2)._replace(number=line_of(1).number)],
    "one": [line_of(1, "12", "AB"), line_of(2, "", "")],
    "code": [line_of(1, "", "XX")],
    "mark": [line_of(1, "21"), line_of(2, "12,5")],
    "candidate": [line_of(1)._replace(candidate_number="12")],
    "number": [line_of(1)._replace(number="01234567A")],
    "paper": [line_of(1)._replace(paper="MATHS")],
}


@pytest.mark.parametrize("key", WRONG)
def test_a_line_that_no_export_should_hold_is_found_whatever_the_totals_say(program, key):
    totals = program.read_totals(files_of([line_of(1)])[1])
    lines = [program.Line(*line) for line in WRONG[key]]
    assert {fault.key for fault in program.check_lines(lines, totals)} == {key}


def test_the_shape_of_a_line_is_looked_at_too(program):
    written, _ = files_of([line_of(1), line_of(2)])
    head, one, two, *rest = written[Form.FIXED].split(b"\r\n")
    swapped = program.read(b"\r\n".join([head, two, b"3" + one[1:], *rest]))
    assert [fault.key for fault in swapped.faults] == ["rank", "kind", "rank", "total"]
    longer = program.read(written[Form.CSV].replace(b";12;", b";12;;"))
    assert [fault.key for fault in longer.faults] == ["cells", "cells"]


@pytest.fixture
def verdict(program, tmp_path, capsys):
    """Check one file after the other; give the exit code."""

    def ask(content, totals):
        (tmp_path / "marks").write_bytes(content)
        (tmp_path / "totals").write_bytes(totals)
        code = program.main([str(tmp_path / "marks"), str(tmp_path / "totals")])
        capsys.readouterr()
        return code

    return ask


def with_another_byte(content, step=1):
    """Give the file as often as it has bytes, one of them another each time."""
    for place in range(0, len(content), step):
        yield place, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("form", [Form.CSV, Form.FIXED])
def test_no_byte_of_a_file_can_be_another(form, verdict):
    written, totals = files_of([line_of(1, surname="ÉLAN"), line_of(2, "", "AB")])
    assert verdict(written[form], totals) == 0
    agreeing = [place for place, changed in with_another_byte(written[form]) if verdict(changed, totals) == 0]
    assert agreeing == []


def test_no_byte_of_the_totals_can_be_another(verdict):
    written, totals = files_of([line_of(1), line_of(2, "", "AB")])
    agreeing = {place for place, changed in with_another_byte(totals) if verdict(written[Form.FIXED], changed) == 0}
    assert agreeing == set()


def test_a_damaged_book_never_stops_the_program_and_agrees_only_with_its_lines_whole(verdict, program):
    written, totals = files_of([line_of(1), line_of(2, "", "AB")])
    whole = program.read(written[Form.XLSX]).lines
    codes = set()
    for _, changed in with_another_byte(written[Form.XLSX], step=11):
        codes.add(code := verdict(changed, totals))
        assert code != 0 or program.read(changed).lines == whole
    assert codes == {0, 2}
