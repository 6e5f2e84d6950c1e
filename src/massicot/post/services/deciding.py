"""What a person decides about a letter that is stuck: send it again, or give it up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.post import queries, rules
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class LetterSentAgain:
    """A letter that was refused, or perhaps sent, was put back in the outbox."""

    to: str
    state_before: str


@dataclass(frozen=True, slots=True)
class LetterGivenUp:
    """A letter that had not left will not leave."""

    to: str
    state_before: str


@transaction.atomic
def send_again(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Put a letter that is stuck back in the outbox; raise LetterMovedOn when it is not stuck any more."""
    letter = queries.letter_by_id(letter_id)
    stuck = Letter.objects.filter(pk=letter_id, state=letter.state, state__in=sorted(rules.STUCK))
    swap_one(stuck, rules.LetterMovedOn(), state=LetterState.WAITING, next_at=at, attempts=0, claimed_at=None)
    audit.record(subject=f"letter:{letter_id}", fact=LetterSentAgain(letter.to, letter.state), by=by, at=at)


@transaction.atomic
def give_up(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Take a letter that has not left out of the outbox, and empty it; raise LetterMovedOn when it left meanwhile."""
    letter = queries.letter_by_id(letter_id)
    unsent = Letter.objects.filter(pk=letter_id, state=letter.state, state__in=_unsent_states())
    swap_one(unsent, rules.LetterMovedOn(), state=LetterState.GIVEN_UP, sealed=b"")
    audit.record(subject=f"letter:{letter_id}", fact=LetterGivenUp(letter.to, letter.state), by=by, at=at)


def withdraw_letters(*, to: str, occasion_start: str) -> None:
    """Give up what has not left of the letters to one person on occasions of one sort: they say what is void now.

    A lower service: the outer act, which makes them void, writes the journal line.
    """
    _give_up_unsent(Letter.objects.filter(to=to, occasion__startswith=occasion_start))


def withdraw_letters_about(*, occasion_start: str) -> None:
    """Give up what has not left of the letters to anybody on occasions of one sort: what they ask for is done.

    A lower service: the outer act, which did it, writes the journal line.
    """
    _give_up_unsent(Letter.objects.filter(occasion__startswith=occasion_start))


def withdraw_letters_on(*, occasions: "Collection[str] | QuerySet[Any, Any]") -> None:
    """Give up what has not left of the letters on some occasions, which may be a question: what they ask for is void.

    A lower service: the outer act, which makes it void, writes the journal line.
    """
    _give_up_unsent(Letter.objects.filter(occasion__in=occasions))


def readdress_letters(*, left: str, to: str, occasion_starts: Collection[str]) -> None:
    """Let what has not left for an address go to another one, of letters on occasions of some sorts.

    Those that are stuck too: they go there once somebody sends them again. What is being sent meanwhile has left. A
    lower service: the outer act, which changes the address, writes the journal line.
    """
    unsent = Letter.objects.filter(to=left, state__in=_unsent_states())
    unsent.filter(reduce(or_, (Q(occasion__startswith=start) for start in occasion_starts))).update(to=to)


def _give_up_unsent(letters: QuerySet[Letter]) -> None:
    letters.filter(state__in=_unsent_states()).update(state=LetterState.GIVEN_UP, sealed=b"")


def _unsent_states() -> list[LetterState]:
    return sorted(state for state, onward in rules.MOVES.items() if LetterState.GIVEN_UP in onward)
