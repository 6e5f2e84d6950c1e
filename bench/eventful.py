"""An eventful day in every centre of a session opened for a bench, act by act, and whom decision 0003 says that it tells.

A quarter of the centres draw more numbers, give one of them to somebody off the list, and correct one candidate alone;
a quarter correct three alike; a quarter enter somebody forgotten; in the last, three came off the list of one specialty.
Each of these seats one whom one of those that correct three alike has as absent, and the other way round; each of both
moves another one to its second room.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from opened import AT, KEY

from massicot.anonymity import queries as links
from massicot.anonymity import rules as anonymity_rules
from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource, OffList
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.rehearsal import world
from massicot.results import services as result_acts
from massicot.scripts.models import Script
from tests.anonymity import narrowing

COLUMNS = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite;salle;place"
BORN_ON = date(1997, 2, 1)
ABSENT_ONE_IN, BLANK_ONE_IN, MORE = 12, 50, 4
DRAWING, ALIKE, FORGETTING, THREE = range(4)
DRAWN, CLOSED, CLOSED_ANEW = "more numbers drawn", "days closed", "days closed anew"
ACTS = (
    "numbers drawn",
    "late candidates",
    "rooms keyed",
    DRAWN,
    "candidates off the list",
    "candidates seated elsewhere",
    CLOSED,
    "days opened again",
    "corrected",
    CLOSED_ANEW,
)
"""What was done last, copy after copy."""


class Day:
    """The day of every centre, from its numbers on."""

    def __init__(self, paper) -> None:
        self.paper = paper
        self.on_site = exams.on_site_specialties(paper, paper.starts_at)
        self.sealer = links.sealer_of(paper, KEY)
        self.rows = defaultdict(list)
        for row in candidates.entry_rows(paper, self.on_site):
            self.rows[row.centre_uai].append(row)
        self.centres = sorted(self.rows)
        self.ends_at = AT + timedelta(hours=1)
        self.entered = []  # who came later: after how many acts, centre, specialty, candidate
        self.new_numbers, self.corrected = set(), set()
        self._rank = 0

    def acts(self) -> Iterator[str]:
        """Live the day; give the title of each act once it is done."""
        steps = (
            self._enter_late,
            self._key,
            self._draw_more,
            self._add_off_list,
            self._seat_elsewhere,
            self._close,
            self._reopen,
            self._correct,
            self._close,
        )
        for title, step in zip(ACTS[1:], steps, strict=True):
            step()
            yield title

    def truth(self) -> dict[str, str]:
        """Map candidates, by the names that an attack gives them, to anonymity numbers: what only the key tells."""
        rows = candidates.entry_rows(self.paper, self.on_site)
        numbers = links.numbers_of_entries(self.sealer, [row.entry_id for row in rows])
        return {narrowing.name_of(row.candidate_number, row.comes_from): numbers[row.entry_id] for row in rows}

    def stated(self, first: str, last: str) -> dict[str, set[str]]:
        """Say whom decision 0003 says that a pair of copies tells, beyond what either tells alone."""
        is_around = first == CLOSED and last == CLOSED_ANEW
        is_drawn_between = ACTS.index(first) < ACTS.index(DRAWN) and last in (CLOSED, CLOSED_ANEW)
        return {
            "corrected alone after the closing": self.corrected if is_around else set(),
            "given a number drawn meanwhile, alone in their specialty": self._with_new_numbers(first, last)
            if is_drawn_between
            else set(),
        }

    def _with_new_numbers(self, first: str, last: str) -> set[str]:
        since = [one for one in self.entered if ACTS.index(first) < one[0] <= ACTS.index(last)]
        counted = Counter((centre, specialty) for _, centre, specialty, _ in since)
        truth = self.truth()
        return {who for _, *cell, who in since if counted[tuple(cell)] == 1 and truth[who] in self.new_numbers}

    def _of(self, role: int) -> list[str]:
        return self.centres[role::4]

    def _specialty(self, uai: str, place: int = 0) -> str:
        """Give the specialty of which a centre has most candidates, or the next one."""
        counted = Counter(row.specialty_code for row in self.rows[uai]).most_common()
        return counted[min(place, len(counted) - 1)][0]

    def _next(self, act: str, uai: str, specialty: str) -> str:
        """Give the number of a candidate who comes later, and remember whom it is."""
        self._rank += 1
        who = f"98{self._rank:09d}"
        self.entered.append((ACTS.index(act), uai, specialty, who))
        return who

    def _enter_late(self) -> None:
        lines = []
        for uai in self.centres:
            specialty = self._specialty(uai, 1)
            who = self._next("late candidates", uai, specialty)
            lines.append(f"{who};TARD{self._rank};Ève;01/02/1997;{uai};{specialty};{self.rows[uai][0].room};")
        session = self.paper.session
        table = read_candidates(
            "\n".join([COLUMNS, *lines]).encode(),
            "late.csv",
            centres=exams.exam_centre_uais(session),
            specialties=exams.specialty_labels(session.pk).keys(),
            papers=[self.paper.code],
        )
        anonymity.import_candidates(session=session, table=table, key=KEY, by=world.CASEWORKER, at=AT)

    def _key(self) -> None:
        Entry.objects.update(attendance=Attendance.PRESENT, source=AttendanceSource.HAND)
        for rows in self.rows.values():
            ids = [row.entry_id for row in rows]
            Entry.objects.filter(pk__in=ids[::ABSENT_ONE_IN]).update(attendance=Attendance.ABSENT)
            Entry.objects.filter(pk__in=ids[1::BLANK_ONE_IN]).update(attendance=Attendance.BLANK)

    def _draw_more(self) -> None:
        for uai in self._of(DRAWING):
            more = anonymity.draw_more(
                paper=self.paper,
                centre_uai=uai,
                count=MORE,
                total=Script.objects.count(),
                reason="bench",
                key=KEY,
                draw=draws.from_system(),
                by=world.CASEWORKER,
                at=AT,
            )
            self.new_numbers.update(more)

    def _add_off_list(self) -> None:
        for uai in self.centres:
            self._enter("candidates off the list", uai, self._specialty(uai), is_new=uai in self._of(DRAWING))
        for uai in self._of(THREE):
            self._enter("candidates off the list", uai, self._specialty(uai))
            self._enter("candidates off the list", uai, self._specialty(uai))

    def _seat_elsewhere(self) -> None:
        """Seat in each centre of two one whom the other has as absent, and move one of its own to its second room."""
        for pair in zip(self._of(ALIKE), self._of(THREE), strict=False):
            missed = {uai: self._absent(uai) for uai in pair}
            for uai, other in (pair, pair[::-1]):
                self._seat(uai, missed[other][0])
                self._move(uai, missed[uai][1])

    def _absent(self, uai: str) -> list[Any]:
        rows = candidates.entry_rows(self.paper, self.on_site, uai)
        return [row for row in rows if row.attendance == Attendance.ABSENT]

    def _seat(self, uai: str, row: Any) -> None:
        unused = links.unused_spares(self.paper, uai, self.sealer)
        anonymity.seat_from_elsewhere(
            paper=self.paper,
            centre_uai=uai,
            room=self.rows[uai][0].room,
            candidate_number=row.candidate_number,
            born_on=row.born_on,
            seat="",
            number=anonymity_rules.shuffled_reserve(self.sealer, unused)[0],
            key=KEY,
            by=world.exam_centre(uai),
            at=AT,
        )

    def _move(self, uai: str, row: Any) -> None:
        others = [one.room for one in self.rows[uai] if one.room != row.room]
        if others:
            where = {"paper": self.paper, "centre_uai": uai, "candidate_number": row.candidate_number}
            attendance.move_to_room(**where, room=others[0], seat="", by=world.exam_centre(uai), at=AT)

    def _enter(self, act: str, uai: str, specialty: str, *, is_new: bool = False) -> str:
        """Enter somebody off the list under the first label of the sheet, or under one that was drawn on the day."""
        unused = links.unused_spares(self.paper, uai, self.sealer)
        sheet = anonymity_rules.shuffled_reserve(self.sealer, unused)
        number = next(one for one in sheet if one in self.new_numbers) if is_new else sheet[0]
        who = self._next(act, uai, specialty)
        one = OffList(
            candidate_number=who,
            surname=f"HORS{self._rank}",
            first_names="Ève",
            born_on=BORN_ON,
            specialty_code=specialty,
            room=self.rows[uai][0].room,
        )
        anonymity.add_off_list(
            paper=self.paper, centre_uai=uai, candidate=one, number=number, key=KEY, by=world.exam_centre(uai), at=AT
        )
        return who

    def _close(self) -> None:
        for uai in self.centres:
            counts = {"items_in_hand": 1, "labels_used": 1, "strips_boxed": 1}
            anonymity.close_day(
                paper=self.paper,
                centre_uai=uai,
                **counts,
                gap_reason="bench",
                key=KEY,
                by=world.exam_centre(uai),
                at=self.ends_at,
            )

    def _reopen(self) -> None:
        for uai in self.centres:
            result_acts.reopen_day(
                paper=self.paper, centre_uai=uai, reason="bench", by=world.exam_centre(uai), at=self.ends_at
            )

    def _correct(self) -> None:
        for uai in self._of(DRAWING):
            self.corrected.update(self._say_present(uai, 1))
        for uai in self._of(ALIKE):
            self._say_present(uai, 3)
        for uai in self._of(FORGETTING):
            self.corrected.add(self._enter("corrected", uai, self._specialty(uai)))

    def _say_present(self, uai: str, count: int) -> list[str]:
        """Correct so many absent candidates of one specialty to present."""
        absent = defaultdict(list)
        for row in candidates.entry_rows(self.paper, self.on_site, uai):
            if row.attendance == Attendance.ABSENT and not row.sits_at:
                absent[row.specialty_code].append(row.candidate_number)
        chosen = max(absent.values(), key=len)[:count]
        for who in chosen:
            attendance.correct_attendance(
                paper=self.paper,
                centre_uai=uai,
                candidate_number=who,
                seen=Attendance.ABSENT,
                attendance=Attendance.PRESENT,
                reason="bench",
                by=world.exam_centre(uai),
                at=self.ends_at,
            )
        return chosen
