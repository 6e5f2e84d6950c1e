"""One script out of its batch, wherever the batch is: withdrawn by the office, given back by its marker, decided of."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.batches.models import Batch, BatchScript, Withdrawal
from massicot.batches.queries import batches, hands, shortages, withdrawn
from massicot.batches.rules import batches as batch_rules
from massicot.batches.rules import concordance
from massicot.batches.rules import withdrawn as withdrawn_rules
from massicot.batches.rules.withdrawn import WithdrawalDecision
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, Place, Spot
from massicot.scripts import queries as scripts
from massicot.scripts import services as script_acts
from massicot.scripts.rules import ScriptKind
from massicot.store.writes import swap_one


@transaction.atomic
def withdraw_script(*, code: str, number: str, reason: str, by: Actor, at: datetime) -> Withdrawal:
    """Take a script out of its batch: it is put aside at the centre, or stays with the marker who holds the batch.

    The others keep their lines of the mark sheet. Raise BatchUnknown, BatchWasUnmade, BatchGoesBack,
    WithdrawnMissing, ScriptIsAlone, NotInEnvelope or NotThere.
    """
    batch = batches.hold_batch(code)
    batches.check_not_going_back(batch.code)
    if number in shortages.lines_short(batch.pk):
        raise withdrawn_rules.WithdrawnMissing(number=number, code=batch.code)
    if batch.size == 1:
        raise batch_rules.ScriptIsAlone(number=number, code=batch.code)
    if not BatchScript.objects.filter(batch=batch, number=number).delete()[0]:
        raise concordance.NotInEnvelope(number=number, code=batch.code)
    Batch.objects.filter(pk=batch.pk).update(size=F("size") - 1)
    stay = hands.open_hand_out(batch.pk)
    marker = stay.marker if stay else ""
    _take_out(batch, number, marker, by=by, at=at)
    fact = withdrawn_rules.ScriptWithdrawn(batch.code, number, reason)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return Withdrawal.objects.create(
        batch=batch,
        number=number,
        item=scripts.kinds_of([number])[number],
        reason=reason,
        withdrawn_at=at,
        withdrawn_by=by.login,
        marker=marker,
    )


@transaction.atomic
def give_back_withdrawn(*, withdrawal_id: int, by: Actor, at: datetime) -> Withdrawal:
    """Record that a marker gave a withdrawn script back: it is put aside, or lies in no batch where the office knows.

    Raise WithdrawnNotOut.
    """
    row = withdrawn.hold_withdrawal(withdrawal_id)
    refusal = withdrawn_rules.WithdrawnNotOut(number=row.number)
    if not row.is_with_marker:
        raise refusal
    swap_one(Withdrawal.objects.filter(pk=row.pk, back_at__isnull=True), refusal, back_at=at, back_by=by.login)
    store = batches.store_of(row.batch)
    aside = withdrawn.aside_of(row.batch)
    origin = Spot(Place.MARKER, row.marker)
    destination = store if row.is_released else aside
    custody.move_all(refs=[row.number], act=Act.GIVEN_BACK, origin=origin, destination=destination, by=by, at=at)
    fact = withdrawn_rules.WithdrawnGivenBack(row.batch.code, row.number, row.marker)
    audit.record(subject=batches.subject_of(row.batch.code), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def decide_withdrawn(
    *, withdrawal_id: int, decision: WithdrawalDecision, seen: WithdrawalDecision, reason: str, by: Actor, at: datetime
) -> Withdrawal:
    """Say what a withdrawn script is, so that it may be put in a batch again; or that it stays aside.

    What stays aside may be decided otherwise later. Raise NotFromOffice or WithdrawnDecided.
    """
    accounts.check_office(by.login)
    row = withdrawn.hold_withdrawal(withdrawal_id)
    refusal = withdrawn_rules.WithdrawnDecided(number=row.number)
    if row.is_released:
        raise refusal
    columns = {"decision": decision, "decided_at": at, "decided_by": by.login, "decision_reason": reason}
    swap_one(Withdrawal.objects.filter(pk=row.pk, decision=seen), refusal, **columns)
    if decision in withdrawn_rules.RELEASED:
        _release(row, ScriptKind(decision.value), by=by, at=at)
    fact = withdrawn_rules.WithdrawnSettled(row.batch.code, row.number, decision, reason)
    audit.record(subject=batches.subject_of(row.batch.code), fact=fact, by=by, at=at)
    return row


def _take_out(batch: Batch, number: str, marker: str, *, by: Actor, at: datetime) -> None:
    if marker:
        act = Act.WITHDRAWN
        origin = Spot(Place.MARKER, marker)
        destination = Spot(Place.MARKER, marker)
    else:
        act = Act.PUT_ASIDE
        origin = batches.store_of(batch)
        destination = withdrawn.aside_of(batch)
    custody.move_all(
        refs=[number], act=act, origin=origin, destination=destination, inside_before=batch.code, by=by, at=at
    )


def _release(row: Withdrawal, kind: ScriptKind, *, by: Actor, at: datetime) -> None:
    script_acts.correct_kind(number=row.number, kind=kind)
    if not row.is_with_marker:  # what a marker still has comes to no batch before it is given back
        store = batches.store_of(row.batch)
        aside = withdrawn.aside_of(row.batch)
        custody.move_all(refs=[row.number], act=Act.RELEASED, origin=aside, destination=store, by=by, at=at)
