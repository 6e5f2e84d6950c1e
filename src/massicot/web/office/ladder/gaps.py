"""The gaps of a ladder as its pages tell them, and what the office decided of them: what holds, what is gone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext

from massicot.consignments.rules.rungs import ARRIVAL_COUNT, NOT_IN_BOX
from massicot.core.ladder import Gap, GapState
from massicot.results.queries import Decisions
from massicot.results.rules import Decision
from massicot.results.rules.decisions import DECISIONS, FOLLOWS, FOLLOWS_OF_BOXES, FOLLOWS_OF_COUNTS, FOLLOWS_OF_RETURNS
from massicot.results.rules.ladder import GAPS, pair_of
from massicot.web.office.ladder.links import GapSlip, read_alone
from massicot.web.shared.enumeration import join_parts


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
        for key, decided in decisions.without_gap(gaps).items()
    ]
    return sorted(gone, key=lambda gap: not gap.waits)


def said_of(decided: Any) -> str:
    """Say what was decided, and why."""
    return f"{gettext(DECISIONS[decided.decision])} – {decided.reason}"


def told_before(decided: Any) -> str:
    """Say what was decided while the figures were others, or of a script that was there since."""
    pair = pair_of(decided.figures)
    sentence = gettext("decided at {first} and {second}: {said}") if pair else gettext("decided before: {said}")
    first, second = pair or ("", "")
    return sentence.format(first=first, second=second, said=said_of(decided))


def title_of(kind: str, *, is_uncounted: bool = False) -> str:
    """Name a kind of gap, as it is called while one of its sources has counted nothing yet."""
    return gettext(GAPS[kind].not_yet if is_uncounted and GAPS[kind].not_yet else GAPS[kind].title)


@dataclass(frozen=True, slots=True)
class ShownGap:
    """One gap: its kind in words, where it is mended, and whether the office may decide it."""

    gap: Gap
    is_uncounted: bool = False
    """One of the two sources has counted nothing yet."""
    address: str = ""
    slip: GapSlip | None = None
    """Its script lies under one: to end it is the way on."""

    @property
    def title(self) -> str:
        """Name the kind of gap."""
        return title_of(self.gap.kind, is_uncounted=self.is_uncounted)

    @property
    def called(self) -> str:
        return read_alone(GAPS[self.gap.kind].about, self.gap.subject)

    @property
    def signed(self) -> str:
        """Say how the centre that counted explains the gap."""
        if not self.gap.signed:
            return ""
        if self.is_of_arrival:
            return gettext("signed at the arrival: {reason}").format(reason=self.gap.signed)
        return gettext("signed at the exam centre: {reason}").format(reason=self.gap.signed)

    @property
    def parts(self) -> str:
        """Say which parts of what is counted differ, and how."""
        sentence = gettext("{part}: {first} announced, {second} arrived")
        cells = self.gap.cells
        return join_parts(sentence.format(part=part, first=first, second=second) for part, first, second in cells)

    @property
    def is_of_arrival(self) -> bool:
        """Say whether it was counted, and explained, where the parcel arrived."""
        return self.gap.kind == ARRIVAL_COUNT.name

    @property
    def is_decidable(self) -> bool:
        """Say whether the office may decide it: a lock is the marker's."""
        return self.gap.state is GapState.OPEN and GAPS[self.gap.kind].is_decidable

    @property
    def is_after_marking(self) -> bool:
        """Say whether it is of what comes back once it is marked, and bars nothing."""
        return GAPS[self.gap.kind].is_after_marking

    @property
    def who_acts(self) -> str:
        """Say who makes the step that closes it, and how."""
        words = GAPS[self.gap.kind].who_acts
        return gettext(words) if words else ""

    @property
    def follows(self) -> list[tuple[str, str]]:
        """Say what follows of each decision; of a difference between counts, of all the same."""
        if GAPS[self.gap.kind].is_lacking:
            return [(gettext(DECISIONS[decision]), gettext(FOLLOWS[decision])) for decision in Decision]
        words = FOLLOWS_OF_RETURNS if self.is_after_marking else FOLLOWS_OF_COUNTS
        if self.gap.kind == NOT_IN_BOX.name:
            words = FOLLOWS_OF_BOXES
        return [(gettext("any of them"), gettext(words))]

    @property
    def is_decided_first(self) -> bool:
        """Say whether nobody's next step closes it: to decide it is then the way on."""
        return self.is_decidable and self.slip is None and not GAPS[self.gap.kind].is_closed_by_step
