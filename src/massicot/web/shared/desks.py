"""The desk of each role, as the home page lists them; a role without a screen of its own yet has none here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.core.actor import Role


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk: what it is called, what it is for, the name of its first address."""

    title: Promise | str
    purpose: Promise | str
    address: str


DESKS = {
    Role.OFFICE: Desk(
        gettext_lazy("Exam office"),
        gettext_lazy("From the imports to the marks: sessions, centres, documents, the ladder of each paper."),
        "office:home",
    ),
    Role.EXAM_CENTRE: Desk(
        gettext_lazy("Exam centre"),
        gettext_lazy("The day of the paper: attendance, counts, parcels."),
        "examcentre:home",
    ),
    Role.MARKING_CENTRE: Desk(
        gettext_lazy("Marking centre"),
        gettext_lazy("Parcels received, batches made up, handed out and taken back."),
        "markingcentre:home",
    ),
    Role.MARKER: Desk(
        gettext_lazy("My missions"),
        gettext_lazy("What you are called for, where and when; your convocations."),
        "marker:home",
    ),
    Role.INSPECTOR: Desk(
        gettext_lazy("Inspector"),
        gettext_lazy("Who is called and comes, by day and by meeting; the roll of the meetings."),
        "inspector:home",
    ),
    Role.SCHOOL: Desk(
        gettext_lazy("School"),
        gettext_lazy("Your staff who may be called: the list to confirm, the days on which somebody cannot come."),
        "school:home",
    ),
}


def desks_of(appointments: Sequence[tuple[Role, str]]) -> list[Desk]:
    """List the desks of whoever has these roles, each once."""
    return [DESKS[role] for role in dict.fromkeys(role for role, _ in appointments) if role in DESKS]


ROLE_NAMES = {
    Role.OFFICE: gettext_lazy("Exam office"),
    Role.EXAM_CENTRE: gettext_lazy("Exam centre"),
    Role.MARKING_CENTRE: gettext_lazy("Marking centre"),
    Role.MARKER: gettext_lazy("Marker"),
    Role.INSPECTOR: gettext_lazy("Inspector"),
    Role.SCHOOL: gettext_lazy("School"),
    Role.FINANCE: gettext_lazy("Finance service"),
}
