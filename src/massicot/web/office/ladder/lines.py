"""The lines behind a rung, as its page lists them: those with an open gap first, then the decided ones.

A rung has thousands of lines, as many as there are scripts when none is in a batch yet, and a page shows fifty: what is
the same for everybody is sorted out once for each count of the paper, and a line is shown when it is asked for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

from massicot.core.ladder import Gap, GapState, Rung, RungLine
from massicot.results.queries import Decisions
from massicot.results.rules.ladder import LadderFacts, lines_behind, those_open
from massicot.web.office.access import LineStanding
from massicot.web.office.ladder.rungs import ShownRungLine, comes, shown_line

_PARTS: Mapping[str, Collection[str]] = {
    "": frozenset(LineStanding),
    LineStanding.OPEN: {LineStanding.PRESSING, LineStanding.UNDER_WAY},
}
"""What is asked for in one word and stands in several parts."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What lies behind a rung before anything is decided: the lines with gaps, those still to come, all the others."""

    with_gaps: Sequence[RungLine]
    coming: Sequence[RungLine]
    without: Sequence[RungLine]
    gaps: Mapping[str, Sequence[Gap]]
    given_up: frozenset[str] = frozenset()
    """Subjects of which every gap was decided where it was told."""


class Behind(Sequence[ShownRungLine]):
    """The lines behind a rung with what is decided by now, of one standing or of all.

    `pressing` are the subjects of the open gaps that no work under way closes.
    """

    def __init__(self, lines: Sorted, decisions: Decisions, standing: str = "", pressing: Collection[str] = ()) -> None:
        self._gaps, self._decisions, self._pressing = lines.gaps, decisions, pressing
        decided = {*lines.given_up, *_find_decided(lines.gaps, decisions)}
        waiting = [line for line in lines.with_gaps if line.subject not in decided]
        parts = {
            LineStanding.PRESSING: [line for line in waiting if line.subject in pressing],
            LineStanding.UNDER_WAY: [line for line in waiting if line.subject not in pressing],
            LineStanding.DECIDED: [line for line in lines.with_gaps if line.subject in decided],
            LineStanding.TO_COME: lines.coming,
            LineStanding.HOLDS: lines.without,
        }
        asked = _PARTS.get(standing, {standing})
        self._lines = [line for part, some in parts.items() if part in asked for line in some]

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> ShownRungLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[ShownRungLine]: ...
    def __getitem__(self, at: int | slice) -> ShownRungLine | list[ShownRungLine]:
        """Show one line, or some."""
        return [self._show(line) for line in self._lines[at]] if isinstance(at, slice) else self._show(self._lines[at])

    def __iter__(self) -> Iterator[ShownRungLine]:
        """Show every line."""
        return map(self._show, self._lines)

    def _show(self, line: RungLine) -> ShownRungLine:
        shown = shown_line(line, self._gap_on(line), self._decisions)
        if shown.standing is not LineStanding.OPEN:
            return shown
        return shown._replace(
            standing=LineStanding.PRESSING if line.subject in self._pressing else LineStanding.UNDER_WAY
        )

    def _gap_on(self, line: RungLine) -> Gap | None:
        """Find the gap to act on first: an open one before a decided one."""
        gaps = self._gaps.get(line.subject, ())
        waiting = [gap for gap in gaps if gap.state is GapState.OPEN and self._decisions.on(gap) is None]
        if waiting or not gaps:
            return waiting[-1] if waiting else None
        decided = self._decisions.on(gaps[-1])
        return replace(gaps[-1], state=GapState.DECIDED, reason=decided.reason if decided else gaps[-1].reason)


def sort_out(rung: Rung, facts: LadderFacts) -> Sorted:
    """Sort out what lies behind a rung of which nothing is decided yet."""
    gaps: dict[str, list[Gap]] = {}
    for gap in rung.gaps:
        gaps.setdefault(gap.subject, []).append(gap)
    lines = lines_behind(rung, facts)
    return Sorted(
        [line for line in lines if line.subject in gaps],
        [line for line in lines if line.subject not in gaps and comes(line)],
        [line for line in lines if line.subject not in gaps and not comes(line)],
        gaps,
        frozenset(subject for subject, some in gaps.items() if not those_open(some)),
    )


def _find_decided(gaps: Mapping[str, Sequence[Gap]], decisions: Decisions) -> Iterator[str]:
    """Find the subjects of which every gap is decided as it is: of few decisions, not of many gaps."""
    for subject in decisions.subjects:
        if subject in gaps and all(decisions.on(gap) for gap in gaps[subject]):
            yield subject
