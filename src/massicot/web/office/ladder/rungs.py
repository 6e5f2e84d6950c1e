"""Rungs of the ladder as pages show them: their names, their addresses, their gaps counted, the lines behind them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy

from massicot.core.ladder import Gap, GapState, Rung, RungLine, Thing
from massicot.exams import queries as exams
from massicot.results.queries import Decisions
from massicot.results.rules import ladder
from massicot.results.rules.ladder import GAPS, OpenCounts
from massicot.scripts import queries as scripts
from massicot.web.office.access import LineStanding
from massicot.web.office.ladder.gaps import ShownGap, said_of, title_of, told_before
from massicot.web.office.ladder.links import GapSlip, Leads, read, read_alone

THINGS = {
    Thing.SPECIALTY: gettext_lazy("Specialty"),
    Thing.ROOM: gettext_lazy("Room"),
    Thing.CENTRE: gettext_lazy("Centre"),
    Thing.PARCEL: gettext_lazy("Parcel"),
    Thing.BATCH: gettext_lazy("Batch"),
    Thing.SCRIPT: gettext_lazy("Script"),
}
MINUS = "\N{MINUS SIGN}"
NAMED = 5
"""How many gaps of a kind a rung names before it sends to its list."""


STANDINGS = (
    (LineStanding.OPEN.value, gettext_lazy("gap open")),
    (LineStanding.PRESSING.value, gettext_lazy("to be looked into")),
    (LineStanding.UNDER_WAY.value, gettext_lazy("under way")),
    (LineStanding.DECIDED.value, gettext_lazy("gap decided")),
    (LineStanding.TO_COME.value, gettext_lazy("to come")),
    (LineStanding.HOLDS.value, gettext_lazy("agrees")),
)


@dataclass(frozen=True, slots=True)
class OpenKind:
    """The open gaps of one kind on a rung: how many, and each by name while they are few."""

    title: str
    count: int
    named: Sequence[ShownGap]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRung:
    """One rung as the ladder shows it: its two sources, its open gaps by kind, how many were decided."""

    rung: Rung
    slug: str
    title: str
    sources: tuple[str, str]
    open_kinds: Sequence[OpenKind]
    open: OpenCounts
    decided_count: int

    overdue: Sequence[tuple[str, str]] = ()
    """Parcels that no outside centre acknowledged in time, each with its page: they are in neither source."""
    due_at: datetime | None = None
    """By when what it counts is to be back."""

    @property
    def holds(self) -> bool:
        """Say whether both sources agree and nothing is named."""
        return self.rung.expected == self.rung.found and not self.rung.gaps

    @property
    def difference(self) -> str:
        """Write by how much the second source differs from the first; nothing where it does not.

        Where both agree, scripts may lack all the same: one that somebody signed as not there is in neither.
        """
        gap = self.rung.found - self.rung.expected or -self.open.missing
        return f"{gap:+d}".replace("-", MINUS) if gap else ""

    @property
    def bounds(self) -> tuple[int, int]:
        """Give the smaller and the larger of both counts: how far what is under way has come."""
        return min(self.rung.expected, self.rung.found), max(self.rung.expected, self.rung.found)

    @property
    def mood(self) -> str:
        """Say how the rung is dressed: red is for what is lost, what is under way is calm."""
        if self.is_to_come:
            return "is-to-come"
        if self.open.pressing or self.open.gone or self.overdue:
            return "is-loss"
        if self.open.all or self.open.back or self.is_due:
            return "is-underway"
        return "" if self.holds else "is-decided"

    @property
    def is_due(self) -> bool:
        """Say whether what it counts is still to come back, none of it late."""
        return self.rung.found < self.rung.expected and not self.rung.gaps

    @property
    def is_to_come(self) -> bool:
        """Say whether nobody has begun it: then it neither agrees nor differs."""
        return not (self.rung.expected or self.rung.found or self.decided_count or self.overdue)


class ShownRungLine(NamedTuple):
    """One line behind a rung: what it is, its two counts, the gap on it and what was decided.

    A list has thousands and a page shows fifty: what people read is written only when it is asked for.
    """

    line: RungLine
    subject: str
    gap: ShownGap | None
    standing: LineStanding
    decision: Any = None
    before: Sequence[Any] = ()
    """What was decided of a gap of the same name that was another one."""

    @property
    def thing(self) -> str:
        """Say what the line is about."""
        return str(THINGS[self.line.thing])

    @property
    def called(self) -> str:
        """Name what the line is about."""
        return read(self.line.thing, self.subject)

    @property
    def searched(self) -> str:
        """Give what a search looks into: a number is typed in one piece or in groups."""
        called = self.called
        return self.subject if called in self.subject else " ".join((self.subject, called, *called.split()))

    @property
    def first(self) -> int | None:
        return self.line.first

    @property
    def second(self) -> int | None:
        return self.line.second

    @property
    def trouble(self) -> str:
        return self.gap.title if self.gap else ""

    @property
    def decided(self) -> str:
        """Say what was decided, and why; or how who counted explains what waits to be, and what was decided before."""
        if self.decision is not None:
            return said_of(self.decision)
        parts = [self.gap.gap.reason, self.gap.parts, self.gap.signed] if self.gap else []
        return " – ".join(filter(None, [*parts, *map(told_before, self.before)]))

    @property
    def standing_title(self) -> str:
        """Say whether the line holds; a parcel that lacks scripts has no gap of its own, each of them has."""
        is_uneven = self.standing is LineStanding.HOLDS and self.first != self.second
        return gettext("differs by the scripts listed") if is_uneven else str(dict(STANDINGS)[self.standing])


class NamedLine(NamedTuple):
    """One line with the name of what knows more of it, the page where it is found, the slip under which it lies."""

    line: ShownRungLine
    name: str
    address: str
    slip: GapSlip | None = None


def shown_rung(
    rung: Rung, matters: Counter[str], lines: Iterable[RungLine] = (), leads: Leads | None = None
) -> ShownRung:
    """Show a rung on the ladder; `matters` counts by kind the open gaps that no centre's next step closes.

    `lines` are those of its gaps, by which what is not counted yet is told apart.
    """
    kind = ladder.RUNGS[rung.name]
    first, second = kind.sources
    uncounted = {line.subject for line in lines if _is_uncounted(line)}
    kinds: dict[tuple[str, bool], list[Gap]] = {}
    for gap in rung.gaps:
        if gap.state is GapState.OPEN:
            kinds.setdefault((gap.kind, bool(GAPS[gap.kind].not_yet) and gap.subject in uncounted), []).append(gap)
    open_count = sum(map(len, kinds.values()))
    return ShownRung(
        rung=rung,
        slug=kind.slug,
        title=gettext(kind.title),
        sources=(gettext(first), gettext(second)),
        open_kinds=[_open_kind(gaps, leads, is_uncounted=is_uncounted) for (_, is_uncounted), gaps in kinds.items()],
        open=ladder.open_counts(ladder.of_rung(matters, rung.name), open_count),
        decided_count=len(rung.gaps) - open_count,
    )


def comes(line: RungLine) -> bool:
    """Say whether a line without a gap is of something still to come: batches and scripts differ in nothing else."""
    is_of_parts = line.thing in (Thing.BATCH, Thing.SCRIPT)
    return is_of_parts and line.first is not None and line.second is not None and line.second < line.first


def shown_line(line: RungLine, gap: Gap | None, decisions: Decisions) -> ShownRungLine:
    """Show one line behind a rung with the gap on it, and what was decided of that."""
    if gap is None:
        return ShownRungLine(line, line.subject, None, LineStanding.TO_COME if comes(line) else LineStanding.HOLDS)
    shown_gap = ShownGap(gap, is_uncounted=_is_uncounted(line))
    return ShownRungLine(
        line, line.subject, shown_gap, LineStanding(gap.state.value), decisions.on(gap), decisions.before(gap)
    )


def named_lines(paper: exams.Paper, lines: Iterable[ShownRungLine]) -> list[NamedLine]:
    """Put beside lines the names of their centres, or of their specialties; those of a page, not of a whole list."""
    some = list(lines)
    leads = Leads(paper)
    uais = uais_of([line.line for line in some])
    names = exams.institution_names(set(uais.values())) | exams.specialty_labels(paper.session_id)
    return [
        NamedLine(
            line,
            _centre_label(line, names, uais.get(line.subject, line.subject)),
            _address(line, leads),
            _slip(line, leads),
        )
        for line in some
    ]


def _centre_label(line: ShownRungLine, names: Mapping[str, str], uai: str) -> str:
    name = names.get(uai, "")
    return f"{name} {uai}" if line.line.thing is Thing.ROOM else name


def _address(line: ShownRungLine, leads: Leads) -> str:
    # A specialty that agrees needs no table.
    if line.line.thing is Thing.SPECIALTY and line.gap is None:
        return ""
    return leads.gap(line.gap.gap) if line.gap and line.decision is None else leads.address(*line.line[:2])


def _slip(line: ShownRungLine, leads: Leads) -> GapSlip | None:
    return leads.slip(*line.line[:2]) if line.gap and line.decision is None else None


def uais_of(lines: Iterable[RungLine]) -> dict[str, str]:
    """Map what lines are about to the centre that knows more of it; what has none is left out."""
    some = list(lines)
    written_at = scripts.centres_of([line.subject for line in some if line.thing is Thing.SCRIPT])
    return written_at | {line.subject: uai for line in some if (uai := _uai_of(line))}


def gap_title(key: str) -> str:
    """Call a gap by its kind and what it is about, as people read them; its key is for programs."""
    kind, _, subject = key.partition(":")
    return f"{title_of(kind)} – {read_alone(GAPS[kind].about, subject)}" if kind in GAPS else key


def _uai_of(line: RungLine) -> str:
    if line.thing in (Thing.CENTRE, Thing.ROOM):
        return line.subject.partition("/")[0]
    return line.subject.split("-")[-2] if line.thing is Thing.PARCEL else ""


def _open_kind(gaps: Sequence[Gap], leads: Leads | None, *, is_uncounted: bool) -> OpenKind:
    named = [_shown_gap(gap, leads, is_uncounted=is_uncounted) for gap in gaps] if len(gaps) <= NAMED else []
    return OpenKind(title_of(gaps[0].kind, is_uncounted=is_uncounted), len(gaps), named)


def _shown_gap(gap: Gap, leads: Leads | None, *, is_uncounted: bool) -> ShownGap:
    if leads is None:
        return ShownGap(gap, is_uncounted)
    thing = (GAPS[gap.kind].about, gap.subject)
    return ShownGap(gap, is_uncounted, leads.gap(gap), leads.slip(*thing))


def _is_uncounted(line: RungLine) -> bool:
    return line.first is not None and not (line.first and line.second)
