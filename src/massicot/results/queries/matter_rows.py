"""The statement by which what the office has under way is read: a row a matter, each with its paper."""

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import Any

from django.db.models import DateTimeField, F, Field, QuerySet, TextField, Value
from django.db.models.functions import Cast

from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments.rules.returns import ReturnState
from massicot.results.models import GapDecision, LadderCount, Lifting, ScriptLifting, Statement
from massicot.results.queries.consultations import waiting_consultations
from massicot.results.queries.decisions import to_settle
from massicot.results.queries.disputes import open_disputes
from massicot.results.queries.files import closed_disputes, closed_requests, first_closed_by_paper
from massicot.roomreports import queries as reports
from massicot.scripts import queries as scripts
from massicot.setasides import queries as set_asides
from massicot.shelves import queries as shelves
from massicot.store.prepared import Question


class Matter(StrEnum):
    """What a row is about."""

    REASON = "reason"
    TO_SETTLE = "to-settle"
    WAITING = "waiting"
    STATEMENT = "statement"
    PROPOSED = "proposed"
    LIFTED = "lifted"
    COUNT = "count"
    UNACKNOWLEDGED = "unacknowledged"
    ASIDE = "aside"
    ASTRAY = "astray"
    INCIDENT = "incident"
    PAPERS = "papers"
    KEPT_MARK = "kept-mark"
    SEAL = "seal"
    RETURN_UNDER_WAY = "return-under-way"
    RETURN_HERE = "return-here"
    RETURN_LACKING = "return-lacking"
    RETURN_SEAL = "return-seal"
    TO_RETURN = "to-return"
    TO_BOX = "to-box"
    SHEETS_TO_BOX = "sheets-to-box"
    ON_NO_SHELF = "on-no-shelf"
    SLIP = "slip"
    TO_DESTROY = "to-destroy"
    SHEETS_TO_DESTROY = "sheets-to-destroy"
    LIST = "list"
    HELD = "held"
    CLOSED_FILE = "closed-file"
    STRIPS = "strips"
    STRIPS_NOT_FOUND = "strips-not-found"
    SHEETS = "sheets"
    CONSULTATION = "consultation"


def _rows(paper_ids: Collection[int], layout: str) -> QuerySet[Any, Any]:
    open_ones = ScriptLifting.objects.filter(lifted_at__isnull=True, withdrawn_at__isnull=True)
    counts_kept = LadderCount.objects.filter(layout=layout)
    parts: tuple[tuple[Any, ...], ...] = (
        (Matter.REASON, GapDecision.objects.all(), F("key"), F("figures"), F("reason")),
        (Matter.TO_SETTLE, to_settle(), F("key")),
        (Matter.WAITING, open_ones, F("number"), F("proposed_by")),
        (Matter.STATEMENT, Statement.objects.filter(issue=1).order_by().distinct()),
        (Matter.PROPOSED, Lifting.objects.filter(lifted_at__isnull=True), F("proposed_by")),
        (Matter.LIFTED, _lifted(), F("proposed_by"), *[Value("")] * 2, F("lifted_at")),
        (Matter.UNACKNOWLEDGED, parcels.outside_waiting().order_by(), *[Value("")] * 3, F("sent_at"), F("due_at")),
        (Matter.ASIDE, set_asides.open_rows().order_by(), F("number")),
        (Matter.ASTRAY, set_asides.astray_rows()),
        (Matter.PAPERS, parcels.papers_lacking().order_by()),
        (Matter.INCIDENT, reports.open_rows().order_by(), F("kind"), F("standing")),
        (Matter.KEPT_MARK, candidates.kept_undecided_rows().order_by()),
        (Matter.SEAL, parcels.open_seal_troubles().order_by()),
        (Matter.RETURN_UNDER_WAY, parcels.returns_in(ReturnState.ON_THE_WAY), *[Value("")] * 3, F("sent_at")),
        (Matter.RETURN_HERE, parcels.returns_in(ReturnState.ARRIVED)),
        (Matter.RETURN_LACKING, parcels.lacking_rows().annotate(paper_id=F("parcel__paper_id"))),
        (Matter.RETURN_SEAL, parcels.open_return_seal_troubles(), F("code")),
        (Matter.TO_RETURN, shelves.count_to_return_by_paper(), F("batches")),
        (Matter.SHEETS, shelves.count_lacking_by_paper(), F("lacking")),
        (Matter.TO_BOX, shelves.count_to_box_by_paper(), F("things")),
        (Matter.SHEETS_TO_BOX, shelves.count_sheets_to_box_by_paper(), F("sheets")),
        (Matter.ON_NO_SHELF, shelves.boxes_on_no_shelf()),
        (Matter.SLIP, shelves.open_slips(), F("state"), F("due_on"), F("number")),
        (Matter.TO_DESTROY, shelves.count_boxed_by_paper(), F("scripts")),
        (Matter.SHEETS_TO_DESTROY, shelves.count_boxed_sheets_by_paper(), F("sheets")),
        (Matter.LIST, shelves.open_lists(), F("signed_first_by"), F("kind")),
        (Matter.CLOSED_FILE, first_closed_by_paper(closed_requests()), F("first")),
        (Matter.CLOSED_FILE, first_closed_by_paper(closed_disputes()), F("first")),
        (Matter.HELD, open_disputes()),
        (Matter.HELD, reports.withholding_rows()),
        (Matter.STRIPS, shelves.count_destroyed_by_paper(), F("scripts")),
        (Matter.STRIPS, scripts.strips_signed(), 0 - F("due")),
        (Matter.STRIPS, scripts.strips_never_boxed(), Value("-1")),
        (Matter.STRIPS_NOT_FOUND, scripts.strips_not_found(), F("due") - F("count")),
        (Matter.CONSULTATION, waiting_consultations().order_by(), F("received_on"), F("mail_state")),
        (Matter.COUNT, counts_kept, *[Value("")] * 3, F("counted_at"), F("stands_at")),
    )
    first, *others = (
        rows.filter(paper_id__in=paper_ids).values_list(Value(matter.value), "paper_id", *_columns(columns))
        for matter, rows, *columns in parts
    )
    every: QuerySet[Any, Any] = first.union(*others, all=True)
    return every


def _lifted() -> QuerySet[Lifting]:
    return Lifting.objects.filter(lifted_at__isnull=False)


_NOTHING: tuple[tuple[Callable[[], "Field[Any, Any]"], Any], ...] = (
    (TextField, ""),
    (TextField, ""),
    (TextField, ""),
    (DateTimeField, None),
    (DateTimeField, None),
)
"""Three texts and two instants, as a matter that has less to say leaves them."""


def _columns(expressions: Sequence[Any]) -> list[Cast]:
    values = [*expressions, *(Value(nothing) for _, nothing in _NOTHING[len(expressions) :])]
    return [Cast(value, kind()) for value, (kind, _) in zip(values, _NOTHING, strict=True)]


MATTERS: Question[tuple[Any, ...]] = Question(_rows)
"""Of papers, by a layout of their counts: matter, paper, three texts and two instants."""
