"""What becomes of a letter: opened, acknowledged, told by a head of institution, not reached, come back.

Reading a page changes nothing: the programs that open every link of a mail before its reader does leave no trace.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.missions.models import Convocation, ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationAct, ConvocationState, instead, letters, runs
from massicot.missions.services.cancelling import raise_not_valid
from massicot.missions.services.reminding import withdraw_reminders


@transaction.atomic
def open_convocation(*, code: str, at: datetime) -> None:
    """Note that somebody opened their letter, by the link of its mail; once. Raise what the letter became meanwhile."""
    row = held_letter(code, at)
    if not convocations.followed_of([row])[row.pk].is_opened:
        reader = Actor(code)
        _note(row, ConvocationAct.OPENED, reader, at)
        audit.record(subject=letter_subject(row), fact=runs.ConvocationOpened(code), by=reader, at=at)


@transaction.atomic
def acknowledge_convocation(*, code: str, by: Actor | None = None, at: datetime) -> None:
    """Note that somebody has read their letter; once.

    By whoever holds the link of its mail, or is signed in. Raise ConvocationReplaced, ConvocationCancelled or
    MissionOver.
    """
    row = held_letter(code, at)
    if not convocations.followed_of([row])[row.pk].is_acknowledged:
        reader = by or Actor(code)
        _note(row, ConvocationAct.ACKNOWLEDGED, reader, at)
        withdraw_reminders(Convocation.objects.filter(pk=row.pk))
        audit.record(subject=letter_subject(row), fact=runs.ConvocationAcknowledged(code), by=reader, at=at)


@transaction.atomic
def tell_convocation(*, codes: Collection[str], by: Actor, at: datetime) -> int:
    """Note that people were told of their letters, several at once; return of how many that was not known.

    Raise NobodyTold, ConvocationUnknown, or what one of the letters became meanwhile: then nothing is noted.
    """
    if not codes:
        raise letters.NobodyTold
    rows = [held_letter(code, at) for code in sorted(set(codes))]
    known = convocations.followed_of(rows)
    new = [row for row in rows if not known[row.pk].is_told]
    ConvocationEvent.objects.bulk_create(
        ConvocationEvent(convocation=row, act=ConvocationAct.TOLD_BY_HEAD, at=at, by=by.login) for row in new
    )
    withdraw_reminders(Convocation.objects.filter(pk__in=[row.pk for row in new]))
    for row in new:
        audit.record(subject=letter_subject(row), fact=runs.ConvocationTold(row.code), by=by, at=at)
    return len(new)


@transaction.atomic
def take_back_told(*, code: str, by: Actor, at: datetime) -> None:
    """Take back that somebody was told of their letter, said by mistake: it is to be handed over again.

    Raise ToldByNobody where its reader acknowledged it, or nobody said so, or what the letter became meanwhile.
    """
    row = held_letter(code, at)
    known = convocations.followed_of([row])[row.pk]
    if known.is_acknowledged or not known.is_told:
        raise instead.ToldByNobody(code=code)
    _note(row, ConvocationAct.NOT_TOLD, by, at)
    audit.record(subject=letter_subject(row), fact=instead.ToldTakenBack(code), by=by, at=at)


@transaction.atomic
def note_came_back(*, code: str, note: str, by: Actor, at: datetime) -> None:
    """Note that a letter came back: its reader does not know, whatever was told before.

    Raise AcknowledgedByReader where its reader acknowledged it themselves.
    """
    row = held_letter(code, at)
    if convocations.followed_of([row])[row.pk].is_acknowledged:
        raise letters.AcknowledgedByReader(code=code)
    fact = runs.ConvocationCameBack(code, " ".join(note.split()))
    _note(row, ConvocationAct.CAME_BACK, by, at, fact.note)
    audit.record(subject=letter_subject(row), fact=fact, by=by, at=at)


@transaction.atomic
def note_not_reached(*, code: str, by: Actor, at: datetime) -> None:
    """Note that a head of institution did not reach the reader of a letter: the office calls somebody else.

    Raise NotReachedUnknown where its reader is known to know, or what the letter became meanwhile.
    """
    row = held_letter(code, at)
    if convocations.followed_of([row])[row.pk].is_known:
        raise instead.NotReachedUnknown(code=code)
    _note(row, ConvocationAct.NOT_REACHED, by, at)
    audit.record(subject=letter_subject(row), fact=instead.ConvocationNotReached(code), by=by, at=at)


def held_letter(code: str, at: datetime) -> Convocation:
    """Hold a letter that holds until the end of the transaction: nobody cancels it meanwhile."""
    row = Convocation.objects.select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        raise letters.ConvocationUnknown(code=code)
    if row.state != ConvocationState.VALID:
        raise_not_valid(row)
    if row.ends_at <= at:
        raise letters.MissionOver(code=code)
    return row


def _note(row: Convocation, act: ConvocationAct, by: Actor, at: datetime, note: str = "") -> None:
    ConvocationEvent.objects.create(convocation=row, act=act, at=at, by=by.login, note=note)


def letter_subject(row: Convocation) -> str:
    """Name a letter as the journal does: all its issues have one chain."""
    return f"convocation:{letters.first_code(row.code)}"
