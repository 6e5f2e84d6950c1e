"""Letters to the exam centre of a parcel, written inside the act that they tell of."""

from datetime import datetime

from django.conf import settings

from massicot.accounts import queries as accounts
from massicot.consignments.models import Parcel
from massicot.core.actor import Actor, Role
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.post import services as post


def tell_centre(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that it arrived, and that its departure is not recorded."""
    paper = exams.paper_by_id(parcel.paper_id)
    mail = mails.departure_unknown(
        f"{paper.code} ({paper.session.code})",
        exams.institution_name(parcel.centre_uai),
        parcel.code,
        f"{settings.MASSICOT_BASE_URL}/",
    )
    for email in accounts.emails_with_role(Role.EXAM_CENTRE, parcel.centre_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, by=by, at=at)
