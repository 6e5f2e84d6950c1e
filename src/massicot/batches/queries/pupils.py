"""Own pupils: of which envelopes the program says whether they hold some, and what slipped in the others.

An answer is given of an envelope as it was first made, and each script is in one such envelope at most: whoever takes
one script away, puts another one in and asks again learns whose that one is. It is about written scripts, of which each
centre has several in the envelope, and one school at most is told that it has none there: of a lone script, or of all
schools but one, whoever knows which schools write where would learn the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from massicot.audit import queries as audit
from massicot.batches.models import Batch, BatchScript, HandOut, Shortage, Succession, Withdrawal
from massicot.batches.queries.batches import subject_of
from massicot.batches.queries.regrouping import standing_successors
from massicot.batches.rules import hands as rules
from massicot.custody import queries as ledger
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind


def is_told(batch: Batch, school: str = "") -> bool:
    """Say whether a marker of a school is told of a batch that it holds own pupils.

    It is told of one of many scripts, some of each centre, that is as it was first made, until it goes out; from then
    on to markers of the school that had it and to no others. Once it is not told, it never is again: what was seen then
    stays in the rows.
    """
    if batch.size < rules.FEWEST_TOLD or _told_no_more([batch.pk]):
        return False
    if _are_few(batch.paper_id, [batch.pk]) or _holding_scripts_of(_left_after_an_answer(batch.paper_id), [batch.pk]):
        return False
    if not batch.taker:
        return True
    session = exams.paper_by_id(batch.paper_id).session
    return _schools_that_had(session, HandOut.objects.filter(batch=batch))[batch.pk] <= {school}


def own_pupils_marked(paper: Paper, pupil_key: bytes) -> int:
    """Count the scripts that a marker of their candidate's institution had in hand, of batches where nobody is told."""
    stays = list(HandOut.objects.filter(batch__paper_id=paper.pk).select_related("batch"))
    lent = {stay.batch_id: stay.batch for stay in stays}
    had_by = _schools_that_had(paper.session, stays)
    untold = _untold_batches(paper.pk, lent.values(), had_by)
    contents = dict(BatchScript.objects.filter(batch_id__in=untold).values_list("number", "batch_id"))
    tokens: dict[int, dict[str, bytes]] = defaultdict(dict)
    for number, token in scripts.tokens_of_written(list(contents)).items():
        tokens[contents[number]][number] = token
    _add_regrouped(tokens, [batch_id for batch_id in untold if lent[batch_id].unmade_at])
    return sum(len(rules.own_pupils(tokens[batch_id], had_by[batch_id], pupil_key)) for batch_id in untold)


def _untold_batches(paper_id: int, lent: Collection[Batch], had_by: Mapping[int, Collection[str]]) -> set[int]:
    """Find those batches of a paper, all handed out, of which it was not told each time, as `is_told` says of each.

    Of those that were merged or split since, all: where it was told, nothing slipped.
    """
    many = [batch for batch in lent if batch.size >= rules.FEWEST_TOLD and batch.unmade_at is None]
    told = {batch.pk for batch in many if len(had_by[batch.pk]) <= 1}
    told -= _told_no_more(told)
    if told:
        told -= _are_few(paper_id, told)
        told -= _holding_scripts_of(_left_after_an_answer(paper_id), told)
    return {batch.pk for batch in lent} - told


def _are_few(paper_id: int, batch_ids: Collection[int]) -> set[int]:
    """Find those of some batches in which too few scripts are written, or too few of one centre."""
    written = scripts.rows_of_kind(paper_id, ScriptKind.WRITTEN).filter(number=OuterRef("number"))
    rows = BatchScript.objects.filter(batch__in=batch_ids).annotate(centre=Subquery(written.values("centre_uai")))
    counted = rows.filter(centre__isnull=False).order_by().values_list("batch_id", "centre").annotate(n=Count("pk"))
    by_centre: dict[int, list[int]] = defaultdict(list)
    for batch_id, _, count in counted:
        by_centre[batch_id].append(count)
    return {batch_id for batch_id in batch_ids if not rules.is_told(by_centre[batch_id])}


def _schools_that_had(session: Session, stays: Iterable[HandOut]) -> dict[int, set[str]]:
    """Map the batches of some stays to the institutions where those who had them taught when they took them."""
    takers = [(stay.batch_id, (stay.marker, exams.day_of(session, stay.out_at))) for stay in stays]
    schools = _schools(session.pk, {taker for _, taker in takers})
    had_by: dict[int, set[str]] = defaultdict(set)
    for batch_id, taker in takers:
        had_by[batch_id].add(schools.get(taker, ""))
    return had_by


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
    token_of = scripts.tokens_of_written(numbers)
    for code, number in ledger.ever_inside(list(token_of), list(gone)):
        tokens[gone[code]][number] = token_of[number]


def _schools(session_id: int, stays: set[tuple[str, date]]) -> dict[tuple[str, date], str]:
    """Map markers and the days when they took a batch to the institution where they taught then."""
    people = markers.markers_by_identifier(session_id, {identifier for identifier, _ in stays}).values()
    by_day = {day: markers.institutions_of(people, day) for day in {day for _, day in stays}}
    return {(identifier, day): by_day[day][identifier] for identifier, day in stays if identifier in by_day[day]}
