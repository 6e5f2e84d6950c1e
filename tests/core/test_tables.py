"""Tables in: how a file is read, what is refused, and that every fault is told with its line."""

from datetime import time
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.tables import TableColumn, TableRefused, cells
from tests.core.books import book
from tests.core.unparted import read_table


class Row(NamedTuple):
    code: str
    label: str
    place: str
    line: int


COLUMNS = (
    TableColumn(name="code", kind=cells.digits(3), is_required=True, is_compared=True),
    TableColumn(name="libellé", kind=cells.text(20), is_required=True),
    TableColumn(name="place", kind=cells.text(5)),
)


def read(content, name="t.csv"):
    encoded = content if isinstance(content, bytes) else content.encode()
    draft = read_table(encoded, name, COLUMNS, Row._make)
    draft.refuse_doubles("code")
    return draft.settle(encoded)


def faults_of(content):
    with pytest.raises(TableRefused) as refusal:
        read(content)
    return [str(fault) for fault in refusal.value.faults]


def test_columns_are_found_in_any_order_case_and_accents():
    assert read("PLACE;Libelle; Code \nA1;un;001\n").rows == [Row("001", "un", "A1", 2)]


def test_an_absent_optional_column_is_empty():
    assert read("code;libelle\n001;un\n").rows == [Row("001", "un", "", 2)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@given(
    rows=st.lists(
        st.tuples(
            st.from_regex(r"\A[0-9]{3}\Z"),
            st.text(st.sampled_from("abÉœ’' ;,\"€-"), min_size=1, max_size=20).filter(lambda t: t == t.strip()),
            st.text("0123aé", max_size=5),
        ),
        min_size=1,
        unique_by=lambda row: row[0],
    )
)
def test_any_valid_table_is_read_as_it_was_written(rows, separator, encoding):
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "\r\n".join([separator.join(["code", "libellé", "place"]), *quoted]).encode(encoding)
    assert [row[:3] for row in read(content).rows] == rows


def test_lines_are_counted_in_the_file_over_blank_lines_and_cells_of_several_lines():
    table = read('Titre\n\ncode;libelle\n001;un\n;;\n002;"deux"\n')
    assert table.lines == [4, 6]
    assert faults_of('code;libelle\n001;"u\nn"\n2;deux\n')[1] == "t.csv:4: code: 2: Write 3 digits here."


def test_unknown_columns_are_named_in_one_warning():
    table = read("Titre;;;\ncode;couleur;libelle;Âge\n001;bleu;un;3\n")
    assert [str(warning) for warning in table.warnings] == [
        "t.csv:2: couleur, Âge: : These columns are not known and were left out."
    ]


def test_a_doubled_known_column_is_refused():
    assert faults_of("code;libelle;Libellé\n001;un;deux\n") == [
        "t.csv:1: libellé: : This column stands 2 times in the file: keep one of them."
    ]


def test_a_missing_column_is_refused_with_the_columns_found():
    assert faults_of("Code;couleur\n001;bleu\n") == [
        "t.csv:1: libellé: : This column is required and is not in the file, whose columns are: Code, couleur."
    ]


def test_every_fault_is_told_in_the_order_of_the_lines():
    assert faults_of("code;libelle;place\n001;;A\nx;un;A23456\n003;trois;A\n001;un;A\n") == [
        "t.csv:2: libellé: : This value is required: fill it in.",
        "t.csv:3: code: x: Write 3 digits here.",
        "t.csv:3: place: A23456: This value has 6 characters: shorten it to 5 at most.",
        "t.csv:5: code: 001: This value stands already on line 2: keep one of the two lines.",
    ]


def test_a_fault_among_thousands_of_lines_has_its_line():
    lines = [f"{number:03d};texte" for number in range(1000)] * 12
    lines[9_000] = "000;a\x07b"
    [fault] = [fault for fault in faults_of("code;libelle\n" + "\n".join(lines)) if "libellé" in fault]
    assert fault.startswith(
        "t.csv:9002: libellé: a\N{REPLACEMENT CHARACTER}b: This value holds a sign that cannot be seen"
    )


def test_a_line_with_a_separator_too_many_or_cut_short_is_refused():
    assert faults_of("code;libelle;place\n001;un;A;1\n002\n003;trois;A;\n") == [
        "t.csv:2: : : Cells on this line: 4; in the header: 3. Look for a separator too many.",
        "t.csv:3: : : Cells on this line: 1; in the header: 3. The line may have been cut short.",
    ]


def test_quotes_that_do_not_pair_are_refused_and_the_next_lines_still_read():
    assert faults_of('code;libelle\n001;"un"x\nx;deux\n') == [
        "t.csv:2: : : The quotation marks of this line do not pair: correct them.",
        "t.csv:3: code: x: Write 3 digits here.",
    ]


def test_a_restored_zero_is_said_once_for_each_number():
    table = read("code;libelle\n12;un\n013;deux\n")
    assert [row.code for row in table.rows] == ["012", "013"]
    assert [str(warning) for warning in table.warnings] == [
        "t.csv:2: code: 12: The leading zero, eaten by a spreadsheet, was restored."
    ]


def test_a_number_doubled_once_its_zero_is_restored_is_refused():
    assert faults_of("code;libelle\n012;un\n12;deux\n") == [
        "t.csv:3: code: 012: This value stands already on line 2: keep one of the two lines."
    ]


def test_accents_are_composed():
    assert read("code;libelle\n001;e\u0301te\u0301\n").rows[0].label == "été"


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x1b", "\u2028", "\ufeff"])
def test_a_sign_that_cannot_be_seen_is_refused(sign):
    assert faults_of(f"code;libelle\n001;u{sign}n\n")[0].startswith("t.csv:2: libellé: u\N{REPLACEMENT CHARACTER}n: ")


def test_a_header_without_a_line_is_refused():
    assert faults_of("code;libelle\n;\n") == ["t.csv:1: : : The table has a header and no line below it."]


def test_a_book_is_read_below_its_title_with_the_lines_of_the_spreadsheet():
    content = book(
        ["Codes de la session"], [], ["Libellé", "Code", "Place"], ["un", 12, 7.0], [], ["deux", "013", True]
    )
    table = read(content, "t.xlsx")
    assert table.rows == [Row("012", "un", "7", 4), Row("013", "deux", "oui", 6)]
    assert [warning.line for warning in table.warnings] == [4]


def test_other_worksheets_are_named_in_a_warning():
    table = read(book(["code", "libelle"], ["001", "un"], others=["Notes", "Vide"]), "t.xlsx")
    assert [str(warning) for warning in table.warnings] == [
        "t.xlsx:1: : Notes, Vide: The file has other worksheets with something in them: they were not read."
    ]


def test_a_reason_is_told_in_the_language_of_the_reader():
    with pytest.raises(TableRefused) as refusal:
        read("code;libelle\nx;un\n")
    assert str(refusal.value.faults[0].reason) == "Write 3 digits here."
    assert refusal.value.faults[0].text_in({"Write {length} digits here.": "{length} chiffres"}.get) == (
        "t.csv:2: code: x: 3 chiffres"
    )


def test_two_cells_that_cannot_be_read_are_not_told_as_doubles():
    assert faults_of("code;libelle\nx;un\ny;deux\n") == [
        "t.csv:2: code: x: Write 3 digits here.",
        "t.csv:3: code: y: Write 3 digits here.",
    ]


def test_an_hour_in_a_book_is_read_as_it_is_shown():
    assert read(book(["code", "libelle"], ["001", time(14, 30)]), "t.xlsx").rows[0].label == "14:30:00"


def test_no_row_is_kept_once_there_is_a_fault_and_doubles_are_told_all_the_same():
    lines = "".join(f"{rank % 900:03d};{'' if rank == 4_500 else 'un'}\n" for rank in range(5_000))
    draft = read_table(f"code;libellé\n{lines}".encode(), "t.csv", COLUMNS, Row._make)
    assert (draft.rows, len(draft.lines)) == ([], 5_000)
    draft.refuse_doubles("code")
    assert len(draft.findings.faults) == 1 + 5_000 - 900
