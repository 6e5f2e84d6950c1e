"""The act of a head of institution who confirms the list of their staff in the pool of a session."""

from datetime import date, datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers.models import StaffConfirmation
from massicot.markers.queries.staff import staff_list
from massicot.markers.rules.staff import NobodyToConfirm, StaffChanged, StaffConfirmed, StaffConfirmedAlready


@transaction.atomic
def confirm_staff(*, session: Session, uai: str, day: date, seen: str, by: Actor, at: datetime) -> None:
    """Confirm the list of an institution's staff in a pool, as it stands on a day; `seen` is the digest of the page.

    Raise StaffChanged, NobodyToConfirm, StaffConfirmedAlready.
    """
    exams.hold_papers_at_work(session)  # whose chain of the journal gets the line: nobody deletes it meanwhile
    known = staff_list(session, uai, day)
    if known.digest != seen:
        raise StaffChanged
    if not known.count:
        raise NobodyToConfirm(uai=uai, session=session.code)
    if known.is_confirmed:
        raise StaffConfirmedAlready
    StaffConfirmation.objects.create(
        session=session,
        institution_uai=uai,
        digest=known.digest,
        count=known.count,
        confirmed_by=by.login,
        confirmed_at=at,
    )
    fact = StaffConfirmed(session.code, uai, known.count, known.digest)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
