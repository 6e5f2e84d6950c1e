"""Any sequence of acts on registers: presence and absence exclude each other, and nobody is in two places at once."""

from collections import Counter
from datetime import time

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.presence.models import HalfDayRegister, PresenceLine
from massicot.presence.rules import Presence
from tests.cast import CEDRES, PERRIN
from tests.keeping import RolledBack, explored, kept
from tests.presence import registers
from tests.presence.registers import ABSENT, AFTERNOON, EVENING, MORNING, PRESENT, UNKNOWN

pytestmark = pytest.mark.django_db

built = kept(registers.convened)

HALVES = st.sampled_from([MORNING, AFTERNOON])
PLACES = st.sampled_from([PERRIN, CEDRES])
PEOPLE = st.sampled_from(["ALICE", "BOB", "CHARLIE"])
WORDS = st.sampled_from([PRESENT, ABSENT, UNKNOWN])
HOURS = st.sampled_from([None, time(10), time(12), time(15)])


class Registers(RolledBack):
    """Two places, a day of two half-days, three persons."""

    world = None

    def now(self, half, place, identifier):
        return registers.said(self.world, half, place=place).get(identifier, UNKNOWN)

    @rule(half=HALVES, place=PLACES, who=PEOPLE, word=WORDS)
    def key(self, half, place, who, word):
        seen = self.now(half, place, who)
        refused = self.attempt(
            lambda: registers.key(self.world, who, word, seen=seen, half=half, place=place, at=EVENING)
        )
        assert refused or self.now(half, place, who) is word

    @rule(half=HALVES, place=PLACES, who=PEOPLE)
    def add(self, half, place, who):
        self.attempt(lambda: registers.add(self.world, who, half=half, place=place, at=EVENING))

    @rule(half=HALVES, place=PLACES, who=PEOPLE, came=HOURS, left=HOURS)
    def note(self, half, place, who, came, left):
        self.attempt(lambda: registers.note(self.world, who, came, left, half=half, place=place))

    @rule(half=HALVES, place=PLACES, word=st.sampled_from([PRESENT, ABSENT]), slip=st.sampled_from([0, 0, 0, 1]))
    def confirm(self, half, place, word, slip):
        words = Counter(registers.said(self.world, half, place=place).values())
        signed = words[PRESENT] + (words[UNKNOWN] if word is PRESENT else 0) + slip
        asked = {"word": word, "half": half, "place": place, "at": EVENING}
        refused = self.attempt(lambda: registers.confirm(self.world, words[UNKNOWN], signed, **asked))
        assert refused or not slip

    @rule(half=HALVES, place=PLACES)
    def take_back(self, half, place):
        self.attempt(lambda: registers.take_back(self.world, half=half, place=place))

    @rule(place=PLACES, remark=st.sampled_from(["", "liste égarée"]))
    def send(self, place, remark):
        self.attempt(lambda: registers.send(self.world, place=place, remark=remark))

    @rule(place=PLACES)
    def reopen(self, place):
        self.attempt(lambda: registers.reopen(self.world, place=place))

    @invariant()
    def nobody_is_in_two_places_on_one_half_day(self):
        here = PresenceLine.objects.filter(presence=Presence.PRESENT, left_at=None)
        assert max(Counter(here.values_list("person", "day", "half_day")).values(), default=1) == 1

    @invariant()
    def as_many_have_signed_as_are_present(self):
        for row in HalfDayRegister.objects.filter(confirmed_at__isnull=False):
            assert row.signatures == row.lines.filter(presence=Presence.PRESENT).count()

    @invariant()
    def whoever_nobody_called_came(self):
        assert not PresenceLine.objects.filter(assignment=None, presence=Presence.ABSENT).exists()


def test_no_sequence_of_acts_says_somebody_present_twice_or_on_other_signatures(built):
    class Here(Registers):
        world = built

    run_state_machine_as_test(Here, settings=explored(30, steps=20))
