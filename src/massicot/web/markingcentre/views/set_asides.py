"""Scripts set aside at a marking centre: put under a slip, printed, moved, given their end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.setasides import queries as set_asides_read
from massicot.setasides import services as acts
from massicot.setasides.queries import SetAside
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.markingcentre.set_aside_forms import PlaceForm, SetAsideForm, sent
from massicot.web.markingcentre.slip_ways import FOLLOWS, FOUND_IN, NUMBER, ODDITY, way_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, see, succeeds
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.set_asides import AddressOf, SettleForm, shown_list, shown_set_aside

FROM_ADDRESS = {"oddity": ODDITY, "number": NUMBER, "found_in": FOUND_IN, "follows": FOLLOWS}


@require_safe
@require_role(Role.MARKING_CENTRE)
def set_asides(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the scripts set aside here, those without an end first; a slip that is scanned opens its page."""
    marked = marked_paper_or_404(request, uai, session, paper)
    scanned = request.GET.get("fiche", "").strip()
    if scanned and (row := set_asides_read.find_set_aside(scanned, marked.paper.pk, marked.uai)):
        return see(address_of(marked, "set_aside", row.code))
    refusal = gettext("No script is set aside here under {code}.").format(code=scanned) if scanned else ""
    return _list(request, marked, refusal)


@require_POST
@require_role(Role.MARKING_CENTRE)
def take_sent_on(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that a script is here that another centre sent on."""
    sentence = gettext("{code} is here: tick its script in its parcel, or set it aside anew.")
    return _said_of_sent_on(request, marked_paper_or_404(request, uai, session, paper), code, sentence)


@require_POST
@require_role(Role.MARKING_CENTRE)
def deny_sent_on(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that a script never came that another centre sent on."""
    sentence = gettext("{code} never came: whoever sent it looks for it. If it comes after all, say so here.")
    marked = marked_paper_or_404(request, uai, session, paper)
    return _said_of_sent_on(request, marked, code, sentence, never_came=True)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def new_set_aside(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Set a script aside, then show its slip."""
    marked = marked_paper_or_404(request, uai, session, paper)
    known = {field: request.GET.get(word, "") for field, word in FROM_ADDRESS.items()}
    form = SetAsideForm(sent(request.POST) if request.method == "POST" else None, initial=known)
    made: list[SetAside] = []

    def act() -> None:
        by = actor_of(request)
        row = acts.set_aside(paper=marked.paper, centre_uai=marked.uai, oddment=form.oddment, by=by, at=timezone.now())
        made.append(row)

    if form.is_bound and succeeds(form, act):
        sentence = gettext("The script is set aside under {code}: print its slip and lay it on the script.")
        return done(request, sentence.format(code=made[0].code), address_of(marked, "set_aside", made[0].code))
    context = {"marked": marked, "form": form}
    return render(request, "markingcentre/new_set_aside.html", context, status=REFUSED if form.is_bound else 200)


@require_safe
@require_role(Role.MARKING_CENTRE)
def set_aside(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Show one script that is set aside: what is known of it, its slip, where it lies, what may become of it."""
    marked = marked_paper_or_404(request, uai, session, paper)
    return _page(request, marked, _or_404(marked, code))


@never_cache
@require_safe
@require_role(Role.MARKING_CENTRE)
def print_slip(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the slip of a script that is set aside, as often as wanted: it opens nothing but its page."""
    marked = marked_paper_or_404(request, uai, session, paper)
    row = _or_404(marked, code)
    response = HttpResponse(set_asides_read.slip_document(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="fiche-{row.code}.pdf"'
    return response


@require_POST
@require_role(Role.MARKING_CENTRE)
def move_set_aside(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Write down where a script lies now that is set aside."""
    marked = marked_paper_or_404(request, uai, session, paper)
    row = _or_404(marked, code)
    form = PlaceForm(request.POST, auto_id="place_%s")

    def act() -> None:
        place = form.cleaned_data["place"]
        acts.move_set_aside(code=row.code, place=place, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        return done(request, gettext("Its place is written down."), address_of(marked, "set_aside", row.code))
    return _page(request, marked, row, place_form=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def settle_set_aside(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Say what became of a script that was set aside."""
    marked = marked_paper_or_404(request, uai, session, paper)
    row = _or_404(marked, code)
    form = SettleForm(request.POST, row=row)

    def act() -> None:
        acts.settle_set_aside(code=row.code, outcome=form.outcome, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("{code} has its end.").format(code=row.code)
        return done(request, sentence, address_of(marked, "set_asides"))
    return _page(request, marked, row, settle_form=form)


def _said_of_sent_on(
    request: HttpRequest, marked: MarkedPaper, code: str, sentence: str, *, never_came: bool = False
) -> HttpResponse:
    """Record what a centre says of a script that another one sent on to it."""
    row = set_asides_read.sent_on(marked.paper.pk, marked.uai).filter(code=code).first()
    if row is None:
        raise Http404
    act = acts.deny_set_aside if never_came else acts.acknowledge_set_aside
    try:
        act(code=row.code, centre_uai=marked.uai, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _list(request, marked, sentence_of(refusal))
    return done(request, sentence.format(code=row.code), address_of(marked, "set_asides"))


def _list(request: HttpRequest, marked: MarkedPaper, refusal: str = "") -> HttpResponse:
    rows = shown_list(set_asides_read.set_asides_at(marked.paper.pk, marked.uai), _pages(marked))
    sent_on = set_asides_read.sent_on(marked.paper.pk, marked.uai).order_by("-pk")
    coming = sorted(sent_on, key=lambda row: not row.is_to_acknowledge)
    context = {
        "marked": marked,
        "rows": rows,
        "coming": shown_list(coming, _pages(marked)),
        "open": sum(shown.row.is_open for shown in rows),
        "refusal": refusal,
    }
    return render(request, "markingcentre/set_asides.html", context, status=REFUSED if refusal else 200)


def _page(
    request: HttpRequest,
    marked: MarkedPaper,
    row: SetAside,
    *,
    place_form: PlaceForm | None = None,
    settle_form: SettleForm | None = None,
) -> HttpResponse:
    # A number that was just typed leads there too: the end was refused because the script is not there yet.
    number = row.number or (settle_form.cleaned_data.get("number", "") if settle_form else "")
    context = {
        "marked": marked,
        "shown": shown_set_aside(row, _pages(marked)),
        "way": way_of(marked, number) if row.is_open and number else None,
        "place_form": place_form or PlaceForm(initial={"place": row.place}, auto_id="place_%s"),
        "settle_form": settle_form or SettleForm(row=row),
    }
    status = REFUSED if place_form or settle_form else 200
    return render(request, "markingcentre/set_aside.html", context, status=status)


def _pages(marked: MarkedPaper) -> AddressOf:
    return lambda code: address_of(marked, "set_aside", code)


def _or_404(marked: MarkedPaper, code: str) -> SetAside:
    row = set_asides_read.find_set_aside(code, marked.paper.pk, marked.uai)
    if row is None:
        raise Http404
    return row
