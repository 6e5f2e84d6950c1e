"""Header strips that were not found at their destruction: told to the office, noted by it, asked about again."""

import json

import pytest

from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import strips as rules
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.core.wall import TextNamesCandidate
from massicot.results import queries as results
from tests import destroying
from tests.anonymity.test_strips_destroyed import destroyed_with_strips, take_back
from tests.cast import CEDRES, ODILE, candidate_number
from tests.destroying import DESTROYED
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def one_not_found():
    """Let an exam centre certify all its strips but one."""
    built = destroyed_with_strips()
    due = anonymity_due(built)
    destroying.certify(built, count=due - 1, reason="Un en-tête introuvable")
    return built


def anonymity_due(built):
    return destroying.numbers.strips_due(built.paper, CEDRES)


built = kept(one_not_found)


def asked(built):
    return results.matters_of([built.paper.pk])[built.paper.pk].strips_not_found


def note(built, *, row=None, word="Centre appelé, dernière armoire revue", act=None):
    pk = row.pk if row else destroying.certified_strips(built)[-1].pk
    said = {"paper": built.paper, "destruction_id": pk, "by": ODILE, "at": DESTROYED}
    if act:
        return act(reason=word, **said)
    return anonymity.note_strips_not_found(word=word, **said)


def test_it_waits_until_it_is_noted_once_and_the_journal_keeps_the_word(built):
    assert asked(built) == 1
    assert note(built) == CEDRES
    assert asked(built) == 0
    with pytest.raises(rules.StripsMovedOn):
        note(built)
    line = audit.acts_of(candidates.day_subject(built.paper, CEDRES))[-1]
    assert json.loads(line.facts) == {"count": 1, "word": "Centre appelé, dernière armoire revue"}


def test_the_note_is_taken_back_once_and_it_waits_again(built):
    with pytest.raises(rules.StripsMovedOn):
        note(built, act=anonymity.ask_strips_again)
    note(built)
    note(built, act=anonymity.ask_strips_again, word="On en a retrouvé la boîte")
    assert asked(built) == 1
    note(built)
    assert asked(built) == 0


@pytest.mark.parametrize(
    ("word", "refusal"),
    [(" \u200b", rules.WordOnStripsMissing), (f"De {candidate_number(1)}", TextNamesCandidate)],
)
def test_without_a_word_or_with_a_candidate_in_it_nothing_is_noted(built, word, refusal):
    for act in (None, anonymity.ask_strips_again):
        with pytest.raises(refusal):
            note(built, word=word, act=act)
    assert asked(built) == 1


def test_a_certificate_that_is_whole_or_taken_back_has_nothing_to_be_noted(built):
    [row] = destroying.certified_strips(built)
    note(built)
    take_back(built)
    destroying.certify(built)
    assert asked(built) == 0
    for gone in (row, None):
        with pytest.raises(rules.StripsMovedOn):
            note(built, row=gone)
