"""Reads of what the office decided of gaps: what holds, because the gap is as it was then, and what came before."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from massicot.anonymity.rules.rungs import MISSING_STRIP, STRIPS
from massicot.batches import queries as batches
from massicot.batches.rules.rungs import MISSING_FROM_BATCH
from massicot.consignments.queries.despatch import left_out_among, ticks_written
from massicot.consignments.rules import Tick
from massicot.consignments.rules.rungs import LEFT_OUT, MISSING_SCRIPT, NOT_IN_BOX, NOT_PACKED
from massicot.core.ladder import About, Gap, GapKind
from massicot.custody import queries as custody
from massicot.custody.rules import ItemKind
from massicot.custody.rules import Place as Where
from massicot.exams.queries import Paper
from massicot.results.models import GapDecision
from massicot.results.rules.decisions import AWAITED
from massicot.results.rules.ladder import GAPS, LACKING, OF_A_PLACE, known_as
from massicot.scripts import queries as scripts
from massicot.store.prepared import Question

Place = tuple[int, str]
"""A paper and a centre."""


_IN_NO_PARCEL = (NOT_PACKED.key(""), LEFT_OUT.key(""))
"""What the gaps of scripts that are in no parcel begin with."""


class Decisions:
    """Everything that was decided of the gaps of a paper, oldest first."""

    def __init__(self, decided: Iterable[GapDecision]) -> None:
        self._by_key: dict[str, list[GapDecision]] = {}
        self._holding: dict[About, GapDecision] = {}
        for decision in decided:
            self._by_key.setdefault(decision.key, []).append(decision)
            self._holding |= dict.fromkeys(known_as(decision.key, decision.figures), decision)

    @property
    def subjects(self) -> set[str]:
        return {key.partition(":")[2] for key in self._by_key}

    def on(self, gap: Gap) -> GapDecision | None:
        return self._holding.get(gap.about)

    def before(self, gap: Gap) -> list[GapDecision]:
        """List the decisions on a gap of the same name that was another one."""
        return [decision for decision in self.of(gap.key) if decision != self.on(gap)]

    def of(self, key: str) -> list[GapDecision]:
        return self._by_key.get(key, [])

    def waits(self, key: str) -> bool:
        """Say whether something remains to be said of what was decided, if the script is there after all."""
        is_lacking = key.partition(":")[0] in LACKING
        return is_lacking and any(
            decision.decision in AWAITED and decision.settled_at is None for decision in self.of(key)
        )

    def without_gap(self, gaps: Iterable[Gap]) -> dict[str, list[GapDecision]]:
        """Map the keys that were decided and are no gap any more to what was decided."""
        there = {gap.key for gap in gaps if gap.key in self._by_key} if self._by_key else ()
        return {key: decided for key, decided in self._by_key.items() if key not in there}


def decisions_on(paper: Paper) -> Decisions:
    """Fetch everything that was decided of the gaps of a paper."""
    return Decisions(_DECIDED.ask(paper_id=paper.pk))


def reasons_given(paper_ids: Collection[int]) -> dict[int, dict[About, str]]:
    """Map each of some papers to the gaps that were decided as they were, each with the reason."""
    reasons: dict[int, dict[About, str]] = {paper_id: {} for paper_id in paper_ids}
    for paper_id, key, figures, reason in _REASONS.ask(paper_ids=list(paper_ids)) if paper_ids else []:
        reasons[paper_id][key, figures] = reason
    return reasons


def scripts_decided(paper_ids: Collection[int]) -> set[tuple[int, str]]:
    """List the gaps of scripts, decided, that are as they were then: paper and key."""
    rows = GapDecision.objects.filter(_of(OF_A_PLACE), paper_id__in=paper_ids)
    decided = list(rows.values_list("paper_id", "key", "figures"))
    moves = _moves(key for _, key, _ in decided)
    return {(paper_id, key) for paper_id, key, figures in decided if figures == str(moves[_subject(key)])}


def strips_decided(paper_ids: Collection[int]) -> set[tuple[int, str, str]]:
    """List where the office decided that the header strips in boxes are not those counted: paper, centre, figures."""
    begins = STRIPS.key("")
    rows = GapDecision.objects.filter(key__startswith=begins, paper_id__in=paper_ids)
    decided = rows.values_list("paper_id", "key", "figures")
    return {(paper_id, key.removeprefix(begins), figures) for paper_id, key, figures in decided}


def strips_written_off(paper_ids: Collection[int]) -> set[str]:
    """List the numbers whose header strip is not in its box, and of which the office decided that it will not come."""
    begins = MISSING_STRIP.key("")
    rows = GapDecision.objects.filter(key__startswith=begins, paper_id__in=paper_ids)
    # What was decided is about the box in which it lacked: that box opened again, it is sought anew.
    keys = rows.filter(figures__in=scripts.refs_of_strip_boxes()).values_list("key", flat=True)
    return {key.removeprefix(begins) for key in keys}


def written_off(decided: Collection[tuple[int, str]], places: Collection[Place]) -> dict[Place, dict[str, str]]:
    """Map by place to their specialty the numbers in no parcel of which the office decided what becomes.

    `decided` are gaps as `scripts_decided` lists them.
    """
    papers = {_subject(key): paper_id for paper_id, key in decided if key.startswith(_IN_NO_PARCEL)}
    by_place: dict[Place, dict[str, str]] = {}
    for number, (uai, specialty) in scripts.drawn_for(papers).items() if papers else ():
        if (place := (papers[number], uai)) in places:
            by_place.setdefault(place, {})[number] = specialty
    # One that was found after all may be in a parcel.
    return {place: _loose(place[1], numbers) for place, numbers in by_place.items()}


def written_off_at(paper: Paper, centre_uai: str) -> dict[str, str]:
    """Map to their specialty the numbers of one centre, in no parcel, of which the office decided what becomes."""
    place = (paper.pk, centre_uai)
    return written_off(scripts_decided([paper.pk]), {place}).get(place, {})


def _loose(centre_uai: str, numbers: Mapping[str, str]) -> dict[str, str]:
    loose = {*custody.refs_at(ItemKind.SCRIPT, Where.EXAM_CENTRE, centre_uai), *left_out_among(numbers)}
    return {number: numbers[number] for number in sorted(loose.intersection(numbers))}


def decided_ever_at(paper: Paper, centre_uai: str) -> bool:
    """Say whether something was ever decided of a script of one centre, of whatever gap."""
    keys = GapDecision.objects.filter(paper=paper).values_list("key", flat=True)
    return not set(scripts.numbers_of_centre(paper.pk, centre_uai)).isdisjoint(map(_subject, keys))


def decisions_on_script(paper: Paper, number: str) -> list[GapDecision]:
    """List what was decided of a script that lacked, packed, received or in its box, by gap, oldest first."""
    keys = [GAPS[kind].key(number) for kind in (*sorted(LACKING), NOT_IN_BOX.name)]
    return list(GapDecision.objects.filter(paper=paper, key__in=keys).order_by("key", "pk"))


def decision_on_missing(paper: Paper, number: str) -> GapDecision | None:
    """Find the decision that holds of a script that is missing now."""
    return _holding(paper, number, MISSING_SCRIPT, LEFT_OUT, MISSING_FROM_BATCH)


def decision_on_unboxed(paper: Paper, number: str) -> GapDecision | None:
    """Find the decision that holds of a script that is not in its box at the exam office now."""
    return _holding(paper, number, NOT_IN_BOX)


def _holding(paper: Paper, number: str, *kinds: GapKind[Any]) -> GapDecision | None:
    rows = GapDecision.objects.filter(paper=paper, key__in=[kind.key(number) for kind in kinds])
    return rows.filter(figures=figures_of_script(number)).first()


def figures_of_script(number: str) -> str:
    """Give what a decision on a script is about: how often the ledger has moved it."""
    return str(custody.count_moves([number])[number])


def to_settle() -> QuerySet[GapDecision]:
    """Select the decisions on scripts of which something remains to be said once they are there after all."""
    rows = GapDecision.objects.filter(_of(LACKING), settled_at__isnull=True)
    return rows.filter(decision__in=AWAITED)


def there_after_all(paper: Paper, gaps: Iterable[Gap]) -> list[str]:
    """List the keys of decisions on scripts that are no gap any more, of which nobody has said what counts.

    `gaps` are all those of the paper, decided or not.
    """
    waiting = set(to_settle().filter(paper=paper).values_list("key", flat=True))
    return sorted(waiting.difference(gap.key for gap in gaps)) if waiting else []


def found_by_now(keys: Collection[str]) -> set[str]:
    """List those of some decided gaps of scripts whose script is there by now, without counting a whole paper."""
    numbers = {_subject(key) for key in keys}
    ticks = ticks_written(numbers) if keys else {}
    short = batches.short_among(numbers)
    return {key for key in keys if _is_there(key, ticks.get(_subject(key)), is_short=_subject(key) in short)}


def _is_there(key: str, tick: Tick | None, *, is_short: bool) -> bool:
    if key.startswith(MISSING_FROM_BATCH.key("")):
        return not is_short
    return tick is not None and (key.startswith(_IN_NO_PARCEL) or tick is not Tick.MISSING)


def moves_of(paper: Paper) -> dict[str, int]:
    """Count how often the ledger moved each script of a paper that something was decided of."""
    return _moves(key for (key,) in _OF_A_PLACE.ask(paper_id=paper.pk))


def _moves(keys: Iterable[str]) -> dict[str, int]:
    numbers = {_subject(key) for key in keys}
    return custody.count_moves(numbers) if numbers else {}


def _subject(key: str) -> str:
    return key.rpartition(":")[2]


def _of(kinds: Iterable[str]) -> Q:
    """Select the gaps of some kinds."""
    return reduce(or_, (Q(key__startswith=f"{kind}:") for kind in sorted(kinds)))


_DECIDED = Question(lambda paper_id: GapDecision.objects.filter(paper_id=paper_id).order_by("pk"))
_REASONS: Question[tuple[int, str, str, str]] = Question(
    lambda paper_ids: GapDecision.objects.filter(paper_id__in=paper_ids).values_list(
        "paper_id", "key", "figures", "reason"
    )
)
_OF_A_PLACE: Question[tuple[str]] = Question(
    lambda paper_id: GapDecision.objects.filter(_of(OF_A_PLACE), paper_id=paper_id).values_list("key")
)
