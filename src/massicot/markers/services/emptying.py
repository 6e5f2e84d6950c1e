"""The pool of a session deleted with it: lower service of `results.services.delete_session`."""

from django.db import transaction

from massicot.exams.queries import Session
from massicot.markers.models import Marker


@transaction.atomic
def delete_markers(*, session: Session) -> None:
    """Delete the pool of markers of a session; the caller holds the session, and its papers."""
    Marker.objects.filter(session=session).delete()
