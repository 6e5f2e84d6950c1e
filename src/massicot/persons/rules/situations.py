"""Situations of persons, typed for the day on which they began, and whether taking part is then a duty.

Whether taking part in an examination is a duty of somebody's service: it follows who employs them. It is one for
teachers of the State and of schools under contract (art. D911-31 of the code de l'éducation; charte nationale des
examens of 15 January 2007), in an apprentice training centre for agents of the State alone, and for nobody who is
retired or from outside. Of whom nothing was told it is not known, and neither is said.

Situations: typed for the day on which they began, were it long ago; the one before stays for the days before. What is
owed for a mission follows its day, so that nothing typed late changes a day that it does not concern: a situation lasts
until the next one begins. The only one of a person is put right, never taken away.
"""

from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.persons.rules.persons import EmployerKind

BOUND = frozenset({EmployerKind.ACADEMY, EmployerKind.OTHER_ACADEMY, EmployerKind.CONTRACT})
"""The employers of teachers whose service examinations are part of."""


class NobodyToTell(Refused):
    sentence = N_("Tick the institutions of whose staff you tell the employer.")


class EmployersKnown(Refused):
    sentence = N_(
        "The employer of all these persons is known by now: nothing was written down. Look at the list again."
    )


@dataclass(frozen=True, slots=True)
class EmployerTold(Fact):
    """The employer of a person, of whom nobody had told it, was told from a day on."""

    journal_word = N_("employer of a person told")
    identifier: str
    since: str
    employer_kind: str


@dataclass(frozen=True, slots=True)
class Employer:
    """Who employs some persons; whether they are agents of the State is told where it matters."""

    kind: EmployerKind
    is_state_agent: bool | None = None


def is_duty(employer_kind: str, *, is_state_agent: bool | None) -> bool | None:
    """Say whether somebody must come; None where nobody told who employs them."""
    if not employer_kind:
        return is_state_agent
    if employer_kind == EmployerKind.CFA:
        return is_state_agent is True
    return employer_kind in BOUND


class OnlySituation(Refused):
    sentence = N_("{identifier} has no other situation: put this one right instead.")


class SituationGone(Refused):
    sentence = N_("This situation is not there any more: reload the page.")


class SituationStandsAlready(Refused):
    sentence = N_("This is what holds on {since} already: there is nothing to change.")


@dataclass(frozen=True, slots=True)
class SituationChanged(Fact):
    """Where a person teaches or lives, or who employs them, was told from a day on."""

    journal_word = N_("situation of a person told")
    identifier: str
    since: str


@dataclass(frozen=True, slots=True)
class SituationTakenBack(Fact):
    journal_word = N_("situation of a person taken away")
    identifier: str
    since: str
    reason: str
