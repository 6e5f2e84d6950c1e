"""The mark sheet of a batch while a script of it is missing: lines struck, put back, decided of by the office."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch, Shortage
from massicot.batches.rules import Witnessed
from massicot.consignments.rules.despatch import AllBut
from massicot.core.actor import Actor
from massicot.marks.models import Credential
from massicot.marks.queries import lines as line_reads
from massicot.marks.queries import openings
from massicot.marks.services import lines
from massicot.marks.services.lines import note_completeness


@transaction.atomic
def seal_short(*, code: str, counted: int, signed: Witnessed, by: Actor, at: datetime) -> list[str]:
    """Close an envelope without the scripts that were not seen in it, and strike their lines; give their numbers.

    Of a batch made of others the lines stay.

    Raise SheetNotPrinted, EnvelopeClosed, NothingMissing, EnvelopeCountDiffers or SecondNameMissing.
    """
    batch, numbers = batch_acts.seal_short_unchecked_sheet(code=code, counted=counted, signed=signed, by=by, at=at)
    if not batches.origins_of(batch.pk):
        _count_lines(batch, -len(numbers))
    return numbers


@transaction.atomic
def seal_all_but(*, code: str, counted: int, lacking: AllBut, by: Actor, at: datetime) -> list[str]:
    """Close an envelope that was counted by hand, without the scripts that are named as missing; give their numbers.

    Their lines are struck; of a batch made of others they stay.

    Raise SheetNotPrinted, EnvelopeClosed, NotToBeSeenHere, SeenBefore, LackingAmbiguous, SecondPersonMissing,
    InHandCountDiffers, EnvelopeEmpty or TextNamesCandidate.
    """
    batch, numbers = batch_acts.seal_all_but_unchecked_sheet(code=code, counted=counted, lacking=lacking, by=by, at=at)
    if not batches.origins_of(batch.pk):
        _count_lines(batch, -len(numbers))
    return numbers


@transaction.atomic
def find_short(*, shortage_id: int, by: Actor, at: datetime) -> Shortage:
    """Record that a script missing from its batch was found; a struck line that takes it back counts again.

    Raise ShortageOver.
    """
    row = batch_acts.find_short_unchecked_sheet(shortage_id=shortage_id, by=by, at=at)
    if row.back_in and row.struck_at is not None:
        _count_lines(row.batch, 1)
    return row


@transaction.atomic
def settle_short(*, number: str, by: Actor, at: datetime) -> None:
    """Note that the office decided of a script that is missing from its batch, and strike its line if nothing is on it.

    What was typed stays, be it by the second keying alone, or referred to the office: it was given before the script
    was lost. A script that is missing from no batch is none of this.
    """
    row = batches.open_shortage(number)
    if row is None:
        return
    if credential := openings.live_credentials().filter(batch=row.batch).first():
        lines.hold(credential.pk)
        lines.hold_beside(row.batch)
    batch_acts.settle_short_unchecked_line(shortage_id=row.pk, at=at)
    if row.struck_at is None and not line_reads.is_written(row.batch_id, number):
        strike_line(row=row, by=by, at=at)


@transaction.atomic
def strike_line(*, row: Shortage, by: Actor, at: datetime) -> None:
    """Strike the line of a missing script, inside the act that decides of it; raise ShortageOver."""
    batch_acts.strike_line_unchecked_sheet(shortage_id=row.pk, by=by, at=at)
    _count_lines(row.batch, -1)
    note_completeness(row.batch)


def _count_lines(batch: Batch, change: int) -> None:
    """Let the sheets that are printed count for the lines that they have now."""
    Credential.objects.filter(batch=batch, is_revoked=False).update(lines=F("lines") + change)
