"""Can any sequence of merges, splits and saves lose a script or a mark, give it another author, or pass the ceiling?"""

from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries as batches
from massicot.batches import rules as batch_rules
from massicot.batches import services as batch_acts
from massicot.batches.models import Batch, BatchScript
from massicot.batches.rules import SplitChoice
from massicot.core import draws
from massicot.core.marks import format_entered
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind
from massicot.marks import queries, services
from massicot.marks.models import Credential, Mark
from massicot.marks.queries.sheets import entered_of
from massicot.marks.rules import TypedLine, sheets
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.batches.small import CEILING, arrived_with_small_batches
from tests.cast import MARC, PERRIN, TYPING
from tests.keeping import RolledBack, explored, kept

REASON = "Accident"


def received_in_small_batches():
    """Twelve scripts received, eight of one specialty, in batches of few scripts."""
    return world.received(arrived_with_small_batches())


received = kept(received_in_small_batches)


class Regrouped(RolledBack):
    """Small batches printed, handed out, typed, given back, merged and split, beside what somebody wrote down."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        made = batch_acts.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=TYPING)
        self.contents = {batch.code: batches.numbers_of(batch.pk) for batch in made}
        self.specialty = {batch.code: batch.specialty_code for batch in made}
        self.numbers = {number for numbers in self.contents.values() for number in numbers}
        self.typed, self.holders, self.gone = {}, dict.fromkeys(self.contents, ""), set()
        self.built.sheets = {}
        self.kinds = scripts.kinds_of(sorted(self.numbers))

    def pick(self, which):
        return sorted(self.contents)[which % len(self.contents)]

    @rule(which=st.integers(0, 9), marker=st.sampled_from(["BOB", "CHARLIE"]))
    def take(self, which, marker):
        """Print the sheet, close the envelope and hand it out, where nobody has it."""
        code = self.pick(which)
        if self.holders[code]:
            return
        batch = batches.batch_by_code(code)
        if batch.sealed_at is None:
            said = {"portal_address": "http://x/", "draw": draws.from_seed(1, code), "by": MARC, "at": TYPING}
            _, self.built.sheets[code] = services.print_sheet(batch_code=code, **said)
            world.seal(batch)
        world.lend(batches.batch_by_code(code), marker, TYPING)
        self.holders[code] = marker

    @precondition(lambda self: any(self.holders.values()))
    @rule(which=st.integers(0, 9), gives_back=st.booleans(), mark=st.integers(0, 20))
    def type_and_give_back(self, which, gives_back, mark):
        out = sorted(code for code, holder in self.holders.items() if holder)
        code = out[which % len(out)]
        opened = world.open_sheet(self.built, code)
        shown = queries.shown_marks(batches.batch_by_code(code))
        codes = {ScriptKind.PLACEHOLDER: "AB", ScriptKind.BLANK: "CB"}
        for number in opened.numbers[: 1 + mark % 3]:
            value = codes.get(self.kinds[number], f"{mark:02d}")
            line = TypedLine(number, value, shown.get(number, ""))
            answer = services.save_marks(credential_id=opened.credential_id, save_id=uuid4(), lines=[line], at=TYPING)
            assert not answer.refused
            if shown.get(number) != value:
                self.typed[number] = (value, self.holders[code])
        if gives_back:
            world.give_back(batches.batch_by_code(code), self.holders[code])
            self.holders[code] = ""

    @rule(which=st.sets(st.integers(0, 9), min_size=1, max_size=3))
    def merge(self, which):
        codes = sorted({self.pick(one) for one in which})
        refusal = self.attempt(services.merge_batches, codes=codes, reason=REASON, by=MARC, at=TYPING)
        size = sum(len(self.contents[code]) for code in codes)
        expected = batch_rules.MergedTooLarge if size > CEILING else None
        if len({self.specialty[code] for code in codes}) > 1:
            expected = batch_rules.SpecialtiesDiffer
        if len(codes) == 1:
            expected = batch_rules.BatchAlone
        assert refusal == self.barred(codes, expected)
        if refusal is None:
            self.goes_over(codes)

    @rule(which=st.integers(0, 9), line=st.integers(1, CEILING + 1))
    def split(self, which, line):
        code = self.pick(which)
        said = {"code": code, "choice": SplitChoice(line), "reason": REASON, "by": MARC, "at": TYPING}
        refusal = self.attempt(services.split_batch, **said)
        expected = None if 1 < line <= len(self.contents[code]) else batch_rules.NothingMoves
        assert refusal == self.barred([code], expected)
        if refusal is None:
            self.goes_over([code])

    @rule(which=st.integers(0, 9))
    def unmake(self, which):
        code = self.pick(which)
        if not batches.origins_of(batches.batch_by_code(code).pk):
            return
        refusal = self.attempt(batch_acts.unmake_batch, code=code, reason=REASON, by=MARC, at=TYPING)
        assert refusal in (batch_rules.BatchMadeOfOthers, batch_rules.BatchWasHandedOut)

    def barred(self, codes, expected):
        """Say what bars batches, the one that has the lowest number first; else what the act itself refuses."""
        for code in codes:
            if self.holders[code]:
                return batch_rules.BatchAlreadyOut
        return expected

    def goes_over(self, codes):
        before = {number for code in codes for number in self.contents[code]}
        for code in codes:
            del self.contents[code], self.holders[code]
            self.gone.add(code)
        known = set(self.contents)
        made = [batch for batch in batches.batches_of(self.built.paper.pk) if batch.code not in known]
        assert {number for batch in made for number in batches.numbers_of(batch.pk)} == before
        for batch in made:
            self.contents[batch.code] = batches.numbers_of(batch.pk)
            self.specialty[batch.code], self.holders[batch.code] = batch.specialty_code, ""

    @invariant()
    def no_script_is_lost_or_in_two_batches(self):
        rows = list(BatchScript.objects.values_list("number", "batch__code"))
        assert len(rows) == len(self.numbers)
        assert dict(rows) == {number: code for code, numbers in self.contents.items() for number in numbers}

    @invariant()
    def every_mark_and_its_author_are_those_that_were_typed_and_lie_in_their_scripts_batch(self):
        held = dict(BatchScript.objects.values_list("number", "batch_id"))
        scale = world.exams.scale_of(self.built.paper)
        rows = list(Mark.objects.filter(number__in=self.numbers))
        assert all(row.batch_id == held[row.number] for row in rows)
        stands = {row.number: (format_entered(entered_of(row), scale), row.author) for row in rows}
        assert stands == self.typed

    @invariant()
    def no_batch_passes_the_ceiling_and_no_number_is_given_twice(self):
        for batch in batches.batches_of(self.built.paper.pk):
            assert len(self.contents[batch.code]) == batch.size <= CEILING
        assert not self.gone & set(self.contents)
        assert Batch.objects.filter(unmade_at__isnull=False).count() == len(self.gone)

    @invariant()
    def the_ledger_has_each_script_in_its_batch_and_no_batch_that_is_gone(self):
        inside = dict(Item.objects.filter(ref__in=self.numbers).values_list("ref", "inside"))
        assert inside == {number: code for code, numbers in self.contents.items() for number in numbers}
        assert not Item.objects.filter(kind=ItemKind.BATCH, ref__in=self.gone).exists()

    @invariant()
    def a_sheet_of_a_batch_that_is_gone_opens_nothing_and_says_where_its_scripts_are(self):
        for code in self.gone & set(self.built.sheets):
            refused = self.attempt(lambda code=code: world.open_sheet(self.built, code))
            assert refused is sheets.SheetRegrouped
        assert not Credential.objects.filter(batch__code__in=self.gone, is_revoked=False).exists()


@pytest.mark.django_db
def test_no_sequence_of_merges_and_splits_loses_a_mark_or_its_author(received):
    run_state_machine_as_test(lambda: Regrouped(received), settings=explored(15, steps=15))
