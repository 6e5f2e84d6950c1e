"""The letter that invites somebody by post: the address for a window envelope, the code to type, the link as a QR code.

It is tagged (PDF/UA), since people receive it and read it with whatever they read with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings
from massicot.documents.mails import ROLES, ExamOffice, Invitation

PAPERS_LISTED = 6
"""Of one session: a letter stays on its page, and its reader knows what they are head of."""


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """One letter: what it invites to, where its code is typed, where it is posted to, and its date."""

    invitation: Invitation
    typed_at: str
    place: headings.InstitutionHeading | None
    written_at: datetime


def make_invitation_letter(content: InvitationLetter) -> bytes:
    """Print the letter of one person."""
    invitation = content.invitation
    return engine.render_letter(
        "invitation_letter.typ",
        {
            "role": ROLES[invitation.role],
            "recipient": _recipient(content),
            "sender": _sender(invitation.offices),
            "calls": list(dict.fromkeys(office.call for office in invitation.offices if office.call)),
            "date": french.day(content.written_at),
            "place": invitation.place,
            "sessions": [_session(office) for office in invitation.offices],
            "login": invitation.login,
            "typed_at": content.typed_at,
            "code": invitation.code,
            "square": codes.qr_code(invitation.link),
            "until": french.moment(invitation.until),
        },
    )


def _sender(offices: Sequence[ExamOffice]) -> list[str]:
    """Write who sends the letter: each authority once, with whom to call."""
    lines = [line for office in offices for line in (office.authority, office.office, office.telephone) if line]
    return list(dict.fromkeys(lines))


def _session(office: ExamOffice) -> Mapping[str, str | list[str]]:
    papers = list(office.papers[:PAPERS_LISTED])
    if more := len(office.papers) - len(papers):
        papers.append(f"et {french.quantity(more, 'autre épreuve', 'autres épreuves')}")
    return {"title": office.session, "papers": papers}


def _recipient(content: InvitationLetter) -> list[str]:
    """Write the lines of the address block."""
    role = ROLES[content.invitation.role].capitalize()
    if content.place is None:
        return [role, content.invitation.login]
    return [line for line in (role, content.place.title, content.place.address) if line]
