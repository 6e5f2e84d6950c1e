"""The act of asking for an account from the page of a letter."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.accounts.queries.links import waiting_links
from massicot.accounts.rules import AccountStanding
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.services.inviting import LinkAddress
from massicot.markers import services as markers
from massicot.missions.queries import convocations
from massicot.missions.rules.asking import ASKED_AGAIN_AFTER, AccessAnswer, AccountAsked, AccountByOffice
from massicot.missions.services.following import held_letter, letter_subject
from massicot.persons import queries as persons


@transaction.atomic
def ask_for_account(*, code: str, link_address: LinkAddress, at: datetime) -> AccessAnswer:
    """Write to the person whom a letter calls with a link that opens an account of theirs; say what comes of it.

    Once an hour, however often it is asked; whoever has an account signs in with it, into this session too. Raise
    AccountByOffice where the office has to look first, or what the letter became meanwhile.
    """
    # Two who press at once wait for one another here: one mail is written.
    account_acts.hold_appointments()
    row = held_letter(code, at)
    session = exams.session_by_code(convocations.facts_of(row).session)
    person = row.assignment.person
    reader = Actor(code)
    try:
        answer = _given(person, session, link_address, reader, at)
    except Refused as refusal:
        raise AccountByOffice from refusal
    if answer is AccessAnswer.WRITTEN:
        audit.record(subject=letter_subject(row), fact=AccountAsked(row.code), by=reader, at=at)
    return answer


def _given(
    person: persons.Person, session: exams.Session, link_address: LinkAddress, by: Actor, at: datetime
) -> AccessAnswer:
    account = person.account
    standing = _standing(account, at) if account else None
    if standing is AccountStanding.CLOSED:
        raise AccountByOffice
    if account is None or (Role.MARKER, session.code) not in accounts.appointments_of(account.email):
        markers.give_access(person=person, session=session, link_address=link_address, by=by, at=at)
        return AccessAnswer.SIGNS_IN if standing is AccountStanding.IN else AccessAnswer.WRITTEN
    if standing is AccountStanding.IN:
        return AccessAnswer.SIGNS_IN
    if _is_on_its_way(account.email, at):
        return AccessAnswer.ON_ITS_WAY
    papers = exams.papers_of(session)
    exam_acts.invite_again(email=account.email, papers=papers, link_address=link_address, by=by, at=at)
    return AccessAnswer.WRITTEN


def _is_on_its_way(email: str, at: datetime) -> bool:
    link = waiting_links([email], at).get(email)
    return link is not None and not link.is_on_paper and at - link.drawn_at < ASKED_AGAIN_AFTER


def _standing(account: Account, at: datetime) -> AccountStanding:
    (holder,) = accounts.persons([account.pk], at)
    return holder.standing
