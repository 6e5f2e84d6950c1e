"""Tables larger than any of the trade: refused where they are, and what is written about them has an end."""

import io
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import tables
from massicot.core.parsing import text_lines, told_rows
from massicot.core.tables import TableColumn, TableRefused, cells, faults, reading, report
from massicot.core.tables.faults import FAULTS_LEFT_OUT, STOPPED, WARNINGS_LEFT_OUT
from massicot.core.tables.memo import CELL_VAST
from massicot.core.tables.reading import LINE_WIDE, QUOTES_BROKEN
from massicot.core.tables.sheets import LINES_TOO_MANY
from tests.core.books import book
from tests.core.unparted import read_table

COLUMNS = (
    TableColumn(name="code", kind=cells.digits(3), is_required=True, is_compared=True),
    TableColumn(name="nom", kind=cells.text(20), is_required=True),
)
HEADER = "code;nom\n"


class Row(NamedTuple):
    code: str
    name: str
    line: int


def read(content, reader=read_table):
    encoded = content if isinstance(content, bytes) else content.encode()
    draft = reader(encoded, "t.csv", COLUMNS, Row._make)
    draft.refuse_doubles("code")
    return draft.settle(encoded)


def refusal_of(content, reader=read_table):
    with pytest.raises(TableRefused) as refusal:
        read(content, reader)
    return refusal.value


def told(refusal):
    return [(fault.line, fault.reason.sentence) for fault in refusal.faults]


def sentences(unlisted):
    return [reason.sentence for reason in unlisted.reasons()]


@pytest.mark.parametrize("line", [b"x\n", b"\n", b"\r", b";\r\n"])
def test_half_a_million_lines_and_one_are_refused_at_that_line_whatever_stands_on_them(line):
    (fault,) = refusal_of(HEADER.encode() + line * 500_000, tables.read_table).faults
    assert (fault.line, fault.reason.sentence) == (500_001, LINES_TOO_MANY)
    assert "more than 500000 lines: delete those that are empty, or split the table" in str(fault)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_last_line_of_those_that_are_taken_is_read_with_its_end_and_without(monkeypatch, end):
    monkeypatch.setattr(told_rows, "LINES_AT_MOST", 3)
    content = f"{HEADER}001;un\n002;deux{end}"
    assert read(content).lines == [2, 3]
    assert told(refusal_of(f"{content or end}\n003;trois{end}".replace("\n\n", "\n"))) == [(4, LINES_TOO_MANY)]


def test_a_worksheet_has_no_more_lines_than_a_text(monkeypatch):
    monkeypatch.setattr(told_rows, "LINES_AT_MOST", 3)
    rows = [["code", "nom"], ["001", "un"], ["002", "deux"]]
    assert read(book(*rows)).lines == [2, 3]
    assert told(refusal_of(book(*rows, ["003", "trois"]))) == [(4, LINES_TOO_MANY)]


def test_a_line_of_more_than_a_thousand_cells_is_told_and_empty_ones_beside_a_table_are_not():
    assert read(f"{HEADER}001;un{';' * 20_000}\n").lines == [2]
    wide = f"{HEADER}001;un{';x' * 999}\nx;deux\n"
    assert [line for line, sentence in told(refusal_of(wide)) if sentence == LINE_WIDE] == [2]
    assert [fault.value for fault in refusal_of(wide).faults] == ["", "x"]
    assert (2, LINE_WIDE) not in told(refusal_of(f"{HEADER}001;un{';x' * 998}\n"))


def test_a_header_of_more_than_a_thousand_cells_is_told():
    assert told(refusal_of(f"code;nom{';x' * 999}\n001;un{';' * 999}\n")) == [(1, LINE_WIDE)]


@pytest.mark.parametrize(
    ("line", "why"),
    [("x;" * 2_000_000, LINE_WIDE), ("x" * 3_000_000, CELL_VAST), (f'"{"x;" * 2_000_000}"', CELL_VAST)],
)
def test_a_line_without_end_is_told_once_and_the_next_ones_are_read(line, why):
    assert told(refusal_of(f"{HEADER}001;un\n{line}\n003;trois\nx;x\n")) == [(3, why), (5, cells.DIGITS_MALFORMED)]
    assert told(refusal_of(f"{HEADER}001;un\n{line}")) == [(3, why)]


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(faults, "ENOUGH", 3)
    monkeypatch.setattr(reading, "CHUNK", 2)


@pytest.mark.usefixtures("few")
def test_reading_stops_once_nobody_would_read_more_faults_and_says_where():
    refusal = refusal_of(HEADER + "001;un\nx;\n001;trois\ny;\n003;un\nz;\n")
    assert [fault.line for fault in refusal.faults] == [3, 3, 4, 5, 5]
    assert (refusal.unlisted.stopped_after, sentences(refusal.unlisted)) == (5, [STOPPED])
    assert "after line 5: what stands below was not looked at" in str(refusal.unlisted.reasons()[0])


@pytest.mark.usefixtures("few")
def test_broken_lines_alone_stop_the_reading_too():
    refusal = refusal_of(HEADER + '"x"y;\n' * 9)
    assert told(refusal) == [(line, QUOTES_BROKEN) for line in (2, 3, 4)]
    assert refusal.unlisted.stopped_after == 4


@pytest.mark.usefixtures("few")
def test_a_table_read_to_its_end_says_nothing_of_stopping():
    assert sentences(refusal_of(HEADER + "x;un\ny;\n").unlisted) == []


def test_of_faults_and_warnings_beyond_what_is_kept_there_is_told_how_many(monkeypatch):
    monkeypatch.setattr(faults, "KEPT_AT_MOST", 2)
    refusal = refusal_of(HEADER + "012;un\n12;un\n13;un\n14;un\n012;un\n012;un\n")
    assert ([fault.line for fault in refusal.faults], len(refusal.warnings)) == ([3, 6], 2)
    assert (refusal.unlisted.faults, refusal.unlisted.warnings) == (1, 1)
    assert sentences(refusal.unlisted) == [FAULTS_LEFT_OUT, WARNINGS_LEFT_OUT]
    taken = read(HEADER + "12;un\n13;un\n14;un\n")
    again = faults.FaultList("t.csv")
    again.extend(taken.warnings)
    assert (len(again), again.left_out) == (2, 1)


def test_what_a_report_leaves_out_is_written_down_with_it():
    unlisted = faults.Unlisted(stopped_after=7, faults=2, warnings=3)
    parts = dict(report.pack(report.report_of_faults((), (), unlisted)))
    assert report.read(parts.__getitem__).unlisted == unlisted


def test_a_report_of_short_lines_takes_no_more_than_they_do():
    content = HEADER + "".join(f"{rank:x}\n" for rank in range(20_000))
    refusal = refusal_of(content)
    written = sum(len(part) for _, part in report.pack(report.report_of_faults(refusal.faults, refusal.warnings)))
    assert (len(refusal.faults) > 10_000, written < len(content)) == (True, True)


def test_as_many_cells_as_there_are_lines_are_not_all_remembered(monkeypatch):
    monkeypatch.setattr("massicot.core.tables.memo.CELLS_KEPT", 3)
    column = reading.Memo(TableColumn(name="code", kind=cells.CellKind(cells.read_uai)), faults.Findings("t.csv"))
    for rank in range(5):
        assert column.read([2], [f"013123{rank}W"])
        assert len(column) <= 3


TEXTS = st.text('ab;\r\n"é😀\x85\u2028')


@given(text=TEXTS, encoding=st.sampled_from(["utf-8-sig", "utf-16", "cp1252"]), piece=st.integers(1, 5))
def test_a_text_is_cut_into_lines_wherever_its_pieces_end(text, encoding, piece):
    content = text.encode(encoding, "replace")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_lines, "PIECE", piece)
        lines = list(text_lines.BoundedLines(content, encoding))
    assert lines == io.StringIO(content.decode(encoding), newline="").readlines()


@given(before=TEXTS, after=TEXTS, piece=st.integers(1, 5), mark=st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_a_byte_that_is_none_of_the_text_is_found_wherever_its_pieces_end(before, after, piece, mark):
    right = mark + before.encode()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_lines, "PIECE", piece)
        with pytest.raises(text_lines.Undecodable) as refusal:
            list(text_lines.decoded_pieces(right + b"\xff" + after.encode(), "utf-8-sig"))
    assert refusal.value.place == len(right)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_below_a_long_one_is_its_own_wherever_the_pieces_part(end):
    long = "x" * (text_lines.PIECE - len(end)) + end
    lines = list(text_lines.BoundedLines(f"{long}a;b{end}c;d".encode(), "utf-8"))
    assert [line[:3] for line in lines[1:]] == ["a;b", "c;d"]
    assert len(lines[0]) == text_lines.LINE
