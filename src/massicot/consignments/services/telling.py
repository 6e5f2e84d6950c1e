"""Letters to the exam centre of a parcel, written inside the act that they tell of, void once it is otherwise."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from massicot.accounts import queries as accounts
from massicot.consignments.models import Parcel
from massicot.consignments.rules.despatch import Enclosure
from massicot.core.actor import Actor, Role
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.post import services as post


def tell_centre(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that it arrived, and that its departure is not recorded."""
    mail = mails.departure_unknown(*_about(parcel))
    # Arrived once more after its arrival was taken back, it is told of once more.
    _write(parcel, mail, f"{_occasion_of(parcel)}{at.isoformat()}", by=by, at=at)


def tell_of_papers(parcel: Parcel, lacking: Mapping[Enclosure, int], *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre which of its papers did not come; what has not left of it is void."""
    post.withdraw_letters_about(occasion_start=_papers_of(parcel))
    if not lacking:
        return
    paper = exams.paper_by_id(parcel.paper_id)
    mail = mails.papers_lacking(
        f"{paper.code} ({paper.session.code})",
        exams.institution_name(parcel.centre_uai),
        parcel.code,
        {document.value: count for document, count in lacking.items()},
        f"{settings.MASSICOT_BASE_URL}/",
    )
    _write(parcel, mail, f"{_papers_of(parcel)}{at.isoformat()}", by=by, at=at)


def _write(parcel: Parcel, mail: mails.Mail, occasion: str, *, by: Actor, at: datetime) -> None:
    for email in accounts.emails_with_role(Role.EXAM_CENTRE, parcel.centre_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, occasion=occasion, by=by, at=at)


def tell_absent_came(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that a script lay in it which was signed there as not there."""
    mail = mails.absent_came(*_about(parcel))
    for email in accounts.emails_with_role(Role.EXAM_CENTRE, parcel.centre_uai):
        post.write_letter(to=email, subject=mail.subject, body=mail.body, by=by, at=at)


def _about(parcel: Parcel) -> tuple[str, str, str, str]:
    paper = exams.paper_by_id(parcel.paper_id)
    named = f"{paper.code} ({paper.session.code})"
    return named, exams.institution_name(parcel.centre_uai), parcel.code, f"{settings.MASSICOT_BASE_URL}/"


def tell_of_seal(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Write to the heads of a parcel's centre that its seal was not as it had left it."""
    _write(parcel, mails.seal_trouble(*_about(parcel)), f"{_occasion_of_seal(parcel)}{at.isoformat()}", by=by, at=at)


def untell_of_seal(parcel: Parcel) -> None:
    """Take back what has not left of the letters about a seal that was told by mistake."""
    post.withdraw_letters_about(occasion_start=_occasion_of_seal(parcel))


def untell_centre(parcel: Parcel) -> None:
    """Take back what has not left of the letters about a parcel whose departure is known now, or that is not there."""
    post.withdraw_letters_about(occasion_start=_occasion_of(parcel))


def _occasion_of(parcel: Parcel) -> str:
    return f"departure-unknown {parcel.code} "


def _papers_of(parcel: Parcel) -> str:
    return f"papers-lacking {parcel.code} "


def _occasion_of_seal(parcel: Parcel) -> str:
    return f"seal {parcel.code} "
