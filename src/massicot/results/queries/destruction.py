"""What stands between the scripts of a paper and their destruction: its day, and what somebody asks about.

Whoever asks is known by name, a script by its number: only the key joins them.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from massicot.anonymity import queries as anonymity
from massicot.core import keys
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.results.models import ScriptLifting
from massicot.results.queries.access import access_times, sheet_times
from massicot.results.queries.consultations import waiting_consultations
from massicot.results.queries.disputes import disputed_entries
from massicot.results.queries.ladder import papers_exported
from massicot.results.rules import destruction as rules
from massicot.results.rules.decisions import few
from massicot.results.rules.destruction import ListTrouble, MarksNewerThanTaken, ScriptsFetched, check_due, few_beside
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.shelves import queries as shelves
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.slips import SlipState

_DRAW = "results/sample"
_SIGNS = 16


def check_destruction_due(paper: Paper, today: date) -> None:
    """Refuse to destroy scripts too soon, while some are read, or with a mark that nobody has taken away.

    Raise ScriptsFetched, MarksNewerThanTaken, or what `check_due` does.
    """
    taken = papers_exported([paper])
    check_due(paper.code, access_times(paper), today, is_taken_away=bool(taken))
    _check_marks_stand(paper, taken)
    if fetched := shelves.slips_of(paper, SlipState.WAITING, SlipState.OUT):
        raise ScriptsFetched(paper=paper.code, count=len(fetched))


def _check_marks_stand(paper: Paper, taken: Mapping[int, datetime]) -> None:
    """Refuse where a mark is newer than the table taken away; after a first certificate no table can be."""
    if shelves.certificates_of(paper):
        return
    changes = {change.batch.code for change in marks.written_since(taken)}
    if newer := sorted({*changes, *(batch.code for batch in marks.locked_since(taken))}):
        day = f"{exams.local(paper, taken[paper.pk]):%d/%m/%Y}"
        raise MarksNewerThanTaken(paper=paper.code, day=day, batches=few(newer))


def check_sheets_due(paper: Paper, today: date) -> None:
    """Refuse to destroy mark sheets too soon, while marks stand on them alone, or somebody asks about a script.

    Raise SheetsWanted, MarksNewerThanTaken, SheetsAskedAbout, or what the rule does.
    """
    taken = papers_exported([paper])
    rules.check_sheets_due(paper.code, sheet_times(paper), today, is_taken_away=bool(taken))
    # Of a script that was found after the lifting.
    if open_ones := [batch.code for batch in marks.not_locked([paper.pk])]:
        raise rules.SheetsWanted(paper=paper.code, batches=few(open_ones))
    _check_marks_stand(paper, taken)
    if asked_entries(paper) or _proposed(paper).exists():
        raise rules.SheetsAskedAbout(paper=paper.code)


def asked_entries(paper: Paper) -> set[int]:
    """Find the entries that somebody asks about: disputes, requests that wait, results that are withheld."""
    waiting = waiting_consultations().filter(paper=paper)
    withheld = {incident.entry_id for incident in reports.incidents_withholding(paper.pk) if incident.entry_id}
    return {*disputed_entries(paper), *waiting.values_list("entry_id", flat=True), *withheld}


def held_numbers(paper: Paper, key: Key) -> set[str]:
    """Find the numbers of the scripts that somebody asks about; raise WrongKey or LinkBroken."""
    named = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), asked_entries(paper))
    return {*named.values(), *_proposed(paper).values_list("number", flat=True)}


def _proposed(paper: Paper) -> QuerySet[ScriptLifting]:
    return ScriptLifting.objects.filter(paper=paper, lifted_at__isnull=True, withdrawn_at__isnull=True)


def why_not_signed(paper: Paper, row: shelves.DestructionList, key: Key | None) -> ListTrouble | None:
    """Say why a list is signed no more, if it is not; without the key nothing is known of who asks.

    A list of mark sheets wants no key: whether anybody asks is one of the things that hold up all of them. Raise
    WrongKey or LinkBroken.
    """
    if row.kind == BoxKind.SHEETS:
        return ListTrouble.CHANGED if shelves.is_changed_of_sheets(paper, row) else None
    if key is not None and shelves.destroys_any(row, held_numbers(paper, key)):
        return ListTrouble.ASKED
    return ListTrouble.CHANGED if shelves.is_changed(row) else None


def beside_each(paper: Paper, left: Collection[str], key: Key) -> int | None:
    """Say how many others at least of those left out stand beside each that somebody asks about; None if nobody does.

    Raise WrongKey or LinkBroken.
    """
    held = held_numbers(paper, key) & set(left)
    return few_beside(held, left, scripts.cells_alike(paper.pk, held))


def draw_of(seed: str, key: Key) -> Callable[[str], bytes]:
    """Prepare the order in which a seed draws numbers; without the key nobody draws them again."""
    return keys.keyed_digests(key.sub_key(_DRAW), seed, length=_SIGNS)
