"""The acts of appointing and inviting a person, whom the pool of markers must not already have on the other side.

The areas below do not know the pool: desks and commands appoint through here.
"""

from datetime import datetime

from django.db import transaction

from massicot.accounts.queries import Account
from massicot.core.actor import Actor, Role
from massicot.exams import services as exam_acts
from massicot.exams.services.inviting import LinkAddress
from massicot.markers import queries


@transaction.atomic
def appoint(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint a person, unless they stand in the pool; raise as `exams` does, or AmongMarkers."""
    appointed = exam_acts.appoint(email=email, role=role, scope=scope, by=by, at=at)
    # Looked at once written: appointments are held, and an import of markers waits or was here before.
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def appoint_at_known_place(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Appoint a person at a known place, unless they stand in the pool; raise as `exams` does, or AmongMarkers."""
    appointed = exam_acts.appoint_at_known_place(email=email, role=role, scope=scope, by=by, at=at)
    queries.check_outside_pool(email, role, scope)
    return appointed


@transaction.atomic
def invite(*, email: str, role: Role, scope: str, link_address: LinkAddress, by: Actor, at: datetime) -> None:
    """Appoint a person and write to them, unless they stand in the pool; raise as `exams` does, or AmongMarkers."""
    exam_acts.invite(email=email, role=role, scope=scope, link_address=link_address, by=by, at=at)
    queries.check_outside_pool(email, role, scope)
