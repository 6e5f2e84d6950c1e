"""Any sequence of what people, centres and the office do: nobody is here and away, or in two places, or filled twice.

Registers, absences and replacements together, by the acts of the desks, on a clock that runs on.
"""

from collections import Counter, defaultdict

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from massicot.absences import queries as absence_queries
from massicot.absences import services as absences
from massicot.absences.models import Absence, AbsenceStep, AbsentHalf, Deduction, RectorDecision
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.absences.rules.life import DecisionTyped, Step
from massicot.core import draws
from massicot.missions import services as missions
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import HalfDay, half_days
from massicot.persons.models import Person
from massicot.presence import queries as presence_queries
from massicot.presence import services as presence
from massicot.presence.models import PresenceLine
from massicot.presence.rules import Presence
from massicot.presence.rules.registers import SaidOfOthers
from massicot.replacements import services as replacements
from massicot.replacements.models import Replacement
from massicot.replacements.queries import half_of, standing_rows
from tests import cast
from tests.absences.absent import ILL
from tests.cast import CEDRES, MARC, ODILE, PERRIN
from tests.deposits.papers import CERTIFICATE
from tests.keeping import RolledBack, explored, kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES
from tests.replacements import present
from tests.replacements.present import ACTS, ALL, HOURS, STORIES, taken_by_the_table

pytestmark = pytest.mark.django_db
built = kept(present.called)
RANKS = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5])
PEOPLE = st.sampled_from(["BOB", "BOB", "ALICE", "CHARLIE", "DIANE", "FRANK"])
SOME = st.sampled_from([ALL[:1], ALL[:2], ALL[1:], ALL])
WORDS = st.sampled_from([Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN])
WAYS = st.sampled_from([Who.PERSON, Who.HEAD, Who.CENTRE, Who.OFFICE])
PLACES = st.sampled_from([PERRIN, PERRIN, CEDRES])
HALVES = st.sampled_from([ALL[0], *ALL])
FREELY = st.lists(st.sampled_from(ACTS), max_size=5)


class Present(RolledBack):
    """Two centres, six people, two days."""

    world = None
    story = None

    def __init__(self):
        super().__init__()
        self.turn = 0

    @initialize(hour=st.sampled_from([0, 0, *range(len(HOURS))]), acts=FREELY, halves=SOME)
    def begin(self, hour, acts, halves):
        self.hour = 0 if self.story else hour
        given = {
            "announce": {"rank": 0, "halves": halves, "way": Who.OFFICE},
            "exempt": {"rank": 0, "count": len(halves)},
            "refuse": {"rank": 0},
            "take_answer_back": {"rank": 0},
            "replace": {"rank": 0, "person": "ALICE", "halves": halves},
            "again": {"rank": 0, "person": "EVE", "halves": halves},
            "key": {"place": PERRIN, "half": halves[0], "who": "BOB", "word": Presence.PRESENT},
            "add": {"place": PERRIN, "half": halves[0], "who": "BOB"},
            "elsewhere": {"place": CEDRES, "half": halves[0], "who": "BOB"},
            "withdraw": {"rank": 0, "way": Who.OFFICE},
        }
        named = {"again": "replace", "elsewhere": "add"}
        for act in self.story or acts:
            getattr(self, named.get(act, act))(**given[act])

    @rule()
    def later(self):
        self.hour = min(self.hour + 1, len(HOURS) - 1)

    def do(self, act, by=ODILE, **given):
        return self.attempt(act, **given, by=by, at=HOURS[self.hour])

    def mailed(self):
        """Give what an act needs that writes letters."""
        self.turn += 1
        return {"addresses": ADDRESSES, "draw": draws.from_seed("present", self.turn)}

    def one_of(self, rows, rank):
        found = list(rows.order_by("pk"))
        return found[rank % len(found)] if found else None

    def sheet(self, place, half):
        """Take the register of a half-day of today, or of one that is over."""
        day, half = min(half, (HOURS[self.hour].date(), half[1]))
        sheet = presence_queries.day_sheet(self.world.session, place, day).half(half)
        return {"session": self.world.session, "place_uai": place, "day": day, "half": half}, sheet

    def answer(self, act, rank, **given):
        if row := self.one_of(Absence.objects, rank):
            self.do(act, absence_id=row.pk, **given)

    @rule(rank=RANKS, halves=SOME, way=WAYS)
    def announce(self, rank, halves, way):
        place = self.one_of(Assignment.objects, rank)
        self.do(presence.announce_absence, assignment_id=place.pk, halves=halves, said=SaidOfAbsence(), way=way)

    @rule(rank=RANKS)
    def explain(self, rank):
        self.answer(absences.explain_absence, rank, said=ILL, who=Who.PERSON)

    @rule(rank=RANKS)
    def confirm(self, rank):
        self.answer(absences.confirm_absence, rank)

    @rule(rank=RANKS)
    def hand_in(self, rank):
        self.answer(absences.hand_in_document, rank, document=CERTIFICATE, who=Who.PERSON)

    @rule(rank=RANKS, way=WAYS)
    def withdraw(self, rank, way):
        self.answer(replacements.withdraw_absence, rank, reason="Erreur", who=way)

    @rule(rank=RANKS, count=st.integers(1, 4))
    def exempt(self, rank, count):
        row = self.one_of(Absence.objects, rank)
        halves = absence_queries.halves_of(row)[:count] if row else ()
        self.answer(absences.grant_exemption, rank, typed=self.decision(), halves=halves, **self.mailed())

    @rule(rank=RANKS)
    def refuse(self, rank):
        self.answer(absences.refuse_exemption, rank, typed=self.decision())

    def decision(self):
        return DecisionTyped("Le recteur", HOURS[self.hour].date(), "42")

    @rule(rank=RANKS, act=st.sampled_from([absences.leave_unjustified, absences.file_deduction]))
    def hold_unjustified(self, rank, act):
        self.answer(act, rank)

    @rule(rank=RANKS)
    def uphold(self, rank):
        self.answer(absences.uphold_answer, rank)

    @rule(rank=RANKS)
    def take_answer_back(self, rank):
        self.answer(replacements.take_back_answer, rank, reason="Certificat", **self.mailed())

    @rule(place=PLACES, half=HALVES, who=PEOPLE, word=WORDS)
    def key(self, place, half, who, word):
        person = Person.objects.get(identifier=who)
        where, sheet = self.sheet(place, half)
        row = sheet.row_of(person.pk)
        seen = row.presence if row else Presence.UNKNOWN
        self.do(presence.key_presence, MARC, **where, person_id=person.pk, seen=seen, word=word)

    @rule(place=PLACES, half=HALVES, rank=RANKS)
    def read_letter(self, place, half, rank):
        letter = self.one_of(Convocation.objects, rank)
        self.do(presence.read_letter, MARC, **self.sheet(place, half)[0], code=letter.code)

    @rule(place=PLACES, half=HALVES, who=PEOPLE)
    def add(self, place, half, who):
        person = Person.objects.get(identifier=who)
        self.do(presence.add_uncalled, MARC, **self.sheet(place, half)[0], person=person)

    @rule(place=PLACES, half=HALVES, word=WORDS.filter(lambda word: word is not Presence.UNKNOWN))
    def confirm_others(self, place, half, word):
        where, sheet = self.sheet(place, half)
        count = sheet.count
        signed = count.present + (count.unknown if word is Presence.PRESENT else 0)
        self.do(presence.confirm_half_day, MARC, **where, others=SaidOfOthers(word, count.unknown, signed))

    @rule(place=PLACES, half=HALVES)
    def take_list_back(self, place, half):
        self.do(presence.take_back_half_day, MARC, **self.sheet(place, half)[0], reason="mauvaise liste")

    @rule(place=PLACES, half=HALVES)
    def send(self, place, half):
        where = {key: value for key, value in self.sheet(place, half)[0].items() if key != "half"}
        self.do(presence.send_register, MARC, **where, remark="liste incomplète")

    @rule(place=PLACES, half=HALVES)
    def reopen(self, place, half):
        where = {key: value for key, value in self.sheet(place, half)[0].items() if key != "half"}
        self.do(presence.reopen_register, **where, reason="une signature manque")

    @rule(rank=RANKS, person=PEOPLE, halves=SOME)
    def replace(self, rank, person, halves):
        absent = self.one_of(Assignment.objects, rank)
        self.do(replacements.replace_person, absent_id=absent.pk, person=person, halves=halves, **self.mailed())

    @rule(rank=RANKS, person=PEOPLE, act=st.sampled_from([replacements.note_refusal, replacements.offer_substitute]))
    def ask(self, rank, person, act):
        self.do(act, absent_id=self.one_of(Assignment.objects, rank).pk, person=person)

    @rule(rank=RANKS)
    def take_replacement_back(self, rank):
        if row := self.one_of(Replacement.objects, rank):
            self.do(replacements.take_back_replacement, replacement_id=row.pk, reason="Il vient", **self.mailed())

    @rule(rank=RANKS)
    def call_off(self, rank):
        if row := self.one_of(Convocation.objects.filter(state=ConvocationState.VALID), rank):
            self.do(missions.cancel_convocation, code=row.code, reason="Erreur", addresses=ADDRESSES)

    def called(self):
        """List who is called where on which half-day, by the letters that hold."""
        for row in calling.letters(state=ConvocationState.VALID):
            for slot in convocations.facts_of(row).slots:
                for half in half_days(slot.starts, slot.ends):
                    yield row.assignment, half

    def away(self):
        return AbsentHalf.objects.filter(ended_at=None).select_related("assignment")

    @invariant()
    def nobody_is_present_where_they_are_known_to_be_away(self):
        away = {(row.assignment.person_id, row.place_uai, *half_of(row)) for row in self.away()}
        present = PresenceLine.objects.filter(presence=Presence.PRESENT)
        for line in present.select_related("half__register"):
            there = (line.person_id, line.half.register.place_uai, line.day, HalfDay(line.half_day))
            assert there not in away

    @invariant()
    def nobody_is_present_in_two_places(self):
        here = PresenceLine.objects.filter(presence=Presence.PRESENT, left_at=None)
        assert max(Counter(here.values_list("person", "day", "half_day")).values(), default=1) == 1

    @invariant()
    def nobody_is_called_twice_and_a_half_day_is_filled_once(self):
        called = [(row.pk, row.person_id, half) for row, half in self.called()]
        assert max(Counter((person, half) for _, person, half in called).values(), default=1) == 1
        held = {(assignment, half) for assignment, _, half in called}
        known = held | {(row.assignment_id, half_of(row)) for row in self.away()}
        for row in standing_rows().select_related("replacement"):
            assert (row.absent_id, half_of(row)) not in held
            assert (row.replacement.stand_in_id, half_of(row)) in known

    @invariant()
    def an_absence_has_one_answer(self):
        for row in Absence.objects.all():
            decisions = RectorDecision.objects.filter(absence=row, taken_back_at=None)
            granted = [one.is_granted for one in decisions]
            assert granted.count(True) == (row.state == AbsenceState.EXEMPTED)
            assert row.state != AbsenceState.EXEMPTED or len(granted) == 1
            files = Deduction.objects.filter(absence=row, taken_back_at=None).count()
            assert files == (row.state == AbsenceState.DEDUCTED)

    @invariant()
    def whoever_is_away_is_so_on_half_days(self):
        away = set(self.away().values_list("absence", flat=True))
        # What was answered stays answered when its person came; taken back, it is the office that withdraws it.
        reopened = set(AbsenceStep.objects.filter(step=Step.TAKE_BACK).values_list("absence", flat=True))
        for row in Absence.objects.exclude(state__in=[AbsenceState.EXEMPTED, AbsenceState.DEDUCTED]):
            assert (row.pk in away) == (row.state != AbsenceState.WITHDRAWN) or row.pk in reopened - away

    def teardown(self):
        try:
            self.every_absence_stands_where_the_table_takes_it()
        finally:
            super().teardown()

    def every_absence_stands_where_the_table_takes_it(self):
        steps = defaultdict(list)
        for step in AbsenceStep.objects.order_by("pk"):
            steps[step.absence_id].append(Step(step.step))
        for row in Absence.objects.all():
            assert AbsenceState(row.state) in taken_by_the_table(steps[row.pk])


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    file = tmp_path / "key"
    file.write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)


@pytest.mark.parametrize("told", [None, *STORIES], ids=lambda told: "-".join(told or ["anything"]))
def test_no_sequence_of_acts_has_somebody_here_and_away_or_in_two_places_or_filled_twice(built, told):
    class Here(Present):
        world, story = built, told

    run_state_machine_as_test(Here, settings=explored(3 if told else 9, steps=12))
