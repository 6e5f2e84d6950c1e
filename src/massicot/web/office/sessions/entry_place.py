"""From where the marks of a session are typed, and the networks of its marking centres."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.rules.networks import EntryPlace
from massicot.web.office.access import session_or_404
from massicot.web.office.sessions.forms import EntryPlaceForm, NetworksForm
from massicot.web.shared import origin
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def entry_place(request: HttpRequest, session: str) -> HttpResponse:
    """Show from where marks are typed, and choose it."""
    exam_session = session_or_404(session)
    if request.method != "POST":
        return _page(request, exam_session)
    form = EntryPlaceForm(request.POST)
    if succeeds(form, lambda: _choose(request, exam_session, form)):
        return done(request, gettext("It is chosen, and holds from now on."), _address(exam_session))
    return _page(request, exam_session, place=form)


@require_POST
@require_role(Role.OFFICE)
def declare_networks(request: HttpRequest, session: str, uai: str) -> HttpResponse:
    """Declare the networks of a marking centre, in place of those before."""
    exam_session = session_or_404(session)
    if uai not in exams.networks_of_session(exam_session):
        raise Http404
    form = NetworksForm(request.POST, uai=uai)
    kept: list[str] = []
    if succeeds(form, lambda: kept.extend(_declare(request, exam_session, form))):
        sentence = ngettext(
            "{centre} has {n} network declared.", "{centre} has {n} networks declared.", len(kept)
        ).format(centre=exams.institution_name(uai), n=len(kept))
        return done(request, sentence, _address(exam_session))
    return _page(request, exam_session, networks=form)


def _page(
    request: HttpRequest,
    session: exams.Session,
    *,
    place: EntryPlaceForm | None = None,
    networks: NetworksForm | None = None,
) -> HttpResponse:
    declared = exams.networks_of_session(session)
    names = exams.institution_names(declared)
    context = {
        "session": session,
        "place": place or EntryPlaceForm(initial={"place": session.entry_from}),
        "centres": [
            (uai, names.get(uai, uai), len(listed), _form_of(uai, listed, networks)) for uai, listed in declared.items()
        ],
        "own_address": origin.address_of(request),
    }
    return render(request, "office/sessions/entry_place.html", context, status=REFUSED if place or networks else 200)


def _form_of(uai: str, listed: list[str], refused: NetworksForm | None) -> NetworksForm:
    if refused is not None and refused.uai == uai:
        return refused
    return NetworksForm(uai=uai, initial={"networks": "\n".join(listed)})


def _choose(request: HttpRequest, session: exams.Session, form: EntryPlaceForm) -> None:
    place = EntryPlace(form.cleaned_data["place"])
    services.choose_entry_place(session=session, place=place, by=actor_of(request), at=timezone.now())


def _declare(request: HttpRequest, session: exams.Session, form: NetworksForm) -> list[str]:
    typed = form.cleaned_data["networks"]
    by = actor_of(request)
    return services.declare_networks(session=session, uai=form.uai, typed=typed, by=by, at=timezone.now())


def _address(session: exams.Session) -> str:
    return reverse("office:entry_place", args=[session.code])
