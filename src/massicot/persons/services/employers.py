"""The act of telling who employs several persons at once, of whom nobody had told it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.persons import queries
from massicot.persons.models import Person, Situation
from massicot.persons.rules import situation_on, subject_of
from massicot.persons.rules.duty import Employer, EmployersKnown, EmployerTold, NobodyToTell, is_duty


@transaction.atomic
def tell_employers(*, days: Mapping[int, date], employer: Employer, by: Actor, at: datetime) -> int:
    """Say who employs some persons: it is written into the situation that holds on the day of each; count them.

    Of whom it is known already nothing is changed. Raise NobodyToTell or EmployersKnown.
    """
    if not days:
        raise NobodyToTell
    account_acts.hold_appointments()
    queries.hold_persons(days)
    told = [person for person in Person.objects.filter(pk__in=list(days)) if _tell(person, days[person.pk], employer)]
    if not told:
        raise EmployersKnown
    for person in told:
        fact = EmployerTold(person.identifier, days[person.pk].isoformat(), employer.kind)
        audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return len(told)


def _tell(person: Person, day: date, employer: Employer) -> bool:
    """Write the employer where nobody has told it; say whether it was written."""
    known = situation_on(Situation.objects.filter(person=person), day)
    if known is not None and is_duty(known.employer_kind, is_state_agent=known.is_state_agent) is not None:
        return False
    row = known or Situation(person=person, since=day)
    row.employer_kind = employer.kind
    row.is_state_agent = employer.is_state_agent
    row.save()
    return True
