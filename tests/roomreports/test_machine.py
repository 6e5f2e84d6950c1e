"""Can any sequence of acts change a signed report, lose an incident that has no end, or unsay a word?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.results import queries as results
from massicot.roomreports import queries, rules, services
from massicot.roomreports.rules import ENDS, IN_REPORTS, FollowUp, ReportSeen, RoomIncidentTyped, bars_lifting
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE, TYPING, candidate_number
from tests.keeping import RolledBack, explored, kept
from tests.room_reports import TYPED

sat = kept(world.sat)


class Reports(RolledBack):
    """One room: incidents noted and taken back, its report signed and opened again, the office at work meanwhile."""

    def __init__(self, built):
        super().__init__()
        self.room = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
        self.built, self.is_signed, self.words = built, False, {}

    @rule(kind=st.sampled_from(IN_REPORTS), rank=st.sampled_from([0, 1, 12]))
    def note(self, kind, rank):
        typed = RoomIncidentTyped(kind, "Vu.", candidate_number(rank) if rank else "")
        refusal = self.attempt(services.note_incident, **self.room, incident=typed)
        if kind in rules.AT_A_SEAT and not rank:
            assert refusal is rules.SeatWanted
        elif self.is_signed:
            assert refusal is rules.ReportIsSigned
        else:
            assert refusal is (rules.SeatOfOtherRoom if rank == 12 else None)
        if refusal is None:
            newest = max(one.incident_id for one in self.noted())
            self.words[newest] = (kind, [])

    @precondition(lambda self: self.words)
    @rule(which=st.integers(0, 9))
    def take_back(self, which):
        incident = sorted(self.words)[which % len(self.words)]
        refusal = self.attempt(services.take_back_incident, **self.room, incident_id=incident)
        if self.is_signed:
            assert refusal is rules.ReportIsSigned
        else:
            is_free = self.standing(incident) in rules.RETURNABLE
            assert refusal is (None if is_free else rules.IncidentIsFollowed)
        if refusal is None:
            del self.words[incident]

    @rule(seen=st.integers(0, 2))
    def sign(self, seen):
        refusal = self.attempt(services.sign_report, **self.room, typed=TYPED, seen=ReportSeen(seen, 0))
        if self.is_signed:
            assert refusal is rules.ReportIsSigned
        else:
            assert refusal is (None if seen == len(self.words) else rules.IncidentsChanged)
        self.is_signed = self.is_signed or refusal is None

    @rule()
    def reopen(self):
        refusal = self.attempt(services.reopen_report, **self.room, reason="Vu.")
        assert refusal is (None if self.is_signed else rules.ReportNotSigned)
        self.is_signed = False

    @precondition(lambda self: self.words)
    @rule(which=st.integers(0, 9), seen=st.sampled_from(FollowUp), word=st.sampled_from(FollowUp))
    def follow(self, which, seen, word):
        incident = sorted(self.words)[which % len(self.words)]
        said = {"incident_id": incident, "seen": seen, "word": word, "reason": "Vu.", "by": ODILE, "at": TYPING}
        refusal = self.attempt(services.follow_incident, paper=self.built.paper, **said)
        if word in (seen, FollowUp.OPEN):
            assert refusal is rules.IncidentUntouched
        else:
            assert refusal is (None if seen is self.standing(incident) else rules.IncidentFollowedMeanwhile)
        if refusal is None:
            self.words[incident][1].append(word)

    def noted(self):
        return queries.incidents_in(self.built.paper.pk, CEDRES).get("A1", [])

    def standing(self, incident):
        return (self.words[incident][1] or [FollowUp.OPEN])[-1]

    @invariant()
    def each_incident_stands_as_was_said_last_and_no_word_is_lost(self):
        assert {one.incident_id: one.standing for one in self.noted()} == {
            incident: self.standing(incident) for incident in self.words
        }
        for incident, (_, said) in self.words.items():
            assert [step.word for step in queries.steps_of(incident)] == said

    @invariant()
    def what_has_no_end_waits_for_the_office_and_bars_the_lifting_while_it_has_no_word(self):
        standings = [(kind, self.standing(incident)) for incident, (kind, _) in self.words.items()]
        matters = results.matters_of([self.built.paper.pk])[self.built.paper.pk]
        assert matters.incidents == sum(word not in ENDS for _, word in standings)
        assert matters.unread == sum(bars_lifting(kind, word) for kind, word in standings)
        assert bool(queries.unread_rooms(self.built.paper.pk)) is bool(matters.unread)

    @invariant()
    def a_signed_report_says_what_there_is(self):
        report = queries.report_of(self.built.paper.pk, CEDRES, "A1")
        assert (report is not None and report.is_signed) is self.is_signed
        assert not self.is_signed or report.incidents == len(self.words)


@pytest.mark.django_db
def test_no_sequence_of_acts_changes_a_signed_report_or_loses_an_incident(sat):
    run_state_machine_as_test(lambda: Reports(sat), settings=explored(15, steps=15))
