"""Can any sequence of acts put a mark sheet into two boxes, keep one that is not here, or move a destroyed one?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.shelves import queries, services
from massicot.shelves.rules.destruction import Consent
from massicot.shelves.rules.sheet_boxes import BoxedSheets, SheetChoice
from tests import going_back
from tests.cast import OMAR
from tests.going_back import CAME
from tests.keeping import RolledBack, explored, kept
from tests.shelving import BY_OFFICE

back = kept(going_back.many_back)

CONSENT = Consent(reference="AD13-2018-0042", given_on=CAME.date())
AWAITED, GIVEN_UP, LOOSE = "awaited", "given up", ""
RANK = st.integers(1, 6)


def destroy_all(paper):
    """List the sheets in boxes, and sign the list twice; whether they are due is known above this area."""
    row = services.list_sheet_destruction_unchecked_files(paper=paper, **BY_OFFICE)
    services.sign_sheet_destruction_unchecked_files(paper=paper, row=row, consent=CONSENT, **BY_OFFICE)
    services.destroy_sheets_unchecked_files(
        paper=paper, row=queries.list_by_code(paper, row.code), **BY_OFFICE | {"by": OMAR}
    )


class SheetBoxes(RolledBack):
    """Six sheets received, given up, boxed, taken out, destroyed; by the model: where each is, or its box's code."""

    def __init__(self, built):
        super().__init__()
        self.said = {"paper": built.paper, **BY_OFFICE}
        self.paper = built.paper
        self.at = dict.fromkeys(range(1, 7), AWAITED)
        self.gone = set()

    @rule(rank=RANK)
    def receive(self, rank):
        refusal = self.attempt(services.receive_sheet, code=str(rank), **self.said)
        assert (refusal is None) == (self.at[rank] in (AWAITED, GIVEN_UP))
        if refusal is None:
            self.at[rank] = LOOSE

    @rule(rank=RANK)
    def give_up(self, rank):
        refusal = self.attempt(services.give_up_sheet, code=str(rank), reason="Lost", **self.said)
        assert (refusal is None) == (self.at[rank] == AWAITED)
        if refusal is None:
            self.at[rank] = GIVEN_UP

    @rule(rank=RANK)
    def take_back(self, rank):
        refusal = self.attempt(services.take_back_sheet, code=str(rank), reason="Another", **self.said)
        assert (refusal is None) == (self.at[rank] != AWAITED and self.at[rank] not in self.gone)
        if refusal is None:
            self.at[rank] = AWAITED

    @rule(ends=st.lists(RANK, min_size=2, max_size=2).map(sorted), but=st.sets(RANK, max_size=2), old=st.booleans())
    def box(self, ends, but, old):
        loose = {rank for rank in range(ends[0], ends[1] + 1) if self.at[rank] == LOOSE}
        into = min(self.there, default="") if old else ""
        choice = SheetChoice(first=ends[0], last=ends[1], but=sorted(map(str, but)), counted=len(loose - but))
        refusal = self.attempt(services.box_sheets, choice=choice, box=into, **self.said)
        assert (refusal is None) == (but <= loose and bool(loose - but))
        if refusal is None:
            code = into or max(box.code for box in queries.boxes_of(self.paper))
            assert into or code not in self.boxes
            self.at |= dict.fromkeys(loose - but, code)

    @rule(rank=RANK)
    def take_out(self, rank):
        refusal = self.attempt(services.take_sheet_out_of_box, code=str(rank), reason="Not there", **self.said)
        assert (refusal is None) == (self.at[rank] in self.there)
        if refusal is None:
            self.at[rank] = LOOSE

    @rule(shelf=st.sampled_from(["cellar", "attic"]))
    def shelve(self, shelf):
        self.attempt(services.shelve_boxes, boxes=sorted(self.there)[:1], shelf=shelf, **self.said)
        for code in sorted(self.gone):
            assert self.attempt(services.shelve_boxes, boxes=[code], shelf=shelf, **self.said)

    @rule()
    def open_one(self):
        for code in sorted(self.gone):
            assert self.attempt(services.open_box, box=code, reason="Too heavy", **self.said)
        for code in sorted(self.there)[:1]:
            services.open_box(box=code, reason="Too heavy", **self.said)
            self.at = {rank: LOOSE if at == code else at for rank, at in self.at.items()}

    @rule()
    def destroy(self):
        refusal = self.attempt(destroy_all, paper=self.paper)
        assert (refusal is None) == bool(self.there)
        self.gone |= self.there

    @property
    def boxes(self):
        return set(self.at.values()) - {AWAITED, GIVEN_UP, LOOSE}

    @property
    def there(self):
        return self.boxes - self.gone

    @invariant()
    def each_sheet_is_where_it_was_put(self):
        sheets = {sheet.rank: sheet for sheet in queries.sheets_of(self.paper.pk)}
        states = {rank: (at not in (AWAITED, GIVEN_UP), at == GIVEN_UP) for rank, at in self.at.items()}
        assert {rank: (sheet.is_here, sheet.is_given_up) for rank, sheet in sheets.items()} == states
        in_box = {rank: at for rank, at in self.at.items() if at in self.boxes}
        assert {rank: sheet.box for rank, sheet in sheets.items() if sheet.box} == in_box

    @invariant()
    def each_box_says_what_it_holds(self):
        held = {code: [rank for rank, at in self.at.items() if at == code] for code in self.boxes}
        spans = {code: BoxedSheets(first=some[0], last=some[-1], count=len(some)) for code, some in held.items()}
        boxes = queries.boxes_of(self.paper)
        assert {box.code: box.sheets for box in boxes} == spans
        assert {box.code for box in boxes if box.destroyed_by} == self.gone
        assert queries.sheets_in_no_box(self.paper).count == list(self.at.values()).count(LOOSE)


@pytest.mark.django_db
def test_no_sheet_is_in_two_boxes_and_none_is_boxed_that_is_not_here(back):
    run_state_machine_as_test(lambda: SheetBoxes(back), settings=explored(12, steps=25))
