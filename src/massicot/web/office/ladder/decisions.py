"""What the office decided of gaps, as its pages tell it: what holds, what was about other figures, what is gone."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext

from massicot.core.ladder import Gap
from massicot.results.queries import Decisions
from massicot.results.rules import wording
from massicot.results.rules.figures import pair_of


class ShownDecision(NamedTuple):
    """One decision: what it says, and what the two sources of its rung counted then."""

    row: Any
    words: str
    pair: tuple[int, int] | None


class GoneGap(NamedTuple):
    """A gap that was decided and is none any more; `waits`: the office has not said what counts now."""

    key: str
    decisions: Collection[ShownDecision]
    waits: bool


def shown_decision(decided: Any) -> ShownDecision:
    """Show one decision."""
    return ShownDecision(decided, said_of(decided), pair_of(decided.figures))


def gone_gaps(decisions: Decisions, gaps: Iterable[Gap]) -> list[GoneGap]:
    """Show what was decided of gaps that are none any more, those that wait for a word first."""
    gone = [
        GoneGap(key, [shown_decision(decision) for decision in decided], decisions.waits(key))
        for key, decided in decisions.gone(gaps).items()
    ]
    return sorted(gone, key=lambda gap: not gap.waits)


def said_of(decided: Any) -> str:
    """Say what was decided, and why."""
    return f"{gettext(wording.DECISIONS[decided.decision])} – {decided.reason}"


def told_before(decided: Any) -> str:
    """Say what was decided while the figures were others, or of a script that was there since."""
    pair = pair_of(decided.figures)
    sentence = gettext("decided at {first} and {second}: {said}") if pair else gettext("decided before: {said}")
    first, second = pair or ("", "")
    return sentence.format(first=first, second=second, said=said_of(decided))
