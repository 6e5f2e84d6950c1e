"""The way through one paper of a marking centre: its parts, the one being read marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

register = template.Library()


@dataclass(frozen=True, slots=True)
class MarkingPart:
    """One part of the work: its title, its first address, the names of the addresses that belong to it."""

    title: Promise | str
    address: str
    others: frozenset[str] = frozenset()
    is_of_session: bool = False
    """Whether its addresses name no paper."""


PARCEL_PAGES = frozenset(
    {
        "parcel",
        "receive_parcel",
        "receive_unrecorded",
        "lose_parcel",
        "read_seal",
        "take_back_seal",
        "count_papers",
        "reception",
        "tick_by_hand",
        "receive_all_but",
        "receive_stray",
        "acknowledge_counts",
        "close_reception",
        "reopen_reception",
        "throw_ticks_away",
    }
)
BATCH_PAGES = frozenset(
    {
        "proposal",
        "miss_loose",
        "batch",
        "unmake",
        "merge",
        "split",
        "concordance",
        "vouch",
        "seal",
        "unseal",
        "throw_checks_away",
        "seal_short",
        "seal_all_but",
        "miss_at_desk",
        "missing",
        "find_short",
        "hand_out",
        "share_out",
        "withdrawn",
        "give_back_withdrawn",
    }
)
SET_ASIDE_PAGES = frozenset(
    {"new_set_aside", "set_aside", "move_set_aside", "settle_set_aside", "take_sent_on", "deny_sent_on"}
)
PRESENCE_PAGES = frozenset(
    {
        "day_register",
        "send_register",
        "print_register",
        "half_register",
        "key_presence",
        "read_letter",
        "add_uncalled",
        "note_hours",
        "confirm_half",
        "take_back_half",
    }
)
"""An act that is refused is answered at its own address: the way through is then still marked."""

PARTS = (
    MarkingPart(gettext_lazy("Parcels"), "parcels", PARCEL_PAGES),
    MarkingPart(gettext_lazy("Batches"), "batch_list", BATCH_PAGES),
    MarkingPart(gettext_lazy("Who is expected"), "expected", frozenset({"absent", "say_absent", "expect_again"})),
    MarkingPart(gettext_lazy("Who came"), "registers", PRESENCE_PAGES, is_of_session=True),
    MarkingPart(
        gettext_lazy("Evening roll-call"),
        "roll_call",
        frozenset({"take_back", "take_back_alone", "take_back_short", "note_not_returned"}),
    ),
    MarkingPart(gettext_lazy("Morning re-issue"), "reissue"),
    MarkingPart(gettext_lazy("Set aside"), "set_asides", SET_ASIDE_PAGES),
    MarkingPart(
        gettext_lazy("Back to the office"), "returns", frozenset({"return_parcel", "send_return", "open_return"})
    ),
    MarkingPart(gettext_lazy("Mark sheets to send"), "sheets_back"),
    MarkingPart(gettext_lazy("What still stands"), "outstanding"),
    MarkingPart(gettext_lazy("Where is it?"), "where"),
)


@register.inclusion_tag("markingcentre/paper_nav.html", takes_context=True)
def marking_nav(context: Mapping[str, Any]) -> dict[str, Any]:
    """List the parts of the work on one paper; the page's context names it (`marked`)."""
    here = context["request"].resolver_match.url_name
    arguments = context["marked"].arguments
    addresses = [(part, _address(part, arguments)) for part in PARTS]
    return {
        "parts": [
            (part.title, address, here == part.address or here in part.others) for part, address in addresses if address
        ]
    }


def _address(part: MarkingPart, arguments: list[str]) -> str:
    try:
        return reverse(f"markingcentre:{part.address}", args=arguments[:2] if part.is_of_session else arguments)
    except NoReverseMatch:
        return ""
