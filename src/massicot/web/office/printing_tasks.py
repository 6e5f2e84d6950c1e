"""What remains to be printed before a paper: labels and anonymity lists, the first time or again after a corrigendum.

The anonymity list tells: each printing of it goes into the journal, whoever prints, and its labels come with it.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.rules import SHOWN, few
from massicot.results.rules.papers import PrintKind
from massicot.web.office.effects import specialties_relabelled
from massicot.web.office.printing import targets_of
from massicot.web.office.work import SLUGS
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_printing(paper: Paper, now: datetime) -> Iterator[Task]:
    """List what is to be printed of a paper whose numbers are drawn and that has not begun."""
    if paper.prepared_at is None or now >= paper.starts_at:
        return
    targets = targets_of(paper, PrintKind.ANONYMITY_LISTS)
    centres = set(targets.values_list("code", flat=True))
    printed = {uai: at for uai, at in anonymity.lists_printed(paper).items() if uai in centres}
    if never := centres - printed.keys():
        yield _first_time(paper, len(never), _few(targets, never, printed))
    for reference, outdated in _outdated(paper, printed) if printed else ():
        yield _again(paper, reference, len(outdated), _few(targets, outdated, centres - outdated))


def _few(targets: QuerySet[Any], some: Collection[str], others: Collection[str]) -> str:
    """Name a few of some centres: found by themselves, or as all but the others where those are fewer."""
    rows = targets.filter(code__in=some) if len(some) <= len(others) else targets.exclude(code__in=others)
    return few(list(rows.order_by("name").values_list("name", flat=True)[: SHOWN + 1]))


def _outdated(paper: Paper, printed: dict[str, datetime]) -> Iterator[tuple[str, set[str]]]:
    """Go through the corrigenda, the latest first: the centres that printed before it what it changed."""
    told: set[str] = set()
    for corrigendum in exams.corrigenda_of(paper):
        applied_at = corrigendum.applied_at
        before = {uai for uai, at in printed.items() if applied_at and at < applied_at} - told
        specialties = specialties_relabelled(corrigendum) if before else set()
        if outdated := before & _centres_of(paper, specialties):
            told |= outdated
            yield corrigendum.reference, outdated


def _centres_of(paper: Paper, specialties: set[str] | None) -> set[str]:
    return set(candidates.roll_rows(paper.pk, specialties).values_list("centre_uai", flat=True))


def _first_time(paper: Paper, count: int, names: str) -> Task:
    sentence = ngettext(
        "{n} centre has no anonymity list printed: it prints it with its labels, or you print both for it.",
        "{n} centres have no anonymity list printed: they print it with their labels, or you print both for them.",
        count,
    )
    return _task(paper, sentence.format(n=Grouped(count)), gettext("Print"), names, Urgency.LATER)


def _again(paper: Paper, reference: str, count: int, names: str) -> Task:
    sentence = ngettext(
        "{n} centre printed its labels and anonymity list before the corrigendum {reference}: "
        "both are to be printed again.",
        "{n} centres printed their labels and anonymity list before the corrigendum {reference}: "
        "both are to be printed again.",
        count,
    )
    return _task(
        paper, sentence.format(n=Grouped(count), reference=reference), gettext("Print again"), names, Urgency.NOW
    )


def _task(paper: Paper, sentence: str, button: str, names: str, urgency: Urgency) -> Task:
    slug = SLUGS[PrintKind.ANONYMITY_LISTS]
    return Task(
        sentence,
        button,
        reverse("office:documents_of_kind", args=[paper.session.code, paper.code, slug]),
        urgency,
        exams.local(paper, paper.starts_at),
        detail=names,
        heading=f"{paper.session.code} – {paper.title}",
    )
