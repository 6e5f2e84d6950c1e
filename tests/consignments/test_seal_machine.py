"""Can any sequence of words on seals lose a trouble, or let a seal that nobody told be asked for by nobody?"""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.consignments import queries, services
from massicot.consignments.queries import arrival
from massicot.consignments.rules import seals as rules
from massicot.consignments.rules.seals import TROUBLES, SealEnd, SealSeen, SealState
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MARC, ODILE
from tests.keeping import RolledBack, explored, kept

arrived = kept(world.arrived)

READ = st.sampled_from(["as told", "as told", "another", ""])
STATES = st.sampled_from(SealState)


class Seals(RolledBack):
    """The parcels that are here, and beside them what was told of each seal and how its trouble ended."""

    def __init__(self, built):
        super().__init__()
        self.paper = built.paper
        self.told = {row.code: row.seal for row in queries.parcels_of(built.paper.pk) if row.arrived_at}
        self.verdicts, self.ended = {}, set()
        self.at = ARRIVAL

    def later(self):
        """Give an instant after the last one: two acts on a seal are never of one instant."""
        self.at += timedelta(minutes=1)
        return self.at

    def pick(self, which):
        return sorted(self.told)[which % len(self.told)]

    @rule(which=st.integers(0, 3), state=STATES, read=READ, is_sure=st.booleans())
    def read(self, which, state, read, is_sure):
        code = self.pick(which)
        seen = SealSeen(state, self.told[code] if read == "as told" else read, is_sure=is_sure)
        refusal = self.attempt(services.read_seal, code=code, seen=seen, by=MARC, at=self.later())
        verdict = rules.compare_seal(self.told[code], seen)
        is_doubted = verdict in (rules.SealVerdict.OTHER, rules.SealVerdict.GONE) and not is_sure
        if code in self.verdicts:
            assert refusal is rules.SealSaid
        elif state is SealState.INTACT and not seen.read:
            assert refusal is rules.SealNumberMissing
        else:
            assert refusal is (rules.SealReadOnce if is_doubted else None)
        if refusal is None:
            self.verdicts[code] = verdict

    @rule(which=st.integers(0, 3), reason=st.sampled_from(["Un autre paquet", " "]))
    def take_back(self, which, reason):
        code = self.pick(which)
        refusal = self.attempt(services.take_back_seal, code=code, reason=reason, by=MARC, at=self.later())
        assert (refusal is None) == (code in self.verdicts and code not in self.ended and bool(reason.strip()))
        if refusal is None:
            del self.verdicts[code]

    @rule(which=st.integers(0, 3), by=st.sampled_from([ODILE, ODILE, MARC]))
    def end(self, which, by):
        code = self.pick(which)
        said = {"end": SealEnd.EXPLAINED, "remark": "Ouvert à la douane", "by": by, "at": self.later()}
        refusal = self.attempt(services.end_seal_trouble, code=code, **said)
        assert (refusal is None) == (by is ODILE and code in self.open)
        if refusal is None:
            self.ended.add(code)

    @property
    def open(self):
        return {code for code, verdict in self.verdicts.items() if verdict in TROUBLES} - self.ended

    @invariant()
    def a_seal_is_asked_for_until_it_is_told(self):
        untold = set(arrival.seals_untold().values_list("code", flat=True))
        assert untold == self.told.keys() - self.verdicts.keys()

    @invariant()
    def a_trouble_is_on_the_list_of_the_office_until_it_has_its_end(self):
        assert {row.parcel.code for row in queries.open_seal_troubles().select_related("parcel")} == self.open
        assert {row.parcel.code for row in queries.seal_troubles(self.paper.pk)} == self.open | self.ended

    @invariant()
    def the_centre_is_written_to_about_its_troubles_and_of_nothing_that_was_taken_back(self):
        waiting = Letter.objects.filter(to=CLAIRE.login, subject__contains="scellé", state=LetterState.WAITING)
        own = {row.code for row in queries.parcels_of(self.paper.pk, CEDRES)}
        assert waiting.count() == len(own & (self.open | self.ended))


@pytest.mark.django_db
def test_no_sequence_of_words_loses_a_trouble_with_a_seal(arrived):
    run_state_machine_as_test(lambda: Seals(arrived), settings=explored(15, steps=15))
