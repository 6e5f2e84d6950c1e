"""The papers that come with a parcel: counted, and nothing of them read."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.consignments import queries
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.web.markingcentre.access import MarkedPaper, of_parcel
from massicot.web.markingcentre.parcel_forms import PapersCameForm
from massicot.web.markingcentre.views.parcels import parcel_address, parcel_page
from massicot.web.shared.access import actor_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.papers import lacking_of


@require_POST
@of_parcel
def count_papers(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Count the papers that came with a parcel: how many of each, and nothing of what they say."""
    form = PapersCameForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(
        form,
        lambda: consignments.count_papers(code=parcel.code, seen=form.seen(), counts=form.counts(), by=by, at=at),
    ):
        return parcel_page(request, marked, parcel, status=REFUSED, papers=form)
    lacking = lacking_of(queries.parcel_by_code(parcel.code))
    sentence = (
        gettext("The papers are counted; its exam centre is told what lacks: {papers}.").format(papers=lacking)
        if lacking
        else gettext("The papers are counted: all that was announced came.")
    )
    return done(request, sentence, parcel_address(marked, parcel.code))
