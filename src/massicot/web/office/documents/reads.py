"""Which centres have their labels and anonymity list to print: for the first time, or again after a change."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.results.rules.papers import PrintKind
from massicot.results.services import DOCUMENTS
from massicot.web.office.documents.shown import targets_of
from massicot.web.shared.listing import Filter

LEFT = "reste"
"""What is left to print, in the words of an address."""


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

    def outdated(self) -> Iterator[tuple[str, set[str]]]:
        """Go through the corrigenda, the latest first: the centres that printed before it what it changed."""
        uais: set[str] = set()
        for relabelling in exams.relabellings_of([self.paper]) if self.printed else ():
            before = {uai for uai, at in self.printed.items() if at < relabelling.applied_at} - uais
            if outdated := before & _centres_of(self.paper, relabelling.specialties) if before else set():
                uais |= outdated
                yield relabelling.reference, outdated

    def relisted(self) -> set[str]:
        """List the centres that printed before a table changed their candidates; not those that a corrigendum names."""
        changed = candidates.lists_changed(self.paper.pk) if self.printed else {}
        before = {uai for uai, at in changed.items() if uai in self.printed and self.printed[uai] < at}
        return before - set[str]().union(*(centres for _, centres in self.outdated())) if before else before

    def again(self) -> set[str]:
        """List the centres that have both to print again."""
        return self.relisted().union(*(centres for _, centres in self.outdated()))


def left_filter(paper: exams.Paper, kind: PrintKind, now: datetime) -> list[Filter]:
    """Let a list of labels or anonymity lists be narrowed to the centres that have some left to print."""
    if not DOCUMENTS[kind].is_of_numbers or paper.prepared_at is None or now >= paper.starts_at:
        return []
    choices = ((Left.NEVER.value, gettext_lazy("never printed")), (Left.AGAIN.value, gettext_lazy("to print again")))
    return [Filter(LEFT, gettext_lazy("Left to print"), choices, lambda left: Q(code__in=_left(paper, Left(left))))]


def left_query(request: HttpRequest) -> str:
    """Write what a list was narrowed to, for the address of another list of the same centres."""
    left = request.GET.get(LEFT, "")
    return f"?{LEFT}={left}" if left in set(Left) else ""


def _left(paper: exams.Paper, left: Left) -> set[str]:
    printings = Printings(paper)
    return printings.never() if left is Left.NEVER else printings.again()


def _centres_of(paper: exams.Paper, specialties: set[str] | None) -> set[str]:
    wanted = None if specialties is None else set(specialties)
    return set(candidates.roll_rows(paper.pk, wanted).values_list("centre_uai", flat=True))
