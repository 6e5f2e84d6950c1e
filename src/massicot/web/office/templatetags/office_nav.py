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
class Part:
    """One part of the desk: its title, its first address, the modules of `web.office.views` that show it.

    A page that belongs to several parts says which by `part_of`, the name of the module it leads back to.
    """

    title: Promise | str
    address: str
    modules: frozenset[str]


PARTS = (
    Part(gettext_lazy("Home"), "office:home", frozenset({"home"})),
    Part(
        gettext_lazy("Sessions"), "office:sessions", frozenset({"sessions", "exam_centres", "calendar", "corrigenda"})
    ),
    Part(gettext_lazy("Imports"), "office:imports", frozenset({"imports", "candidates"})),
    Part(gettext_lazy("Documents"), "office:documents", frozenset({"documents", "reserves"})),
    Part(gettext_lazy("Centres"), "office:centres", frozenset({"centres"})),
    Part(
        gettext_lazy("Ladder"),
        "office:ladders",
        frozenset(
            {
                "ladder",
                "batches",
                "keyings",
                "referrals",
                "withdrawn",
                "lifting",
                "exports",
                "right_of_access",
                "statements",
            }
        ),
    ),
    Part(gettext_lazy("Where is it?"), "office:where", frozenset({"where", "one_script"})),
    Part(gettext_lazy("People"), "office:people", frozenset({"people"})),
    Part(gettext_lazy("Letters"), "office:letters", frozenset({"letters"})),
    Part(gettext_lazy("Journal"), "office:journal", frozenset({"journal"})),
)


@register.inclusion_tag("office/desk_nav.html", takes_context=True)
def office_nav(context: Mapping[str, Any]) -> dict[str, Any]:
    """List the parts of the desk; the part whose view answers is the one being read."""
    module = context.get("part_of") or context["request"].resolver_match.func.__module__.rpartition(".")[2]
    return {"parts": [(part.title, reverse(part.address), module in part.modules) for part in PARTS]}
