"""The seal of a parcel that arrived: told, or taken back."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.web.markingcentre.access import MarkedPaper, of_parcel
from massicot.web.markingcentre.seal_forms import SealReasonForm, SeenSealForm
from massicot.web.markingcentre.views.parcels import parcel_address, parcel_page
from massicot.web.shared.access import actor_of
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_POST
@of_parcel
def read_seal(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Record the state of the seal of a parcel that arrived."""
    form = SeenSealForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: consignments.read_seal(code=parcel.code, seen=form.seen(), by=by, at=at)):
        return parcel_page(request, marked, parcel, status=REFUSED, seal_form=form)
    sentence = gettext("The seal of the parcel {code} is recorded.").format(code=parcel.code)
    return done(request, sentence, parcel_address(marked, parcel.code))


@require_POST
@of_parcel
def take_back_seal(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Take back what was told of a seal by mistake, with a reason."""
    form = SealReasonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: consignments.take_back_seal(code=parcel.code, **form.cleaned_data, by=by, at=at)):
        return parcel_page(request, marked, parcel, status=REFUSED, seal_reason=form)
    return done(request, gettext("It is taken back: tell the seal again."), parcel_address(marked, parcel.code))
