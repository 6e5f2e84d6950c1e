"""Batches of so few scripts, or made of others, that nobody is told whose pupils they hold: what slipped, in counts."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from massicot.batches import rules
from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.queries.regrouping import standing_successors
from massicot.custody import queries as ledger
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts


def own_pupils_marked(paper: Paper, pupil_key: bytes) -> int:
    """Count the scripts that a marker of their candidate's institution had in hand, of batches where nobody is told."""
    holders: dict[int, set[tuple[str, date]]] = defaultdict(set)
    untold = Q(batch__size__lt=rules.FEWEST_TOLD) | Q(batch__origins__isnull=False)
    stays = HandOut.objects.filter(untold, batch__paper_id=paper.pk)
    for batch_id, identifier, out_at in stays.values_list("batch_id", "marker", "out_at"):
        holders[batch_id].add((identifier, exams.day_of(paper.session, out_at)))
    schools = _schools(paper.session_id, set().union(*holders.values()))
    contents = dict(BatchScript.objects.filter(batch_id__in=list(holders)).values_list("number", "batch_id"))
    tokens: dict[int, dict[str, bytes]] = defaultdict(dict)
    for number, token in scripts.tokens_of(list(contents)).items():
        tokens[contents[number]][number] = token
    _add_regrouped(tokens, list(holders))
    return sum(
        len(rules.own_pupils(tokens[batch_id], {schools[stay] for stay in stays if stay in schools}, pupil_key))
        for batch_id, stays in holders.items()
    )


def _add_regrouped(tokens: dict[int, dict[str, bytes]], batch_ids: list[int]) -> None:
    """Add what was in those batches that were merged or split since: a marker had it in hand all the same."""
    gone = {batch.code: batch.pk for batch in Batch.objects.filter(pk__in=batch_ids, successions__isnull=False)}
    later = {row.pk for batch_id in gone.values() for row in standing_successors(batch_id)}
    numbers = list(BatchScript.objects.filter(batch__in=later).values_list("number", flat=True))
    token_of = scripts.tokens_of(numbers)
    for code, number in ledger.ever_inside(numbers, list(gone)):
        tokens[gone[code]][number] = token_of[number]


def _schools(session_id: int, stays: set[tuple[str, date]]) -> dict[tuple[str, date], str]:
    """Map markers and the days when they took a batch to the institution where they taught then."""
    people = markers.markers_by_identifier(session_id, {identifier for identifier, _ in stays}).values()
    by_day = {day: markers.institutions_of(people, day) for day in {day for _, day in stays}}
    return {(identifier, day): by_day[day][identifier] for identifier, day in stays if identifier in by_day[day]}
