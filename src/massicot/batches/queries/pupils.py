"""Own pupils: of which envelopes the program says whether they hold some, and what slipped in the others.

An answer is given of an envelope as it was first made, and each script is in one such envelope at most: whoever takes
one script away, puts another one in and asks again learns whose that one is.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from massicot.audit import queries as audit
from massicot.batches.models import Batch, BatchScript, HandOut, Shortage, Succession, Withdrawal
from massicot.batches.queries.batches import subject_of
from massicot.batches.queries.regrouping import standing_successors
from massicot.batches.rules import hands as rules
from massicot.custody import queries as ledger
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts


def is_told(batch: Batch) -> bool:
    """Say whether it is told of a batch that it holds own pupils: of one of many scripts that is as it was first made.

    Once it is not told, it never is again: what was seen then stays in the rows.
    """
    if not rules.is_told(batch.size):
        return False
    return not _told_no_more([batch.pk]) and not _holding_scripts_of(_left_after_an_answer(batch.paper_id), [batch.pk])


def own_pupils_marked(paper: Paper, pupil_key: bytes) -> int:
    """Count the scripts that a marker of their candidate's institution had in hand, of batches where nobody is told."""
    holders: dict[int, set[tuple[str, date]]] = defaultdict(set)
    stays = list(HandOut.objects.filter(batch__paper_id=paper.pk).select_related("batch"))
    untold = _untold_batches(paper.pk, {stay.batch for stay in stays})
    for stay in stays:
        if stay.batch_id in untold:
            holders[stay.batch_id].add((stay.marker, exams.day_of(paper.session, stay.out_at)))
    schools = _schools(paper.session_id, set().union(*holders.values()))
    contents = dict(BatchScript.objects.filter(batch_id__in=list(holders)).values_list("number", "batch_id"))
    tokens: dict[int, dict[str, bytes]] = defaultdict(dict)
    for number, token in scripts.tokens_of(list(contents)).items():
        tokens[contents[number]][number] = token
    _add_regrouped(tokens, [stay.batch_id for stay in stays if stay.batch.unmade_at and stay.batch_id in holders])
    return sum(
        len(rules.own_pupils(tokens[batch_id], {schools[stay] for stay in stays if stay in schools}, pupil_key))
        for batch_id, stays in holders.items()
    )


def _untold_batches(paper_id: int, lent: Collection[Batch]) -> set[int]:
    """Find those batches of a paper, all handed out, of which it was not told, as `is_told` says of each.

    Of those that were merged or split since, all: where it was told, nothing slipped.
    """
    many = {batch.pk for batch in lent if rules.is_told(batch.size) and batch.unmade_at is None}
    told = many - _told_no_more(many)
    if told:
        told -= _holding_scripts_of(_left_after_an_answer(paper_id), told)
    return {batch.pk for batch in lent} - told


def _told_no_more(batch_ids: Collection[int]) -> set[int]:
    """Find those of some batches that were made of others, or that a script left or came back to."""
    changed = Q(Exists(Succession.objects.filter(later=OuterRef("pk")))) | _lost_a_script()
    return set(Batch.objects.filter(changed, pk__in=batch_ids).values_list("pk", flat=True))


def _lost_a_script() -> Q:
    return Q(Exists(Withdrawal.objects.filter(batch=OuterRef("pk")))) | Q(
        Exists(Shortage.objects.filter(batch=OuterRef("pk")))
    )


def _left_after_an_answer(paper_id: int) -> list[str]:
    """Name the batches of a paper that are no more, or that a script left, and of which somebody had an answer."""
    rows = Batch.objects.filter(Q(unmade_at__isnull=False) | _lost_a_script(), paper_id=paper_id)
    is_lent = Exists(HandOut.objects.filter(batch=OuterRef("pk")))
    lent = dict(rows.annotate(is_lent=is_lent).values_list("code", "is_lent"))
    refused = audit.last_of_act("OwnPupilsTold", [subject_of(code) for code in lent])
    return [code for code in lent if lent[code] or subject_of(code) in refused]


def _holding_scripts_of(codes: Collection[str], batch_ids: Collection[int]) -> set[int]:
    """Find those of some batches that hold a script which was once in one of others."""
    if not codes:
        return set()
    rows = BatchScript.objects.filter(batch__in=batch_ids)
    batch_of = dict(rows.values_list("number", "batch_id"))
    return {batch_of[number] for _, number in ledger.ever_inside(list(batch_of), codes)}


def _add_regrouped(tokens: dict[int, dict[str, bytes]], batch_ids: list[int]) -> None:
    """Add what was in those batches that were merged or split since: a marker had it in hand all the same."""
    if not batch_ids:
        return
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
