"""Tables in: files that are no tables give one clear fault, quickly, and never a traceback."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.tables import TableColumn, TableRefused, cells, read_table
from tests.core import unparted
from tests.core.books import book

COLUMNS = (
    TableColumn(name="code", kind=cells.digits(3), is_required=True),
    TableColumn(name="nom", kind=cells.text(20), is_required=True),
)


def faults_of(content):
    with pytest.raises(TableRefused) as refusal:
        read_table(content, "t.csv", COLUMNS, tuple).settle(content)
    return [(fault.line, fault.reason.sentence) for fault in refusal.value.faults]


def rows_or_faults(content):
    try:
        return unparted.read_table(content, "t.csv", COLUMNS, tuple).settle(content).rows
    except TableRefused as refusal:
        return refusal.faults


def only_fault_of(content):
    [(line, sentence)] = faults_of(content)
    return line, sentence.split(":")[0]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\x00\x00", b"\xff\xfe"])
def test_an_empty_file_is_refused(content):
    assert only_fault_of(content) == (1, "The file is empty")


def test_ten_megabytes_of_noise_give_one_fault():
    assert len(faults_of(random.Random(7).randbytes(10_000_000))) == 1


def test_ten_megabytes_of_letters_give_one_fault():
    line, sentence = only_fault_of(bytes(random.Random(7).choices(range(32, 127), k=10_000_000)))
    assert (line, sentence) == (1, "No header was found in the first {lines} lines")


def test_a_picture_named_as_a_book_is_refused():
    assert only_fault_of(b"PK\x03\x04" + random.Random(7).randbytes(5_000)) == (1, "The XLSX file cannot be read")


def test_a_book_cut_short_is_refused():
    content = book(["code", "nom"], ["001", "un"])
    assert only_fault_of(content[: len(content) // 2]) == (1, "The XLSX file cannot be read")


def test_a_stray_cell_in_the_last_corner_does_not_ask_for_all_the_memory():
    corner = [[None] * 16_383 + ["x"]]
    content = book(["code", "nom"], ["001", "un"], *corner)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'"XFD3"', b'"XFD1048576"').replace(b'<row r="3"', b'<row r="1048576"')
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert only_fault_of(stream.getvalue()) == (1, "A worksheet of the XLSX file is too vast")


def test_the_first_line_that_is_in_no_known_encoding_is_named():
    assert only_fault_of(b"code;nom\n001;un\n002;d\x81ux\n") == (3, "This line is neither UTF-8 nor Windows-1252")


def test_a_file_that_says_utf_8_and_is_not_is_refused_at_its_line():
    content = b"\xef\xbb\xbfcode;nom\n001;\xc3\xa9t\xe9\n"
    assert only_fault_of(content) == (2, "This line is neither UTF-8 nor Windows-1252")


@pytest.mark.parametrize("garbled", ["Aimée".encode().decode("cp1252").encode(), "Aimée".encode() + b" \xe9t\xe9"])
def test_garbled_accents_are_refused_at_their_line(garbled):
    assert only_fault_of(b"code;nom\n001;un\n002;" + garbled + b"\n") == (
        3,
        "The accents of this line were garbled ({seen})",
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_does_not_say_so_is_refused(encoding):
    assert only_fault_of("code;nom\n001;un\n".encode(encoding)) == (1, "The file is neither a CSV nor an XLSX table")


def test_utf_16_cut_short_is_refused():
    content = "code;nom\n001;un\n".encode("utf-16")[:-1]
    assert only_fault_of(content) == (1, "This line is neither UTF-8 nor Windows-1252")


def test_a_quote_never_closed_is_refused_where_it_opens():
    assert faults_of(b'code;nom\n001;un\n002;"deux\n003;trois\n')[0][0] == 3


@given(content=st.binary() | st.binary().map(lambda tail: b"code;nom\n001;" + tail))
def test_any_bytes_give_a_table_or_a_refusal(content):
    assert rows_or_faults(content)


@given(damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_book_gives_a_table_or_a_refusal(damage):
    content = bytearray(book(["code", "nom"], ["001", "un"]))
    for place, byte in damage:
        content[int(place * len(content))] = byte
    assert rows_or_faults(bytes(content))


def test_a_book_that_would_unpack_to_gigabytes_is_refused_before_it_is_unpacked():
    content = bytearray(book(["code", "nom"], ["001", "un"]))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (4_000_000_000).to_bytes(4, "little")
    assert only_fault_of(bytes(content)) == (1, "A worksheet of the XLSX file is too vast")
