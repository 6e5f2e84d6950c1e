"""The outbox: every letter, how far it is, and what to do about those that are stuck."""

from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.post import queries as post
from massicot.post import services
from massicot.post.rules import MOVES, STATES, STUCK, LetterState, is_servers_word
from massicot.web.shared.acts import Forms, Page, PageAct
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.mail import is_mailed

COLUMNS = (
    ListColumn("to", gettext_lazy("To")),
    ListColumn("subject", gettext_lazy("Subject")),
    ListColumn("state", gettext_lazy("State"), text=lambda row: gettext(STATES[LetterState(row.state)])),
    ListColumn("written_at", gettext_lazy("Written")),
    ListColumn("sent_at", gettext_lazy("Sent")),
)


def letter_or_404(_request: HttpRequest, letter_id: int) -> post.Letter:
    try:
        return post.letter_by_id(letter_id)
    except Refused:
        raise Http404 from None


def page_of_letters(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List the letters, those that are stuck told first."""
    states = [(state.value, gettext_lazy(title)) for state, title in STATES.items()]
    listing = listing_of(
        request,
        gettext("letters"),
        COLUMNS,
        post.letters(),
        search=("to", "subject"),
        filters=[Filter("etat", gettext_lazy("State"), states, field="state")],
    )
    counts = post.count_by_state()
    return {
        "listing": listing,
        "states": STATES,
        "has_mail": is_mailed(),
        "waiting": counts.get(LetterState.WAITING, 0),
        "refused": counts.get(LetterState.REFUSED, 0),
        "uncertain": counts.get(LetterState.UNCERTAIN, 0),
    }


def page_of_letter(_request: HttpRequest, letter: post.Letter, _refused: Forms) -> dict[str, Any]:
    """Show one letter, what the server said of it, and what can be done."""
    return {
        "letter": letter,
        "state": gettext(STATES[LetterState(letter.state)]),
        "is_stuck": letter.state in STUCK,
        "said": gettext(letter.said) if letter.said else "",
        "is_servers_word": is_servers_word(letter.said),
        "can_be_given_up": LetterState.GIVEN_UP in MOVES[LetterState(letter.state)],
    }


LETTERS = Page(
    name="letters",
    path="courrier/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/people/letters.html",
    context=page_of_letters,
)
LETTER = Page(
    name="letter",
    path="courrier/<row:letter_id>/",
    role=Role.OFFICE,
    find=letter_or_404,
    names={"letter_id": attrgetter("pk")},
    template_name="office/people/letter.html",
    context=page_of_letter,
    acts=(
        PageAct(
            name="send_again",
            path="envoyer/",
            service=services.send_again,
            success_message=gettext_lazy("The letter is in the outbox again."),
        ),
        PageAct(
            name="give_up",
            path="abandonner/",
            service=services.give_up,
            success_message=gettext_lazy("The letter is given up, and emptied."),
        ),
    ),
)
