"""What remains to be printed before a paper: labels and anonymity lists, the first time or again after a change.

Each printing of labels and of an anonymity list goes into the journal, whoever prints: a centre has both, or not yet.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.results.rules import SHOWN, few
from massicot.results.rules.papers import PrintKind
from massicot.results.services import DOCUMENTS
from massicot.web.office.documents.shown import LEFT, Left, Printings, targets_of
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_printing(paper: exams.Paper, now: datetime) -> Iterator[Task]:
    """List what is to be printed of a paper whose numbers are drawn and that has not begun."""
    if paper.prepared_at is None or now >= paper.starts_at:
        return
    targets = targets_of(paper, PrintKind.ANONYMITY_LISTS)
    printings = Printings(paper)
    if never := printings.never():
        yield _first_time(paper, len(never), _few(targets, never, printings.printed.keys()))
    for reference, outdated in printings.before_corrigenda():
        yield _again(paper, reference, len(outdated), _few(targets, outdated, printings.centres - outdated))
    if relisted := printings.before_tables():
        yield _table_task(paper, len(relisted), _few(targets, relisted, printings.centres - relisted))


def _few(targets: QuerySet[Any], some: Collection[str], others: Collection[str]) -> str:
    """Name a few of some centres: found by themselves, or as all but the others where those are fewer."""
    rows = targets.filter(code__in=some) if len(some) <= len(others) else targets.exclude(code__in=others)
    return few(list(rows.order_by("name").values_list("name", flat=True)[: SHOWN + 1]))


def _first_time(paper: exams.Paper, count: int, names: str) -> Task:
    sentence = ngettext(
        "{n} centre has not printed its labels and its anonymity list: it does, or you print them for it.",
        "{n} centres have not printed their labels and their anonymity list: they do, or you print them for them.",
        count,
    )
    return _task(paper, sentence.format(n=Grouped(count)), gettext("Print"), names, Left.NEVER, Urgency.LATER)


def _again(paper: exams.Paper, reference: str, count: int, names: str) -> Task:
    sentence = ngettext(
        "{n} centre printed its labels and anonymity list before the corrigendum {reference}: "
        "both are to be printed again.",
        "{n} centres printed their labels and anonymity list before the corrigendum {reference}: "
        "both are to be printed again.",
        count,
    )
    words = sentence.format(n=Grouped(count), reference=reference)
    return _task(paper, words, gettext("Print again"), names, Left.AGAIN, Urgency.NOW)


def _table_task(paper: exams.Paper, count: int, names: str) -> Task:
    sentence = ngettext(
        "{n} centre printed its labels and anonymity list before a table changed its candidates: both are to be "
        "printed again, and its attendance registers.",
        "{n} centres printed their labels and anonymity list before a table changed their candidates: both are to be "
        "printed again, and their attendance registers.",
        count,
    )
    return _task(paper, sentence.format(n=Grouped(count)), gettext("Print again"), names, Left.AGAIN, Urgency.NOW)


def _task(paper: exams.Paper, sentence: str, button: str, names: str, left: Left, urgency: Urgency) -> Task:
    codes = [paper.session.code, paper.code, DOCUMENTS[PrintKind.ANONYMITY_LISTS].slug]
    return Task(
        sentence,
        button,
        reverse("office:documents_of_kind", args=codes, query={LEFT: left}),
        urgency,
        exams.local(paper, paper.starts_at),
        detail=names,
        heading=f"{paper.session.code} – {paper.title}",
    )


def tasks_of_reserves(facts: Sequence[OfficePaperFacts]) -> Iterator[Task]:
    """List the centres that ask for more numbers, of papers whose numbers are drawn and not lifted."""
    facts_by_paper = {
        paper_facts.paper.pk: paper_facts
        for paper_facts in facts
        if paper_facts.paper.prepared_at is not None and not paper_facts.lifted.is_lifted
    }
    asked = candidates.numbers_asked(list(facts_by_paper)) if facts_by_paper else []
    names = exams.institution_names({demand.centre_uai for demand in asked}) if asked else {}
    for demand in asked:
        paper_facts = facts_by_paper[demand.paper_id]
        sentence = gettext("{centre} has no label left in its reserve, and asks for more numbers.")
        yield Task(
            sentence.format(centre=names.get(demand.centre_uai, demand.centre_uai)),
            gettext("Draw more numbers for this centre"),
            paper_facts.address("more_numbers", query=f"?centre={demand.centre_uai}"),
            Urgency.AT_ONCE,
            heading=paper_facts.heading,
        )
