"""What can be printed of a paper, and for whom: centres, parcels, batches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext

from massicot.core import draws
from massicot.core.actor import Actor
from massicot.core.refused import N_, Refused
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results import services as results
from massicot.results.rules.papers import Printed, PrintKind
from massicot.web.office.keeping import the_key
from massicot.web.office.work import DOCUMENTS, SLUGS

OF_NUMBERS = frozenset({PrintKind.LABELS, PrintKind.ANONYMITY_LISTS})
"""Documents that wait for the numbers to be drawn."""


_BEFORE = {
    PrintKind.REGISTERS: N_("First, import the candidates."),
    PrintKind.LABELS: N_("First, draw the numbers."),
    PrintKind.ANONYMITY_LISTS: N_("First, draw the numbers."),
    PrintKind.DESPATCH_NOTES: N_("First, the exam centres pack their scripts."),
    PrintKind.MARK_SHEETS: N_("First, the marking centre makes up the batches."),
}


class NothingTicked(Refused):
    """A ZIP of nothing."""

    sentence = N_("No document is ticked: go back and tick those to print, or print them all.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of documents, as the page lists them."""

    slug: str
    title: str
    is_chosen: bool


def choices(chosen: PrintKind) -> list[Choice]:
    """List the kinds of documents, in the order in which they are needed."""
    return [Choice(SLUGS[kind], gettext(title), kind == chosen) for kind, title in DOCUMENTS.items()]


def targets_of(paper: Paper, kind: PrintKind) -> QuerySet[Any]:
    """Find whom the documents of one kind can be printed for now: `code`, and `uai` and `name` of the centre."""
    rows = queries.printable(paper, kind)
    return rows.none() if paper.prepared_at is None and kind in OF_NUMBERS else rows


def waits_for(kind: PrintKind) -> str:
    """Say what comes before the documents of a kind that has none yet."""
    return gettext(_BEFORE[kind])


def check_chosen(paper: Paper, kind: PrintKind, codes: Sequence[str]) -> str:
    """Join the codes of the documents that were ticked; raise NothingTicked."""
    chosen = sorted(targets_of(paper, kind).filter(code__in=codes).values_list("code", flat=True))
    if not chosen:
        raise NothingTicked
    return ",".join(chosen)


def print_one(
    *, paper: Paper, kind: PrintKind, code: str, known: int | None, by: Actor, at: datetime
) -> Printed | None:
    """Print one document; None when there is none for this centre, parcel or batch.

    `known` is how many times whoever asks knows this mark sheet to be printed: a button pressed twice prints it once.
    """
    if not targets_of(paper, kind).filter(code=code).exists():
        return None
    portal = f"{settings.MASSICOT_BASE_URL}/saisie/"
    run = results.PrintRun(
        paper, the_key(), draws.from_system(), portal, by, at, {} if known is None else {code: known}
    )
    return next(results.print_documents(run=run, kind=kind, subjects=[code]))


def given_as(printed: Printed, paper: Paper) -> Printed:
    """Name a document as people save it, in the words of its page; the command line keeps the names that it has."""
    file = f"{SLUGS[printed.kind]}-{paper.code}-{printed.subject}.pdf"
    return replace(printed, file=file)


def read_back(file: str, content: bytes, kind: PrintKind, paper: Paper) -> Printed:
    """Tell what a document is whose file was named as it was printed."""
    subject = file.removeprefix(f"{kind}-{paper.code}-").removesuffix(".pdf")
    return Printed(file, kind, subject, content)
