"""The act of preparing a paper: its numbers are drawn, bound and sealed, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.models import Link
from massicot.anonymity.rules import Expected, SealedPair, Sealer
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.store import key_file
from massicot.store.bulk import insert_rows


@transaction.atomic
def prepare(*, paper: Paper, key: Key, draw: Draw, by: Actor, at: datetime) -> rules.PaperPrepared:
    """Draw the numbers of a paper and of each centre's reserve, and seal who has which.

    Raise KeyNotConfirmed, SpecialtiesWithoutRoute, NobodyToNumber or AlreadyPrepared; nothing is written then.
    """
    if not queries.is_key_confirmed(key):
        raise rules.KeyNotConfirmed(path=key_file.place(), fingerprint=key.fingerprint)
    exam_acts.mark_prepared(paper=paper, at=at)
    entries = expected_entries(paper)
    spares = rules.plan_spares(entries)
    scripts.hold_numbers()
    numbers = rules.draw_numbers(draw, len(entries) + sum(spares.values()), scripts.taken_numbers())
    drawn = rules.drawn_scripts(entries, spares, numbers)
    script_acts.insert_drawn(paper_id=paper.pk, drawn=drawn)
    bind(
        queries.sealer_of(paper, key),
        ((number, entry.entry_id) for number, entry in zip(numbers, entries, strict=False)),
    )
    fact = rules.PaperPrepared(len(entries), sum(spares.values()), len(spares), key.fingerprint)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return fact


def expected_entries(paper: Paper) -> Sequence[Expected]:
    """List the entries of the on-site route; raise SpecialtiesWithoutRoute or NobodyToNumber.

    The routes are those in force when the paper is written, as everywhere: a change known before counts already.
    """
    exams.check_every_specialty_has_a_route(paper, candidates.specialties_sat(paper), paper.starts_at)
    rows = candidates.expected_entries(paper, exams.on_site_specialties(paper, paper.starts_at))
    entries = [Expected(*row) for row in rows]
    if not entries:
        raise rules.NobodyToNumber(paper=paper.code)
    return entries


def bind(sealer: Sealer, pairs: Iterable[tuple[str, int]]) -> None:
    """Seal pairs and insert them sorted by their index, so that the order of rows says nothing."""
    sealed: list[SealedPair] = sorted((sealer.seal(*pair) for pair in pairs), key=lambda pair: pair.number_index)
    insert_rows(
        Link,
        ("number_index", "entry_index", "sealed"),
        ((pair.number_index, pair.entry_index, pair.sealed) for pair in sealed),
    )
