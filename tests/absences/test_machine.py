"""Any sequence of acts: a half-day is of one absence, an exemption has one decision, a register is not contradicted."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.absences import queries, services
from massicot.absences.models import Absence, AbsentHalf, Deduction, RectorDecision
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.absences import AwayAlready, HalfNotCalled
from massicot.absences.rules.life import UNDECIDED, DecisionTyped, Step, steps_for
from massicot.core import draws
from massicot.missions.models import Convocation
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationState
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests import cast
from tests.absences import absent
from tests.absences.absent import AFTER, ALL, ILL
from tests.cast import MARC, ODILE, PERRIN
from tests.deposits.papers import CERTIFICATE
from tests.keeping import RolledBack, explored, kept
from tests.missions.calling import ADDRESSES, ASKED

pytestmark = pytest.mark.django_db
built = kept(absent.called)
HALVES = st.sampled_from(ALL)
RANKS = st.integers(0, 5)
DECIDED = DecisionTyped("Le recteur", AFTER.date(), "42")


class Absences(RolledBack):
    """Bob away and there, announced, found, answered, taken back; `present` is what the register said last."""

    def __init__(self):
        super().__init__()
        self.place = absent.place_of()
        self.present = set()
        self.minutes = 0
        Situation.objects.update(employer_kind=EmployerKind.ACADEMY)

    def one(self, rank):
        found = list(Absence.objects.order_by("pk"))
        return found[rank % len(found)] if found else None

    def step(self, act, step, rank, by_whom=Who.OFFICE, **given):
        """Try an act: it is refused whenever the table knows no such step."""
        if row := self.one(rank):
            self.minutes += 1
            at = AFTER + timedelta(minutes=self.minutes)
            refusal = self.attempt(act, absence_id=row.pk, **given, by=ODILE, at=at)
            assert refusal is not None or step in steps_for(row.state, by_whom)

    @rule(half=HALVES, at=st.sampled_from([ASKED, AFTER]))
    def announce(self, half, at):
        where = {"assignment_id": self.place.pk, "halves": [half], "said": ILL, "way": Who.PERSON}
        refusal = self.attempt(services.announce_unchecked_register, **where, by=ODILE, at=at)
        assert refusal in (None, AwayAlready, HalfNotCalled)
        if refusal is None:
            self.present.discard(half)

    @rule(half=HALVES)
    def observe(self, half):
        services.observe(assignment_id=self.place.pk, half=half, place_uai=PERRIN, by=MARC, at=AFTER)
        self.present.discard(half)

    @rule(half=HALVES)
    def come(self, half):
        services.end_half(assignment_id=self.place.pk, half=half, by=MARC, at=AFTER)
        self.present.add(half)

    @rule(rank=RANKS)
    def confirm(self, rank):
        self.step(services.confirm_absence, Step.CONFIRM, rank, Who.HEAD)

    @rule(rank=RANKS)
    def unconfirm(self, rank):
        self.step(services.unconfirm_absence, Step.UNCONFIRM, rank, Who.HEAD)

    @rule(rank=RANKS)
    def explain(self, rank):
        self.step(services.explain_absence, Step.EXPLAIN, rank, said=ILL, who=Who.OFFICE)

    @rule(rank=RANKS, count=st.integers(1, 4))
    def grant(self, rank, count):
        halves = queries.halves_of(self.one(rank))[:count] if self.one(rank) else ()
        given = {"typed": DECIDED, "halves": halves, "addresses": ADDRESSES, "draw": draws.from_seed(str(rank))}
        self.step(services.grant_exemption, Step.GRANT, rank, **given)

    @rule(rank=RANKS)
    def refuse(self, rank):
        self.step(services.refuse_exemption, Step.REFUSE, rank, typed=DECIDED)

    @rule(rank=RANKS)
    def leave(self, rank):
        self.step(services.leave_unjustified, Step.LEAVE_UNJUSTIFIED, rank)

    @rule(rank=RANKS)
    def deduct(self, rank):
        self.step(services.file_deduction, Step.DEDUCT, rank)

    @rule(rank=RANKS)
    def hand_in(self, rank):
        given = {"document": CERTIFICATE, "who": Who.OFFICE}
        self.step(services.hand_in_document, Step.ADD_DOCUMENT, rank, **given)

    @rule(rank=RANKS)
    def uphold(self, rank):
        is_new = (row := self.one(rank)) and queries.has_document_since(row)
        self.step(services.uphold_answer, Step.UPHOLD, rank)
        assert not is_new or not queries.has_document_since(self.one(rank))

    @rule(rank=RANKS)
    def take_back(self, rank):
        given = {"reason": "Certificat", "replaced": (), "addresses": ADDRESSES, "draw": draws.from_seed("back")}
        self.step(services.take_back_answer_unchecked_replacement, Step.TAKE_BACK, rank, **given)

    @rule(rank=RANKS)
    def withdraw(self, rank):
        self.step(services.withdraw_absence_unchecked_replacement, Step.WITHDRAW, rank, reason="Erreur", who=Who.OFFICE)

    @invariant()
    def a_half_day_is_of_one_absence_and_none_that_the_register_saw(self):
        rows = AbsentHalf.objects.filter(ended_at=None).values_list("day", "half")
        away = Counter(map(tuple, rows))
        assert all(count == 1 for count in away.values())
        assert not self.present & set(away)

    @invariant()
    def an_answer_has_one_decision_or_one_file_and_what_waits_has_none(self):
        for row in Absence.objects.all():
            decisions = list(RectorDecision.objects.filter(absence=row, taken_back_at=None))
            granted = [one.is_granted for one in decisions]
            assert granted == [True] if row.state == AbsenceState.EXEMPTED else True not in granted
            assert row.state not in UNDECIDED or not granted
            files = Deduction.objects.filter(absence=row, taken_back_at=None).count()
            assert files == (row.state == AbsenceState.DEDUCTED)

    @invariant()
    def whose_letter_is_announced_absent_waits_for_an_answer_or_was_exempted_too_late(self):
        row = Convocation.objects.filter(assignment=self.place, state=ConvocationState.VALID).first()
        announced = Absence.objects.filter(state__in=[*UNDECIDED, AbsenceState.EXEMPTED])
        if row and convocations.followed_of([row])[row.pk].is_absent:
            assert announced.exists()


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    file = tmp_path / "key"
    file.write_text(cast.KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)


def test_no_sequence_of_acts_contradicts_the_register_or_decides_twice(built):
    run_state_machine_as_test(Absences, settings=explored(15, steps=20))
