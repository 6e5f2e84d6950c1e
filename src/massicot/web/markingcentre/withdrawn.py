"""Scripts that the exam office withdrew from their batch: where each is, never what it is; one that is given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Withdrawal
from massicot.batches.rules import WithdrawalDecision
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.markers import queries as markers
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, marked_paper_or_404
from massicot.web.markingcentre.people import name_with_identifier
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.tasks import TaskKind

TAKE_WITHDRAWN = TaskKind(
    ngettext_lazy(
        "{n} withdrawn script is still with its marker: take it back.",
        "{n} withdrawn scripts are still with their markers: take them back.",
        "n",
    ),
    gettext_lazy("See which"),
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """One withdrawn script in words, and whether it is to be taken back."""

    row: Withdrawal
    sentence: str


def shown_withdrawn(marked: MarkedPaper, rows: Sequence[Withdrawal]) -> list[WithdrawnLine]:
    """Put withdrawn scripts into words; what the office said that they are is not for the marking centre."""
    if not rows:
        return []
    people = markers.markers_by_identifier(marked.paper.session_id, {row.marker for row in rows if row.marker})
    names = {identifier: name_with_identifier(people, identifier) for identifier in people}
    again = batches.codes_of_numbers([row.number for row in rows if row.is_released])
    return [WithdrawnLine(row, _sentence(row, names, again)) for row in rows]


def _sentence(row: Withdrawal, names: Mapping[str, str], again: Mapping[str, str]) -> str:
    if row.is_with_marker:
        return gettext("Still with {marker}: it is no longer in the batch, take it back by itself.").format(
            marker=names.get(row.marker, row.marker)
        )
    if row.decision == WithdrawalDecision.WAITING:
        return gettext("Put aside for the exam office, which has not decided yet: keep it out of every envelope.")
    if not row.is_released:
        return gettext("Put aside by decision of the exam office: keep it out of every envelope.")
    if row.number in again:
        return gettext("Released by the exam office; in the batch {code}.").format(code=again[row.number])
    return gettext("Released by the exam office: it goes in the next batches.")


@dataclass(frozen=True, slots=True)
class WithdrawalHere:
    """One withdrawn script, and the paper in the centre that had it."""

    marked: MarkedPaper
    row: Withdrawal


class GivenBackForm(forms.Form):
    """A withdrawn script that its marker gave back, on the page of its batch or on the list."""

    lot = forms.BooleanField(required=False)


def page_of_withdrawn(_request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List the scripts withdrawn of the batches of a paper, those still with markers first."""
    withdrawals = batches.withdrawn_of_paper(marked.paper.pk, marked.uai)
    rows = shown_withdrawn(marked, sorted(withdrawals, key=lambda row: (not row.is_with_marker, -row.pk)))
    return {"marked": marked, "withdrawn": rows, "out": sum(line.row.is_with_marker for line in rows)}


def withdrawal_or_404(request: HttpRequest, uai: str, session: str, paper: str, withdrawal_id: int) -> WithdrawalHere:
    """Find one withdrawn script of one's own centre."""
    marked = marked_paper_or_404(request, uai, session, paper)
    row = batches.find_withdrawal(withdrawal_id, marked.paper.pk, marked.uai)
    if row is None:
        raise Http404
    return WithdrawalHere(marked, row)


def _told_back(done: ActDone) -> str:
    sentence = (
        gettext("{number} is back, in no batch: it goes in the next batches.")
        if done.result.is_released
        else gettext("{number} is back: put it aside for the exam office, in no envelope.")
    )
    return sentence.format(number=codes.group_number(done.result.number))


def _where_told(done: ActDone) -> str:
    """Lead to the page where it was said."""
    onward = ("take_back", done.result.batch.code) if done.form.cleaned_data["lot"] else ("withdrawn",)
    return address_of(done.found.marked, *onward)


WITHDRAWN = Page(
    name="withdrawn",
    path=f"{PAPER}lots/retirees/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/withdrawn.html",
    context=page_of_withdrawn,
    acts=(
        PageAct(
            name="give_back_withdrawn",
            path="<row:withdrawal_id>/rendue/",
            find=withdrawal_or_404,
            names={"withdrawal_id": attrgetter("row.pk")},
            form_class=GivenBackForm,
            fields={},
            service=batch_acts.give_back_withdrawn,
            success_message=_told_back,
            success_url=_where_told,
        ),
    ),
)
