"""The way through the exam office's desk: its parts, the one being read marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

register = template.Library()


@dataclass(frozen=True, slots=True)
class OfficePart:
    """One part of the desk: its title, its first address, the subjects, or single files of one, that it shows.

    A page that belongs to several parts says which by `part_of`, the subject that it leads back to.
    """

    title: Promise | str
    address: str
    shows: frozenset[str]


PARTS = (
    OfficePart(gettext_lazy("Home"), "office:home", frozenset({"home"})),
    OfficePart(
        gettext_lazy("Sessions"),
        "office:sessions",
        frozenset({"sessions.views", "sessions.creation", "corrigenda", "money"}),
    ),
    OfficePart(gettext_lazy("Imports"), "office:imports", frozenset({"imports", "candidates"})),
    OfficePart(gettext_lazy("Documents"), "office:documents", frozenset({"documents"})),
    OfficePart(gettext_lazy("Centres"), "office:centres", frozenset({"centres", "incidents"})),
    OfficePart(
        gettext_lazy("Missions"),
        "office:missions",
        frozenset({"missions", "convocations", "absences", "presence", "deposits", "replacements", "rates", "towns"}),
    ),
    OfficePart(
        gettext_lazy("Ladder"),
        "office:ladders",
        frozenset(
            {
                "ladder",
                "batches",
                "returns",
                "sheets",
                "consultations",
                "destruction",
                "disputes",
                "shelf",
                "slips",
                "lifting.views",
                "lifting.exports",
                "lifting.right_of_access",
                "lifting.statements",
            }
        ),
    ),
    OfficePart(gettext_lazy("Where is it?"), "office:where", frozenset({"journal.where", "lifting.scripts"})),
    OfficePart(gettext_lazy("Pool"), "office:all_persons", frozenset({"persons"})),
    OfficePart(gettext_lazy("Accesses"), "office:people", frozenset({"people.views"})),
    OfficePart(gettext_lazy("Letters"), "office:letters", frozenset({"people.letters"})),
    OfficePart(gettext_lazy("Journal"), "office:journal", frozenset({"journal.views"})),
)


@register.inclusion_tag("office/desk_nav.html", takes_context=True)
def office_nav(context: Mapping[str, Any]) -> dict[str, Any]:
    """List the parts of the desk; the part whose view answers is the one being read."""
    owner = context.get("part_of")
    subject, file = (owner, "views") if owner else context["request"].resolver_match.func.__module__.split(".")[-2:]
    here = {subject, f"{subject}.{file}"}
    return {"parts": [(part.title, reverse(part.address), bool(here & part.shows)) for part in PARTS]}
