"""The pages of towns, and what the office does there: a first edition brought in, towns of institutions confirmed."""

from operator import attrgetter

from django.utils.translation import gettext, ngettext

from massicot.core.actor import Role
from massicot.expenses import services
from massicot.web.office.towns import forms, views
from massicot.web.shared.acts import ActDone, Page, PageAct


def _said_of_edition(done: ActDone) -> str:
    count = len(done.result.new)
    sentence = ngettext(
        "The first edition is there: {count} line.", "The first edition is there: {count} lines.", count
    )
    return sentence.format(count=count)


def _said_of_town(done: ActDone) -> str:
    return gettext("{uai} stands in {code}: it is confirmed.").format(uai=done.result.uai, code=done.result.code)


def _said_of_proposals(done: ActDone) -> str:
    count: int = done.result
    sentence = ngettext(
        "The town of {count} institution is confirmed.", "The towns of {count} institutions are confirmed.", count
    )
    return sentence.format(count=count)


TOWNS = Page(
    name="towns",
    path="bareme/communes/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/towns/towns.html",
    context=views.page_of_towns,
    acts=(
        PageAct(
            name="import_first_towns",
            path="premiere-edition/",
            service=services.import_first_towns,
            success_message=_said_of_edition,
        ),
    ),
)

INSTITUTION_TOWNS = Page(
    name="institution_towns",
    path="bareme/communes/etablissements/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/towns/institution_towns.html",
    context=views.page_of_institutions,
    acts=(
        PageAct(
            name="confirm_towns_of_institutions",
            path="confirmer/",
            form_class=forms.ProposalsForm,
            form_name="proposals_form",
            fields={"codes": "codes"},
            service=services.confirm_towns_of_institutions,
            success_message=_said_of_proposals,
        ),
        PageAct(
            name="name_town_of_institution",
            path="<str:uai>/commune/",
            form_class=forms.TownOfInstitutionForm,
            form_name="town_form",
            find=views.institution_named,
            names={"uai": attrgetter("uai")},
            service=services.name_town_of_institution,
            success_message=_said_of_town,
        ),
    ),
)
