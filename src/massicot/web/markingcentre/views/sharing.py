"""Who takes which batches: shared out among those who are here, by one press; a proposal that nobody has to follow."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from massicot.batches import services as batch_acts
from massicot.batches.queries import sharing
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.missions.queries.expected import expected_at
from massicot.web.markingcentre import batch_words
from massicot.web.markingcentre.absent_shown import absent_identifiers, to_move
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of, address_to_hand
from massicot.web.markingcentre.sharing_forms import SharingForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.numbers import Grouped


@dataclass(frozen=True, slots=True)
class ShownShare:
    """What is proposed to one marker, or to nobody; each batch with the address where it is handed out to them."""

    name: str
    identifier: str
    had: int
    batches: Sequence[tuple[str, str, str]]
    """Code, specialty, address."""


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKING_CENTRE)
def share_out(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Share out the batches that nobody has had, or that the absent gave back, among those who are here."""
    marked = marked_paper_or_404(request, uai, session, paper)
    expected = _expected(marked)
    takers = sharing.takers_at(marked.paper.pk, uai)
    people = markers.markers_by_identifier(marked.paper.session_id, expected | takers)
    by_name = sorted(people.values(), key=lambda marker: (marker.person.surname, marker.person.first_name))
    absent = absent_identifiers(marked, _today(marked))
    choices = [(marker.identifier, _choice(marker, absent)) for marker in by_name]
    form = SharingForm(
        request.POST if request.method == "POST" else None, people=choices, initial={"here": sorted(expected - absent)}
    )
    of_absent = to_move(marked, _today(marked))
    back = [row.code for row in of_absent if not row.is_out]
    shares: list[Mapping[str, Sequence[str]]] = []

    def act() -> None:
        shared = batch_acts.share_out_batches(
            paper=marked.paper,
            centre_uai=uai,
            takers=form.takers,
            given_back=back,
            by=actor_of(request),
            at=timezone.now(),
        )
        shares.append(shared)

    if form.is_bound and succeeds(form, act):
        count = sum(map(len, shares[0].values()))
        sentence = ngettext("{n} batch is proposed.", "{n} batches are proposed.", count)
        return done(request, sentence.format(n=Grouped(count)), address_of(marked, "share_out"))
    shown, unshared = _shown(marked, back)
    page = {"marked": marked, "form": form, "shares": shown, "unshared": unshared, "is_asked": bool(choices)}
    page |= {"of_absent": len(of_absent), "back": len(back)}
    return render(request, "markingcentre/share_out.html", page, status=REFUSED if form.is_bound else 200)


def _expected(marked: MarkedPaper) -> set[str]:
    """List who is called here for this paper today, by identifier."""
    today = _today(marked)
    return {
        one.person.identifier
        for (day, _), people in expected_at(marked.paper.session_id, marked.uai).items()
        for one in people
        if day == today and one.facts.paper == marked.paper.code
    }


def _today(marked: MarkedPaper) -> date:
    return exams.day_of(marked.paper.session, timezone.now())


def _choice(marker: Marker, absent: Collection[str]) -> str:
    words = f"{markers.name_of(marker)} ({marker.identifier})"
    return f"{words} – {gettext('absent')}" if marker.identifier in absent else words


def _shown(marked: MarkedPaper, back: Collection[str]) -> tuple[list[ShownShare], int]:
    """Say what is proposed to whom, in the order of their names, and how many batches are proposed to nobody."""
    place = (marked.paper.pk, marked.uai)
    by_taker: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for batch in [*sharing.ready_batches(*place), *sharing.batches_back(*place, back)]:
        address = address_to_hand(marked, batch.code, batch.proposed_to)
        by_taker[batch.proposed_to].append((batch.code, batch.specialty_code, address))
    unshared = len(by_taker.pop("", ()))
    people = markers.markers_by_identifier(marked.paper.session_id, set(by_taker))
    history = sharing.takers_with_history(marked.paper.pk, marked.uai, set(by_taker))
    shown = [
        ShownShare(batch_words.name_of(people, taker.marker), taker.marker, taker.had, by_taker[taker.marker])
        for taker in history
    ]
    surnames = {identifier: marker.person.surname for identifier, marker in people.items()}
    return sorted(shown, key=lambda share: (surnames.get(share.identifier, ""), share.name)), unshared
