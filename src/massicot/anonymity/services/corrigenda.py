"""Acts of a corrigendum that need names and numbers: applied, and the numbers completed with it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.rules import numbers as rules
from massicot.anonymity.rules.links import Sealer
from massicot.anonymity.rules.numbers import Completion, Expected, plan_completion, plan_reserve
from massicot.anonymity.services.candidates import bind_late
from massicot.anonymity.services.numbers import ask_erasing, bind
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key, KeyMissing
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Corrigendum, Paper
from massicot.exams.rules.corrigenda import CorrigendumLetter, Effect, Reader
from massicot.exams.rules.editing import PaperProgress
from massicot.marks import services as mark_acts
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.store import key_file


@transaction.atomic
def apply_corrigendum(
    *,
    corrigendum: Corrigendum,
    progress: PaperProgress,
    readers: Collection[Reader],
    letters: Collection[CorrigendumLetter],
    check_seen: Callable[[], None],
    key: Key | None,
    draw: Draw,
    is_mailed: bool = False,
    by: Actor,
    at: datetime,
) -> Effect:
    """Apply a corrigendum, tell those it concerns, and draw numbers for whoever it brings to the on-site route.

    Where letters to markers leave, those whose batches close at another instant are told as well.

    Raise what `exams.services.apply_corrigendum_unnumbered` refuses; KeyMissing or WrongKey when numbers must be drawn
    without the key. All or nothing.
    """
    effect = exam_acts.apply_corrigendum_unnumbered(
        corrigendum=corrigendum,
        progress=progress,
        readers=readers,
        letters=letters,
        check_seen=check_seen,
        by=by,
        at=at,
    )
    if is_mailed and effect.moves_closing:
        mark_acts.tell_closing_moved(corrigendum.paper_id, f"Rectificatif {corrigendum.reference}.", by=by, at=at)
    paper = exams.paper_by_id(corrigendum.paper_id)
    if paper.prepared_at is not None and effect.onto_site:
        if key is None:
            raise KeyMissing(path=key_file.place())
        complete_numbers(paper=paper, specialties=effect.onto_site, key=key, draw=draw, by=by, at=at)
    return effect


@transaction.atomic
def complete_numbers(
    *, paper: Paper, specialties: Collection[str], key: Key, draw: Draw, by: Actor, at: datetime
) -> rules.NumbersCompleted | None:
    """Give a number to everybody in these specialties who has none; None when nobody lacked one.

    The numbers of each centre touched are all inserted anew, sorted: which of them came later cannot be seen.
    """
    sealer = queries.sealer_of(paper, key)
    entries = [Expected(*row) for row in candidates.expected_entries(paper, specialties)]
    numbered = queries.numbers_of_entries(sealer, (entry.entry_id for entry in entries))
    completion = plan_completion(entries, numbered)
    if not completion.centres:
        return None
    scripts.hold_numbers()
    spares = plan_reserve(completion, _expected_on_site(paper), _spare_counts(paper, completion, sealer))
    numbers = rules.draw_numbers(draw, len(completion.fresh) + sum(spares.values()), scripts.taken_numbers())
    drawn = rules.drawn_scripts(completion.fresh, spares, numbers)
    script_acts.insert_among(paper_id=paper.pk, drawn=drawn)
    ask_erasing(at)
    _bind(paper, sealer, completion, numbers)
    fact = rules.NumbersCompleted(
        len(completion.fresh), len(completion.late), sum(spares.values()), len(completion.centres)
    )
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return fact


def _bind(paper: Paper, sealer: Sealer, completion: Completion, numbers: Sequence[str]) -> None:
    bind(sealer, ((number, entry.entry_id) for number, entry in zip(numbers, completion.fresh, strict=False)))
    bind_late(paper, sealer, [entry.entry_id for entry in completion.late])


def _expected_on_site(paper: Paper) -> Mapping[str, int]:
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    return {
        uai: attendance.entered for uai, attendance in candidates.attendance_counts(paper.pk, None, on_site).items()
    }


def _spare_counts(paper: Paper, completion: Completion, sealer: Sealer) -> dict[str, int]:
    return {uai: len(queries.unused_spares(paper, uai, sealer)) for uai in completion.centres}
