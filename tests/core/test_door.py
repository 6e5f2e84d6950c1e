"""The door through which files come in: what kills a reader kills nothing else, and a reader holds nothing."""

import json
import os
import signal
import sys
from itertools import chain
from pathlib import Path

import pytest

from massicot.core.parsing import door, toml_nodes
from massicot.core.tables import Findings, TableColumn, TableRefused, cells, read_table
from massicot.core.tables.sheets import sheets_told
from tests.core.books import vast_book
from tests.core.unparted import Unparted

COLUMNS = (
    TableColumn(name="code", kind=cells.digits(3), is_required=True),
    TableColumn(name="nom", kind=cells.text(20), is_required=True),
)
BOUNDS = door.Bounds(memory=1 << 28, cpu_s=20, wall_s=60)
SMALL = b"code;nom\n001;un\n"


def test_a_book_that_asks_for_549_gigabytes_kills_its_reader_alone():
    with pytest.raises(TableRefused) as refusal:
        read_table(vast_book(), "t.xlsx", COLUMNS, tuple)
    (fault,) = refusal.value.faults
    assert str(fault).startswith("t.xlsx:1: : : A worksheet of the XLSX file is too vast")


def test_a_reader_that_does_not_end_is_ended_by_the_clock_on_the_wall():
    with door.reader("text_sheets", SMALL, door.Bounds(1 << 28, 20, wall_s=0.5)) as reader:
        with pytest.raises(door.ReaderDied):
            list(chain(reader.answer(), reader.answer()))  # nothing was asked: it would wait for ever
        assert reader.process.wait() == -signal.SIGKILL


def test_a_reader_that_takes_too_much_of_a_processor_is_ended():
    with (
        pytest.raises(door.ReaderDied),
        door.reader("toml_nodes", b"a" + b".a" * 20_000 + b" = 1", door.Bounds(1 << 34, 1, 60)) as reader,
    ):
        list(reader.answer())


def test_a_reader_that_says_too_much_in_a_line_is_not_heard():
    with (
        pytest.raises(door.ReaderDied),
        door.reader("toml_nodes", b'a = "' + b"x" * door.LINE_AT_MOST + b'"', BOUNDS) as reader,
    ):
        list(reader.answer())


def test_a_reader_holds_no_file_no_secret_and_no_way_out(monkeypatch):
    monkeypatch.setenv("MASSICOT_SECRET_KEY", "a secret")
    with Path(__file__).open("rb") as held, door.reader("text_sheets", SMALL, BOUNDS) as reader:
        os.set_inheritable(held.fileno(), True)
        assert list(reader.answer())
        of_reader = Path(f"/proc/{reader.process.pid}")
        assert (of_reader / "environ").read_bytes() == b""
        assert sorted(path.name for path in (of_reader / "fd").iterdir()) == ["0", "1", "2"]
        bounds = dict(line.split("  ", 1) for line in (of_reader / "limits").read_text().splitlines())
        assert [bounds[name].split()[:2] for name in ("Max open files", "Max processes", "Max file size")] == [
            ["3", "3"],
            ["0", "0"],
            ["0", "0"],
        ]
        assert bounds["Max address space"].split()[:2] == [str(BOUNDS.memory)] * 2


def test_a_reader_takes_no_module_from_where_somebody_happens_to_be(monkeypatch, tmp_path):
    (tmp_path / "csv.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sys.path", ["", *sys.path])
    assert read_table(SMALL, "t.csv", COLUMNS, tuple).rows == [("001", "un", 2)]


def test_no_reader_outlives_its_reading():
    with door.reader("text_sheets", SMALL, BOUNDS) as reader:
        list(reader.answer())
    assert reader.process.returncode is not None


def test_a_question_to_a_reader_that_has_died_is_told_as_its_death():
    with door.reader("text_sheets", SMALL, BOUNDS) as reader:
        reader.process.kill()
        reader.process.wait()
        with pytest.raises(door.ReaderDied):
            reader.ask(0)


def test_a_machine_that_starts_no_reader_says_so(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(door.ReaderNotStarted) as refusal, door.reader("text_sheets", SMALL, BOUNDS):
        pass
    assert "cannot start its reader (there is nothing of that name)" in str(refusal.value)


class Says:
    """A conversation with a reader that somebody else speaks for."""

    def __init__(self, line):
        self.line = line

    def answer(self):
        """Give its only line."""
        return iter([self.line])


@pytest.mark.parametrize(
    "line",
    [b"[1]", b"{}", b'{"type":"refusal","reason":"mine","line":1}', b"[", b'{"type":"rows","rows":[],"broken":[]}'],
)
def test_what_a_reader_says_in_another_shape_is_no_answer(line):
    with pytest.raises(door.ReaderDied):
        sheets_told(Says(line), Findings("t.csv"))


@pytest.mark.parametrize(
    "nodes",
    [
        [(1, "a", "text", "")],
        [(0, "a", "text", ""), (1, "b", "text", "")],
        [(0, "a", "code", "1")],
        [(0, "a", "whole", "x")],
        [(rank, "a", "table", "") for rank in range(20)],
    ],
)
def test_values_that_can_stand_nowhere_are_no_file(nodes):
    with pytest.raises(ValueError, match=r"^"):
        toml_nodes.values_of(nodes)


def test_a_row_is_told_no_further_than_any_column_goes():
    wide = b"code;nom\n001;" + b";" * 5000 + b"\n002;" + b" " * 2000 + b"deux\n003;" + b"x" * 5000 + b"\n"
    conversation = Unparted("text_sheets", wide)
    list(conversation.answer())
    conversation.ask(0)
    (told,) = map(json.loads, conversation.answer())
    rows = dict(told["rows"])
    assert (len(rows[2]), rows[3], rows[4][1][-2:], len(rows[4][1])) == (1000, ["002", "deux"], "x…", 1000)
