"""Who takes which batches: as many for each marker, then of as few specialties for each, then as it was proposed.

It says who might take what, and binds nobody: a batch goes to whoever counts it at the desk. Whose pupils are in it is
no input, since nobody may ask that batch by batch (`hands`): one that was refused to a marker for own pupils, which
the journal knows from then on, is proposed to others when batches are shared out again.

Batches are about equal, so that their number is the load; what a marker has had of the paper counts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.programme import Programme
from massicot.core.refused import N_, Refused

NODES = 200
"""How far is looked for fewer specialties: somebody waits at the desk."""

CLOSE_ENOUGH = 0.02

ANOTHER_SPECIALTY, KEPT, LEFT_OVER = 10, 10, 1_000_000
"""A batch that goes to somebody else than before is as bad as a marker with one specialty more."""


class NobodyTakesBatches(Refused):
    sentence = N_("Tick who is here: the batches are shared out among them.")


class NoBatchToShare(Refused):
    sentence = N_(
        "No batch waits for a marker: each is out or has been, or its envelope is not closed yet. Those that are back "
        "at the desk go out again by the morning re-issue; those of somebody who is absent are shared out as soon as "
        "they are back."
    )


@dataclass(frozen=True, slots=True)
class WaitingBatch:
    """A batch that nobody holds, and for whom it was proposed, if it was."""

    code: str
    specialty: str
    proposed_to: str = ""
    refused_to: frozenset[str] = frozenset()
    """The markers who were refused it for own pupils."""


@dataclass(frozen=True, slots=True)
class BatchTaker:
    """A marker who is here: how many batches of the paper they have had, of which specialties."""

    marker: str
    had: int = 0
    specialties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BatchesShared(Fact):
    """Batches were proposed to markers, their codes by identifier; those that nobody may take are left out."""

    journal_word = N_("batches proposed to markers")
    paper: str
    centre: str
    proposed: Mapping[str, Sequence[str]]


Kind = tuple[str, str, frozenset[str]]
"""Batches between which nothing chooses: specialty, for whom they were proposed, to whom they were refused."""


def share_out(batches: Collection[WaitingBatch], takers: Sequence[BatchTaker]) -> dict[str, list[str]]:
    """Propose who takes which batches: codes by marker, in their order; whoever gets none is left out."""
    kinds: dict[Kind, list[str]] = defaultdict(list)
    for one in sorted(batches, key=lambda one: one.code):
        kinds[one.specialty, one.proposed_to, one.refused_to].append(one.code)
    load = _Sharing(kinds, takers).least_load()
    counts = _Sharing(kinds, takers).fewest_specialties(load)
    return _deal(kinds, counts)


def _deal(kinds: Mapping[Kind, Sequence[str]], counts: Mapping[tuple[str, Kind], int]) -> dict[str, list[str]]:
    left = {kind: list(codes) for kind, codes in kinds.items()}
    shares: dict[str, list[str]] = defaultdict(list)
    for (marker, kind), count in counts.items():
        shares[marker] += left[kind][:count]
        del left[kind][:count]
    return {marker: sorted(codes) for marker, codes in shares.items() if codes}


class _Sharing:
    """One of the two programmes: how many of each kind each marker takes."""

    def __init__(self, kinds: Mapping[Kind, Sequence[str]], takers: Sequence[BatchTaker]) -> None:
        self.kinds, self.takers = kinds, takers
        self.programme = Programme()
        self.shares: dict[tuple[str, Kind], int] = {}
        self.steps: list[tuple[int, int]] = []

    def least_load(self) -> int:
        """Find how evenly the batches can be shared out: the sum of the rank that each batch has for its marker."""
        self._write(prices=Counter(), of_load=1)
        return round(self.programme.solve(gap=0).cost)

    def fewest_specialties(self, load: int) -> dict[tuple[str, Kind], int]:
        """Share the batches out as evenly, with the fewest specialties for each marker, as it was where it can be."""
        own = [(taker.marker, kind) for taker in self.takers for kind in self.kinds if kind[1] == taker.marker]
        kept = Counter(dict.fromkeys(own, -KEPT))
        self._write(prices=kept, of_load=0)
        self.programme.hold(dict(self.steps), most=load)
        for taker in self.takers:
            for specialty in sorted({kind[0] for kind in self.kinds} - taker.specialties):
                self._weigh_specialty(taker, specialty)
        values = self.programme.solve(gap=CLOSE_ENOUGH, nodes=NODES).values
        return {share: values[amount] for share, amount in self.shares.items() if values[amount]}

    def _write(self, prices: Counter[tuple[str, Kind]], *, of_load: int) -> None:
        """Write down what each marker may take, and that every batch is somebody's, or nobody may take it."""
        of_kind: dict[Kind, list[int]] = defaultdict(list)
        for taker in self.takers:
            own = []
            for kind, codes in self.kinds.items():
                if taker.marker not in kind[2]:
                    amount = self.programme.add(prices[taker.marker, kind], most=len(codes), is_whole=True)
                    self.shares[taker.marker, kind] = amount
                    of_kind[kind].append(amount)
                    own.append(amount)
            self._weigh_load(taker, own, of_load)
        for kind, codes in self.kinds.items():
            left = self.programme.add(LEFT_OVER * of_load, most=len(codes) if not of_kind[kind] else 0)
            self.programme.hold(dict.fromkeys([*of_kind[kind], left], 1), least=len(codes), most=len(codes))

    def _weigh_load(self, taker: BatchTaker, own: Sequence[int], of_load: int) -> None:
        """Let each further batch of a marker count for its rank among those that they have had."""
        most = sum(map(len, self.kinds.values()))
        steps = []
        for rank in range(taker.had + 1, taker.had + most + 1):
            steps.append(self.programme.add(of_load * rank))
            self.steps.append((steps[-1], rank))
        self.programme.hold(dict.fromkeys(own, 1) | dict.fromkeys(steps, -1), least=0, most=0)

    def _weigh_specialty(self, taker: BatchTaker, specialty: str) -> None:
        """Let a specialty that a marker has not had cost something."""
        is_taken = self.programme.add(ANOTHER_SPECIALTY, is_whole=True)
        for kind, codes in self.kinds.items():
            if kind[0] == specialty and (taker.marker, kind) in self.shares:
                amount = self.shares[taker.marker, kind]
                # At most all of them, once one of them is.
                self.programme.hold({amount: 1, is_taken: -len(codes)}, most=0)
