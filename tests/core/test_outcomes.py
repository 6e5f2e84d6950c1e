"""What an import does: which lines are new, which change, which stay the same."""

from hypothesis import given
from hypothesis import strategies as st

from massicot.core.tables import outcomes
from massicot.core.tables.outcomes import Change


def test_a_file_is_compared_with_what_is_stored_line_by_line():
    stored = {"A": {"code": "A", "label": "un", "place": None}, "B": {"code": "B", "label": "deux", "place": 1}}
    rows = [
        {"code": "A", "label": "un", "place": None},
        {"code": "B", "label": "Deux", "place": None},
        {"code": "C", "label": "trois", "place": 2},
    ]
    outcome = outcomes.compare_rows("code", stored, rows, {"label": "libelle", "place": "rang"})
    assert (outcome.new, outcome.same, outcome.written) == (["C"], 1, 2)
    assert outcome.changed == [Change("B", {"libelle": ("deux", "Deux"), "rang": ("1", "")})]


LINES = st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(["un", "deux"]))


@given(LINES, LINES)
def test_every_line_of_a_file_is_new_or_changed_or_the_same(before, after):
    stored = {key: {"key": key, "label": label} for key, label in before.items()}
    rows = [{"key": key, "label": label} for key, label in after.items()]
    outcome = outcomes.compare_rows("key", stored, rows, {})
    assert len(outcome.new) + len(outcome.changed) + outcome.same == len(after)
    assert set(outcome.new) == after.keys() - before.keys()
    assert {change.key for change in outcome.changed} == {
        key for key in after.keys() & before.keys() if after[key] != before[key]
    }


def test_a_change_is_shown_as_the_file_writes_it():
    change = outcomes.compare_values("A", {"fed": True, "x": 43.5}, {"fed": None, "x": 43.25}, {"fed": "restaurant"})
    assert change == Change("A", {"restaurant": ("oui", ""), "x": ("43.5", "43.25")})
    assert outcomes.compare_values("A", {"fed": False}, {"fed": True}, {}).fields == {"fed": ("non", "oui")}
