"""Whose missions open for whoever is signed in: their own, by the account tied to the person."""

from django.http import Http404, HttpRequest

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.persons import queries
from massicot.persons.queries import Person
from massicot.web.shared.access import account_id_of, scopes_of


def own_person(request: HttpRequest) -> Person | None:
    """Find the person to whom the account is tied; None where nobody tied it."""
    return queries.person_of_account(account_id_of(request))


def own_person_or_404(request: HttpRequest) -> Person:
    """Find the person to whom the account is tied."""
    person = own_person(request)
    if person is None:
        raise Http404
    return person


def office_telephones(request: HttpRequest) -> list[str]:
    """List how the exam office is called in the sessions of whoever is signed in."""
    own = scopes_of(request, Role.MARKER)
    told = (session.office_telephone for session in exams.sessions_at_work() if session.code in own)
    return list(dict.fromkeys(filter(None, told)))


def own_letter_or_404(request: HttpRequest, code: str) -> Convocation:
    """Find a letter of whoever is signed in; another's is not there."""
    person = own_person_or_404(request)
    try:
        letter = convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None
    if letter.assignment.person_id != person.pk:
        raise Http404
    return letter
