"""Scripts missing from their batch: an envelope closed, a batch taken back without them; the list, and the find."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import BatchState
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.marks import services as mark_acts
from massicot.web.markingcentre import short_words
from massicot.web.markingcentre.access import marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, batch_or_404, next_of
from massicot.web.markingcentre.short_forms import DeskShortForm, LooseShortForm, ReturnShortForm, SealShortForm
from massicot.web.markingcentre.views import batches as making
from massicot.web.markingcentre.views import concordance, hands
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_safe
@require_role(Role.MARKING_CENTRE)
def missing(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the scripts that are missing from the batches of a paper, those still to be found first."""
    marked = marked_paper_or_404(request, uai, session, paper)
    rows = short_words.short_of(marked)
    context = {"marked": marked, "short": rows, "open": sum(row.is_sought for row in rows)}
    return render(request, "markingcentre/missing.html", context)


@require_POST
@require_role(Role.MARKING_CENTRE)
def miss_loose(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Name the received scripts that nobody finds, then go on and make the batches without them."""
    marked = marked_paper_or_404(request, uai, session, paper)
    form = LooseShortForm(request.POST, auto_id="short_%s")
    numbers: list[str] = []

    def act() -> None:
        numbers.extend(
            batch_acts.miss_loose(
                paper=marked.paper,
                centre_uai=marked.uai,
                missing=form.cleaned_data["missing"],
                signed=form.signed,
                by=actor_of(request),
                at=timezone.now(),
            )
        )

    if succeeds(form, act):
        sentence = gettext(
            "{numbers} is missing: the batches are made without, and it is looked for until it is found."
        )
        told = sentence.format(numbers=", ".join(map(codes.grouped, numbers)))
        return done(request, told, address_of(marked, "proposal"))
    return making.proposal_page(request, marked, short_form=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def find_short(request: HttpRequest, uai: str, session: str, paper: str, shortage_id: int) -> HttpResponse:
    """Record that a script missing from its batch was found, and say where it goes."""
    marked = marked_paper_or_404(request, uai, session, paper)
    shortage = batches.find_shortage(shortage_id, marked.paper.pk, marked.uai)
    if shortage is None:
        raise Http404
    row = mark_acts.find_short(shortage_id=shortage.pk, by=actor_of(request), at=timezone.now())
    return done(request, short_words.told_found(row), address_of(marked, "missing"))


@require_POST
@require_role(Role.MARKING_CENTRE)
def seal_short(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Close an envelope without the scripts that are not in it, signed for by two persons."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = SealShortForm(request.POST, auto_id="short_%s")
    numbers: list[str] = []

    def act() -> None:
        counted = form.cleaned_data["counted"]
        numbers.extend(
            mark_acts.seal_short(
                code=batch.code, counted=counted, signed=form.signed, by=actor_of(request), at=timezone.now()
            )
        )

    if succeeds(form, act):
        told = short_words.told_closed(batch, numbers, form.cleaned_data["counted"])
        return done(request, told, next_of(marked, BatchState.TO_CHECK))
    return concordance.page_of(request, marked, batch, short_form=form, status=REFUSED)


@require_POST
@require_role(Role.MARKING_CENTRE)
def miss_at_desk(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Name what a batch at the desk lacks, then go on with its hand-out."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = DeskShortForm(request.POST, auto_id="short_%s")
    numbers: list[str] = []

    def act() -> None:
        typed = {name: form.cleaned_data[name] for name in ("counted", "missing")}
        by = actor_of(request)
        numbers.extend(batch_acts.miss_at_desk(code=batch.code, **typed, signed=form.signed, by=by, at=timezone.now()))

    if succeeds(form, act):
        sentence = gettext(
            "{numbers} is missing from {code}: the batch goes out without, on the count of what is there."
        )
        told = sentence.format(code=batch.code, numbers=", ".join(map(codes.grouped, numbers)))
        return done(request, told, address_of(marked, "hand_out", batch.code))
    return hands.hand_out_page(request, marked, batch, short_form=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def take_back_short(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Take a batch back without scripts that are missing, with its marker or without."""
    marked = marked_paper_or_404(request, uai, session, paper)
    batch = batch_or_404(marked, code)
    form = ReturnShortForm(request.POST, auto_id="short_%s")
    numbers: list[str] = []

    def act() -> None:
        typed = form.cleaned_data
        _, found_missing = batch_acts.return_short(
            code=batch.code,
            seen=typed["seen"],
            counted=typed["counted"],
            missing=typed["missing"],
            acknowledgement=form.acknowledgement,
            signed=form.signed,
            by=actor_of(request),
            at=timezone.now(),
        )
        numbers.extend(found_missing)

    if succeeds(form, act):
        sentence = gettext("The batch {code} is back without {numbers}: look for what is missing.")
        told = sentence.format(code=batch.code, numbers=", ".join(map(codes.grouped, numbers)))
        return done(request, told, address_of(marked, "missing"))
    return hands.take_back_page(request, marked, batch, short_form=form)
