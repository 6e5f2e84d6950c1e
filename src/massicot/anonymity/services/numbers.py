"""Acts on the numbers of a paper: the key confirmed kept, numbers drawn, more of them drawn, old rows erased.

Old versions of rows: asked to be erased by the acts that leave some, erased by a worker once these are committed. No
act of the journal: nothing that anybody said changes.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.models import KeyRecord, Link, OldVersions
from massicot.anonymity.rules import numbers as rules
from massicot.anonymity.rules.links import SealedPair, Sealer
from massicot.anonymity.rules.numbers import Expected
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.consignments import queries as consignments
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.custody import queries as custody
from massicot.documents import labels
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.store import key_file, old_versions
from massicot.store.writes import hold_table, insert_rows

_TABLES = (
    Link._meta.db_table,
    scripts.TABLE,
    *scripts.STRIP_TABLES,
    *custody.TABLES,
    *consignments.PACKED_TABLES,
    candidates.ENTRY_TABLE,
)
_CHUNK = 1000
"""Links that one statement names."""


def ask_erasing(at: datetime, *, is_at_once: bool = False) -> None:
    """Note in the caller's transaction that it leaves old versions behind."""
    OldVersions.objects.create(left_at=at, is_at_once=is_at_once)


def erase_old_versions(*, at: datetime) -> bool:
    """Erase what old versions are due; say whether nothing is left to erase of what was due.

    Tried again by the next turn of a worker when somebody still reads them. What was asked meanwhile stays asked.
    """
    asked = queries.old_versions_left()
    if not queries.is_erasing_due(at):
        return not asked
    if not old_versions.erase(_TABLES):
        return False
    OldVersions.objects.filter(pk__in=asked).delete()
    return True


@transaction.atomic
def confirm_key(*, key: Key, by: Actor, at: datetime) -> None:
    """Record that a copy of this key is kept; raise WrongKey when another key sealed this database."""
    # Two keys confirmed at once, on two machines, would both seal this database.
    hold_table(KeyRecord)
    queries.check_key(key)
    _, is_new = KeyRecord.objects.get_or_create(fingerprint=key.fingerprint, defaults={"confirmed_at": at})
    if is_new:
        audit.record(subject="key", fact=rules.KeyKept(key.fingerprint), by=by, at=at)


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


@transaction.atomic(savepoint=False)
def erase_links(*, paper: Paper, numbers: Collection[str], key: Key, at: datetime) -> None:
    """Erase for good who wrote scripts that are no more, with their own-pupil tokens; raise WrongKey.

    A lower service: the outer act, which destroys the scripts, writes the journal line. What rows said before is erased
    from the disk by the next turn of a worker.
    """
    sealer = queries.sealer_of(paper, key)
    indexes = sorted(map(sealer.number_index, numbers))
    for start in range(0, len(indexes), _CHUNK):
        Link.objects.filter(number_index__in=indexes[start : start + _CHUNK]).delete()
    script_acts.erase_tokens(numbers=numbers)
    ask_erasing(at, is_at_once=True)


@transaction.atomic
def draw_more(
    *, paper: Paper, centre_uai: str, count: int, total: int, reason: str, key: Key, draw: Draw, by: Actor, at: datetime
) -> list[str]:
    """Draw more spare numbers for a centre, and give them; `total` is how many the page showed of the paper.

    Raise NotPrepared, DrawReasonMissing, CountUnlikely, NotAnExamCentre, DayIsClosed, NumbersDrawnSince or WrongKey.
    """
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    tidy = rules.check_draw(count, reason)
    queries.check_key(key)
    if centre_uai not in exams.exam_centre_uais(paper.session):
        raise rules.NotAnExamCentre(centre=centre_uai)
    exams.check_at_work(paper.session)
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    scripts.hold_numbers()
    if scripts.count_drawn(paper.pk) != total:
        raise rules.NumbersDrawnSince
    numbers = rules.draw_numbers(draw, count, scripts.taken_numbers())
    drawn = rules.drawn_scripts([], {centre_uai: count}, numbers)
    script_acts.insert_among(paper_id=paper.pk, drawn=drawn)
    ask_erasing(at)
    candidate_acts.answer_numbers_asked(paper=paper, centre_uai=centre_uai, at=at)
    fact = rules.MoreNumbersDrawn(centre_uai, count, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return sorted(numbers)


@transaction.atomic
def ask_for_numbers(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> None:
    """Ask the office for more numbers, once no label is left; asked twice, it is one request.

    Raise CentreUnknown, DayIsClosed, WrongKey or LabelsLeft.
    """
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    rules.check_used_up(queries.unused_spares(paper, centre_uai, queries.sealer_of(paper, key)))
    candidate_acts.ask_for_numbers_unchecked_reserve(paper=paper, centre_uai=centre_uai, by=by, at=at)


@transaction.atomic
def print_reserve(*, paper: Paper, centre_uai: str, numbers: Sequence[str], key: Key, by: Actor, at: datetime) -> bytes:
    """Print the labels of some spare numbers of a centre that nobody has, and no others; who printed them is recorded.

    Two prints tell which numbers were taken in between. Raise DayIsClosed or NotOfTheReserve.
    """
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    sealer = queries.sealer_of(paper, key)
    unused = queries.unused_spares(paper, centre_uai, sealer)
    if not numbers or not set(numbers) <= set(unused):
        raise rules.NotOfTheReserve(centre=centre_uai)
    fact = rules.ReservePrinted(centre_uai, len(numbers))
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    heading = exams.heading_of(paper)
    place = exams.place_of(centre_uai)
    return labels.make_labels(labels.LabelSheets(heading, place, [], queries.on_the_sheet(paper, numbers, sealer)))
