"""The outbox: every letter, how far it is, and what to do about those that are stuck."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.post import queries as post
from massicot.post import services
from massicot.post.rules import MOVES, STATES, STUCK, LetterState
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done
from massicot.web.shared.listing import (
    Filter,
    ListColumn,
    Listing,
    asks_for_part,
    is_taken_away,
    listing_of,
    take_away,
)
from massicot.web.shared.mail import is_mailed


@require_safe
@require_role(Role.OFFICE)
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters, those that are stuck told first."""
    listing = _listing(request)
    if is_taken_away(request):
        return take_away(request, listing)
    counts = post.count_by_state()
    page = {
        "listing": listing,
        "states": STATES,
        "has_mail": is_mailed(),
        "waiting": counts.get(LetterState.WAITING, 0),
        "refused": counts.get(LetterState.REFUSED, 0),
        "uncertain": counts.get(LetterState.UNCERTAIN, 0),
    }
    return render(
        request, "office/people/letters.html#listing" if asks_for_part(request) else "office/people/letters.html", page
    )


@require_safe
@require_role(Role.OFFICE)
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show one letter, what the server said of it, and what can be done."""
    letter = _letter_or_404(letter_id)
    page = {
        "letter": letter,
        "state": gettext(STATES[LetterState(letter.state)]),
        "is_stuck": letter.state in STUCK,
        "can_be_given_up": LetterState.GIVEN_UP in MOVES[LetterState(letter.state)],
    }
    return render(request, "office/people/letter.html", page)


@require_POST
@require_role(Role.OFFICE)
def send_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Put a letter that is stuck back in the outbox."""
    return _decided(request, letter_id, services.send_again, gettext("The letter is in the outbox again."))


@require_POST
@require_role(Role.OFFICE)
def give_up(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take a letter that has not left out of the outbox."""
    return _decided(request, letter_id, services.give_up, gettext("The letter is given up, and emptied."))


def _decided(request: HttpRequest, letter_id: int, act: Callable[..., None], sentence: str) -> HttpResponse:
    _letter_or_404(letter_id)
    act(letter_id=letter_id, by=actor_of(request), at=timezone.now())
    return done(request, sentence, reverse("office:letter", args=[letter_id]))


def _letter_or_404(letter_id: int) -> post.Letter:
    try:
        return post.letter_by_id(letter_id)
    except Refused:
        raise Http404 from None


def _listing(request: HttpRequest) -> Listing:
    columns = (
        ListColumn("to", gettext_lazy("To")),
        ListColumn("subject", gettext_lazy("Subject")),
        ListColumn("state", gettext_lazy("State"), text=lambda row: gettext(STATES[LetterState(row.state)])),
        ListColumn("written_at", gettext_lazy("Written")),
        ListColumn("sent_at", gettext_lazy("Sent")),
    )
    states = [(state.value, gettext_lazy(title)) for state, title in STATES.items()]
    filters = [Filter("etat", gettext_lazy("State"), states, field="state")]
    return listing_of(request, gettext("letters"), columns, post.letters(), search=("to", "subject"), filters=filters)
