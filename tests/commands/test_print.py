"""`massicot print`: one PDF for each centre, parcel or batch, and the manifest that lists them."""

import csv
import hashlib
import io

import pytest
from pypdf import PdfReader

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.marks.rules.sheets import SheetReplaced
from tests import cast, world


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self):
        return True


SESSION = ("--session", "BTS-2017")
PAPER = (*SESSION, "--paper", "CGE")


@pytest.fixture
def printed(english, tmp_path):
    """Print a kind of documents; give what the manifest lists, checked against the files."""

    def run(kind, *more):
        folder = tmp_path / "out"
        answer = english("print", kind, *SESSION, *more, "--out", folder)
        assert (answer.code, answer.err) == (0, "")
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert {row["file"] for row in rows} | {"manifest.csv"} == {file.name for file in folder.iterdir()}
        for row in rows:
            assert int(row["pages"]) == len(PdfReader(folder / row["file"]).pages) > 0
            assert row["sha256"] == hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest()
        return [(row["file"], row["kind"], row["for"]) for row in rows]

    return run


@pytest.mark.parametrize("kind", ["labels", "anonymity-lists", "registers"])
def test_each_centre_has_its_document(printed, kind):
    world.prepared()
    assert printed(kind) == [(f"{kind}-CGE-{uai}.pdf", kind, uai) for uai in (cast.CEDRES, cast.MURIERS)]


def test_whoever_holds_the_key_file_prints_the_lists_of_numbers_that_have_left(printed):
    world.arrived()
    kind = "anonymity-lists"
    assert printed(kind) == [(f"{kind}-CGE-{uai}.pdf", kind, uai) for uai in (cast.CEDRES, cast.MURIERS)]


def test_each_parcel_has_its_note(printed):
    built = world.packed()
    codes = sorted(parcel.code for parcel in parcels.parcels_of(built.paper.pk))
    assert printed("despatch-notes", "--paper", "CGE") == [
        (f"despatch-notes-CGE-{code}.pdf", "despatch-notes", code) for code in codes
    ]


def test_each_batch_has_its_sheet(printed):
    built = world.batched()
    codes = sorted(batch.code for batch in batches.batches_of(built.paper.pk))
    assert [row[2] for row in printed("mark-sheets")] == codes


def opens(built, code):
    """Say whether the sheet that a marker was handed first still opens its batch."""
    try:
        return bool(world.open_sheet(built, code))
    except SheetReplaced:
        return False


def test_sheets_in_somebodys_hands_are_printed_again_as_the_command_always_did_and_that_is_told(english, tmp_path):
    built = world.batched()
    answer = english("print", "mark-sheets", *SESSION, "--out", tmp_path / "out")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("2 mark sheets are printed again: those printed before open nothing any more.\n")
    assert not any(opens(built, code) for code in built.sheets)


def test_only_sheets_never_printed_are_printed_where_that_is_asked(english, printed):
    built = world.batched()
    assert printed("mark-sheets", "--never-printed") == []
    assert all(opens(built, code) for code in built.sheets)


@pytest.mark.parametrize(("typed", "code"), [("no", 3), ("yes", 0)])
def test_a_person_is_asked_before_sheets_are_printed_again(english, tmp_path, monkeypatch, typed, code):
    built = world.batched()
    monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))
    answer = english("print", "mark-sheets", *SESSION, "--out", tmp_path / "out")
    assert answer.code == code
    assert all(opens(built, one) for one in built.sheets) == bool(code)


def test_one_centre_alone_is_printed_on_demand_and_joins_the_manifest(printed):
    world.prepared()
    assert [row[2] for row in printed("labels", "--centre", cast.MURIERS)] == [cast.MURIERS]
    assert [row[1:] for row in printed("registers", "--centre", cast.CEDRES)] == [
        ("labels", cast.MURIERS),
        ("registers", cast.CEDRES),
    ]


def test_registers_are_printed_before_the_numbers_are_drawn(printed):
    world.opened()
    assert len(printed("registers")) == 2


def test_who_printed_the_anonymity_list_is_in_the_journal(printed):
    world.prepared()
    printed("anonymity-lists", "--centre", cast.CEDRES, "--by", cast.ODILE.login)
    line = audit.acts_of(f"centre:BTS-2017/CGE/{cast.CEDRES}")[-1]
    assert (line.act, line.by) == ("ListPrinted", cast.ODILE.login)


def test_printing_again_prints_the_same_labels(printed, tmp_path):
    world.prepared()
    printed("labels")
    first = (tmp_path / "out" / "manifest.csv").read_bytes()
    printed("labels")
    assert (tmp_path / "out" / "manifest.csv").read_bytes() == first


@pytest.mark.parametrize("kind", ["labels", "anonymity-lists"])
def test_labels_and_lists_are_refused_before_the_numbers_are_drawn(refused, tmp_path, kind):
    world.opened()
    told = refused("print", kind, *PAPER, "--out", tmp_path / "out")
    assert told == "The numbers of CGE are not drawn yet: run “massicot prepare” first.\n"


def test_a_folder_that_cannot_be_written_is_told(english, write):
    world.prepared()
    answer = english("print", "labels", *PAPER, "--out", write("file", "in the way"))
    assert answer.code == 3
    assert "cannot be written (File exists): choose another place" in answer.err


@pytest.mark.parametrize("content", [b"", b"a;b\n", b"file;kind;for;pages;sha256\n\n", b"\xff\xfe", b'"\0'])
def test_a_folder_whose_manifest_is_none_is_refused_before_anything_is_printed(english, tmp_path, content):
    world.batched()
    (tmp_path / "manifest.csv").write_bytes(content)
    answer = english("print", "mark-sheets", *PAPER, "--out", tmp_path)
    assert (answer.code, answer.err.split(": ")[0]) == (
        3, f"{tmp_path / 'manifest.csv'} is not the list of printed documents",
    )  # fmt: skip
    assert list(tmp_path.glob("*.pdf")) == []


def test_an_unknown_kind_is_a_fault_of_usage(english, tmp_path):
    assert english("print", "posters", *PAPER, "--out", tmp_path).code == 2
