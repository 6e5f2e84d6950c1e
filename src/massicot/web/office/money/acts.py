"""The page of the money of a session, and what the office sets there."""

from typing import Any

from django.utils.translation import gettext_lazy

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.expenses import queries, services
from massicot.web.office.access import session_at
from massicot.web.office.money.forms import MoneyForm
from massicot.web.office.money.views import page_of_money
from massicot.web.shared.acts import Page, PageAct, itself


def _kept(session: exams.Session) -> dict[str, Any]:
    return {"settings": queries.settings_of(session)}


MONEY = Page(
    name="money",
    path="sessions/<str:session>/argent/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/money/money.html",
    context=page_of_money,
    acts=(
        PageAct(
            name="money",
            path="",
            form_class=MoneyForm,
            form_name="form",
            form_kwargs=_kept,
            fields={"settings": "settings", "seen": "seen"},
            service=services.set_money,
            success_message=gettext_lazy("It is set: missions made from now on are given these codes."),
        ),
    ),
)
