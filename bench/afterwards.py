"""What lies at the exam office is asked for, fetched, shown, put back, disputed, listed, destroyed.

What copies of the tables around these acts tell of whose each script is, is attacked in bench/paired.py.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

import ordered
import piled
from opened import KEY

from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.candidates.rules import Attendance
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.rehearsal import world
from massicot.results import services as results
from massicot.results.models import Lifting
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import AskerProof, ConsultationStep, StepTyped
from massicot.results.rules.exports import MarksExported
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from massicot.shelves.rules.destruction import Consent
from massicot.shelves.rules.slips import RoundTicks, SlipState
from tests.anonymity import attacker
from tests.anonymity.attacker import WORDS

FIRST, SECOND = world.CASEWORKER, world.HEAD_OF_OFFICE
KEPT = timedelta(days=400)
"""After how long the scripts of a paper are destroyed."""

ASKED, LOOKED_UP, WAITS = "request noted", "script looked up", "script asked for"
FETCHED, SHOWN, BACK = "round fetched", "request answered", "round put back"


def cell_of(row: EntryRow) -> tuple[str, str, str]:
    """Say in which cell a candidate is, as a copy tells it."""
    return row.centre_uai, row.specialty_code, WORDS.get(row.attendance, "")


class Shelf:
    """The scripts of some centres in their boxes at the exam office, their paper lifted and taken away."""

    def __init__(self, day, truth, centres) -> None:
        self.day, self.handled = day, piled.Piles(day, truth, centres, seed=0)
        for _, act in self.handled.acts():
            for _ in act():
                pass
        self._lift()
        self.paper = exams.paper_by_code(day.paper.session.code, day.paper.code)
        self.cells = ordered.cells_of(attacker.take_dump())
        self.truth = truth
        inside = set(self.boxed())
        rows = candidates.entry_rows(self.paper, day.on_site)
        # Whoever sat elsewhere has two entries, of which one is absent.
        elsewhere = {row.candidate_number for row in rows if row.comes_from}
        self.people = [
            row
            for row in rows
            if truth.get(row.candidate_number) in inside
            and row.attendance != Attendance.ABSENT
            and row.candidate_number not in elsewhere
        ]

    def _lift(self) -> None:
        paper, at = self.day.paper, self.next_instant()
        two = {"proposed_by": FIRST.login, "lifted_by": SECOND.login}
        Lifting.objects.create(paper=paper, proposed_at=at, lifted_at=at, **two)
        taken = MarksExported(paper.code, len(self.handled.truth), "csv", "")
        audit.record(subject=exams.subject_of(paper), fact=taken, by=FIRST, at=self.next_instant())

    def next_instant(self) -> datetime:
        """Let two seconds pass."""
        return self.handled.next_instant()

    def boxed(self) -> list[str]:
        """List the numbers that lie in the boxes now."""
        return [number for thing in shelves.boxed_scripts(self.paper) for number in thing.numbers]

    def number_of(self, row: EntryRow) -> str:
        """Tell the number of a candidate, which only the key does."""
        return self.truth[row.candidate_number]

    def alike(self, row: EntryRow, numbers: Collection[str]) -> set[str]:
        """Find those of some numbers that are alike to that of a candidate: what their cell leaves of them."""
        return {number for number in numbers if self.cells[number] == cell_of(row)}

    def fetch_round(self, rows: Sequence[EntryRow]) -> Iterator[str]:
        """Have the scripts of some who ask fetched in one round, shown to each, put back; step by step."""
        asked = []
        for row in rows:
            said = {"by": FIRST, "at": self.next_instant()}
            who = {"candidate_number": row.candidate_number, "born_on": row.born_on}
            asked.append(
                results.ask_consultation(
                    paper=self.paper, **who, asked_by=Asker.CANDIDATE, received_on=said["at"].date(), **said
                )
            )
            yield ASKED
            results.consult_script(paper=self.paper, row=row, asked_by=Asker.CANDIDATE, key=KEY, **said)
            yield LOOKED_UP
            shelf_acts.ask_script(paper=self.paper, number=self.number_of(row), **said)
            yield WAITS
        self._carry(shelf_acts.fetch_round, SlipState.WAITING, holder=FIRST.login)
        yield FETCHED
        for one in asked:
            typed = (
                (ConsultationStep.CHECK, StepTyped(proof=AskerProof.PASSPORT)),
                (ConsultationStep.SHOW, StepTyped(words="bench")),
            )
            for seen, (step, words) in enumerate(typed, 1):
                said = {"seen": seen, "key": KEY, "by": FIRST, "at": self.next_instant()}
                results.follow_consultation(paper=self.paper, consultation_id=one.pk, step=step, typed=words, **said)
            yield SHOWN
        self._carry(shelf_acts.put_back_round, SlipState.OUT)
        yield BACK

    def _carry(self, act, state: SlipState, **said) -> None:
        ticks = RoundTicks(shown=[slip.number for slip in shelves.slips_of(self.paper, state)])
        act(paper=self.paper, ticks=ticks, **said, by=FIRST, at=self.next_instant())

    def dispute(self, row: EntryRow):
        """Note that somebody disputes a result."""
        who = {"candidate_number": row.candidate_number, "born_on": row.born_on}
        at = self.next_instant()
        asked = {"asked_by": Asker.LAWYER, "received_on": at.date(), "reason": "bench"}
        return results.open_dispute(paper=self.paper, **who, **asked, by=FIRST, at=at)

    def list_scripts(self, share: int):
        """Make a list of what is to be destroyed."""
        at = self.next_instant() + KEPT
        return results.list_destruction(
            paper=self.paper, share=share, key=KEY, draw=draws.from_system(), by=FIRST, at=at
        )

    def destroy(self, row) -> None:
        """Sign a list as two persons."""
        at = self.next_instant() + KEPT
        said = {"paper": self.paper, "code": row.code, "key": KEY, "at": at}
        results.sign_destruction(**said, consent=Consent(reference="AD13", given_on=at.date()), by=FIRST)
        results.destroy_scripts(**said, by=SECOND)

    def withdraw(self, row) -> None:
        """Withdraw a list."""
        at = self.next_instant() + KEPT
        shelf_acts.withdraw_destruction(paper=self.paper, code=row.code, reason="bench", by=FIRST, at=at)

    def end_dispute(self, noted) -> None:
        """Say that a dispute is over."""
        at = self.next_instant() + KEPT
        results.end_dispute(paper=self.paper, dispute_id=noted.pk, reason="bench", by=FIRST, at=at)
