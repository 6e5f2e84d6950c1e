"""The lifting of a paper and of single scripts, and the marks joined to the names once it is done."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import NamedTuple

from massicot.anonymity import queries as anonymity
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.core.keys import Key
from massicot.core.marks import Entered, Scale, format_entered
from massicot.custody import queries as custody
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.queries.lines import ChangedLine
from massicot.results import models
from massicot.results.models import Lifting
from massicot.results.queries.access import certificates_told
from massicot.results.queries.ladder import is_lifted, lifting_of, papers_exported
from massicot.results.rules import decisions as rules
from massicot.results.rules.destruction import MarksErased, WriterErased
from massicot.results.rules.exports import MarkLine, MarkTotals, WithheldLine, totals_of
from massicot.results.rules.lifting import IncidentsAsked, NobodyBehind, ScriptSeen, proposal_seen
from massicot.roomreports import queries as reports
from massicot.shelves import queries as shelves


@dataclass(frozen=True, slots=True)
class ShownLifting:
    """The lifting of a paper, if it is proposed or done, and while it is proposed the marks changed since."""

    lifting: Lifting | None
    changed: Sequence[ChangedLine] = ()

    @property
    def seen(self) -> str:
        """Write in few signs what is shown; nothing while nothing is proposed."""
        if self.lifting is None:
            return ""
        rows = (astuple(change) for change in self.changed)
        return proposal_seen(self.lifting.proposed_by, self.lifting.proposed_at, rows)


def shown_lifting(paper: Paper) -> ShownLifting:
    """Read what the page of the lifting of a paper shows of it."""
    lifting = lifting_of(paper)
    if lifting is None or lifting.lifted_at is not None:
        return ShownLifting(lifting)
    return ShownLifting(lifting, marks.changed_since(paper, lifting.proposed_at))


ScriptLifting = models.ScriptLifting
"""The row that pages are handed; the table itself is imported by this area only."""


class Sight(NamedTuple):
    """One time that somebody was shown the name behind a number."""

    by: str
    at: datetime


def script_liftings_of(paper: Paper, number: str) -> list[ScriptLifting]:
    """List what was proposed of a number, withdrawn or lifted, oldest first."""
    return list(ScriptLifting.objects.filter(paper=paper, number=number).order_by("pk"))


def open_script_lifting(paper: Paper, number: str) -> ScriptLifting | None:
    """Fetch the proposal that waits for its second person."""
    rows = ScriptLifting.objects.filter(paper=paper, number=number, lifted_at__isnull=True, withdrawn_at__isnull=True)
    return rows.first()


def has_lifted_script(paper: Paper, number: str, login: str) -> bool:
    """Say whether somebody is one of the two who lifted a number."""
    lifted = (row for row in script_liftings_of(paper, number) if row.lifted_at is not None)
    return any(login in (row.proposed_by, row.lifted_by) for row in lifted)


def sights_of(paper: Paper, number: str) -> list[Sight]:
    """List who was shown the name behind a number, and when, oldest first."""
    seen = audit.lines_of_act(ScriptSeen.__name__, exams.subject_of(paper))
    return [Sight(line.by, line.at) for line in seen if json.loads(line.facts)["number"] == number]


def has_asked_for_incidents(paper: Paper, proposed: ScriptLifting, login: str) -> bool:
    """Say whether somebody was told, since a script was proposed, whether its candidate has an incident."""
    asked = audit.lines_of_act(IncidentsAsked.__name__, exams.subject_of(paper))
    return any(
        line.by == login and line.at >= proposed.proposed_at and json.loads(line.facts)["number"] == proposed.number
        for line in asked
    )


def person_behind(paper: Paper, number: str, key: Key) -> EntryRow:
    """Find who wrote a script; raise NobodyBehind, WriterErased, WrongKey or LinkBroken."""
    entry_id = anonymity.entry_of_number(anonymity.sealer_of(paper, key), number)
    row = None if entry_id is None else candidates.entry_row(paper, entry_id)
    if row is not None:
        return row
    item = custody.where(ItemKind.SCRIPT, number)
    if item is not None and item.place == Place.DESTROYED:
        raise WriterErased(number=number, certificate=item.place_ref)
    raise NobodyBehind(number=number)


def mark_lines(paper: Paper, key: Key | None) -> list[MarkLine]:
    """List the marks of a paper with the names, by candidate number; raise NotLifted, MarksErased or NumbersLost.

    Who sits in another centre than the list says has one line, that of where they sat, and none if the office decided
    that the mark that they keep counts. What is typed in a batch that was made since the lifting and is not locked yet
    is nobody's mark.
    """
    if key is None or not is_lifted(paper):
        raise rules.NotLifted(paper=paper.code)
    left_out = candidates.entries_not_counted(paper.pk)
    entries = [
        row
        for row in candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at))
        if not row.sits_at and row.entry_id not in left_out
    ]
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), (row.entry_id for row in entries))
    if lost := [row.candidate_number for row in entries if row.entry_id not in numbers]:
        _check_erased(paper, len(lost))
        raise rules.NumbersLost(paper=paper.code, count=len(lost), candidates=rules.few(lost))
    lots = batches.numbers_in_batches(paper.pk)
    entered = _marks_under_lock(paper)
    scale = exams.scale_of(paper)
    return [
        _line(paper.code, row, number := numbers[row.entry_id], lots.get(number, ""), entered.get(number), scale)
        for row in sorted(entries, key=lambda row: row.candidate_number)
    ]


def _check_erased(paper: Paper, count: int) -> None:
    """Say by which certificates so many candidates lost their numbers, where these destroyed as many scripts."""
    certificates = certificates_told(paper)
    taken_at = papers_exported([paper]).get(paper.pk)
    if certificates and taken_at and count <= shelves.count_destroyed(paper):
        day = f"{exams.local(paper, taken_at):%d/%m/%Y}"
        raise MarksErased(paper=paper.code, count=count, certificates=certificates, day=day)


def withheld_lines(paper: Paper) -> list[WithheldLine]:
    """List the candidates whose result a fraud file withholds, by candidate number; raise NotLifted."""
    if not is_lifted(paper):
        raise rules.NotLifted(paper=paper.code)
    people = {row.entry_id: row.entry for row in reports.incidents_withholding(paper.pk) if row.entry}
    return [
        WithheldLine(
            entry.candidate.candidate_number, entry.candidate.surname, entry.candidate.first_names, entry.centre_uai
        )
        for entry in people.values()
    ]


def mark_totals(paper: Paper, lines: list[MarkLine]) -> MarkTotals:
    """Compute the control totals of the marks of a paper."""
    return totals_of(paper.session.code, paper.code, exams.scale_of(paper), lines)


def _marks_under_lock(paper: Paper) -> dict[str, Entered]:
    entered = marks.marks_of(paper.pk)
    for batch in marks.not_locked([paper.pk]):
        for number in batches.numbers_of(batch.pk):
            entered.pop(number, None)
    return entered


def _line(paper_code: str, row: EntryRow, number: str, lot: str, entered: Entered | None, scale: Scale) -> MarkLine:
    value = format_entered(entered, scale) if entered is not None else rules.MISSING_CODE
    is_mark = entered is not None and entered.code is None
    who = (row.candidate_number, row.surname, row.first_names, row.specialty_code)
    return MarkLine(*who, paper_code, number, lot, value if is_mark else "", "" if is_mark else value)
