"""Reads of mark sheets as sheets of paper: every one printed, which are at the exam office, which a centre owes."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from massicot.batches.queries import BatchState
from massicot.core.codes import tidy_code
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.rules.keyings import Keying
from massicot.marks.rules.sheets import identifier_in
from massicot.post import queries as post
from massicot.shelves.models import SheetReceipt, SheetReminder
from massicot.shelves.rules import sheets as rules
from massicot.shelves.rules.sheets import SheetState
from massicot.store.prepared import Question

_OF_SHEET = SheetReceipt.objects.filter(sheet=OuterRef("pk"))
_BOX_ENDS = (Place.SHELF, Place.DESTROYED)
HERE, LACKING, GIVEN_UP, TO_BOX = "here", "lacking", "given-up", "to-box"
"""What a list may be narrowed to besides the states of its sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreSheets:
    """What one centre owes of a paper: batches that stand there, those not locked, their sheets, those that lack."""

    uai: str
    batches: int
    open_batches: int
    printed: int
    lacking: int
    reminded_at: datetime | None = None

    def owed(self, paper: Paper, now: datetime) -> rules.Owed:
        """Say how far its sheets are."""
        return rules.owed(
            lacking=self.lacking,
            open_batches=self.open_batches,
            return_by=paper.return_by,
            now=now,
        )


def sheets_of(paper_id: int, uai: str | None = None) -> QuerySet[Any]:
    """Find every sheet that was printed of a paper, or of one of its centres, in the order of its batches' numbers.

    Each with what it is worth (`state`), whether it is at the exam office (`is_here`), since when and received by whom;
    and whether nobody awaits it any more (`is_given_up`), and why; the code of the `box` in which it lies, if any.
    """
    rows = marks.printed_sheets(paper_id)
    state = Case(
        When(is_live=False, then=Value(SheetState.VOID)),
        When(keying=Keying.SECOND, then=Value(SheetState.SECOND)),
        default=Value(SheetState.STANDING),
        output_field=CharField(),
    )
    told: QuerySet[Any] = rows.annotate(
        state=state,
        is_here=Exists(_OF_SHEET.filter(given_up="")),
        is_given_up=Exists(_OF_SHEET.exclude(given_up="")),
        given_up=Coalesce(Subquery(_OF_SHEET.values("given_up")[:1]), Value("")),
        received_at=Subquery(_OF_SHEET.filter(given_up="").values("noted_at")[:1]),
        received_by=Coalesce(Subquery(_OF_SHEET.filter(given_up="").values("noted_by")[:1]), Value("")),
        box=Coalesce(Subquery(_OF_SHEET.values("box__code")[:1]), Value("")),
    )
    return told if uai is None else told.filter(uai=uai)


def is_in_state(word: str) -> Q:
    """Ask for the sheets of one state, of those that are at the exam office, in no box there, or awaited by it."""
    if word == HERE:
        return Q(is_here=True)
    if word == GIVEN_UP:
        return Q(is_given_up=True)
    if word == TO_BOX:
        return Q(is_here=True, box="")
    if word == LACKING:
        return Q(is_here=False, is_given_up=False, state=SheetState.STANDING)
    return Q(state=word)


def lacking_sheets(paper_id: int, uai: str) -> QuerySet[Any]:
    """Find the sheets of a centre that the exam office waits for."""
    return sheets_of(paper_id, uai).filter(is_in_state(LACKING))


def centres_of_sheets(paper: Paper) -> list[CentreSheets]:
    """Tell of each centre that has batches of a paper what it owes, by UAI."""
    return list(owed_by_centre([paper.pk]).get(paper.pk, {}).values())


@dataclass(frozen=True, slots=True)
class CountsAtDesk:
    """What the home page of a marking centre counts of its batches, by centre and paper.

    `batches` that are not locked, or still there, by state and lock; sheets `lacking`, which the exam office waits for.
    """

    batches: Mapping[tuple[str, int], Counter[tuple[BatchState, bool]]]
    lacking: Counter[tuple[str, int]]

    def owed(self, uai: str, paper: Paper, now: datetime) -> rules.Owed:
        """Say how far the sheets of a centre are."""
        open_batches = sum(n for (_, is_locked), n in self.batches.get((uai, paper.pk), {}).items() if not is_locked)
        lacking = self.lacking[uai, paper.pk]
        return rules.owed(lacking=lacking, open_batches=open_batches, return_by=paper.return_by, now=now)


def counts_at_desk(centre_uais: Collection[str]) -> CountsAtDesk:
    """Count the batches and the sheets of some marking centres, in one statement."""
    rows = _AT_DESK.ask(uais=sorted(centre_uais)) if centre_uais else []
    lacking = Counter({(uai, paper_id): count for uai, paper_id, state, _, count in rows if state == LACKING})
    return CountsAtDesk(marks.count_states(row for row in rows if row[2] != LACKING), lacking)


def _at_desk(uais: Collection[str]) -> QuerySet[Any, Any]:
    standing = marks.standing_sheets_at(uais).filter(~Exists(_OF_SHEET)).order_by()
    lacking = standing.values_list("batch__centre_uai", "batch__paper_id", Value(LACKING), Value(value=True))
    rows: QuerySet[Any, Any] = marks.state_rows(list(uais)).union(lacking.annotate(count=Count("pk")), all=True)
    return rows


_AT_DESK: Question[Any] = Question(_at_desk)


def owed_here(paper: Paper, uai: str) -> CentreSheets | None:
    """Tell what one centre owes of a paper; None of one that has no batch of it."""
    return owed_by_centre([paper.pk]).get(paper.pk, {}).get(uai)


def count_lacking_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `lacking`) the sheets that are awaited."""
    standing = marks.live_credentials().order_by()
    rows: QuerySet[Any] = standing.filter(~Exists(_OF_SHEET)).annotate(paper_id=F("batch__paper_id"))
    counted: QuerySet[Any] = rows.values("paper_id").annotate(lacking=Count("pk"))
    return counted


def owed_by_centre(paper_ids: Collection[int]) -> dict[int, dict[str, CentreSheets]]:
    """Tell by paper, and then by centre, what is owed."""
    printed = {
        (paper_id, uai): (count, lacking)
        for paper_id, uai, count, lacking in _printed(paper_ids).values_list(
            "batch__paper_id", "batch__centre_uai", "count", "lacking"
        )
    }
    reminded = _reminded(paper_ids)
    owed: dict[int, dict[str, CentreSheets]] = {}
    for paper_id, uai, batches, locked in marks.batches_by_centre(paper_ids):
        count, lacking = printed.get((paper_id, uai), (0, 0))
        owed.setdefault(paper_id, {})[uai] = CentreSheets(
            uai=uai,
            batches=batches,
            open_batches=batches - locked,
            printed=count,
            lacking=lacking,
            reminded_at=reminded.get((paper_id, uai)),
        )
    return owed


_ENDED: Question[tuple[str, str]] = Question(
    lambda paper_id: (
        SheetReceipt.objects.filter(sheet__in=marks.standing_sheets([paper_id]))
        .order_by("sheet__batch__code")
        .values_list("sheet__batch__code", "given_up")
    )
)


def sheets_ended(paper_id: int) -> dict[str, str]:
    """Map the batches whose sheet is at the exam office, or given up, to why it was given up, if it was."""
    return dict(_ENDED.ask(paper_id=paper_id))


def standing_of(paper_id: int, uai: str) -> QuerySet[Any]:
    """Find the sheets of a centre on which the marks of its batches stand."""
    standing: QuerySet[Any] = sheets_of(paper_id, uai).filter(state=SheetState.STANDING)
    return standing


def last_number(paper: Paper) -> int | None:
    """Tell the highest number of a batch of a paper of which a sheet was printed; None before the first."""
    most: int | None = marks.printed_sheets(paper.pk).aggregate(most=Max("rank"))["most"]
    return most


def sheet_of_batch(paper_id: int, code: str) -> Any:
    """Find the sheet on which the marks of a batch stand; None of a batch that was unmade, or before it is printed."""
    return sheets_of(paper_id).filter(batch_code=code, state=SheetState.STANDING).first()


def with_shelf(sheets: Sequence[Any]) -> Sequence[Any]:
    """Tell of sheets on which shelf the box of each stands (`shelf`), or by which certificate it was destroyed.

    Both are empty of one that stands on none (`certificate` is that of the destruction).
    """
    spots = ledger.spots_of(ItemKind.BOX, {sheet.box for sheet in sheets} - {""})
    refs = {place: {box: spot.place_ref for box, spot in spots.items() if spot.place == place} for place in _BOX_ENDS}
    for sheet in sheets:
        sheet.shelf = refs[Place.SHELF].get(sheet.box, "")
        sheet.certificate = refs[Place.DESTROYED].get(sheet.box, "")
    return sheets


def occasion_of_reminder(paper: Paper, uai: str, at: datetime) -> str:
    """Name the occasion on which a centre is reminded of its mark sheets."""
    return f"sheets-awaited:{paper.session.code}/{paper.code}:{uai}:{at:%Y%m%d%H%M%S}"


def reminded_in_vain(paper: Paper, centres: Iterable[CentreSheets]) -> set[str]:
    """Name the centres of some of which no mail of the last reminder has left, nor will."""
    last_times = [(centre.uai, centre.reminded_at) for centre in centres if centre.reminded_at]
    occasions = {occasion_of_reminder(paper, uai, at): uai for uai, at in last_times}
    return {occasions[occasion] for occasion in post.gone_nowhere(occasions)}


def name_of(sheet: Any) -> str:
    """Write what a sheet is called where it must not be taken for another of its batch."""
    return rules.sheet_name(sheet.batch_code, sheet.issue, is_second=sheet.keying == Keying.SECOND)


def subject_of(paper: Paper, uai: str) -> str:
    """Name the mark sheets of a centre as the journal does."""
    return f"sheets:{paper.session.code}/{paper.code}/{uai}"


def find_sheet(paper: Paper, text: str) -> Any:
    """Find the sheet that somebody scanned or typed: by its address or identifier, by code or number of its batch.

    Raise SheetNotRead, SheetOfAnother, EditionUnknown or SheetAmbiguous.
    """
    typed = rules.read_typed(text)
    if typed is None:
        return _by_identifier(paper, text, identifier_in(text) or text)
    rows = sheets_of(paper.pk)
    of_batch = rows.filter(rank=typed.batch) if isinstance(typed.batch, int) else rows.filter(batch_code=typed.batch)
    sheets = list(of_batch)
    if not sheets:
        raise rules.SheetNotRead(code=text.strip())
    meant = [sheet for sheet in sheets if _is_meant(sheet, typed)]
    if len(meant) == 1:
        return meant[0]
    refusal = rules.SheetAmbiguous if meant else rules.EditionUnknown
    raise refusal(rank=sheets[0].rank, names=", ".join(map(_edition_of, sheets)))


def _is_meant(sheet: Any, typed: rules.TypedSheet) -> bool:
    if typed.printing is None:
        return True
    return bool(typed.is_second == (sheet.keying == Keying.SECOND) and typed.printing == sheet.issue)


def _edition_of(sheet: Any) -> str:
    return rules.sheet_name(str(sheet.rank), sheet.issue, is_second=sheet.keying == Keying.SECOND)


def _by_identifier(paper: Paper, text: str, identifier: str) -> Any:
    found = marks.paper_of_sheet(identifier)
    if found is None:
        raise rules.SheetNotRead(code=text.strip())
    if found != paper.pk:
        other = exams.paper_by_id(found)
        raise rules.SheetOfAnother(paper=f"{other.title} ({other.session.code})")
    return sheets_of(paper.pk).get(identifier=tidy_code(identifier))


def _printed(paper_ids: Collection[int]) -> QuerySet[Any]:
    standing = marks.standing_sheets(paper_ids)
    here = Exists(_OF_SHEET)
    rows: QuerySet[Any] = standing.order_by().values("batch__paper_id", "batch__centre_uai")
    counted: QuerySet[Any] = rows.annotate(count=Count("pk"), lacking=Count("pk", filter=~here))
    return counted


def _reminded(paper_ids: Collection[int]) -> Mapping[tuple[int, str], datetime]:
    rows = SheetReminder.objects.filter(paper__in=paper_ids).values_list("paper_id", "centre_uai", "reminded_at")
    return {(paper_id, uai): at for paper_id, uai, at in rows}
