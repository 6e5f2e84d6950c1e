"""Dates, hours, counts and rooms as an official paper writes them."""

from datetime import UTC, date, datetime

import pytest

from massicot.documents import codes, french


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2017, 5, 10), "mercredi 10 mai 2017"), (date(2017, 6, 1), "jeudi 1er juin 2017")],
)
def test_a_day_is_written_in_full(on, words):
    assert plain(french.day(on)) == words


def test_a_day_in_figures_keeps_its_zeros():
    assert french.short_day(date(1998, 2, 3)) == "03/02/1998"


@pytest.mark.parametrize(("minute", "words"), [(0, "17 h"), (5, "17 h 05"), (30, "17 h 30")])
def test_an_hour_says_its_minutes_only_when_there_are_some(minute, words):
    assert plain(french.hour(datetime(2017, 6, 7, 17, minute, tzinfo=UTC))) == words


def test_the_time_of_a_paper_runs_from_its_start_to_its_end():
    span = french.span(datetime(2017, 5, 10, 14, tzinfo=UTC), datetime(2017, 5, 10, 18, tzinfo=UTC))
    assert plain(span) == "mercredi 10 mai 2017, de 14 h à 18 h"


@pytest.mark.parametrize(("count", "words"), [(0, "0 copie"), (1, "1 copie"), (2, "2 copies")])
def test_a_count_agrees_with_its_noun(count, words):
    assert plain(french.quantity(count, "copie", "copies")) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("B204", "Salle B204"),
        ("12", "Salle 12"),
        ("Gymnase", "Gymnase"),
        ("salle 3", "salle 3"),
        ("Élan", "Élan"),
        ("", "Salle à préciser"),
    ],
)
def test_a_room_is_called_salle_unless_its_name_says_what_it_is(name, words):
    assert french.room(name) == words


def test_a_long_word_may_break_and_loses_nothing():
    breakable = french.breakable("DUPONT " + "A" * 40)
    assert breakable.replace("\N{ZERO WIDTH SPACE}", "") == "DUPONT " + "A" * 40
    assert (
        max(len(piece) for piece in breakable.replace(" ", "\N{ZERO WIDTH SPACE}").split("\N{ZERO WIDTH SPACE}")) == 16
    )


def test_a_number_is_grouped_for_the_eye():
    assert plain(codes.group_number("12345678K")) == "1234 5678 K"
