"""The pool of a session deleted with it: lower service of `results.services.delete_session`."""

from django.db import transaction

from massicot.exams.queries import Session
from massicot.markers.models import Marker
from massicot.persons import services as persons


@transaction.atomic
def delete_markers(*, session: Session) -> None:
    """Delete the pool of markers of a session, and who is in no other one; the caller holds the session."""
    pool = Marker.objects.filter(session=session)
    people = list(pool.values_list("person_id", flat=True))
    pool.delete()
    elsewhere = set(Marker.objects.filter(person_id__in=people).values_list("person_id", flat=True))
    persons.delete_persons(person_ids=set(people) - elsewhere)
