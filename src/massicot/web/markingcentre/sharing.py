"""Who takes which batches: shared out among those who are here, by one press; a proposal that nobody has to follow."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.batches import services as batch_acts
from massicot.batches.queries import hands
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.missions.queries.expected import expected_at
from massicot.web.markingcentre.absent import ToMove, absent_identifiers, to_move
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_to_hand, marked_paper_or_404
from massicot.web.markingcentre.people import name_of
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.fields import set_choices
from massicot.web.shared.numbers import Grouped

OTHERS_LENGTH = 2_000


class SharingForm(forms.Form):
    """Who is here: those who are expected, or have batches, and others by their identifiers."""

    here = forms.MultipleChoiceField(label=gettext_lazy("Here"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=gettext_lazy("Others, by identifier"),
        help_text=gettext_lazy("Several between spaces."),
        required=False,
        max_length=OTHERS_LENGTH,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "here", people)

    @property
    def takers(self) -> list[str]:
        typed = re.split(r"[\s,;]+", self.cleaned_data["others"])
        return list(dict.fromkeys([*self.cleaned_data["here"], *filter(None, typed)]))


@dataclass(frozen=True, slots=True)
class ShownShare:
    """What is proposed to one marker, or to nobody; each batch with the address where it is handed out to them."""

    name: str
    identifier: str
    had: int
    batches: Sequence[tuple[str, str, str]]
    """Code, specialty, address."""


def page_of_sharing(_request: HttpRequest, marked: MarkedPaper, refused: Forms) -> dict[str, Any]:
    """Gather what is proposed to whom, and among whom batches can be shared out."""
    expected = _people_today(marked)
    absent = absent_identifiers(marked, _today(marked))
    choices = _choices(marked, expected, absent)
    of_absent = to_move(marked, _today(marked))
    back = _back(of_absent)
    shown, unshared = _shares_of(marked, back)
    return {
        "marked": marked,
        "form": refused.get("form") or SharingForm(people=choices, initial={"here": sorted(expected - absent)}),
        "shares": shown,
        "unshared": unshared,
        "is_asked": bool(choices),
        "of_absent": len(of_absent),
        "back": len(back),
    }


def _people(marked: MarkedPaper) -> dict[str, Any]:
    absent = absent_identifiers(marked, _today(marked))
    return {"people": _choices(marked, _people_today(marked), absent)}


def _choices(marked: MarkedPaper, expected: set[str], absent: Collection[str]) -> list[tuple[str, str]]:
    """Offer those who are expected, or have batches, by name."""
    takers = hands.takers_at(marked.paper.pk, marked.uai)
    people = markers.markers_by_identifier(marked.paper.session_id, expected | takers)
    by_name = sorted(people.values(), key=lambda marker: (marker.person.surname, marker.person.first_name))
    return [(marker.identifier, _choice(marker, absent)) for marker in by_name]


def _back(of_absent: Sequence[ToMove]) -> list[str]:
    return [row.code for row in of_absent if not row.is_out]


def _people_today(marked: MarkedPaper) -> set[str]:
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


def _shares_of(marked: MarkedPaper, back: Collection[str]) -> tuple[list[ShownShare], int]:
    """Say what is proposed to whom, in the order of their names, and how many batches are proposed to nobody."""
    place = (marked.paper.pk, marked.uai)
    by_taker: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for batch in [*hands.ready_batches(*place), *hands.batches_back(*place, back)]:
        address = address_to_hand(marked, batch.code, batch.proposed_to)
        by_taker[batch.proposed_to].append((batch.code, batch.specialty_code, address))
    unshared = len(by_taker.pop("", ()))
    people = markers.markers_by_identifier(marked.paper.session_id, set(by_taker))
    history = hands.takers_with_history(marked.paper.pk, marked.uai, set(by_taker))
    shown = [
        ShownShare(name_of(people, taker.marker), taker.marker, taker.had, by_taker[taker.marker]) for taker in history
    ]
    surnames = {identifier: marker.person.surname for identifier, marker in people.items()}
    return sorted(shown, key=lambda share: (surnames.get(share.identifier, ""), share.name)), unshared


def _told_shared(done: ActDone) -> str:
    count = sum(map(len, done.result.values()))
    return ngettext("{n} batch is proposed.", "{n} batches are proposed.", count).format(n=Grouped(count))


SHARING = Page(
    name="share_out",
    path=f"{PAPER}lots/partage/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={
        "paper": attrgetter("paper"),
        "centre_uai": attrgetter("uai"),
        "given_back": lambda marked: _back(to_move(marked, _today(marked))),
    },
    template_name="markingcentre/share_out.html",
    context=page_of_sharing,
    acts=(
        PageAct(
            name="share_out",
            path="",
            form_class=SharingForm,
            form_name="form",
            form_kwargs=_people,
            fields={"takers": "takers"},
            service=batch_acts.share_out_batches,
            success_message=_told_shared,
        ),
    ),
)
