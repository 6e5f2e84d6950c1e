"""Where the script of a number is, told so that its candidate may be shown it; what statements said of it.

What names a marker never leaves this module: a place is named only when it is an institution.

Reads of statements: what each issue said, what stands now, and which no longer say it. An entry is known by name, a
mark by number: only the key joins them, and only it opens what a statement said.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Max, OuterRef, Subquery

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules.strips import number_of_box
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.candidates.queries import EntryRow
from massicot.core import keys
from massicot.core.keys import Key
from massicot.core.marks import format_entered, format_mark
from massicot.custody import queries as custody
from massicot.custody.rules import ACTS, PLACES, ItemKind, Place
from massicot.documents import statement as documents
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.rules import MarkWritten
from massicot.results import models
from massicot.results.queries.decisions import decision_on_missing
from massicot.results.queries.ladder import lifting_of
from massicot.results.rules.access import (
    LIFTED,
    ON_BATCH,
    SAID_LENGTH,
    AccessTimes,
    MarkNotLocked,
    NoScriptNumbered,
    Stale,
    months_after,
)
from massicot.results.rules.decisions import MISSING_CODE, Decision
from massicot.results.rules.destruction import ScriptErased, in_words
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.scripts.queries import StripBox, StripDestruction
from massicot.scripts.rules import ScriptKind
from massicot.shelves import queries as shelves


@dataclass(frozen=True, slots=True)
class WordedSpot:
    """A place in words, the name of its institution if it is one, and what holds the thing there."""

    words: str
    name: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One event of a story: when, what in words, and where it was then (None: it did not move)."""

    at: datetime
    words: str
    spot: WordedSpot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStrip:
    """The box of a header strip: its number and code, from which strip to which it goes, where it is kept.

    `is_lacking`: the strip was not there when the box was closed; `destroyed_at`: when its centre certified it, with
    the others that were `due`, of which so many were `not_found`, nobody says which.
    """

    number: str
    code: str
    first: str
    last: str
    spot: WordedSpot
    kept_in: str
    is_lacking: bool
    destroyed_at: datetime | None = None
    due: int = 0
    not_found: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldScript:
    """One script: its number, what it is, its batch if it has one, where it is now, the box of its strip, its story."""

    number: str
    nature: ScriptKind
    batch: str
    now: WordedSpot | None
    decision: Decision | None
    box: KeptStrip | None
    steps: list[StoryStep]


def lifted_on(paper: Paper) -> date | None:
    """Say on which day, on the clock of its session, a paper was lifted; None before."""
    lifting = lifting_of(paper)
    return exams.local(paper, lifting.lifted_at).date() if lifting and lifting.lifted_at else None


def days_of_lifting(papers: Collection[Paper]) -> dict[int, date]:
    """Map those of some papers that were lifted to the day on which they were, on the clock of their session."""
    by_pk = {paper.pk: paper for paper in papers}
    rows = models.Lifting.objects.filter(paper_id__in=by_pk, lifted_at__isnull=False).values_list(
        "paper_id", "lifted_at"
    )
    return {paper_id: exams.local(by_pk[paper_id], at).date() for paper_id, at in rows if at is not None}


def access_times(paper: Paper) -> AccessTimes:
    """Say from when and until when the scripts of a paper are found by name."""
    session = paper.session
    return AccessTimes(lifted_on(paper), session.scripts_kept_months, session.results_on)


def sheet_times(paper: Paper) -> AccessTimes:
    """Say until when the mark sheets of a paper are kept: as long as its scripts at least."""
    session = paper.session
    return AccessTimes(lifted_on(paper), max(session.scripts_kept_months, session.sheets_kept_months))


def withheld_number(paper: Paper, row: EntryRow) -> str:
    """Give the number of a candidate whose result an incident withholds; empty of any other."""
    withheld = {incident.entry_id for incident in reports.incidents_withholding(paper.pk)}
    return row.candidate_number if row.entry_id in withheld else ""


def held_script(paper: Paper, number: str) -> HeldScript:
    """Tell where the script of a number is and how it came there; raise NumberUnknown."""
    script = scripts.script_by_number(number)
    item = custody.where(ItemKind.SCRIPT, number)
    events = custody.story_of(ItemKind.SCRIPT, number)
    refs = {event.to_ref for event in events} | {script.centre_uai} | ({item.place_ref} if item else set())
    names = exams.institution_names(refs)
    batch = batches.batch_of_number(number)
    moves = [
        StoryStep(event.at, ACTS[event.act], _spot(event.to_place, event.to_ref, names, event.inside or event.found_in))
        for event in events
    ]
    told_in = [batch.code, *batches.codes_before(batch.pk)] if batch else []
    turns = [step for code in told_in for step in _told_of_batch(code, number)]
    decided = decision_on_missing(paper, number) if item and item.place == Place.MISSING else None
    return HeldScript(
        number=number,
        nature=ScriptKind(script.kind),
        batch=batch.code if batch else "",
        now=_spot(item.place, item.place_ref, names, item.inside) if item else None,
        decision=Decision(decided.decision) if decided else None,
        box=strip_box(number),
        steps=_date_steps(paper, [*moves, *turns, *_lifting_steps(paper)]),
    )


def strip_box(number: str) -> KeptStrip | None:
    """Tell in which box the header strip of a number is, and where that is kept; None while it is in no box."""
    box = scripts.box_of_strip(number)
    if box is None:
        return None
    certified = _strip_certified(box, number)
    return KeptStrip(
        number=number_of_box(box.ref),
        code=box.ref,
        first=box.first,
        last=box.last,
        spot=WordedSpot(PLACES[Place.EXAM_CENTRE], exams.institution_name(box.centre_uai)),
        kept_in=box.kept_in,
        is_lacking=scripts.strip_is_lacking(number),
        destroyed_at=exams.local(box.paper, certified.certified_at) if certified else None,
        due=certified.due if certified else 0,
        not_found=certified.due - certified.count if certified else 0,
    )


def _strip_certified(box: StripBox, number: str) -> StripDestruction | None:
    """Find by which certificate the centre of a strip said that those of destroyed scripts are, its own among them."""
    item = custody.where(ItemKind.SCRIPT, number)
    if item is None or item.place != Place.DESTROYED:
        return None
    rows = scripts.strip_destructions(box.paper_id, box.centre_uai)
    return next((row for row in rows if row.certified_at >= item.since), None)


def _spot(place: str, ref: str, names: Mapping[str, str], inside: str) -> WordedSpot:
    if place == Place.DESTROYED:
        return WordedSpot(PLACES[place], ref)
    # Whoever is no institution is a marker or a carrier: never named.
    return WordedSpot(PLACES[place], names.get(ref, "") if place != Place.MARKER else "", inside)


def _told_of_batch(code: str, number: str) -> Iterator[StoryStep]:
    for line in audit.acts_of(batches.subject_of(code)):
        is_of_other = line.act == MarkWritten.__name__ and json.loads(line.facts)["number"] != number
        if line.act in ON_BATCH and not is_of_other:
            yield StoryStep(line.at, ON_BATCH[line.act])


def _lifting_steps(paper: Paper) -> Iterator[StoryStep]:
    lifting = lifting_of(paper)
    if lifting is not None and lifting.lifted_at is not None:
        yield StoryStep(lifting.lifted_at, LIFTED)


def _date_steps(paper: Paper, steps: list[StoryStep]) -> list[StoryStep]:
    local = [StoryStep(exams.local(paper, step.at), step.words, step.spot) for step in steps]
    return sorted(local, key=lambda step: step.at)


Statement = models.Statement
"""The row that pages are handed; the table itself is imported by this area only."""

_SEALS = "results/statement"
_CHUNK = 1000


def statements_of(paper: Paper, entry_id: int) -> list[Statement]:
    """List the issues of one candidate's statement, the first one first."""
    return list(Statement.objects.filter(paper=paper, entry_id=entry_id).order_by("issue"))


def count_statements(paper: Paper) -> int:
    """Count the candidates of a paper who have a statement."""
    return Statement.objects.filter(paper=paper, issue=1).count()


def sealed_said(key: Key, entry_id: int, issue: int, text: str) -> bytes:
    """Seal what an issue says, as long as any other."""
    return keys.seal(key.sub_key(_SEALS), f"{text:<{SAID_LENGTH}}".encode(), f"{entry_id}/{issue}")


def said_by(statements: Sequence[Statement], key: Key) -> list[str]:
    """Open what some issues said; raise SealBroken."""
    sub_key = key.sub_key(_SEALS)
    return [
        keys.unseal(sub_key, bytes(statement.said), f"{statement.entry_id}/{statement.issue}").decode().rstrip()
        for statement in statements
    ]


def certificates_told(paper: Paper) -> str:
    """Write by which certificates scripts of a paper were destroyed, each with its day; empty before the first."""
    rows = shelves.certificates_of(paper)
    return in_words((row.code, exams.local(paper, row.destroyed_at).date()) for row in rows if row.destroyed_at)


def number_of_entry(paper: Paper, row: EntryRow, key: Key) -> str:
    """Find the number of one candidate's script; raise NoScriptNumbered, ScriptErased, WrongKey or LinkBroken."""
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), [row.entry_id])
    if row.entry_id in numbers:
        return numbers[row.entry_id]
    was_numbered = row.specialty_code in exams.on_site_specialties(paper, paper.starts_at)
    if was_numbered and (certificates := certificates_told(paper)):
        raise ScriptErased(candidate=row.candidate_number, paper=paper.code, certificates=certificates)
    raise NoScriptNumbered(candidate=row.candidate_number, paper=paper.code)


def place_of_script(paper: Paper, row: EntryRow, key: Key) -> Place | None:
    """Say in what kind of place the script of a candidate is; None where the ledger has no such script.

    Raise as `number_of_entry`.
    """
    item = custody.where(ItemKind.SCRIPT, number_of_entry(paper, row, key))
    return Place(item.place) if item else None


def standing_mark(paper: Paper, row: EntryRow, key: Key) -> str:
    """Write what stands for one candidate; raise as `number_of_entry`, or MarkNotLocked while their batch is open."""
    number = number_of_entry(paper, row, key)
    batch = batches.batch_of_number(number)
    if batch is not None and not marks.is_locked(batch.pk):
        raise MarkNotLocked(batch=batch.code)
    return _standing(paper, [number]).get(number, MISSING_CODE)


def stale_statements(paper: Paper, key: Key) -> list[Stale]:
    """List the statements that no longer say what stands, as far as their marks are locked.

    Of a script that was destroyed nobody can tell any more: its last statement holds.
    """
    sealer = anonymity.sealer_of(paper, key)
    has_erased = bool(shelves.certificates_of(paper))
    stale = list[Stale]()
    for chunk in _chunks(_last_issues(paper)):
        numbers = anonymity.numbers_of_entries(sealer, [statement.entry_id for statement in chunk])
        standing = _standing(paper, list(numbers.values()))
        for statement, text in zip(chunk, said_by(chunk, key), strict=True):
            if has_erased and statement.entry_id not in numbers:
                continue
            stands = standing.get(numbers.get(statement.entry_id, ""), MISSING_CODE)
            if stands != text:
                stale.append(Stale(statement.entry_id, statement.issue, text, stands))
    return stale


def not_reissued(paper: Paper, stale: Collection[Stale]) -> list[Stale]:
    """Leave out the statements that were issued again since they were found to be stale."""
    if not stale:
        return []
    rows = Statement.objects.filter(paper=paper, entry_id__in=[statement.entry_id for statement in stale]).order_by(
        "entry_id"
    )
    last = dict(rows.values_list("entry_id").annotate(last=Max("issue")))
    return [statement for statement in stale if last[statement.entry_id] == statement.issue]


def statement_document(paper: Paper, row: EntryRow, statement: Statement, key: Key) -> documents.StatementContent:
    """Build one issue of a statement as it is printed, again and again the same."""
    issues = statements_of(paper, row.entry_id)
    before = issues[statement.issue - 2] if statement.issue > 1 else None
    scale = exams.scale_of(paper)
    lifted = lifted_on(paper)
    issued_on = _day(paper, statement)
    return documents.StatementContent(
        heading=exams.heading_of(paper),
        issue=statement.issue,
        candidate_number=row.candidate_number,
        surname=row.surname,
        usual_name=row.usual_name,
        first_names=row.first_names,
        born_on=row.born_on,
        specialty_code=row.specialty_code,
        specialty_label=exams.specialty_labels(paper.session_id).get(row.specialty_code, ""),
        centre=exams.place_of(row.centre_uai),
        said=said_by([statement], key)[0],
        highest=format_mark(scale.highest, scale),
        issued_on=issued_on,
        seen_until=months_after(lifted or issued_on, paper.session.scripts_kept_months),
        replaces=documents.Replaced(before.issue, _day(paper, before), statement.reason) if before else None,
    )


def _day(paper: Paper, statement: Statement) -> date:
    return exams.local(paper, statement.issued_at).date()


def _standing(paper: Paper, numbers: Collection[str]) -> dict[str, str]:
    scale = exams.scale_of(paper)
    return {number: format_entered(mark, scale) for number, mark in marks.signed_marks(paper.pk, numbers).items()}


def _last_issues(paper: Paper) -> Iterator[Statement]:
    last = Statement.objects.filter(entry_id=OuterRef("entry_id")).order_by("-issue").values("issue")[:1]
    rows = Statement.objects.filter(paper=paper, issue=Subquery(last)).order_by("entry_id")
    return rows.iterator(chunk_size=_CHUNK)


def _chunks(rows: Iterator[Statement]) -> Iterator[list[Statement]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
