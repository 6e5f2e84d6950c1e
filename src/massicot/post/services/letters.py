"""The act of writing a letter, part of the act that causes it; what a person decides of one that is stuck."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core import keys
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.post import queries
from massicot.post.models import Letter
from massicot.post.rules import letters as rules
from massicot.post.rules.letters import EnclosureName, LetterDraft, LetterState
from massicot.store.writes import swap_one


@dataclass(frozen=True, slots=True)
class LetterSentAgain(Fact):
    """A letter that was refused, or perhaps sent, was put back in the outbox."""

    journal_word = N_("letter put in the outbox again")
    to: str
    state_before: str


@dataclass(frozen=True, slots=True)
class LetterGivenUp(Fact):
    """A letter that had not left will not leave."""

    journal_word = N_("letter given up")
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


AT_ONCE = 500
"""How many letters one statement writes."""


@transaction.atomic
def write_letter(
    *,
    to: str,
    subject: str,
    body: str,
    occasion: str = "",
    enclosed: Sequence[EnclosureName] = (),
    is_urgent: bool = False,
    by: Actor,
    at: datetime,
) -> Letter:
    """Put a letter in the outbox, inside the transaction of the act that causes it; raise AddressMalformed.

    The outer act writes the journal line. With an occasion, one person is written to once: the letter that is there
    is given back. What is enclosed is named, and made as the letter leaves.
    """
    draft = LetterDraft(
        to=rules.check_address(to),
        subject=subject,
        body=body,
        occasion=occasion,
        enclosed=enclosed,
        is_urgent=is_urgent,
    )
    letter = _letter(draft, queries.sealing_key(), by, at)
    if not occasion:
        letter.save(force_insert=True)
        return letter
    row = {name: getattr(letter, name) for name in _WRITTEN}
    return Letter.objects.get_or_create(to=draft.to, occasion=occasion, defaults=row)[0]


@transaction.atomic
def write_letters(*, drafts: Iterable[LetterDraft], by: Actor, at: datetime) -> None:
    """Put many letters in the outbox, inside the transaction of the act that causes them.

    As `write_letter`: one person is written to once on each occasion. Addresses are checked by the caller.
    """
    key = queries.sealing_key()
    letters = [_letter(draft, key, by, at) for draft in drafts]
    Letter.objects.bulk_create(letters, batch_size=AT_ONCE, ignore_conflicts=True)


@transaction.atomic
def write_letter_anew(*, draft: LetterDraft, by: Actor, at: datetime) -> None:
    """Write to somebody on an occasion on which they, or another address, were written to already.

    What had not left is given up; what had keeps its place in the outbox, on an occasion of its own. A lower service:
    the outer act holds what the letter is about, and writes the journal line.
    """
    withdraw_letters_about(occasion_start=draft.occasion)
    Letter.objects.filter(occasion=draft.occasion).update(
        occasion=Concat("occasion", Value("#"), Cast("pk", CharField()))
    )
    write_letters(drafts=[draft], by=by, at=at)


_WRITTEN = ("reference", "subject", "sealed", "enclosed", "is_urgent", "next_at", "written_by", "written_at")


def _letter(draft: LetterDraft, key: bytes, by: Actor, at: datetime) -> Letter:
    reference = secrets.token_hex(16)
    return Letter(
        to=draft.to,
        occasion=draft.occasion,
        reference=reference,
        subject=rules.tidy_subject(draft.subject),
        sealed=keys.seal(key, draft.body.encode(), reference),
        enclosed=rules.text_of(draft.enclosed),
        is_urgent=draft.is_urgent,
        next_at=at,
        written_by=by.login,
        written_at=at,
    )


def keep_only_to(letter: Letter, *, addresses: QuerySet[Any]) -> None:
    """Take a letter back unless it goes to one of some addresses, in one statement that tells nobody which.

    A lower service: the outer act wrote the letter in the same transaction.
    """
    Letter.objects.filter(pk=letter.pk).exclude(to__in=addresses).delete()
