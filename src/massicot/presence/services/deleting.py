"""The registers of a session that is deleted: lower service of that act, which checks and journals."""

from django.db import transaction

from massicot.exams.queries import Session
from massicot.presence.models import DayRegister


@transaction.atomic
def delete_registers(*, session: Session) -> None:
    """Delete the registers of a session on which nobody stands; any other keeps its session."""
    DayRegister.objects.filter(session=session, halves__lines=None).delete()
