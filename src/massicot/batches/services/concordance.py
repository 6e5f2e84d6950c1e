"""The concordance check of an envelope, script by script, its closing, and the cover that it bears.

A scan leaves no line in the journal and writes nothing beside its script: the tally of the envelope keeps it, and the
closing writes all lines together, and records what was seen and what was vouched for.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches.models import Batch, BatchScript, EnvelopeTally
from massicot.batches.queries import batches, concordance, hands, shortages, tallies, withdrawn
from massicot.batches.rules import batches as batch_rules
from massicot.batches.rules import concordance as concordance_rules
from massicot.batches.rules import shortages as shortage_rules
from massicot.batches.rules.concordance import Check, Checked, CheckOutcome
from massicot.batches.rules.tally import ChecksThrownAway
from massicot.batches.services.tallies import HeldEnvelope
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place, Spot
from massicot.documents.envelope_cover import EnvelopeCover, make_envelope_cover
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import rules as scripts
from massicot.store.writes import swap_one

_ANSWERED_SINCE = (CheckOutcome.RIGHT, CheckOutcome.MISSING)
"""What a scan is told once its envelope is closed: one that is sent again, and of a script it was closed without."""


@transaction.atomic
def check_script(*, code: str, number: str, scan_id: UUID | None = None, by: Actor) -> Checked:
    """Check one script of an envelope by a scan and say what it is; the same scan sent again counts once.

    Typed, its last four digits and its letter tell a script from the others of its envelope. An extra sheet checks
    nothing. Raise BatchUnknown, BatchWasUnmade, EnvelopeClosed, ChecksSealed or ChecksBroken.
    """
    envelope = HeldEnvelope(batches.hold_to_scan(code))
    batch = envelope.batch
    sheet = codes.extra_sheet(number)
    tidy = codes.number_scanned(number)
    outcome, belongs_to = CheckOutcome.UNREADABLE, ""
    if sheet:
        outcome, belongs_to = _scan_sheet(envelope, tidy)
    elif codes.is_number(tidy):
        outcome, belongs_to = _scan(envelope, tidy, scan_id, by)
    elif codes.is_end(tidy):
        outcome, belongs_to, tidy = _type_end(envelope, tidy, scan_id, by)
    if batch.sealed_at and outcome not in _ANSWERED_SINCE:
        raise concordance_rules.EnvelopeClosed(code=batch.code)
    return Checked(outcome, tidy, envelope.remaining, belongs_to, sheet.rank if sheet else 1)


@transaction.atomic
def vouch_for_script(*, code: str, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Check by hand a script whose label no scanner reads.

    Raise TextNamesCandidate, NumberMistyped, NotInEnvelope, AlreadyChecked, EnvelopeClosed,
    ChecksSealed or ChecksBroken.
    """
    check_names_nobody(reason)
    envelope = _open_envelope(code)
    batch = envelope.batch
    seen = scripts.check_number(number)
    line = envelope.lines.get(seen)
    if line is None:
        raise concordance_rules.NotInEnvelope(number=seen, code=batch.code)
    refusal = concordance_rules.AlreadyChecked(number=seen, code=batch.code)
    if line.is_seen:
        raise refusal
    waiting = BatchScript.objects.filter(pk=line.pk, check_made=Check.NOT_YET)
    swap_one(waiting, refusal, check_made=Check.BY_HAND, checked_by=by.login)
    fact = concordance_rules.ScriptCheckedByHand(batch.code, seen, reason)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def seal_batch(*, code: str, counted: int, by: Actor, at: datetime) -> None:
    """Close an envelope once each of its scripts was seen against its mark sheet.

    Raise SheetNotPrinted, EnvelopeClosed, ScriptsNotChecked, SealCountDiffers, ChecksSealed or
    ChecksBroken.
    """
    batch = hold_unsealed(code)
    envelope = HeldEnvelope(batch)
    concordance_rules.check_seal(batch.code, batch.size, envelope.remaining, counted)
    envelope.write(by=by)
    Batch.objects.filter(pk=batch.pk).update(sealed_at=at)
    fact = concordance_rules.BatchSealed(batch.code, counted, concordance.by_hand(batch.pk))
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def unseal_batch(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a closed envelope again, to be checked from its first script.

    Raise BatchNotSealed, BatchWasHandedOut or BatchLacksScripts.
    """
    batch = batches.hold_batch(code)
    if batch.sealed_at is None:
        raise concordance_rules.BatchNotSealed(code=batch.code)
    if hands.hand_outs_of(batch.pk):
        raise batch_rules.BatchWasHandedOut(code=batch.code)
    shortage_rules.check_none_lacking(batch.code, shortages.lines_short(batch.pk))
    Batch.objects.filter(pk=batch.pk).update(sealed_at=None)
    BatchScript.objects.filter(batch=batch).update(check_made=Check.NOT_YET, checked_by="")
    EnvelopeTally.objects.filter(batch=batch).delete()
    fact = concordance_rules.BatchUnsealed(batch.code, reason)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def throw_checks_away(*, code: str, by: Actor, at: datetime) -> None:
    """Throw away what was scanned in an envelope and cannot be opened: it is checked again from its first script.

    Raise BatchUnknown, ChecksSealed or ChecksReadable.
    """
    tally = tallies.check_broken(batches.hold_batch(code))
    tally.delete()
    fact = ChecksThrownAway(code, tally.checkers)
    audit.record(subject=batches.subject_of(code), fact=fact, by=by, at=at)


def hold_unsealed(code: str) -> Batch:
    """Hold an envelope that is to be closed, inside the act that does; raise SheetNotPrinted or EnvelopeClosed."""
    batch = batches.hold_batch(code)
    if batch.printed_at is None:
        raise concordance_rules.SheetNotPrinted(code=batch.code)
    if batch.sealed_at is not None:
        raise concordance_rules.EnvelopeClosed(code=batch.code)
    return batch


def _open_envelope(code: str) -> HeldEnvelope:
    batch = batches.hold_to_scan(code)
    if batch.sealed_at is not None:
        raise concordance_rules.EnvelopeClosed(code=batch.code)
    return HeldEnvelope(batch)


def _scan(envelope: HeldEnvelope, number: str, scan_id: UUID | None, by: Actor) -> tuple[CheckOutcome, str]:
    line = envelope.lines.get(number)
    if line is None:
        return _stranger(envelope.batch, number, batches.batch_of_number(number))
    if not line.is_seen:
        envelope.see(line, scan_id, by=by)
        return CheckOutcome.RIGHT, envelope.batch.code
    is_same_scan = scan_id is not None and envelope.knows(number, scan_id)
    return (CheckOutcome.RIGHT if is_same_scan else CheckOutcome.DOUBLE), envelope.batch.code


def _type_end(envelope: HeldEnvelope, end: str, scan_id: UUID | None, by: Actor) -> tuple[CheckOutcome, str, str]:
    """Check the one script of an envelope that has this end; give its number too."""
    numbers = codes.ending_with(end, envelope.lines)
    if len(numbers) == 1:
        return (*_scan(envelope, numbers[0], scan_id, by), numbers[0])
    return (CheckOutcome.END_OF_SEVERAL if numbers else CheckOutcome.END_OF_NONE), "", end


def _scan_sheet(envelope: HeldEnvelope, number: str) -> tuple[CheckOutcome, str]:
    """Say of an extra sheet whether its script was seen in the envelope; of another script, where that belongs."""
    line = envelope.lines.get(number)
    if line is None:
        return _stranger(envelope.batch, number, batches.batch_of_number(number))
    return (CheckOutcome.SHEET if line.is_seen else CheckOutcome.SHEET_FIRST), envelope.batch.code


def _stranger(batch: Batch, number: str, holder: Batch | None) -> tuple[CheckOutcome, str]:
    """Say where a script belongs that is in the wrong envelope, as far as this marking centre may know."""
    if holder is not None and holder.centre_uai == batch.centre_uai:
        return CheckOutcome.OTHER_BATCH, holder.code
    short = shortages.open_shortage(number)
    if short is not None and short.batch.centre_uai == batch.centre_uai:
        return CheckOutcome.MISSING, short.batch.code
    item = ledger.where(ItemKind.SCRIPT, number)
    spot = Spot(Place(item.place), item.place_ref) if item else None
    outcomes = {batches.store_of(batch): CheckOutcome.NO_BATCH, withdrawn.aside_of(batch): CheckOutcome.WITHDRAWN}
    return (outcomes.get(spot, CheckOutcome.ELSEWHERE) if spot else CheckOutcome.ELSEWHERE), ""


_SUNDAY = 6


def print_cover(*, code: str) -> bytes:
    """Print the cover of a batch's envelope; raise BatchUnknown, BatchWasUnmade or BatchWasRegrouped."""
    batch = batches.batch_by_code(code)
    paper = exams.paper_by_id(batch.paper_id)
    return make_envelope_cover(
        EnvelopeCover(
            heading=exams.heading_of(paper),
            batch=batch.code,
            rank=batch.sequence,
            specialty_code=batch.specialty_code,
            specialty_label=exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
            marking_centre=exams.place_of(batch.centre_uai),
            count=batch.in_hand,
            evenings=_evenings(paper),
        )
    )


def _evenings(paper: Paper) -> list[date]:
    """List the days of the marking, without Sundays."""
    length = (paper.marking_closes_on - paper.marking_opens_on).days
    days = (paper.marking_opens_on + timedelta(days=rank) for rank in range(length + 1))
    return [day for day in days if day.weekday() != _SUNDAY]
