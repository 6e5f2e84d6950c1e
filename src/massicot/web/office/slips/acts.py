"""The page of the scripts to fetch of a paper, and what the office does there."""

from django.utils.translation import gettext, ngettext

from massicot.accounts import queries as accounts
from massicot.core.actor import Role
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.web.office.access import paper_at
from massicot.web.office.slips import forms
from massicot.web.office.slips.views import page_of_slips
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.instants import day
from massicot.web.shared.numbers import Grouped


def _holders(_paper: Paper) -> dict[str, list[str]]:
    return {"holders": accounts.emails_with_role(Role.OFFICE)}


def _fetched(act: ActDone) -> str:
    count = len(act.result)
    sentence = ngettext("{n} script is out of its box.", "{n} scripts are out of their boxes.", count)
    return sentence.format(n=Grouped(count))


def _back(act: ActDone) -> str:
    """Say how many are back in their boxes; one whose box was opened meanwhile lies in none."""
    unboxed = len(queries.unboxed(act.result))
    boxed = len(act.result) - unboxed
    told = []
    if boxed:
        sentence = ngettext("{n} script is back in its box.", "{n} scripts are back in their boxes.", boxed)
        told.append(sentence.format(n=Grouped(boxed)))
    if unboxed:
        sentence = ngettext(
            "{n} script is back in the office, in no box: its box was opened meanwhile. It goes into a new one.",
            "{n} scripts are back in the office, in no box: their box was opened meanwhile. They go into a new one.",
            unboxed,
        )
        told.append(sentence.format(n=Grouped(unboxed)))
    return " ".join(told)


def _waits_again(act: ActDone) -> str:
    """Say where a script lies that waits again."""
    if queries.unboxed([act.result]):
        sentence = gettext(
            "{number} is in the office, in no box, since its box was opened: it is put into a box before the round can "
            "fetch it."
        )
    else:
        sentence = gettext("{number} lies in its box, and waits for the round again.")
    return sentence.format(number=act.result)


SLIPS = Page(
    name="fetch_slips",
    path="<str:session>/<str:paper>/rayons/recherches/",
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/slips/fetch_slips.html",
    context=page_of_slips,
    acts=(
        PageAct(
            name="ask_script",
            path="demander/",
            form_class=forms.SlipNumberForm,
            form_name="ask_form",
            service=services.ask_script,
            success_message=lambda act: gettext("{number} is on the list of the round of the week of {monday}.").format(
                number=act.result.number, monday=day(act.result.week)
            ),
        ),
        PageAct(
            name="withdraw_slip",
            path="renoncer/",
            form_class=forms.SlipNumberForm,
            form_name="withdraw_form",
            service=services.withdraw_slip,
            success_message=lambda act: gettext("{number} is not fetched: its slip is withdrawn.").format(
                number=act.result
            ),
        ),
        PageAct(
            name="fetch_round",
            path="sortir/",
            form_class=forms.FetchForm,
            form_name="fetch_form",
            form_kwargs=_holders,
            fields={"holder": "holder", "ticks": "ticks"},
            service=services.fetch_round,
            success_message=_fetched,
        ),
        PageAct(
            name="take_back_fetching",
            path="sortir/retour/",
            form_class=forms.SlipReasonForm,
            form_name="unfetch_form",
            service=services.take_back_fetching,
            success_message=_waits_again,
        ),
        PageAct(
            name="put_back_round",
            path="remettre/",
            form_class=forms.TicksForm,
            form_name="back_form",
            fields={"ticks": "ticks"},
            service=services.put_back_round,
            success_message=_back,
        ),
        PageAct(
            name="take_back_return",
            path="remettre/retour/",
            form_class=forms.SlipReasonForm,
            form_name="unback_form",
            service=services.take_back_return,
            success_message=lambda act: gettext("{number} is out, with whoever had it.").format(number=act.result),
        ),
        PageAct(
            name="miss_script",
            path="introuvable/",
            form_class=forms.SlipReasonForm,
            form_name="missing_form",
            service=services.miss_script,
            success_message=lambda act: gettext(
                "{number} is missing: it stays on this page and on your home page until it is found."
            ).format(number=act.result),
        ),
        PageAct(
            name="find_missing",
            path="retrouvee/",
            form_class=forms.SlipNumberForm,
            form_name="found_form",
            service=services.find_missing,
            success_message=_waits_again,
        ),
    ),
)
