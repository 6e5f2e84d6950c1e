"""The parcels that come to a marking centre, and what its desk says of one on its page."""

from operator import attrgetter

from django.utils.translation import gettext, gettext_lazy

from massicot.consignments import queries, services
from massicot.core.actor import Role
from massicot.web.markingcentre.access import PAPER, PARCEL, address_of, marked_paper_or_404, parcel_or_404
from massicot.web.markingcentre.parcels.forms import PapersCameForm, ParcelReasonForm
from massicot.web.markingcentre.parcels.views import page_of_parcel, page_of_parcels
from massicot.web.shared.acts import ActDone, Page, PageAct
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.seals import SeenSealForm

PARCELS = Page(
    name="parcels",
    path=f"{PAPER}paquets/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/parcels.html",
    context=page_of_parcels,
)


def _reception(done: ActDone) -> str:
    return address_of(done.found.marked, "reception", done.found.parcel.code)


def _told_counted(done: ActDone) -> str:
    lacking = lacking_of(queries.parcel_by_code(done.found.parcel.code))
    if not lacking:
        return gettext("The papers are counted: all that was announced came.")
    return gettext("The papers are counted; its exam centre is told what lacks: {papers}.").format(papers=lacking)


PARCEL_HERE = Page(
    name="parcel",
    path=PARCEL,
    role=Role.MARKING_CENTRE,
    find=parcel_or_404,
    names={"code": attrgetter("parcel.code")},
    template_name="markingcentre/parcel.html",
    context=page_of_parcel,
    acts=(
        PageAct(
            name="receive_parcel",
            path="arrivee/",
            form_name="form",
            service=services.receive_parcel,
            success_message=lambda done: gettext("The parcel {code} arrived: tick its scripts.").format(
                code=done.found.parcel.code
            ),
            success_url=_reception,
        ),
        PageAct(
            name="receive_unrecorded",
            path="arrivee/sans-depart/",
            form_name="form",
            service=services.receive_unrecorded,
            success_message=lambda done: gettext(
                "The parcel {code} arrived, its exam centre is told: tick its scripts."
            ).format(code=done.found.parcel.code),
            success_url=_reception,
        ),
        PageAct(
            name="read_seal",
            path="scelle/",
            form_class=SeenSealForm,
            form_name="seal_form",
            fields={"seen": "seen"},
            service=services.read_seal,
            success_message=lambda done: gettext("The seal of the parcel {code} is recorded.").format(
                code=done.found.parcel.code
            ),
        ),
        PageAct(
            name="take_back_seal",
            path="scelle/retour/",
            form_class=ParcelReasonForm,
            form_name="seal_reason",
            service=services.take_back_seal,
            success_message=gettext_lazy("It is taken back: tell the seal again."),
        ),
        PageAct(
            name="lose_parcel",
            path="perte/",
            form_class=ParcelReasonForm,
            form_name="loss",
            service=services.declare_parcel_lost,
            success_message=lambda done: gettext(
                "The parcel {code} is declared lost, its scripts are missing. If it comes, record its arrival."
            ).format(code=done.found.parcel.code),
        ),
        PageAct(
            name="count_papers",
            path="pieces/",
            form_class=PapersCameForm,
            form_name="papers",
            fields={"seen": "seen", "counts": "counts"},
            service=services.count_papers,
            success_message=_told_counted,
        ),
    ),
)
