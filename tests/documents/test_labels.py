"""Label sheets: codes that scanners read, parts at their millimetre, nothing on the script but its number."""

import dataclasses

import pytest
import zxingcpp

from massicot.documents import codes, labels

CODE_128 = zxingcpp.BarcodeFormat.Code128
DATA_MATRIX = zxingcpp.BarcodeFormat.DataMatrix

G = labels.GEOMETRY
PRINTING_SLACK_MM = 0.4


@pytest.fixture
def printed(label_sheets, read):
    return read(labels.make_labels(label_sheets))


def corner(position):
    """Give the top left corner of a pair, in millimetres."""
    return G.left + G.column_pitch * (position % G.columns), G.top + G.row_pitch * (position // G.columns)


def script_part(position):
    left, top = corner(position)
    return left, top + G.label_height, left + G.label_width, top + 2 * G.label_height


def strip_part(position):
    left, top = corner(position)
    return left, top, left + G.label_width, top + G.label_height


def all_numbers(sheets):
    return [label.number for room in sheets.rooms for label in room.labels] + list(sheets.spares)


def test_the_labels_fill_the_sheet_sold_everywhere():
    # 24 labels of 63.5 × 33.9 mm in three columns 2.5 mm apart, centred on A4.
    assert 2 * G.left + 3 * 63.5 + 2 * 2.5 == pytest.approx(210)
    assert 2 * G.top + 8 * 33.9 == pytest.approx(297)
    assert (G.column_pitch, G.row_pitch) == pytest.approx((63.5 + 2.5, 2 * 33.9))
    assert (G.label_width, G.label_height, G.pairs) == (63.5, 33.9, 12)


@pytest.mark.parametrize("form", [CODE_128, DATA_MATRIX])
def test_every_code_reads_back_in_order_once_on_each_part(label_sheets, printed, form):
    read_back = []
    for page in range(len(printed.pages)):
        found = [code.text for code in printed.codes(page, form)]
        rows = [found[start : start + G.columns] for start in range(0, len(found), G.columns)]
        # The last row of a sheet may be short: a row of strips, then as many scripts.
        half = len(found) % (2 * G.columns) // 2
        if half:
            rows[-(2 if half * 2 > G.columns else 1) :] = [found[-2 * half : -half], found[-half:]]
        assert rows[0::2] == rows[1::2]
        read_back += [number for row in rows[0::2] for number in row]
    assert read_back == all_numbers(label_sheets)


@pytest.mark.parametrize("position", [0, 2, 9, 11])
def test_first_and_last_pairs_stand_at_their_millimetre(printed, position):
    left, top = corner(position)
    for begin in (top + G.strip_codes_top, top + G.label_height + G.script_codes_top):
        expected = (left + G.codes_left, begin, left + G.codes_left + G.codes_width, begin + G.codes_height)
        around = (left, begin - 0.8, left + G.label_width, begin + G.codes_height + 0.8)
        assert printed.ink(0, *around) == pytest.approx(expected, abs=PRINTING_SLACK_MM)


def test_data_matrix_modules_are_wide_enough_for_cameras(printed):
    # The reader gives the corners of the pattern, to the pixel.
    for code in printed.codes(0, DATA_MATRIX):
        assert code.width / codes.DATA_MATRIX_MODULES >= 0.5


def test_quiet_zones_are_white(printed):
    left, top = corner(4)
    first, last = top + G.strip_codes_top, top + G.strip_codes_top + G.codes_height
    bars_right = left + G.codes_left + codes.CODE_128_WIDTH_MM
    quiet = 10 * codes.BAR_MM
    zones = (
        (left + G.codes_left - quiet, left + G.codes_left - 0.3),
        (bars_right + 0.3, bars_right + quiet),
        (left + G.codes_left + G.codes_width + 0.3, left + G.codes_left + G.codes_width + 2 * codes.CELL_MM),
    )
    for begin, end in zones:
        assert printed.crop(0, begin, first, end, last).getextrema() == (255, 255)


def test_ten_millimetres_around_the_cut_are_white_but_for_two_marks_at_the_edges(printed):
    left, top = corner(4)
    cut = top + G.label_height
    band = printed.crop(0, left + 3, cut - 5, left + G.label_width - 3, cut + 5)
    assert band.getextrema() == (255, 255)


def test_the_script_part_carries_number_and_paper_code_and_nothing_else(label_sheets, printed):
    for position, label in enumerate(label_sheets.rooms[0].labels[: G.pairs]):
        seen = printed.text_within(0, *script_part(position)).replace("\N{NO-BREAK SPACE}", " ")
        assert seen == f"{label.number[:4]} {label.number[4:8]} {label.number[8:]} CGE"


def test_the_strip_part_carries_number_room_and_seat(label_sheets, printed):
    seen = printed.text_within(0, *strip_part(4)).replace("\N{NO-BREAK SPACE}", " ")
    number = label_sheets.rooms[0].labels[4].number
    assert seen == f"Salle B204 · place 5 {number[:4]} {number[4:8]} {number[8:]}"


def test_each_room_begins_a_sheet_and_the_reserve_comes_last(printed):
    heads = [page.partition(" · CGE – Culture générale et expression ")[2].splitlines()[0] for page in printed.pages]
    assert heads == [
        "Salle B204 · places 1 à 12",
        "Salle B204 · places 13 à 14",
        "Gymnase · places 1 à 2",
        "Réserve",
    ]


def test_a_spare_number_is_printed_like_any_other(label_sheets, read):
    number = label_sheets.spares[0]
    seat = labels.LabelRoom("B204", (labels.SeatLabel(number, "1"),))
    usual = read(labels.make_labels(dataclasses.replace(label_sheets, rooms=(seat,), spares=())))
    spare = read(labels.make_labels(dataclasses.replace(label_sheets, rooms=(), spares=(number,))))
    assert usual.crop(0, *script_part(0)).tobytes() == spare.crop(0, *script_part(0)).tobytes()


def test_a_long_room_name_stays_clear_of_the_bars(label_sheets, read, numbers):
    name = "Salle polyvalente du bâtiment C, rez-de-chaussée haut et bas, côté #cour"
    room = labels.LabelRoom(name, (labels.SeatLabel(numbers(1)[0], "112"),))
    printed = read(labels.make_labels(dataclasses.replace(label_sheets, rooms=(room,), spares=())))
    assert [code.text for code in printed.codes(0, CODE_128)] == numbers(1) * 2


def test_what_is_not_a_number_is_never_made_into_a_code():
    with pytest.raises(ValueError, match="not an anonymity number: DUPONT"):
        codes.number_codes("DUPONT")


def test_label_sheets_keep_their_text(printed, snapshot):
    assert printed.pages == snapshot
