"""Acts on persons that look at the lists of missions: taken out of a pool, said to be the double of another."""

from datetime import datetime

from django.db import transaction

from massicot.batches import services as batch_acts
from massicot.core.actor import Actor
from massicot.exams.queries import Session
from massicot.missions.queries.lists import missions_listing
from massicot.missions.rules import leaving, runs
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.persons.rules.doubles import DoubleOnLists


@transaction.atomic
def take_out_of_pool(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Take a person out of the pool of a session, who was put there by mistake; whoever comes back is put in again.

    Raise OutsideSession, HeldBatchesThere, OnListsStill, SessionIsArchived.
    """
    batch_acts.take_out_of_pool_unchecked_missions(person=person, session=session, by=by, at=at)
    # Looked at once the row is gone, and the person held: whoever puts them on a list waits, or was here before.
    if titles := missions_listing(person.pk, session_id=session.pk):
        raise leaving.OnListsStill(identifier=person.identifier, missions=runs.named(titles))


@transaction.atomic
def say_double(*, person: Person, kept: str, reason: str, by: Actor, at: datetime) -> None:
    """Set a person aside as the double of another, named by their identifier.

    Only lists to come hold back: what is over stays under the identifier under which it was done. Raise as `persons`
    does, or DoubleOnLists.
    """
    other = person_acts.say_double_unchecked_lists(person=person, kept=kept, reason=reason, by=by, at=at)
    # Looked at once the person is held: whoever puts them on a list waits, or was here before.
    if titles := missions_listing(person.pk, after=at):
        raise DoubleOnLists(identifier=person.identifier, missions=runs.named(titles), kept=other.identifier)
