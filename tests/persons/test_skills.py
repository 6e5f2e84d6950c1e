"""Skills of a person: written down and ended by the office, as words that a table could bring."""

import pytest

from massicot.audit import queries as audit
from massicot.core.wall import TextNamesCandidate
from massicot.persons import queries, services
from massicot.persons.rules import SKILL_LENGTH
from massicot.persons.rules.persons import SkillGone, SkillsMissing, SkillsThereAlready, SkillTooLong, subject_of
from tests import world
from tests.cast import MORNING, ODILE, candidate_number
from tests.keeping import kept
from tests.persons.calling import person

pytestmark = pytest.mark.django_db
built = kept(world.opened)
BY = {"by": ODILE, "at": MORNING}


def add(words):
    services.add_skills(person=person(), skills=words, **BY)


def skills():
    return queries.skills_of([person().pk]).get(person().pk, ())


def test_skills_are_added_to_those_that_a_person_has_and_ended_one_by_one(built):
    add("latin  grec")
    add("grec LSF")
    assert skills() == ("LSF", "grec", "latin")
    services.end_skill(person=person(), skill="grec", **BY)
    assert skills() == ("LSF", "latin")
    assert [line.act for line in audit.acts_of(subject_of("BOB"))] == ["SkillsAdded", "SkillsAdded", "SkillEnded"]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (" ", SkillsMissing),
        ("x" * (SKILL_LENGTH + 1), SkillTooLong),
        ("latin", SkillsThereAlready),
        (candidate_number(3), TextNamesCandidate),
    ],
)
def test_what_says_nothing_new_or_too_much_is_refused(built, words, refusal):
    add("latin")
    with pytest.raises(refusal):
        add(words)
    assert skills() == ("latin",)


def test_a_skill_that_is_gone_is_not_ended_twice(built):
    with pytest.raises(SkillGone):
        services.end_skill(person=person(), skill="latin", **BY)
