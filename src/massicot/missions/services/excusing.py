"""What is noted with a letter of its reader's absences; lower services of the acts on these."""

from datetime import datetime

from massicot.core.actor import Actor
from massicot.missions.models import Convocation, ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationAct, ConvocationState


def note_cannot_come(*, convocation: Convocation, by: Actor, at: datetime) -> None:
    """Note with a letter that its reader is announced absent."""
    ConvocationEvent.objects.create(convocation=convocation, act=ConvocationAct.CANNOT_COME, at=at, by=by.login)


def note_holds(*, assignment_id: int, by: Actor, at: datetime) -> None:
    """Note with a letter that it holds, whoever was announced absent."""
    row = Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID).first()
    if row and convocations.followed_of([row])[row.pk].is_absent:
        ConvocationEvent.objects.create(convocation=row, act=ConvocationAct.HOLDS, at=at, by=by.login)
