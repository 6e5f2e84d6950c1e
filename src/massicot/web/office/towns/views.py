"""The pages of towns: the table that holds, and the institutions of the sessions at work."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from massicot.expenses import queries
from massicot.web.office.towns.shown import BY_ORIGIN, COLUMNS, SEARCHED, town_lines, waiting_and_done
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import listing_of


class InstitutionNamed(NamedTuple):
    """An institution, named in an address; whether there is one is for the act to see."""

    uai: str


def institution_named(_request: HttpRequest, uai: str) -> InstitutionNamed:
    """Read the institution of an address."""
    return InstitutionNamed(uai)


def page_of_towns(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List the towns of the table, found by name or code; say how many institutions wait for theirs."""
    listing = listing_of(
        request,
        "communes",
        COLUMNS,
        queries.listed_towns(),
        search=SEARCHED,
        filters=[BY_ORIGIN],
        display=town_lines,
    )
    waiting = len(queries.without_town(timezone.localdate()))
    return {"listing": listing, "count": queries.count_towns(), "waiting": waiting}


def page_of_institutions(request: HttpRequest, _found: None, refused: Forms) -> dict[str, Any]:
    """List the institutions of the sessions at work, those without a confirmed town first."""
    typed = {}
    if "town_form" in refused and request.resolver_match:
        typed = {request.resolver_match.kwargs["uai"]: refused["town_form"]["code"].value()}
    ticked = refused["proposals_form"]["institutions"].value() if "proposals_form" in refused else None
    rows = queries.institutions_at_work(timezone.localdate())
    return {**waiting_and_done(rows, typed, ticked), "towns": queries.count_towns()}
