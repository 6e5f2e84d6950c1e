"""The missions of a session that is deleted: lower service of that act, which checks and journals."""

from django.db import transaction

from massicot.exams.queries import Session
from massicot.missions.models import Assignment, ConvocationRun, Mission


@transaction.atomic
def delete_missions(*, session: Session) -> None:
    """Delete the missions of a session with their lists; one that convened people is not deleted."""
    missions = Mission.objects.filter(session=session)
    ConvocationRun.objects.filter(session=session, convocations=None).delete()
    Assignment.objects.filter(mission__in=missions, convocations=None).delete()
    missions.delete()
