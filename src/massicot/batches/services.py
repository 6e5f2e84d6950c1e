"""Acts on batches: made up, handed out, taken back."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.rules import BatchPlan
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, Kind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.store.bulk import insert_rows
from massicot.store.swap import swap_one


@transaction.atomic
def make_batches(*, paper: Paper, centre_uai: str, by: Actor, at: datetime) -> list[Batch]:
    """Put every received script that is in no batch yet into one, by specialty; raise NothingToBatch.

    Called again when late scripts came, it makes supplementary batches and leaves the others alone. Two who call it at
    once wait for one another: the second plans what the first left.
    """
    exams.hold_papers(paper.session)
    plans = plan_of(paper, centre_uai)
    if not plans:
        raise rules.NothingToBatch(centre=exams.institution_name(centre_uai))
    prefix = f"{paper.session.code}-{paper.code}"
    first = Batch.objects.filter(paper=paper).count() + 1
    batches = [
        _make(paper, centre_uai, plan, rules.batch_code(prefix, rank), rank, by=by, at=at)
        for rank, plan in enumerate(plans, first)
    ]
    fact = rules.BatchesMadeUp([batch.code for batch in batches], sum(batch.size for batch in batches))
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return batches


def plan_of(paper: Paper, centre_uai: str) -> list[BatchPlan]:
    """Plan the batches that `make_batches` would make now."""
    loose = ledger.refs_at(Kind.SCRIPT, Place.MARKING_CENTRE, centre_uai)
    own = scripts.numbers_in_hand(paper.pk)
    by_specialty: dict[str, list[str]] = {}
    for number, code in scripts.specialties_of([number for number in loose if number in own]).items():
        by_specialty.setdefault(code, []).append(number)
    return rules.plan_batches(by_specialty, paper.batch_size, paper.batch_ceiling)


@transaction.atomic
def hand_out_batch(*, code: str, marker_identifier: str, pupil_key: bytes, by: Actor, at: datetime) -> Batch:
    """Hand a batch to a marker; raise BatchAlreadyOut, OwnPupils or MarkerUnknown."""
    batch = queries.batch_by_code(code)
    paper = exams.paper_by_id(batch.paper_id)
    marker = markers.marker_by_identifier(paper.session_id, marker_identifier)
    if holder := ledger.holder_of_batch(batch.code):
        raise rules.BatchAlreadyOut(code=batch.code, holder=holder)
    tokens = scripts.tokens_of(queries.numbers_of(batch.pk))
    if rules.has_own_pupils(tokens, [marker.institution_uai], pupil_key):
        raise rules.OwnPupils(marker=marker.identifier, code=batch.code)
    _carry(batch, Act.HANDED_OUT, _store(batch), Spot(Place.MARKER, marker.identifier), by=by, at=at)
    HandOut.objects.create(batch=batch, marker=marker.identifier, out_at=at)
    fact = rules.BatchHandedOut(batch.code, marker.identifier, batch.size)
    audit.record(subject=f"batch:{batch.code}", fact=fact, by=by, at=at)
    return batch


@transaction.atomic
def return_batch(*, code: str, count: int, by: Actor, at: datetime) -> Batch:
    """Take a batch back from its marker, its scripts counted; raise BatchNotOut or ReturnCountDiffers."""
    batch = queries.batch_by_code(code)
    stay = queries.open_hand_out(batch.pk)
    if stay is None:
        raise rules.BatchNotOut(code=batch.code)
    if count != batch.size:
        raise rules.ReturnCountDiffers(code=batch.code, size=batch.size, count=count)
    swap_one(HandOut.objects.filter(pk=stay.pk, back_at__isnull=True), rules.BatchNotOut(code=batch.code), back_at=at)
    _carry(batch, Act.RETURNED, Spot(Place.MARKER, stay.marker), _store(batch), by=by, at=at)
    fact = rules.BatchReturned(batch.code, stay.marker, count)
    audit.record(subject=f"batch:{batch.code}", fact=fact, by=by, at=at)
    return batch


def _make(paper: Paper, centre_uai: str, plan: BatchPlan, code: str, rank: int, *, by: Actor, at: datetime) -> Batch:
    batch = Batch.objects.create(
        code=code,
        paper=paper,
        centre_uai=centre_uai,
        specialty_code=plan.specialty_code,
        sequence=rank,
        size=len(plan.numbers),
        made_at=at,
    )
    lines = ((batch.pk, number, position) for position, number in enumerate(plan.numbers, 1))
    insert_rows(BatchScript, ("batch", "number", "position"), lines)
    spot = _store(batch)
    custody.appear(kind=Kind.BATCH, refs=[code], act=Act.MADE_UP, spot=spot, count=batch.size, by=by, at=at)
    custody.move_all(
        refs=plan.numbers, act=Act.PUT_IN_BATCH, origin=spot, destination=spot, inside_after=code, by=by, at=at
    )
    fact = rules.BatchMadeUp(code, plan.specialty_code, plan.numbers)
    audit.record(subject=f"batch:{code}", fact=fact, by=by, at=at)
    return batch


def _store(batch: Batch) -> Spot:
    return Spot(Place.MARKING_CENTRE, batch.centre_uai)


def _carry(batch: Batch, act: Act, origin: Spot, destination: Spot, *, by: Actor, at: datetime) -> None:
    custody.move(
        kind=Kind.BATCH,
        ref=batch.code,
        act=act,
        origin=origin,
        destination=destination,
        count=batch.size,
        by=by,
        at=at,
    )
