"""Skills: what a person can examine beside their discipline, each one word, as the tables write them.

A mission that asks for a skill calls those first who have it. One that has ended stays on the lists that it filled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class SkillsMissing(Refused):
    """Skills added, and none is named."""

    sentence = N_("Type at least one skill: a word, or several separated by spaces.")


class SkillTooLong(Refused):
    """A word that no table would take."""

    sentence = N_("“{skill}” is too long: a skill is one word of at most {most} signs.")


class SkillsThereAlready(Refused):
    """Skills that a person has."""

    sentence = N_("{identifier} has these skills already: there is nothing to add.")


class SkillGone(Refused):
    """A skill ended that the person does not have."""

    sentence = N_("{identifier} does not have the skill {skill}: reload the page.")


@dataclass(frozen=True, slots=True)
class SkillsAdded:
    """Skills of a person were written down."""

    identifier: str
    skills: Sequence[str]


@dataclass(frozen=True, slots=True)
class SkillEnded:
    """A person does not have a skill any more."""

    identifier: str
    skill: str


def read_skills(typed: str, most: int) -> tuple[str, ...]:
    """Read words separated by spaces, each once; raise SkillTooLong."""
    skills = tuple(dict.fromkeys(typed.split()))
    for skill in skills:
        if len(skill) > most:
            raise SkillTooLong(skill=skill, most=most)
    return skills
