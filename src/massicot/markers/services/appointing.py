"""The acts of appointing and inviting a person, whom the pool of markers must not already have on the other side.

The areas below do not know the pool: desks and commands appoint through here.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from massicot.accounts.queries import Account
from massicot.accounts.rules import PAPER_ROLES, UAI_ROLES
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper
from massicot.exams.services.inviting import LinkAddress
from massicot.markers import queries


@transaction.atomic
def appoint(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint a person, unless they stand in the pool; raise as `exams` does, or AmongMarkers."""
    appointed = exam_acts.appoint_unchecked_pool(email=email, role=role, scope=scope, by=by, at=at)
    # Looked at once written: appointments are held, and an import of markers waits or was here before.
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def appoint_at_known_place(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint somebody whose place is imported or named by a session, as whoever types a UAI means it.

    So is a session, or its paper, that an inspector is to see. The command line appoints before any import. Raise
    InstitutionUnknown, SessionUnknown, PaperUnknown, or as `appoint` does.
    """
    appointed = exam_acts.appoint_unchecked_pool(email=email, role=role, scope=scope, by=by, at=at)
    if role in UAI_ROLES:
        exams.check_known(scope)
    if role in PAPER_ROLES:
        exams.check_paper_scope(scope)
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def invite(
    *,
    email: str,
    role: Role,
    scope: str,
    papers: Sequence[Paper],
    link_address: LinkAddress,
    by: Actor,
    at: datetime,
) -> None:
    """Appoint a person at a known place and write to them; raise as `appoint_at_known_place` does."""
    login = appoint_at_known_place(email=email, role=role, scope=scope, by=by, at=at).email
    exam_acts.invite_again(email=login, papers=papers, link_address=link_address, by=by, at=at)
