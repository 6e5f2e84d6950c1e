"""What can be printed of a paper, and for whom: centres, parcels, batches; what each has left to print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, gettext_lazy

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.core import draws
from massicot.core.actor import Actor
from massicot.core.refused import N_, Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results import services as results
from massicot.results.rules import few
from massicot.results.rules.papers import AllSheetsPrinted, Printed, PrintedNoMore, PrintKind, SheetsPrintedBefore
from massicot.results.services import DOCUMENTS
from massicot.store import key_file
from massicot.web.office.documents.forms import Order, OrderForm
from massicot.web.shared.listing import Condition, Filter

LEFT = "reste"
"""What is left to print, in the words of an address."""


class NothingTicked(Refused):
    """A ZIP of nothing."""

    sentence = N_("No document is ticked: tick those to print.")


class SheetsPrintedSince(Refused):
    """Mark sheets to be printed again, of a paper where some were printed since the page was read."""

    sentence = N_("Mark sheets were printed since this page was opened: look again which are, then ask again.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of documents, as the page lists them."""

    slug: str
    title: str
    is_chosen: bool
    query: str = ""


def choices(chosen: PrintKind, left: str) -> list[Choice]:
    """List the kinds of documents, in the order in which they are needed; labels and lists keep what is `left`."""
    return [
        Choice(document.slug, gettext(document.title), kind == chosen, left if document.is_of_numbers else "")
        for kind, document in results.DOCUMENTS.items()
    ]


def targets_of(paper: Paper, kind: PrintKind) -> QuerySet[Any]:
    """Find whom the documents of one kind can be printed for now: `code`, and `uai` and `name` of the centre."""
    rows = queries.printable(paper, kind)
    return rows.none() if paper.prepared_at is None and results.DOCUMENTS[kind].is_of_numbers else rows


def check_chosen(paper: Paper, kind: PrintKind, codes: Sequence[str]) -> str:
    """Join the codes of the documents that were ticked; raise NothingTicked."""
    chosen = sorted(targets_of(paper, kind).filter(code__in=codes).values_list("code", flat=True))
    if not chosen:
        raise NothingTicked
    return ",".join(chosen)


def order_form(sent: QueryDict | None) -> OrderForm:
    """Make the form of an order; sheets that are in somebody's hands want its box ticked."""
    form = OrderForm(sent)
    form.fields["confirmed"].required = sent is not None and sent["order"] in (Order.TICKED_AGAIN, Order.ALL_AGAIN)
    return form


def job_of_order(paper: Paper, kind: PrintKind, form: OrderForm, codes: Sequence[str]) -> dict[str, int | str]:
    """Put an order in the words of a job; raise NothingTicked, or why a mark sheet is not printed."""
    order: Order = form.cleaned_data["order"]
    if kind is PrintKind.MARK_SHEETS:
        _check_sheets(paper, form, codes)
    only = check_chosen(paper, kind, codes) if order in (Order.TICKED, Order.TICKED_AGAIN) else ""
    return {"paper": paper.pk, "kind": kind.value, "only": only, "again": int(order.is_again)}


def _check_sheets(paper: Paper, form: OrderForm, codes: Sequence[str]) -> None:
    """Let no mark sheet be voided by an order that does not say so, or that knows less than has happened."""
    order = form.cleaned_data["order"]
    printed = queries.sheets_printed(paper)
    if order.is_again and form.cleaned_data["seen"] != last_printing(printed):
        raise SheetsPrintedSince
    if order is Order.ALL and not printed.never:
        raise AllSheetsPrinted
    if order is Order.TICKED and (before := _printed_among(paper, codes)):
        raise SheetsPrintedBefore(batches=few(before))


def last_printing(printed: queries.SheetsPrinted) -> str:
    """Write when a page saw the last mark sheet to be printed."""
    return printed.last_at.isoformat() if printed.last_at else ""


def _printed_among(paper: Paper, codes: Sequence[str]) -> list[str]:
    rows = targets_of(paper, PrintKind.MARK_SHEETS).filter(code__in=codes).exclude(printed_at=None)
    return list(rows.values_list("code", flat=True))


def print_one(*, paper: Paper, kind: PrintKind, code: str, by: Actor, at: datetime) -> Printed | None:
    """Print one document; None when there is none for this centre, parcel or batch.

    Raise SheetsPrintedBefore of a mark sheet that somebody has: a button pressed twice prints it once; PrintedNoMore of
    names beside numbers once these have left their centre.
    """
    if not targets_of(paper, kind).filter(code=code).exists():
        return None
    if results.is_printed_no_more(paper, kind, code):
        raise PrintedNoMore(centres=code)
    if kind is PrintKind.MARK_SHEETS and _printed_among(paper, [code]):
        raise SheetsPrintedBefore(batches=code)
    portal = f"{settings.MASSICOT_BASE_URL}/saisie/"
    run = results.PrintRun(
        paper=paper, key=key_file.read(), draw=draws.from_system(), portal_address=portal, by=by, at=at
    )
    return next(results.print_documents(run=run, kind=kind, subjects=[code]))


class Left(StrEnum):
    """What a centre has left to print."""

    NEVER = "jamais"
    AGAIN = "a-refaire"


class Printings:
    """The centres of a paper whose labels and anonymity list were printed, and when both were last."""

    def __init__(self, paper: exams.Paper) -> None:
        self.paper = paper
        self.centres = set(targets_of(paper, PrintKind.ANONYMITY_LISTS).values_list("code", flat=True))
        printed = anonymity.numbers_printed(paper)
        self.printed: Mapping[str, datetime] = {uai: at for uai, at in printed.items() if uai in self.centres}

    def never(self) -> set[str]:
        """List the centres where one of the two was never printed."""
        return self.centres - self.printed.keys()

    def before_corrigenda(self) -> Iterator[tuple[str, set[str]]]:
        """Go through the corrigenda, the latest first: the centres that printed before it what it changed."""
        uais: set[str] = set()
        for relabelling in exams.relabellings_of([self.paper]) if self.printed else ():
            before = {uai for uai, at in self.printed.items() if at < relabelling.applied_at} - uais
            if outdated := before & _centres_of(self.paper, relabelling.specialties) if before else set():
                uais |= outdated
                yield relabelling.reference, outdated

    def before_tables(self) -> set[str]:
        """List the centres that printed before a table changed their candidates; not those that a corrigendum names."""
        changed = candidates.lists_changed(self.paper.pk) if self.printed else {}
        before = {uai for uai, at in changed.items() if uai in self.printed and self.printed[uai] < at}
        return before - set[str]().union(*(centres for _, centres in self.before_corrigenda())) if before else before

    def again(self) -> set[str]:
        """List the centres that have both to print again."""
        return self.before_tables().union(*(centres for _, centres in self.before_corrigenda()))


def left_filter(paper: exams.Paper, kind: PrintKind, now: datetime) -> list[Filter]:
    """Let a list of labels or anonymity lists be narrowed to the centres that have some left to print."""
    if not DOCUMENTS[kind].is_of_numbers or paper.prepared_at is None or now >= paper.starts_at:
        return []
    choices = ((Left.NEVER.value, gettext_lazy("never printed")), (Left.AGAIN.value, gettext_lazy("to print again")))

    def with_some_left(left: str) -> Condition:
        return queries.has_code(_centres_left(paper, Left(left)))

    return [Filter(LEFT, gettext_lazy("Left to print"), choices, with_some_left)]


def left_query(request: HttpRequest) -> str:
    """Write what a list was narrowed to, for the address of another list of the same centres."""
    left = request.GET.get(LEFT, "")
    return f"?{LEFT}={left}" if left in set(Left) else ""


def _centres_left(paper: exams.Paper, left: Left) -> set[str]:
    printings = Printings(paper)
    return printings.never() if left is Left.NEVER else printings.again()


def _centres_of(paper: exams.Paper, specialties: set[str] | None) -> set[str]:
    wanted = None if specialties is None else set(specialties)
    return set(candidates.roll_rows(paper.pk, wanted).values_list("centre_uai", flat=True))
