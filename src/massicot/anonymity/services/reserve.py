"""The acts on the reserve of one exam centre: more numbers drawn, their labels printed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.rules import reserve as reserves
from massicot.anonymity.services.erasing import ask_erasing
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.documents import labels
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts


@transaction.atomic
def draw_more(
    *, paper: Paper, centre_uai: str, count: int, total: int, reason: str, key: Key, draw: Draw, by: Actor, at: datetime
) -> list[str]:
    """Draw more spare numbers for a centre, and give them; `total` is how many the page showed of the paper.

    Raise NotPrepared, DrawReasonMissing, CountUnlikely, NotAnExamCentre, DayIsClosed, NumbersDrawnSince or WrongKey.
    """
    if paper.prepared_at is None:
        raise rules.NotPrepared(paper=paper.code)
    tidy = reserves.check_draw(count, reason)
    queries.check_key(key)
    if centre_uai not in exams.exam_centre_uais(paper.session):
        raise reserves.NotAnExamCentre(centre=centre_uai)
    exams.check_at_work(paper.session)
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    scripts.hold_numbers()
    if scripts.count_drawn(paper.pk) != total:
        raise reserves.NumbersDrawnSince
    numbers = rules.draw_numbers(draw, count, scripts.taken_numbers())
    drawn = rules.drawn_scripts([], {centre_uai: count}, numbers)
    script_acts.insert_among(paper_id=paper.pk, drawn=drawn)
    ask_erasing(at)
    candidate_acts.answer_numbers_asked(paper=paper, centre_uai=centre_uai, at=at)
    fact = reserves.MoreNumbersDrawn(centre_uai, count, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return sorted(numbers)


@transaction.atomic
def ask_for_numbers(*, paper: Paper, centre_uai: str, key: Key, by: Actor, at: datetime) -> None:
    """Ask the office for more numbers, once no label is left; asked twice, it is one request.

    Raise CentreUnknown, DayIsClosed, WrongKey or LabelsLeft.
    """
    candidate_acts.hold_day_for_numbers(paper, centre_uai)
    reserves.check_used_up(queries.unused_spares(paper, centre_uai, queries.sealer_of(paper, key)))
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
        raise reserves.NotOfTheReserve(centre=centre_uai)
    fact = reserves.ReservePrinted(centre_uai, len(numbers))
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    heading = exams.heading_of(paper)
    place = exams.place_of(centre_uai)
    return labels.make_labels(labels.LabelSheets(heading, place, [], queries.on_the_sheet(paper, numbers, sealer)))
