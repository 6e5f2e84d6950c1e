"""Scripts set aside at a marking centre: the list, one of them and its slip, what another centre sent on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.setasides import queries, services
from massicot.setasides.queries import SetAside
from massicot.web.markingcentre.access import MarkedPaper, address_of, marked_paper_or_404
from massicot.web.markingcentre.set_asides.forms import PlaceForm, SetAsideForm
from massicot.web.markingcentre.set_asides.shown import FOLLOWS, FOUND_IN, NUMBER, ODDITY, way_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.outcome import REFUSED, finish, see
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.set_asides import AddressOf, shown_list, shown_set_aside

FROM_ADDRESS = {"oddity": ODDITY, "number": NUMBER, "found_in": FOUND_IN, "follows": FOLLOWS}


@dataclass(frozen=True, slots=True)
class SlipHere:
    """One script that was set aside, and the paper in the centre where it was."""

    marked: MarkedPaper
    row: SetAside


def slip_or_404(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> SlipHere:
    """Find one script that was set aside in one's own centre."""
    marked = marked_paper_or_404(request, uai, session, paper)
    row = queries.find_set_aside(code, marked.paper.pk, marked.uai)
    if row is None:
        raise Http404
    return SlipHere(marked, row)


@require_safe
@require_role(Role.MARKING_CENTRE)
def set_asides(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the scripts set aside here, those without an end first; a slip that is scanned opens its page."""
    marked = marked_paper_or_404(request, uai, session, paper)
    scanned = request.GET.get("fiche", "").strip()
    if scanned and (row := queries.find_set_aside(scanned, marked.paper.pk, marked.uai)):
        return see(address_of(marked, "set_aside", row.code))
    refusal = gettext("No script is set aside here under {code}.").format(code=scanned) if scanned else ""
    return _list(request, marked, refusal)


@require_POST
@require_role(Role.MARKING_CENTRE)
def take_sent_on(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that a script is here that another centre sent on."""
    sentence = gettext("{code} is here: tick its script in its parcel, or set it aside anew.")
    marked = marked_paper_or_404(request, uai, session, paper)
    return _said_of_sent_on(request, marked, code, services.acknowledge_set_aside, sentence)


@require_POST
@require_role(Role.MARKING_CENTRE)
def deny_sent_on(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that a script never came that another centre sent on."""
    sentence = gettext("{code} never came: whoever sent it looks for it. If it comes after all, say so here.")
    marked = marked_paper_or_404(request, uai, session, paper)
    return _said_of_sent_on(request, marked, code, services.deny_set_aside, sentence)


def _said_of_sent_on(
    request: HttpRequest, marked: MarkedPaper, code: str, act: Callable[..., object], sentence: str
) -> HttpResponse:
    """Record what a centre says of a script that another one sent on to it."""
    row = queries.sent_on(marked.paper.pk, marked.uai).filter(code=code).first()
    if row is None:
        raise Http404
    try:
        act(code=row.code, centre_uai=marked.uai, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _list(request, marked, sentence_of(refusal))
    return finish(request, sentence.format(code=row.code), address_of(marked, "set_asides"))


def _list(request: HttpRequest, marked: MarkedPaper, refusal: str) -> HttpResponse:
    rows = shown_list(queries.set_asides_at(marked.paper.pk, marked.uai), _pages(marked))
    sent_on = queries.sent_on(marked.paper.pk, marked.uai).order_by("-pk")
    coming = sorted(sent_on, key=lambda row: not row.is_to_acknowledge)
    context = {
        "marked": marked,
        "rows": rows,
        "coming": shown_list(coming, _pages(marked)),
        "open": sum(shown.row.is_open for shown in rows),
        "refusal": refusal,
    }
    return render(request, "markingcentre/set_asides.html", context, status=REFUSED if refusal else 200)


@never_cache
@require_safe
@require_role(Role.MARKING_CENTRE)
def print_slip(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the slip of a script that is set aside, as often as wanted: it opens nothing but its page."""
    row = slip_or_404(request, uai, session, paper, code).row
    response = HttpResponse(queries.slip_document(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="fiche-{row.code}.pdf"'
    return response


def page_of_new_slip(request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """Gather what is known of a script that is to be set aside by the page that leads here."""
    known = {field: request.GET.get(word, "") for field, word in FROM_ADDRESS.items()}
    return {"marked": marked, "form": SetAsideForm(initial=known)}


def page_of_slip(_request: HttpRequest, here: SlipHere, refused: Forms) -> dict[str, Any]:
    """Gather what is known of a script that is set aside, where it lies, what may become of it."""
    row = here.row
    settling = refused.get("settle_form")
    # A number that was just typed leads there too: the end was refused because the script is not there yet.
    number = row.number or (settling.cleaned_data.get("number", "") if settling else "")
    return {
        "marked": here.marked,
        "shown": shown_set_aside(row, _pages(here.marked)),
        "way": way_of(here.marked, number) if row.is_open and number else None,
        "place_form": PlaceForm(initial={"place": row.place}, auto_id="place_%s"),
    }


def _pages(marked: MarkedPaper) -> AddressOf:
    return lambda code: address_of(marked, "set_aside", code)
