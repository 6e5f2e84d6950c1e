"""Documents that people handed in: listed, one shown, one read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.deposits import queries
from massicot.deposits.queries import Deposit
from massicot.web.office.deposits.shown import (
    BY_STATE,
    COLUMNS,
    listed_deposits,
    shown_deposit,
    whose_affair_is,
)
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.deposits import give_document
from massicot.web.shared.listing import listing_of


def deposit_or_404(_request: HttpRequest, code: str) -> Deposit:
    try:
        return queries.deposit_by_code(code)
    except Refused:
        raise Http404 from None


def page_of_deposits(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List every document that somebody handed in, the last one first."""
    listing = listing_of(
        request,
        "documents",
        COLUMNS,
        queries.listed_deposits(),
        search=("code", whose_affair_is),
        filters=[BY_STATE],
        display=listed_deposits,
    )
    return {"listing": listing, "has_key": queries.has_key()}


def page_of_deposit(_request: HttpRequest, deposit: Deposit, _refused: Forms) -> dict[str, Any]:
    return {"shown": shown_deposit(deposit)}


@require_safe
@require_role(Role.OFFICE)
def read_deposit(request: HttpRequest, code: str) -> HttpResponse:
    return give_document(deposit_or_404(request, code).code, code)
