"""The acts of appointing a person, on one side of the wall, and of inviting them by a one-time link."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.accounts.rules import accounts as account_rules
from massicot.core.actor import Actor, Role
from massicot.documents import french, invitation_letter, mails
from massicot.documents.mails import ExamOffice, Invitation
from massicot.exams.models import Paper, Session
from massicot.exams.queries import wall as queries
from massicot.exams.queries.institutions import academy_of, institution_name, place_of
from massicot.exams.queries.sessions import local
from massicot.exams.rules.sessions import OCCASION, NotAppointed
from massicot.exams.services.sessions import check_one_side, check_past
from massicot.post import services as post


@transaction.atomic
def appoint_unchecked_pool(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Give a person a role over a scope, unless they would come to know names and numbers, at once or in turn.

    The pool of markers is not looked at: lower service of the act that does. Raise BothSidesOfTheWall or
    CameFromTheOtherSide.
    """
    account_acts.hold_appointments()
    login = email.strip().lower()
    check_one_side(email, role, scope, queries.held_roles(login))
    check_past(email, role, scope, queries.left_roles(login))
    return account_acts.give_role(email=email, role=role, scope=scope, by=by, at=at)


LinkAddress = Callable[[str], str]
"""Writes the address that the code of a one-time link opens; without a code, that of the page where it is typed."""


@transaction.atomic
def invite_again(*, email: str, papers: Sequence[Paper], link_address: LinkAddress, by: Actor, at: datetime) -> None:
    """Write to an appointed person with a new link, naming their papers; the link before is void.

    Raise AccountUnknown, NotAppointed.
    """
    mail = mails.invitation(_invitation(email, papers, link_address, by, at, is_on_paper=False))
    occasion = f"{OCCASION}{secrets.token_hex(8)}"
    post.write_letter(to=email, subject=mail.subject, body=mail.body, occasion=occasion, by=by, at=at)


@transaction.atomic
def print_invitation(
    *, email: str, papers: Sequence[Paper], link_address: LinkAddress, by: Actor, at: datetime
) -> bytes:
    """Print the letter of an appointed person, with a new link; letters with the one before are given up.

    Raise AccountUnknown, NotAppointed.
    """
    content = _invitation(email, papers, link_address, by, at, is_on_paper=True)
    _, scope = accounts.appointments_of(email)[0]
    return invitation_letter.make_invitation_letter(
        invitation_letter.InvitationLetter(content, link_address(""), place_of(scope) if scope else None, _local(at))
    )


def _invitation(
    email: str,
    papers: Sequence[Paper],
    link_address: LinkAddress,
    by: Actor,
    at: datetime,
    *,
    is_on_paper: bool,
) -> Invitation:
    appointments = accounts.appointments_of(email)
    if not appointments:
        raise NotAppointed(email=email)
    role, scope = appointments[0]
    code = account_acts.draw_link(email=email, is_on_paper=is_on_paper, by=by, at=at)
    # What waits in the outbox holds the link before, which opens nothing any more.
    post.withdraw_letters(to=email, occasion_start=OCCASION)
    until = _local(at + account_rules.lasts(is_on_paper=is_on_paper))
    offices = _offices(papers, academy_of(scope) if scope else "")
    return Invitation(
        role=role,
        place=institution_name(scope) if scope else "",
        link=link_address(code),
        until=until,
        login=email,
        code=code,
        offices=offices,
    )


def _offices(papers: Sequence[Paper], academy: str) -> list[ExamOffice]:
    """Tell of each session whose papers these are: who organises it, whom to call, what is sat when."""
    by_session = groupby(sorted(papers, key=lambda paper: (paper.session_id, paper.starts_at)), _session_of)
    return [
        ExamOffice(
            session.authority or academy,
            session.title,
            session.office,
            session.office_telephone.replace(" ", french.NO_BREAK_SPACE),
            [f"{paper.code} {paper.title}, {french.day(local(paper, paper.starts_at))}" for paper in own],
        )
        for session, own in by_session
    ]


def _session_of(paper: Paper) -> Session:
    return paper.session


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))
