"""Control totals: worked by hand, and what each of them sees."""

import hashlib

import pytest

from massicot.core.marks import Scale
from massicot.results.rules.exports import total_rows, totals_of
from tests.results.mark_files import line_of

LINES = [line_of(1, "09"), line_of(2, "20"), line_of(3, "", "AB"), line_of(4, "", "CB"), line_of(5, "", "MQ", batch="")]


def totals(lines, scale=None):
    return dict(total_rows(totals_of("BTS-2017", "CGE", scale or Scale(), lines)))


def test_totals_of_five_lines_worked_by_hand():
    found = totals(LINES)
    assert [found[name] for name in ("lignes", "notes", "ab", "cb", "mq")] == [5, 2, 1, 1, 1]
    assert found["somme_notes"] == "29"
    assert found["somme_numeros_candidat"] == str(1 + 2 + 3 + 4 + 5)
    assert found["somme_numeros_anonymat"] == str(1_234_567 * 15)
    assert [found[name] for name in ("session", "epreuve", "chiffres", "decimales")] == ["BTS-2017", "CGE", 2, 0]


def test_the_digests_are_those_of_the_lines_of_the_csv_with_and_without_names():
    found = totals([line_of(1, "09", surname='=É;"')])
    rest = ";31213;CGE;01234567W;B-BTS-2017-CGE-0001;09;\r\n"
    whole = f'00000000001;"\'=É;""";Anne{rest}'
    assert found["sha256_lignes"] == hashlib.sha256(whole.encode()).hexdigest()
    assert found["sha256_sans_noms"] == hashlib.sha256(f"00000000001{rest}".encode()).hexdigest()


def test_marks_in_tenths_add_up_past_the_digits_of_a_mark():
    scale = Scale(0, 4000, 10)
    found = totals([line_of(rank, "39,9") for rank in range(1, 4)], scale)
    assert (found["somme_notes"], found["pas"], found["decimales"]) == ("119,7", "00,1", 1)


SEEN = {
    "somme_notes": [line_of(1, "10"), *LINES[1:]],
    "somme_numeros_candidat": [LINES[0]._replace(candidate_number="00000000009"), *LINES[1:]],
    "somme_numeros_anonymat": [LINES[0]._replace(number=line_of(8).number), *LINES[1:]],
    "lignes": LINES[:-1],
    "mq": [*LINES[:4], line_of(5, "", "AB", batch="")],
}


@pytest.mark.parametrize("name", SEEN)
def test_each_total_sees_what_it_is_for(name):
    assert totals(SEEN[name])[name] != totals(LINES)[name]


def test_two_marks_exchanged_are_seen_by_the_digests_alone():
    one, two = LINES[:2]
    exchanged = [one._replace(mark=two.mark), two._replace(mark=one.mark), *LINES[2:]]
    before, after = totals(LINES), totals(exchanged)
    assert {name for name in before if before[name] != after[name]} == {"sha256_lignes", "sha256_sans_noms"}


def test_a_name_changes_the_digest_of_names_and_nothing_else():
    before, after = totals(LINES), totals([LINES[0]._replace(surname="B"), *LINES[1:]])
    assert {name for name in before if before[name] != after[name]} == {"sha256_lignes"}


def test_no_line_at_all_has_totals_too():
    found = totals([])
    assert (found["lignes"], found["somme_notes"], found["somme_numeros_candidat"]) == (0, "00", "0")
