"""The letter that invites somebody by post: the address for a window envelope, the link in clear and as a code.

It is tagged (PDF/UA), since people receive it and read it with whatever they read with.
"""

from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings
from massicot.documents.mails import ROLES, Invitation


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """One letter: what it invites to, where it is posted to, and its date."""

    invitation: Invitation
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
            "date": french.day(content.written_at),
            "place": invitation.place,
            "login": invitation.login,
            "link": invitation.link,
            "code": codes.qr_code(invitation.link),
            "until": french.moment(invitation.until),
        },
    )


def _recipient(content: InvitationLetter) -> list[str]:
    """Write the lines of the address block."""
    role = ROLES[content.invitation.role].capitalize()
    if content.place is None:
        return [role, content.invitation.login]
    return [line for line in (role, content.place.title, content.place.address) if line]
