"""Marks as records of fixed width: every place where the document says, keys never cut, names never changed unsaid."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.marks import Scale
from massicot.results.rules.exports import totals_of
from massicot.results.rules.fixed_width import (
    DETAIL,
    HEADER,
    TRAILER,
    WIDTH,
    Names,
    ValueTooLong,
    write_fixed,
    written_name,
)
from tests.results.mark_files import line_of


def records_of(*lines, session="BTS-2017", scale=None):
    content = write_fixed(lines, totals_of(session, "CGE", scale or Scale(), lines))
    *records, after = content.split(b"\r\n")
    assert after == b""
    return records


def test_header_line_and_trailer_stand_at_their_places():
    head, one, two, tail = records_of(line_of(1, "09"), line_of(2, "", "AB", surname="ÉLAN"))
    scale = b"00      20      01      020"
    assert head.startswith(b"1MASSICOT-NOTES01BTS-2017            CGE       " + scale + b"WINDOWS-1252320 ")
    assert one[:19] == b"2000000100000000001"
    assert one[219:320] == b"31213     CGE       01234567W" + b"B-BTS-2017-CGE-0001".ljust(60) + b"09        E "
    assert two[19:24] == b"\xc9LAN "
    assert two[308:320] == b"        ABE "
    counts = b"0000002" + b"0000001" * 2 + b"0000000" * 2
    assert tail[:84] == b"9" + counts + b"09".ljust(12) + b"3".zfill(18) + b"3703701".zfill(18)
    assert tail[219:283].decode() == hashlib.sha256(one + b"\r\n" + two + b"\r\n").hexdigest()


def test_fields_fill_no_more_than_a_record():
    assert [sum(layout.values()) for layout in (HEADER, DETAIL, TRAILER)] == [89, 319, 283]
    assert {len(record) for record in records_of(line_of(1), scale=Scale())} == {WIDTH}


@pytest.mark.parametrize(
    ("name", "written", "how"),
    [
        ("D'ÉLAN-ŒUVRE", "D'ÉLAN-ŒUVRE", Names.EXACT),
        ("L’HÔTE", "L’HÔTE", Names.EXACT),
        ("E\N{COMBINING ACUTE ACCENT}LAN", "ÉLAN", Names.TRANSCRIBED),
        ("ŁUKASIEWICZ", "LUKASIEWICZ", Names.TRANSCRIBED),
        ("NGUYỄN", "NGUYEN", Names.TRANSCRIBED),
        ("ÇAĞLAR", "ÇAGLAR", Names.TRANSCRIBED),
        ("A\r\nB\tC", "A  B C", Names.TRANSCRIBED),
        ("A\x01Ж", "A??", Names.TRANSCRIBED),
        ("A ", "A", Names.TRANSCRIBED),
        ("=1+1", "=1+1", Names.EXACT),
        ("A" * 100, "A" * 100, Names.EXACT),
        ("A" * 99 + "ÉB", "A" * 99 + "É", Names.CUT),
    ],
)
def test_a_name_is_written_as_it_is_or_says_how_it_was_changed(name, written, how):
    assert written_name(name, 100) == (written, how)


def test_a_changed_name_is_said_in_its_record_and_counted_and_changes_no_total():
    plain = records_of(line_of(1), line_of(2))
    changed = records_of(line_of(1, surname="Ł"), line_of(2, first_names="A" * 101))
    assert [record[318:319] for record in changed[1:-1]] == [b"T", b"C"]
    assert (plain[-1][84:91], changed[-1][84:91]) == (b"0000000", b"0000002")
    assert changed[-1][:84] == plain[-1][:84]
    assert changed[-1][155:219] == plain[-1][155:219]


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(ANY, ANY)
def test_every_record_has_its_length_and_an_exact_name_is_read_back(surname, first_names):
    record = records_of(line_of(1, surname=surname, first_names=first_names))[1]
    assert len(record) == WIDTH
    read = [record[start : start + 100].decode("windows-1252").rstrip(" ") for start in (19, 119)]
    assert (record[318:319] == b"E") == (read == [surname, first_names])


@pytest.mark.parametrize(
    ("line", "field", "width"),
    [
        (line_of(1, batch="B" * 61), "lot", 60),
        (line_of(1)._replace(specialty="S" * 11), "specialite", 10),
        (line_of(1)._replace(batch="B-Ж"), "lot", 60),
    ],
)
def test_a_key_is_never_cut(line, field, width):
    with pytest.raises(ValueTooLong) as refused:
        records_of(line)
    assert (refused.value.values["field"], refused.value.values["width"]) == (field, width)


def test_a_mark_is_never_cut():
    scale = Scale(0, 10**9, 100, 8)
    assert records_of(line_of(1, "10000000"), scale=scale)[1][308:316] == b"10000000"
    with pytest.raises(ValueTooLong):
        records_of(line_of(1, "010000000"), scale=Scale(0, 10**9, 100, 9))
