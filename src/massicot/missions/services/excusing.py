"""The act of saying that one cannot come: it excuses nobody, and is asked of the exam office."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.missions.models import ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationAct, excusing
from massicot.missions.services.following import held_letter, letter_subject


@transaction.atomic
def say_cannot_come(*, code: str, words: str, by: Actor, at: datetime) -> None:
    """Note that somebody says that they cannot come, and in which words.

    Raise CannotComeWordsMissing, CannotComeSaidAlready, or what the letter became meanwhile (ConvocationReplaced,
    ConvocationCancelled, MissionOver).
    """
    tidy = " ".join(words.split())[: excusing.WORDS_LENGTH]
    if not tidy:
        raise excusing.CannotComeWordsMissing
    row = held_letter(code, at)
    if convocations.said_cannot_come(row):
        raise excusing.CannotComeSaidAlready
    ConvocationEvent.objects.create(convocation=row, act=ConvocationAct.CANNOT_COME, at=at, by=by.login, note=tidy)
    audit.record(subject=letter_subject(row), fact=excusing.CannotComeSaid(row.code), by=by, at=at)
