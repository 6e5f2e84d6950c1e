"""What stands at the head of each document: the authority, the session, the paper, and where it is sat or marked.

Instants come in the time zone of the session: a document prints the hour that it is given.
"""

from dataclasses import dataclass
from datetime import datetime

from massicot.documents import french


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The paper that a document is about."""

    authority: str
    session: str
    paper_code: str
    paper_title: str
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class InstitutionHeading:
    """A lycée or another place, as papers call it; its address only where a parcel must find it."""

    uai: str
    title: str
    town: str = ""
    address: str = ""


def set_heading(heading: Heading, identifier: str) -> dict[str, str | bool]:
    """Prepare a heading for the templates, with the identifier of the document itself.

    A document of a rehearsal says so across every page: it may lie on a table beside the real ones.
    """
    return {
        "authority": heading.authority,
        "session": heading.session,
        "paper_code": heading.paper_code,
        "paper_title": heading.paper_title,
        "when": french.span(heading.starts_at, heading.ends_at),
        "identifier": identifier,
        "is_rehearsal": heading.is_rehearsal,
    }


def set_institution(institution: InstitutionHeading) -> dict[str, str]:
    """Prepare an institution for the templates."""
    title = institution.title if not institution.town else f"{institution.title}, {institution.town}"
    return {"uai": institution.uai, "title": title, "address": institution.address}
