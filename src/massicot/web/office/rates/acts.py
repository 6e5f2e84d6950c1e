"""The pages of rates, and what the office does there: entered or taken over, confirmed by a second, taken back."""

from operator import attrgetter
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.expenses import queries, services
from massicot.web.office.rates import forms, views
from massicot.web.shared.acts import Page, PageAct


class RateFound(NamedTuple):
    """A rate of the office, named in an address."""

    rate_id: int


def rate_or_404(_request: HttpRequest, table: str, rate_id: int) -> RateFound:
    """Find the rate of an address among those of its table."""
    try:
        rate = queries.rate_by_id(rate_id)
    except Refused:
        raise Http404 from None
    if rate.table != table:
        raise Http404
    return RateFound(rate_id)


def _name(found: views.ReadTable) -> str:
    return found.name


def _table(found: views.ReadTable) -> dict[str, Any]:
    return {"table": found.package}


_OF_RATE = {"rate_id": attrgetter("rate_id")}

RATES = Page(
    name="rates",
    path="bareme/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/rates/rates.html",
    context=views.page_of_rates,
)

RATE_TABLE = Page(
    name="rate_table",
    path="bareme/<str:table>/",
    role=Role.OFFICE,
    find=views.table_or_404,
    names={},
    template_name="office/rates/rate_table.html",
    context=views.page_of_table,
    acts=(
        PageAct(
            name="enter_rate",
            path="saisir/",
            form_class=forms.RateForm,
            form_name="rate_form",
            form_kwargs=_table,
            fields={"rate": "rate"},
            service=services.enter_rate,
            success_message=gettext_lazy(
                "The rate is entered: it holds once another person of the office confirms it."
            ),
        ),
        PageAct(
            name="take_over_rate",
            path="reprendre-tel-quel/",
            form_class=forms.TakeOverForm,
            form_name="taken_form",
            names={"table": _name},
            service=services.take_over_rate,
            success_message=gettext_lazy(
                "The row is taken over as it is: it is confirmed once another person of the office confirms it."
            ),
        ),
        PageAct(
            name="confirm_rate",
            path="<row:rate_id>/confirmer/",
            find=rate_or_404,
            names=_OF_RATE,
            service=services.confirm_rate,
            success_message=gettext_lazy("The rate is confirmed: it holds on its days."),
        ),
        PageAct(
            name="take_back_rate",
            path="<row:rate_id>/reprendre/",
            form_class=forms.RateBackForm,
            form_name="back_form",
            find=rate_or_404,
            names=_OF_RATE,
            service=services.take_back_rate,
            success_message=gettext_lazy("The rate is taken back: on its days holds again what was said before."),
        ),
    ),
)
