"""The two pages of a convocation that ask for no account.

Behind its QR code: whether it holds, and nothing of anybody. Behind the link of its mail: that one letter, opened and
acknowledged by pressing; reading it changes nothing, for the programs that open every link of a mail read it first.
From there an account is asked for, whose link another mail brings.
"""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.refused import Refused
from massicot.documents.convocations import day_ranges, make_convocation
from massicot.missions import services
from massicot.missions.queries import convocations, printing
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.replacements import state_told
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.letters import AccessAnswer
from massicot.web.shared.letter_addresses import is_signed, link_address
from massicot.web.shared.outcome import REFUSED, finish, see
from massicot.web.shared.refusals import sentence_of

ANSWERS: Mapping[AccessAnswer, Promise | str] = {
    AccessAnswer.WRITTEN: gettext_lazy(
        "A mail with your link leaves for your address: open it, and choose a password. This page never shows the link."
    ),
    AccessAnswer.ON_ITS_WAY: gettext_lazy(
        "A mail with your link has left for your address already: look among unwanted mail too. An hour after it you "
        "can ask for another one."
    ),
    AccessAnswer.SIGNS_IN: gettext_lazy("You have an account: sign in with your e-mail and your password."),
}


@never_cache
@require_safe
def convocation_state(request: HttpRequest, code: str, signature: str) -> HttpResponse:
    """Say whether a letter holds."""
    row = _signed_or_404(code, signature, convocations.page_signature(code))
    page = {
        "code": row.code,
        "state": state_told(row),
        "is_over": row.ends_at <= timezone.now(),
        "telephone": convocations.facts_of(row).office.telephone,
    }
    return render(request, "shared/convocation_state.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_convocation(request: HttpRequest, code: str, signature: str) -> HttpResponse:
    """Show a letter to whoever holds its mail, once they have opened it."""
    row = _own_or_404(code, signature)
    if request.method == "POST":
        try:
            services.open_convocation(code=code, at=timezone.now())
        except Refused as refusal:
            return _page(request, row, sentence_of(refusal))
        return see(request.path)
    return _page(request, row)


@never_cache
@require_POST
def acknowledge_own(request: HttpRequest, code: str, signature: str) -> HttpResponse:
    """Note that whoever holds the mail of a letter has read it."""
    row = _own_or_404(code, signature)
    try:
        services.acknowledge_convocation(code=code, at=timezone.now())
    except Refused as refusal:
        return _page(request, convocations.convocation_by_code(row.code), sentence_of(refusal))
    return finish(request, gettext("Thank you: the exam office knows that you know."), _address(code, signature))


@never_cache
@require_POST
def ask_for_account(request: HttpRequest, code: str, signature: str) -> HttpResponse:
    """Write to whom a letter calls with the link of an account; nothing of it is shown here."""
    row = _own_or_404(code, signature)
    try:
        answer = services.ask_for_account(code=row.code, link_address=link_address, at=timezone.now())
    except Refused as refusal:
        return _page(request, convocations.convocation_by_code(row.code), sentence_of(refusal))
    where = reverse("account_login") if answer is AccessAnswer.SIGNS_IN else _address(code, signature)
    return finish(request, str(ANSWERS[answer]), where)


@never_cache
@require_safe
def own_letter(_request: HttpRequest, code: str, signature: str) -> HttpResponse:
    """Give a letter as it was sent to whoever holds its mail, and has opened it."""
    row = _own_or_404(code, signature)
    if row.ends_at <= timezone.now() or not convocations.followed_of([row])[row.pk].is_opened:
        raise Http404
    response = HttpResponse(make_convocation(printing.letter_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{row.code}.pdf"'
    return response


def _page(request: HttpRequest, row: Convocation, refused: str = "") -> HttpResponse:
    known = convocations.followed_of([row])[row.pk]
    is_over = row.ends_at <= timezone.now()
    is_shown = known.is_opened and not is_over
    page = {
        "code": row.code,
        "signature": convocations.personal_signature(row.code),
        "state": state_told(row),
        "is_valid": row.state == ConvocationState.VALID,
        "is_over": is_over,
        "known": known,
        "refused": refused,
        "letter": _letter_context(row) if is_shown else None,
        "telephone": convocations.facts_of(row).office.telephone,
    }
    return render(request, "shared/own_convocation.html", page, status=REFUSED if refused else 200)


def _letter_context(row: Convocation) -> dict[str, object]:
    facts = convocations.facts_of(row)
    letter = printing.letter_of(row)
    places = {place.uai: place for place in letter.places}
    return {
        "facts": facts,
        "lines": [(line.words, line.first.title, places[line.first.place]) for line in day_ranges(letter.lines)],
    }


def _own_or_404(code: str, signature: str) -> Convocation:
    return _signed_or_404(code, signature, convocations.personal_signature(code))


def _signed_or_404(code: str, typed: str, signature: str) -> Convocation:
    if not is_signed(typed, signature):
        raise Http404
    try:
        return convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None


def _address(code: str, signature: str) -> str:
    return reverse("shared:own_convocation", args=[code, signature])
