"""Can any sequence of acts destroy a script too soon, or one that somebody asks about, or leave its writer told?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.anonymity import queries as anonymity
from massicot.anonymity.models import Link
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.results import queries as results
from massicot.results import services
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import ConsultationStep
from massicot.results.rules.destruction import ListTrouble
from massicot.results.rules.exports import ExportKind
from massicot.scripts.models import Script
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from tests import destroying, later_world, shelving
from tests.cast import KEY, ODILE, OMAR, candidate_number, later
from tests.destroying import DUE, LAST
from tests.keeping import RolledBack, explored, kept
from tests.results.asking import ask, follow

due = kept(destroying.due)

RANKS = (4, 5, 6, 8, 9, 10, 12)
RANK, WHO = st.sampled_from(RANKS), st.sampled_from([ODILE, OMAR])


class Destructions(RolledBack):
    """Two boxes kept long enough; by the model: what is destroyed, who is asked about, how far the list is."""

    def __init__(self, built):
        super().__init__()
        self.built, self.paper = built, built.paper
        truth = later_world.truth(built)
        self.number_of = {rank: truth[candidate_number(rank)] for rank in RANKS}
        self.all = set(destroying.boxed(built))
        self.writers = set(truth.values())
        self.links = Link.objects.count()
        self.gone, self.disputes, self.requests, self.slips = set(), {}, {}, set()
        self.code, self.spared, self.first, self.boxes_then = "", set(), None, None
        self.is_old, self.is_taken, self.minutes = True, True, 0

    @property
    def now(self):
        return DUE if self.is_old else LAST

    @property
    def held(self):
        return {self.number_of[rank] for rank in (*self.disputes, *self.requests)}

    @property
    def listed(self):
        return self.all - self.gone - self.spared

    @rule()
    def turn_the_calendar(self):
        self.is_old = not self.is_old

    @precondition(lambda self: not self.gone)
    @rule(rank=RANK)
    def correct(self, rank):
        self.minutes += 1
        typed = {"built": self.built, "rank": rank, "value": f"{self.minutes % 20:02d}", "at": later(self.minutes)}
        if self.attempt(later_world.amend, **typed) is None:
            self.is_taken = False

    @precondition(lambda self: not self.gone)
    @rule()
    def take_marks_away(self):
        self.minutes += 1
        services.export_table(paper=self.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=later(self.minutes))
        self.is_taken = True

    @rule(rank=RANK)
    def dispute(self, rank):
        if rank not in self.disputes:
            self.disputes[rank] = destroying.dispute(self.built, rank, at=self.now)

    @precondition(lambda self: self.disputes)
    @rule(rank=RANK)
    def end_dispute(self, rank):
        if row := self.disputes.pop(rank, None):
            services.end_dispute(paper=self.paper, dispute_id=row.pk, reason="Jugé", by=OMAR, at=self.now)

    @rule(rank=RANK)
    def ask(self, rank):
        if rank not in self.requests:
            self.requests[rank] = ask(self.built, rank, asked_by=Asker.COURT, at=self.now)

    @precondition(lambda self: self.requests)
    @rule(rank=RANK)
    def refuse(self, rank):
        if row := self.requests.pop(rank, None):
            follow(self.built, row, ConsultationStep.REFUSE, words="Hors délai", at=self.now)

    @rule(rank=RANK)
    def fetch(self, rank):
        number = self.number_of[rank]
        refusal = self.attempt(shelf_acts.ask_script, paper=self.paper, number=number, **shelving.BY_OFFICE)
        assert (refusal is None) == (number not in self.gone | self.slips and shelves.shelved_at(number) is not None)
        if refusal is None:
            self.slips.add(number)

    @precondition(lambda self: self.slips)
    @rule()
    def fetch_none(self):
        for number in self.slips:
            shelf_acts.withdraw_slip(paper=self.paper, number=number, **shelving.BY_OFFICE)
        self.slips = set()

    @rule()
    def box_anew(self):
        box = next(iter(shelves.boxes_of(self.paper)), None)
        said = {"paper": self.paper, "box": box and box.code, "reason": "À répartir", "by": ODILE, "at": self.now}
        if box and self.attempt(shelf_acts.open_box, **said) is None:
            # A list may leave out a box whole: nothing of it was destroyed.
            assert not box.certificate
            shelving.make(self.paper)
            self.boxes_then = None

    @rule(share=st.sampled_from([0, 10, 25]))
    def make_list(self, share):
        refusal = self.attempt(destroying.make_list, built=self.built, share=share, at=self.now)
        if refusal is None:
            assert self.may_destroy()
            assert not self.code
            row = shelves.open_list(self.paper)
            self.code, self.spared, self.first = row.code, set(shelves.spared_numbers(row)), None
            self.boxes_then = True
            assert self.held & (self.all - self.gone) <= self.spared

    @precondition(lambda self: self.code)
    @rule(by=WHO)
    def sign(self, by):
        consent = destroying.Consent(reference="AD13", given_on=self.now.date())
        refusal = self.attempt(
            destroying.sign, built=self.built, code=self.code, consent=consent, by=by, at=self.now.replace(hour=21)
        )
        if refusal is None:
            assert self.first is None
            assert not self.held & self.listed
            self.first = by

    @precondition(lambda self: self.first)
    @rule(by=WHO)
    def destroy(self, by):
        at = self.now.replace(hour=22)
        refusal = self.attempt(destroying.destroy, built=self.built, code=self.code, by=by, at=at)
        is_free = self.may_destroy() and not self.held & self.listed
        assert (refusal is None) == bool(is_free and by != self.first and self.boxes_then)
        if refusal is None:
            self.gone |= self.listed
            self.code, self.first = "", None

    @rule(share=st.sampled_from([0, 10, 25]), meanwhile=st.none() | RANK)
    def carry_out(self, share, meanwhile):
        self.make_list(share=share)
        if meanwhile:
            self.dispute(rank=meanwhile)
        if self.code and self.first is None:
            self.sign(by=ODILE)
        if self.first:
            self.destroy(by=OMAR if self.first is ODILE else ODILE)

    @precondition(lambda self: self.code)
    @rule()
    def withdraw(self):
        destroying.withdraw(self.built, self.code)
        self.code, self.spared, self.first = "", set(), None

    def may_destroy(self):
        return self.is_old and not self.slips and (self.is_taken or bool(self.gone))

    @precondition(lambda self: self.code)
    @invariant()
    def it_is_said_of_the_open_list_whether_a_signature_would_be_refused(self):
        changed = None if self.boxes_then else ListTrouble.CHANGED
        told = ListTrouble.ASKED if self.held & self.listed else changed
        assert results.why_not_signed(self.paper, shelves.open_list(self.paper), KEY) == told

    @invariant()
    def each_script_is_destroyed_or_kept_and_nowhere_else(self):
        items = ledger.spots_of(ItemKind.SCRIPT, sorted(self.all))
        destroyed = {number for number, item in items.items() if item.place == Place.DESTROYED}
        boxed, loose = set(destroying.boxed(self.built)), {thing.ref for thing in shelves.to_box(self.paper)}
        assert destroyed == self.gone
        assert boxed == self.all - self.gone
        assert not loose

    @invariant()
    def who_wrote_is_erased_of_exactly_what_is_destroyed(self):
        sealer = anonymity.sealer_of(self.paper, KEY)
        assert set(anonymity.unbound(sealer, self.writers)) == self.gone
        assert Link.objects.count() == self.links - len(self.gone)
        emptied = Script.objects.filter(paper=self.paper, pupil_token=b"").values_list("number", flat=True)
        assert set(emptied) == self.gone


@pytest.mark.django_db
def test_nothing_young_or_asked_about_is_destroyed_and_links_go_with_their_scripts(due):
    run_state_machine_as_test(lambda: Destructions(due), settings=explored(30, steps=20))
