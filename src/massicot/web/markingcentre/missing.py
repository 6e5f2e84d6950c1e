"""Scripts that are missing from their batch: who looked for one, where each stands, one that is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.batches import queries as batches
from massicot.batches.queries import Shortage
from massicot.batches.rules import Noticed, Witnessed
from massicot.consignments import queries as parcels
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.core.second_person import NO_SECOND_PERSON
from massicot.documents import codes
from massicot.markers import queries as markers
from massicot.marks import services as mark_acts
from massicot.setasides import queries as set_asides
from massicot.setasides.queries import SetAside
from massicot.web.markingcentre.access import PAPER, MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.people import name_with_identifier
from massicot.web.shared.acts import Forms, Page, PageAct
from massicot.web.shared.fields import ReasonField
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.tasks import TaskKind

NAME_LENGTH = 100
NUMBERS_LENGTH = 1000

LOOK_FOR = TaskKind(
    ngettext_lazy(
        "{n} script is missing from its batch: look for it.",
        "{n} scripts are missing from their batches: look for them.",
        "n",
    ),
    gettext_lazy("See which"),
    "missing",
)


class SignedForm(PointingForm):
    """Who looked for a script besides whoever is signed in, and what is known of it."""

    second_person = forms.CharField(
        label=gettext_lazy("Second person who looked for it (name)"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the name of the second person who looked for it.")},
    )
    reason = ReasonField(label=gettext_lazy("What is known of it"))

    def fault_at(self, refusal: Refused) -> str:
        return "second_person" if isinstance(refusal, NO_SECOND_PERSON) else ""

    @property
    def signed(self) -> Witnessed:
        return Witnessed(self.cleaned_data["reason"], self.cleaned_data["second_person"])


@dataclass(frozen=True, slots=True)
class ShortLine:
    """One missing script in words; `slip` is the one under which it lies, if it does."""

    row: Shortage
    noticed: str
    sentence: str
    slip: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether nobody has recorded it as found."""
        return self.row.found_at is None

    @property
    def is_sought(self) -> bool:
        """Say whether somebody should look for it: it lies under no slip, and the office has decided nothing."""
        return self.is_open and self.row.decided_at is None and not self.slip


def shown_short(marked: MarkedPaper, rows: Sequence[Shortage]) -> list[ShortLine]:
    """Put missing scripts into words."""
    people = markers.markers_by_identifier(marked.paper.session_id, {row.marker for row in rows if row.marker})
    names = {identifier: name_with_identifier(people, identifier) for identifier in people}
    lying = set_asides.lying_among([row.number for row in rows if row.found_at is None])
    return [_line_of(row, names.get(row.marker, row.marker), lying.get(row.number)) for row in rows]


def told_found(row: Shortage) -> str:
    """Say where a script that was just found goes."""
    number = codes.group_number(row.number)
    if not row.back_in and parcels.returning([row.batch.code]):
        sentence = gettext(
            "{number} is found: its batch {code} went back to the exam office. Put it aside, it goes there by its "
            "number."
        )
        return sentence.format(number=number, code=row.batch.code)
    if not row.back_in:
        return gettext("{number} is found: it is in no batch and goes in the next ones.").format(number=number)
    if row.batch.is_out:
        sentence = gettext("{number} is found: give it to {marker}, who has the batch {code}.")
        return sentence.format(number=number, marker=row.batch.taker, code=row.back_in)
    return gettext("{number} is found: put it back into the envelope of {code}.").format(
        number=number, code=row.back_in
    )


def _line_of(row: Shortage, marker: str, slip: SetAside | None) -> ShortLine:
    return ShortLine(row, _notice_of(row, marker), _sentence(row, slip), slip.code if slip else "")


def _notice_of(row: Shortage, marker: str) -> str:
    if row.noticed == Noticed.ENVELOPE:
        return gettext("not there when the envelope was closed")
    if row.noticed == Noticed.DESK:
        return gettext("not there before the batch went out")
    return gettext("not given back by {marker}").format(marker=marker)


def _sentence(row: Shortage, slip: SetAside | None) -> str:
    if row.found_at is not None:
        return (
            gettext("Found again: in the batch {code}.").format(code=row.back_in)
            if row.back_in
            else gettext("Found again: put in no batch then.")
        )
    if slip is not None:
        sentence = gettext(
            "Do not look for it: it lies under the slip {code}. Say here that it is found, then end the slip."
        )
        return sentence.format(code=slip.code)
    if row.decided_at is not None:
        return gettext("The exam office has decided of it. If it turns up all the same, say so here.")
    if row.struck_at is not None:
        return gettext("Look for it. Its line is struck: cross it out on the mark sheet, no mark is typed there.")
    return gettext("Look for it. Its line stays: a mark that its marker has given is typed, or stays typed.")


def page_of_missing(_request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List the scripts that are missing from the batches of a paper, those still to be found first."""
    rows = shown_short(marked, sorted(batches.shortages_at(marked.paper.pk, marked.uai), key=_order))
    return {"marked": marked, "short": rows, "open": sum(row.is_sought for row in rows)}


def _order(row: Shortage) -> tuple[bool, bool, int]:
    return row.found_at is not None, row.decided_at is not None, -row.pk


def shortage_or_404(request: HttpRequest, uai: str, session: str, paper: str, shortage_id: int) -> Shortage:
    """Find one script that was missing from a batch of one's own centre."""
    marked = marked_paper_or_404(request, uai, session, paper)
    shortage = batches.find_shortage(shortage_id, marked.paper.pk, marked.uai)
    if shortage is None:
        raise Http404
    return shortage


MISSING = Page(
    name="missing",
    path=f"{PAPER}lots/manquantes/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/missing.html",
    context=page_of_missing,
    acts=(
        PageAct(
            name="find_short",
            path="<row:shortage_id>/retrouvee/",
            find=shortage_or_404,
            names={"shortage_id": attrgetter("pk")},
            service=mark_acts.find_short,
            success_message=lambda done: told_found(done.result),
        ),
    ),
)
