"""What would be made now of the scripts received: batches made, scripts named that nobody finds."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Proposal
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.exams import queries as exams
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, marked_paper_or_404
from massicot.web.markingcentre.missing import NUMBERS_LENGTH, SignedForm
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct
from massicot.web.shared.fields import set_choices

AT_A_GLANCE = 3


class MakeForm(forms.Form):
    """The specialties whose batches are made now."""

    specialties = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Tick the specialties whose batches are to be made now."),
            "invalid_choice": gettext_lazy(
                "Nothing of %(value)s is left to be put into a batch: look at the proposal as it is now."
            ),
        }
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "specialties", [(code, code) for code in codes])


class LooseShortForm(SignedForm):
    """Received scripts in no batch that nobody finds as batches are made."""

    missing = forms.CharField(
        label=gettext_lazy("Not found: last four digits and letter of each"),
        max_length=NUMBERS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Say which are not found.")},
    )
    field_order = ("missing", "second_person", "reason")


class ShownProposal(NamedTuple):
    """What would be made of one specialty, in writing; no sizes when nothing would."""

    code: str
    title: str
    received: str
    sizes: str
    expected: str
    batched: str
    is_chosen: bool
    is_short: bool
    is_worth_waiting: bool


def page_of_proposal(request: HttpRequest, marked: MarkedPaper, refused: Forms) -> dict[str, Any]:
    """Gather what would be made of each specialty."""
    proposals = batches.proposals_of(marked.paper, marked.uai)
    form = refused.get("form") or MakeForm(codes=_codes(proposals))
    chosen = request.POST.getlist("specialties") if form.is_bound else _worth_making(proposals)
    return {
        "marked": marked,
        "form": form,
        "rows": _rows_of(marked, proposals, set(chosen)),
        "received": sum(proposal.received for proposal in proposals),
        "expected": sum(proposal.expected for proposal in proposals),
        "batched": sum(proposal.batched for proposal in proposals),
        "made": sum(len(proposal.sizes) for proposal in proposals),
    }


def _worth_making(proposals: Sequence[Proposal]) -> list[str]:
    return [proposal.specialty_code for proposal in proposals if proposal.sizes and not proposal.is_worth_waiting]


def _rows_of(marked: MarkedPaper, proposals: Sequence[Proposal], chosen: Collection[str]) -> list[ShownProposal]:
    """Write each specialty as the page shows it, figures included: a hundred rows have four each."""
    labels = exams.specialty_labels(marked.paper.session_id)
    return [
        ShownProposal(
            proposal.specialty_code,
            f"{proposal.specialty_code} {labels.get(proposal.specialty_code, '')}",
            str(proposal.received),
            written_sizes(proposal.sizes),
            str(proposal.expected),
            str(proposal.batched),
            is_chosen=proposal.specialty_code in chosen,
            is_short=proposal.is_short,
            is_worth_waiting=proposal.is_worth_waiting,
        )
        for proposal in proposals
    ]


def written_sizes(sizes: Sequence[int]) -> str:
    """Write the sizes of the batches of one specialty: 44 + 43 + 43, or 2 × 44 + 3 × 43 when they are more."""
    if len(sizes) <= AT_A_GLANCE:
        return " + ".join(map(str, sizes))
    return " + ".join(f"{count} × {size}" for size, count in sorted(Counter(sizes).items(), reverse=True))


def _codes(proposals: Iterable[Proposal]) -> list[str]:
    return [proposal.specialty_code for proposal in proposals]


def _told_missed(done: ActDone) -> str:
    sentence = gettext("{numbers} is missing: the batches are made without, and it is looked for until it is found.")
    return sentence.format(numbers=", ".join(map(codes.group_number, done.result)))


PROPOSAL = Page(
    name="proposal",
    path=f"{PAPER}lots/proposition/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={"paper": attrgetter("paper"), "centre_uai": attrgetter("uai")},
    template_name="markingcentre/proposal.html",
    context=page_of_proposal,
    acts=(
        PageAct(
            name="proposal",
            path="",
            form_class=MakeForm,
            form_name="form",
            form_kwargs=lambda marked: {"codes": _codes(batches.proposals_of(marked.paper, marked.uai))},
            service=batch_acts.make_batches,
            success_message=gettext_lazy("The batches are made. Print their mark sheets next."),
            success_url=lambda done: address_of(done.found, "batch_list"),
        ),
        PageAct(
            name="miss_loose",
            path="manquantes/",
            form_class=LooseShortForm,
            form_name="short_form",
            fields={"missing": "missing", "signed": "signed"},
            service=batch_acts.miss_loose,
            success_message=_told_missed,
        ),
    ),
)
