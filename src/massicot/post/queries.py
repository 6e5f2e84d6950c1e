"""Reads of the outbox."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Q, QuerySet, Subquery

from massicot.core import keys
from massicot.core.keys import Key
from massicot.post import models
from massicot.post.rules import letters as rules
from massicot.post.rules.letters import LetterState
from massicot.store.prepared import Question

Letter = models.Letter
"""The row that others are handed and may name; the table itself is imported by this area only."""

_COUNTED: Question[tuple[str, int]] = Question(
    lambda: Letter.objects.order_by("state").values_list("state").annotate(Count("pk"))
)


def sealing_key() -> bytes:
    """Derive the key under which what letters say is sealed, from the secret of the installation."""
    return Key(settings.SECRET_KEY.encode()).sub_key(rules.SEALING)


def letter_by_id(letter_id: int) -> Letter:
    """Fetch a letter; raise LetterUnknown."""
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise rules.LetterUnknown
    return letter


def letters() -> QuerySet[Letter]:
    """List the outbox without what the letters say, newest first."""
    return Letter.objects.defer("sealed").order_by("-pk")


def body_of(letter: Letter) -> str:
    """Open what a letter says, before it is sent; raise SealBroken."""
    return keys.unseal(sealing_key(), bytes(letter.sealed), letter.reference).decode()


def letters_on(occasions: Collection[str]) -> dict[str, Letter]:
    """Map occasions to the letter written on each, without what it says; one without a letter is left out."""
    rows = Letter.objects.defer("sealed").filter(occasion__in=list(occasions)) if occasions else []
    return {row.occasion: row for row in rows}


def letters_about(occasion_start: str) -> list[Letter]:
    """List the letters on occasions of one sort, without what they say, the first one first."""
    return list(Letter.objects.defer("sealed").filter(occasion__startswith=occasion_start).order_by("pk"))


def is_on_its_way(occasion: Any) -> Exists:
    """Say whether a letter has left or will on the occasion that another question makes up.

    Where no mail server is named, what waits will not.
    """
    # As the index says it, which would not be used otherwise.
    of_occasions = Letter.objects.exclude(occasion="")
    return Exists(of_occasions.filter(occasion=occasion, state__in=sorted(_leaving_states())))


def gone_nowhere(occasions: Collection[str]) -> set[str]:
    """Name the occasions on which letters were written of which none has left, nor will."""
    if not occasions:
        return set()
    rows = set(Letter.objects.filter(occasion__in=list(occasions)).values_list("occasion", "state"))
    states = _leaving_states()
    return {occasion for occasion, _ in rows} - {occasion for occasion, state in rows if state in states}


def _leaving_states() -> set[LetterState]:
    """Tell in which states a letter has left, or will: where no mail server is named, what waits will not."""
    states = {LetterState.SENDING, LetterState.SENT, LetterState.UNCERTAIN}
    return states | {LetterState.WAITING} if settings.MASSICOT_EMAIL_URL else states


def state_on(occasion: Any) -> Subquery:
    """Say how far the letter is of the occasion that another question makes up; null where none was written."""
    of_occasions = Letter.objects.exclude(occasion="").order_by()
    return Subquery(of_occasions.filter(occasion=occasion).values("state")[:1])


def count_by_state() -> dict[LetterState, int]:
    """Count the letters in each state; a state without letters is left out."""
    return {LetterState(state): count for state, count in _COUNTED.ask()}


def counted_with_beside(occasion_start: str, beside: Mapping[str, Any]) -> QuerySet[Letter, Any]:
    """Count the letters in each state, and those among them on occasions of one sort, as a list of values.

    Each state is followed by both counts, then by what a later area asks beside them; no letter, no row.
    """
    of_sort = Count("pk", filter=Q(occasion__startswith=occasion_start))
    rows: Any = Letter.objects.order_by("state").values("state").annotate(count=Count("pk"), of_sort=of_sort, **beside)
    values: QuerySet[Letter, Any] = rows.values_list("state", "count", "of_sort", *beside)
    return values


def next_due(at: datetime) -> Letter | None:
    """Fetch the letter that has waited longest for its turn, of the urgent ones first."""
    return _NEXT_DUE.first(at=at)


def next_urgent(at: datetime) -> Letter | None:
    """Fetch the urgent letter that has waited longest for its turn."""
    return _NEXT_URGENT.first(at=at)


def _due(at: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.WAITING, next_at__lte=at)


_NEXT_DUE: Question[Letter] = Question(lambda at: _due(at).order_by("-is_urgent", "next_at", "pk")[:1])
_NEXT_URGENT: Question[Letter] = Question(lambda at: _due(at).filter(is_urgent=True).order_by("next_at", "pk")[:1])


def is_written(occasion: str, to: str) -> bool:
    """Say whether the letter of an occasion is written, to one person."""
    return Letter.objects.filter(occasion=occasion, to=to).exists()
