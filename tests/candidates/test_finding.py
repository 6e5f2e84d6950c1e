"""A candidate found as people type a name: accents, hyphens and case do not count, first letters suffice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.anonymity import services as anonymity
from massicot.candidates import queries
from massicot.candidates.models import Candidate
from massicot.candidates.rules.candidate_row import called_as, number_typed
from massicot.candidates.rules.intake import CivilIdentity
from massicot.core.spelling import folded
from tests import world
from tests.cast import KEY, ODILE, PREPARED, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

NAMES = (
    "ÉGLANTINE LE BŒUF|LE BŒUF-ÉGLÉ|MARTIN|MARTIN|MARTINEAU|D'ARTAGNAN|ÇELIK|ŁUKASZ|ZWYXQ|ÑUÑEZ|MULLER|MÜLLER|ROUX|"
    "ROUSSEAU|STRAẞE|O'NEIL"
).split("|")
HOMONYMS = 51


def named():
    return world.opened([*NAMES, *["HOMONYME"] * HOMONYMS])


built = kept(named)


def called(built, typed):
    return [row.surname for row in queries.entries_called(built.paper, typed).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eglantine", ["ÉGLANTINE LE BŒUF"]),
        ("Églan", ["ÉGLANTINE LE BŒUF"]),
        ("le boeuf egle", ["LE BŒUF-ÉGLÉ"]),
        ("lebœuf", ["LE BŒUF-ÉGLÉ"]),
        ("martin", ["MARTIN", "MARTIN", "MARTINEAU"]),
        ("martin camille", ["MARTIN", "MARTIN"]),
        ("dartagnan", ["D'ARTAGNAN"]),
        ("celik", ["ÇELIK"]),
        ("luka", ["ŁUKASZ"]),
        ("muller", ["MULLER", "MÜLLER"]),
        ("strasse", ["STRAẞE"]),
        ("z", ["ZWYXQ"]),
        ("camille", []),
        ("%", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_name_is_found_as_it_is_typed(built, typed, found):
    assert called(built, typed) == found


def test_homonyms_are_told_apart_by_birth_and_number(built):
    one, other, _ = queries.entries_called(built.paper, "martin").rows
    assert (one.candidate_number, other.candidate_number) == (candidate_number(3), candidate_number(4))
    assert one.born_on != other.born_on


@pytest.mark.parametrize("typed", ["02100000009", "2100000009", " 021 0000 0009 "])
def test_a_candidate_number_finds_its_candidate(built, typed):
    assert called(built, typed) == ["ZWYXQ"]


def test_a_usual_name_finds_its_candidate_once_it_is_imported(built):
    table = world.read_table(built.session, _table("NOM D'USAGE"))
    anonymity.import_candidates(session=built.session, table=table, key=KEY, by=ODILE, at=PREPARED)
    assert called(built, "nom d usage") == called(built, "zwy") == ["ZWYXQ"]


def _table(usual_name):
    lines = world.candidates_csv(NAMES).decode().split("\n")
    kept_lines = [f"{lines[0]};nom_usage", f"{lines[9]};{usual_name}"]
    return "\n".join(kept_lines).encode()


def test_a_corrected_name_is_found_and_the_one_before_is_not(built):
    right = [name.replace("ZWYXQ", "QXYWZ") for name in NAMES]
    table = world.read_table(built.session, world.candidates_csv(right))
    anonymity.import_candidates(session=built.session, table=table, key=KEY, by=ODILE, at=PREPARED)
    assert (called(built, "qxy"), called(built, "zwy")) == (["QXYWZ"], [])


def test_more_than_a_page_asks_for_more_letters(built):
    some = queries.entries_called(built.paper, "homo")
    assert (len(some.rows), some.has_more) == (HOMONYMS - 1, True)
    assert not queries.entries_called(built.paper, "martin").has_more


def test_whoever_is_not_expected_at_the_paper_is_not_found(built):
    entry = queries.entries_called(built.paper, "zwyxq").rows[0]
    assert queries.entry_row(built.paper, entry.entry_id) == entry
    Candidate.objects.get(surname="ZWYXQ").entries.update(is_mark_kept=True)
    assert called(built, "zwyxq") == []
    assert queries.entry_row(built.paper, entry.entry_id) is None


@pytest.mark.parametrize(
    ("typed", "number"), [("2100000009", "02100000009"), ("DUPONT", ""), ("12 A", ""), ("", ""), ("٣", "")]
)
def test_figures_alone_are_a_candidate_number(typed, number):
    assert number_typed(typed) == number


@given(st.text(max_size=30), st.text(max_size=30))
def test_folding_goes_letter_by_letter_and_twice_is_once(one, other):
    assert folded(one) + folded(other) == folded(f"{one} {other}")
    assert folded(folded(one)) == folded(one)


def test_a_name_is_cut_where_its_column_ends():
    person = CivilIdentity("ﷺ" * 100, "", "Ann", date(1997, 1, 1), "")
    assert len(called_as(person).called) == 400
