"""What may still change of a paper, and until when: without a database."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.core.marks import Scale
from massicot.exams.rules import editing, session_plan
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.session_file import shipped_plan

PARIS = ZoneInfo("Europe/Paris")
PAPER = shipped_plan().papers[0]
APRIL = datetime(2017, 4, 24, 9, tzinfo=UTC)
JUNE = datetime(2017, 6, 5, 9, tzinfo=UTC)
EVERYTHING = PaperProgress(**{field.name: True for field in fields(PaperProgress)})


def edit(progress=None, at=APRIL, **changes):
    moment = editing.moment_of(PAPER, progress or PaperProgress(), PARIS, at)
    editing.check_edit(PAPER.code, PAPER, replace(PAPER, **changes), moment)


def test_before_anything_is_made_everything_may_change():
    edit(
        title="Culture",
        starts_at=PAPER.starts_at + timedelta(hours=1),
        ends_at=PAPER.ends_at + timedelta(hours=1),
        despatch_hours=72,
        marking_opens_on=date(2017, 6, 1),
        entry_opens_at=PAPER.entry_opens_at - timedelta(days=1),
        site_code="A03",
        scale=Scale(0, 4000, 50),
        are_totals_required=False,
        batch_size=40,
        batch_ceiling=45,
    )


@pytest.mark.parametrize(
    ("progress", "change", "refusal"),
    [
        (PaperProgress(has_parcels=True), {"despatch_hours": 72}, editing.DelayPrinted),
        (PaperProgress(has_hand_outs=True), {"marking_opens_on": date(2017, 6, 1)}, editing.MarkingBegun),
        (PaperProgress(has_marks=True), {"scale": Scale(0, 4000)}, editing.MarksAreSaved),
        (PaperProgress(has_marks=True), {"entry_opens_at": JUNE}, editing.MarksAreSaved),
        (PaperProgress(has_batches=True), {"batch_size": 40}, editing.BatchesMade),
        (PaperProgress(has_batches=True), {"batch_ceiling": 70}, editing.BatchesMade),
        (PaperProgress(has_sheets=True), {"site_code": "A03"}, editing.SheetsArePrinted),
        (PaperProgress(has_locks=True), {"are_totals_required": False}, editing.BatchesLocked),
    ],
)
def test_what_something_was_made_from_no_longer_changes(progress, change, refusal):
    edit(**change)
    with pytest.raises(refusal):
        edit(progress, **change)


def test_each_limit_is_reached_by_its_own_count_and_no_other():
    names = ("has_parcels", "has_sheets", "has_batches", "has_hand_outs", "has_marks", "has_locks")
    frozen = {
        name: editing.frozen_names(editing.moment_of(PAPER, PaperProgress(**{name: True}), PARIS, APRIL))
        for name in names
    }
    assert frozen == {
        "has_parcels": {"despatch_hours"},
        "has_sheets": {"site_code"},
        "has_batches": {"batch_size", "batch_ceiling"},
        "has_hand_outs": {"marking_opens_on"},
        "has_marks": {"entry_opens_at", "scale"},
        "has_locks": {"are_totals_required"},
    }


def test_hours_change_until_midnight_of_the_day_in_the_time_zone_of_the_session():
    midnight = datetime(2017, 5, 10, tzinfo=PARIS)
    later = PAPER.ends_at + timedelta(hours=1)
    edit(at=midnight - timedelta(seconds=1), ends_at=later)
    with pytest.raises(editing.PaperDayBegun):
        edit(at=midnight, ends_at=later)
    edit(at=midnight, title="Culture")


def test_mark_entry_is_prolonged_at_any_time_and_never_closed_in_the_past():
    edit(EVERYTHING, JUNE, entry_closes_at=PAPER.entry_closes_at + timedelta(days=1))
    edit(EVERYTHING, JUNE, entry_closes_at=JUNE + timedelta(hours=1))
    with pytest.raises(editing.EntryClosedInThePast):
        edit(EVERYTHING, JUNE, entry_closes_at=JUNE - timedelta(seconds=1))
    after = PAPER.entry_closes_at + timedelta(days=3)
    edit(EVERYTHING, after, title="Culture")
    edit(EVERYTHING, after, entry_closes_at=after + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"ends_at": PAPER.starts_at}, session_plan.EndsNotInOrder),
        ({"marking_closes_on": date(2017, 5, 30)}, session_plan.MarkingNotInOrder),
        ({"entry_closes_at": PAPER.entry_opens_at}, session_plan.EntryNotInOrder),
        ({"batch_ceiling": 49}, session_plan.CeilingBelowSize),
        ({"marking_opens_on": date(2017, 5, 9)}, session_plan.MarkingBeforeThePaper),
        ({"entry_opens_at": PAPER.starts_at - timedelta(seconds=1)}, session_plan.EntryBeforeThePaper),
        ({"site_code": "Â 02"}, session_plan.SiteCodeImpossible),
        ({"site_code": ""}, session_plan.SiteCodeImpossible),
        ({"batch_size": 0}, session_plan.BatchSizeImpossible),
        ({"batch_ceiling": 100_000}, session_plan.BatchSizeImpossible),
        ({"starts_at": APRIL - timedelta(hours=1)}, editing.PaperInThePast),
        ({}, editing.NothingChanged),
    ],
)
def test_dates_that_cannot_stand_together_are_refused(change, refusal):
    with pytest.raises(refusal):
        edit(**change)


def test_marking_may_begin_on_the_day_of_the_paper():
    edit(marking_opens_on=date(2017, 5, 10), entry_opens_at=PAPER.starts_at)


def test_a_last_day_of_marking_is_today_or_later():
    edit(EVERYTHING, datetime(2017, 6, 1, 9, tzinfo=UTC), marking_closes_on=date(2017, 6, 1))
    with pytest.raises(editing.MarkingEndedInThePast):
        edit(EVERYTHING, datetime(2017, 6, 1, 22, 30, tzinfo=UTC), marking_closes_on=date(2017, 6, 1))


def test_scripts_are_back_on_the_last_day_of_marking_at_the_earliest():
    edit(return_by=datetime(2017, 6, 2, tzinfo=PARIS))
    with pytest.raises(session_plan.ReturnBeforeMarkingEnds):
        edit(return_by=datetime(2017, 6, 1, 23, 59, tzinfo=PARIS))
    edit(marking_closes_on=date(2017, 6, 9))
    with pytest.raises(session_plan.ReturnBeforeMarkingEnds):
        edit(marking_closes_on=date(2017, 6, 10))
    edit(marking_closes_on=date(2017, 6, 10), return_by=datetime(2017, 6, 16, tzinfo=PARIS))
    edit(marking_closes_on=date(2017, 6, 10), return_by=None)


def test_a_return_that_stood_too_early_already_keeps_nobody_from_correcting_something_else():
    early = replace(PAPER, return_by=PAPER.starts_at)
    moment = editing.moment_of(early, PaperProgress(), PARIS, APRIL)
    editing.check_edit("CGE", early, replace(early, title="Culture"), moment)


def test_what_comes_back_and_to_whom_changes_at_any_time():
    edit(EVERYTHING, PAPER.return_by, return_by=PAPER.return_by + timedelta(days=7))
    edit(EVERYTHING, PAPER.return_by, return_attention="Bureau DEC 4", sheets_attention="")


def test_the_page_can_say_until_when_each_field_may_change():
    assert editing.limit_of("scale").until == "until a mark is saved"
    assert editing.limit_of("entry_closes_at") is None
    assert editing.changed_names(PAPER, replace(PAPER, title="X", batch_size=1)) == ["title", "batch_size"]
