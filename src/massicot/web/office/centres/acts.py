"""The pages of centres and parcels, and what the office writes down there."""

from django.utils.translation import gettext

from massicot.consignments import services
from massicot.core.actor import Role
from massicot.web.office.access import address_of, paper_at
from massicot.web.office.centres import forms, parcels, views
from massicot.web.office.centres.parcels import PaperParcel
from massicot.web.shared.acts import ActDone, Page, PageAct
from massicot.web.shared.seals import SealEndForm

_PAPER = "<str:session>/<str:paper>"


def _code(subject: PaperParcel) -> str:
    return str(subject.parcel.code)


def _to_outside(act: ActDone) -> str:
    return address_of(act.found.paper, "outside_parcels")


CENTRES = Page(
    name="centres_of_paper",
    path=f"{_PAPER}/centres/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/centres/centres_of_paper.html",
    context=views.page_of_centres,
)

OUTSIDE = Page(
    name="outside_parcels",
    path=f"{_PAPER}/exterieur/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/centres/outside_parcels.html",
    context=parcels.page_of_outside,
)

ACKNOWLEDGEMENT = Page(
    name="acknowledge_outside",
    path=f"{_PAPER}/exterieur/<str:code>/",
    role=Role.OFFICE,
    find=parcels.outside_at,
    names={"code": _code},
    template_name="office/centres/acknowledge_outside.html",
    context=parcels.page_of_acknowledgement,
    acts=(
        PageAct(
            name="acknowledge_outside",
            path="",
            form_class=forms.ParcelAcknowledgementForm,
            form_name="form",
            form_kwargs=lambda subject: {"specialties": parcels.specialties_of(subject)},
            fields={"said": "said", "counts": "counts"},
            service=services.acknowledge_outside,
            success_message=lambda act: gettext("The parcel {code} is acknowledged.").format(code=_code(act.found)),
            success_url=_to_outside,
        ),
        PageAct(
            name="take_back_acknowledgement",
            path="retour/",
            form_class=forms.OutsideReasonForm,
            form_name="take_back",
            form_kwargs=lambda _subject: {"prefix": "take_back"},
            service=services.reopen_reception,
            success_message=lambda act: gettext(
                "The acknowledgement of the parcel {code} is taken back: write it down again."
            ).format(code=_code(act.found)),
            success_url=_to_outside,
        ),
        PageAct(
            name="lose_outside",
            path="perte/",
            form_class=forms.OutsideReasonForm,
            form_name="loss",
            form_kwargs=lambda _subject: {"prefix": "loss"},
            service=services.declare_parcel_lost,
            success_message=lambda act: gettext(
                "The parcel {code} is declared lost. If it comes, write its acknowledgement down."
            ).format(code=_code(act.found)),
            success_url=_to_outside,
        ),
    ),
)

PAPERS = Page(
    name="papers_lacking",
    path=f"{_PAPER}/pieces/",
    role=Role.OFFICE,
    find=parcels.lacking_at,
    names={},
    template_name="office/centres/papers_lacking.html",
    context=parcels.page_of_lacking,
    acts=(
        PageAct(
            name="papers_lacking",
            path="",
            form_class=forms.WaivingForm,
            form_name="form",
            form_kwargs=lambda subject: {"codes": [line.code for line in subject.lines]},
            service=services.waive_papers,
            success_message=lambda act: gettext("Nobody waits for the papers of {code} any more.").format(
                code=act.form.cleaned_data["code"]
            ),
        ),
    ),
)

SEALS = Page(
    name="seals",
    path=f"{_PAPER}/scelles/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/centres/seals.html",
    context=parcels.page_of_seals,
    acts=(
        PageAct(
            name="end_seal_trouble",
            path="<str:code>/",
            form_class=SealEndForm,
            form_name="refused_form",
            form_kwargs=lambda subject: {"prefix": subject.code},
            find=parcels.seal_at,
            names={"code": lambda subject: subject.code},
            service=services.end_seal_trouble,
            success_message=lambda act: gettext("The seal of the parcel {code} has its end.").format(
                code=act.found.code
            ),
        ),
    ),
)

UNRECORDED = Page(
    name="unrecorded",
    path=f"{_PAPER}/departs-inconnus/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/centres/unrecorded.html",
    context=parcels.page_of_unrecorded,
)
