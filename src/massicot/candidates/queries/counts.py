"""Counts of a paper: what the registers say, what was counted, whom the roll expects by centre and specialty.

Whom a paper expects, by centre and specialty: read off the roll, without going through two hundred thousand entries.
The ladder, which checks the roll like all the rest, counts the entries themselves.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from massicot.audit import queries as audit
from massicot.candidates.models import CentreDay, Entry, RollCell, RoomCount
from massicot.candidates.queries.day import day_subject
from massicot.candidates.queries.registers import entries_expected
from massicot.candidates.rules import arrivals, attendance, elsewhere, intake
from massicot.candidates.rules.attendance import HANDED_IN, Attendance, Tally
from massicot.candidates.rules.day import ClosingCounts, HandCount
from massicot.exams.queries import Paper
from massicot.store.prepared import Question


def _closings(paper_id: int) -> QuerySet[CentreDay, Any]:
    rows = CentreDay.objects.filter(paper_id=paper_id, is_closed=True).order_by("centre_uai")
    return rows.values_list("centre_uai", "items_in_hand", "labels_used", "strips_boxed")


def _absent_and_blank(paper_id: int, specialties: Collection[str] | None = None) -> QuerySet[Entry, Any]:
    rows = entries_expected(paper_id, specialties).filter(
        attendance__in=(Attendance.ABSENT, Attendance.BLANK), sits_at=""
    )
    return rows.order_by("candidate__candidate_number").values_list("candidate__candidate_number", "attendance")


def _words_by_room(paper_id: int) -> QuerySet[Entry, Any]:
    columns = ("centre_uai", "room", "attendance")
    return entries_expected(paper_id).values_list(*columns).annotate(count=Count("pk")).order_by(*columns)


def _words_by_cell(paper_id: int) -> QuerySet[Entry, Any]:
    columns = ("centre_uai", "specialty_code", "attendance")
    return entries_expected(paper_id).order_by(*columns).values_list(*columns).annotate(count=Count("pk"))


def _by_specialty(entries: QuerySet[Entry]) -> QuerySet[Entry, Any]:
    return entries.order_by("specialty_code").values_list("specialty_code").annotate(count=Count("pk"))


def _words_by_centre(paper_id: int, specialties: Collection[str] | None, uai: str | None) -> QuerySet[Entry, Any]:
    rows = entries_expected(paper_id, specialties, uai).order_by("centre_uai")
    return rows.values_list("centre_uai", "attendance").annotate(count=Count("pk"))


_BY_SPECIALTY: Question[tuple[str, int]] = Question(lambda paper_id: _by_specialty(entries_expected(paper_id)))
_HANDED_IN: Question[tuple[str, int]] = Question(
    lambda paper_id, uai: _by_specialty(entries_expected(paper_id, centre_uai=uai).filter(attendance__in=HANDED_IN))
)
_WORDS_BY_CENTRE: Question[tuple[str, str, int]] = Question(_words_by_centre)
_CLOSINGS: Question[tuple[str, int, int, int]] = Question(_closings)
_CLOSED: Question[tuple[str, datetime]] = Question(
    lambda paper_id: CentreDay.objects.filter(paper_id=paper_id, is_closed=True).values_list("centre_uai", "closed_at")
)
_ABSENT_AND_BLANK: Question[tuple[str, str]] = Question(_absent_and_blank)
_WORDS_BY_ROOM: Question[tuple[str, str, str, int]] = Question(_words_by_room)
_WORDS_BY_CELL: Question[tuple[str, str, str, int]] = Question(_words_by_cell)
_KEPT: Question[tuple[int, int]] = Question(
    lambda paper_id: (
        Entry.objects.filter(paper_id=paper_id, is_mark_kept=True).values_list("paper_id").annotate(count=Count("pk"))
    )
)
_HANDS: Question[tuple[Any, ...]] = Question(
    lambda paper_id: RoomCount.objects.filter(paper_id=paper_id).values_list("centre_uai", "room", *HandCount._fields)
)


def attendance_counts(
    paper_id: int, centre_uai: str | None = None, specialties: Collection[str] | None = None
) -> dict[str, Tally]:
    """Count what the registers say, centre by centre; kept marks are left out."""
    some = None if specialties is None else sorted(specialties) or [""]
    counts: dict[str, dict[str, int]] = {}
    for uai, word, count in _WORDS_BY_CENTRE.ask(paper_id=paper_id, specialties=some, uai=centre_uai):
        counts.setdefault(uai, {})[word.replace("-", "_")] = count
    return {uai: Tally(**words) for uai, words in counts.items()}


def scripts_counted(paper_id: int) -> dict[str, int]:
    """Map centres to the scripts counted in the hand in all their rooms, whatever the route."""
    rows = RoomCount.objects.filter(paper_id=paper_id).order_by("centre_uai").values_list("centre_uai")
    return dict(rows.annotate(Sum("counted")))


def closing_counts(paper_id: int) -> dict[str, ClosingCounts]:
    """Map the centres whose day is closed to the counts typed at the closing, numbered scripts only."""
    return {uai: ClosingCounts(*counts) for uai, *counts in _CLOSINGS.ask(paper_id=paper_id)}


def days_closed(paper_id: int) -> dict[str, datetime]:
    """Map the centres whose day is closed to when it was."""
    return dict(_CLOSED.ask(paper_id=paper_id))


def absent_and_blank(paper_id: int, specialties: Collection[str] | None = None) -> dict[str, Attendance]:
    """Map the numbers of absent candidates, and of those with a blank script, to which of the two they are.

    Who sits in another centre is absent from the register of their own, and sat.
    """
    if specialties is None:
        rows = _ABSENT_AND_BLANK.ask(paper_id=paper_id)
    else:
        among = list(specialties)
        rows = _ABSENT_AND_BLANK.ask(paper_id=paper_id, specialties=among) if among else []
    return {number: Attendance(word) for number, word in rows}


def handed_in_at(paper_id: int, centre_uai: str) -> Counter[str]:
    """Count by specialty the scripts that the register of a centre makes, whatever their route."""
    return Counter(dict(_HANDED_IN.ask(paper_id=paper_id, uai=centre_uai)))


def rooms_of_paper(paper_id: int) -> dict[tuple[str, str], Tally]:
    """Map every room of every centre (UAI, room) to what its register says, in natural order."""
    words: dict[tuple[str, str], dict[str, int]] = {}
    for uai, room, word, count in _WORDS_BY_ROOM.ask(paper_id=paper_id):
        words.setdefault((uai, room), {})[word.replace("-", "_")] = count
    ranked = sorted(words, key=lambda place: (place[0], attendance.natural_rank(place[1])))
    return {place: Tally(**words[place]) for place in ranked}


def hand_counts_of_paper(paper_id: int) -> dict[tuple[str, str], HandCount]:
    """Map every room that was counted (UAI, room) to the scripts counted there in the hand, and what was signed."""
    return {(uai, room): HandCount(*hand) for uai, room, *hand in _HANDS.ask(paper_id=paper_id)}


def entries_by_specialty(paper_id: int) -> dict[str, int]:
    """Count who is expected in each specialty, whatever the route, entry by entry."""
    return dict(_BY_SPECIALTY.ask(paper_id=paper_id))


def words_by_cell(paper_id: int) -> dict[tuple[str, str, Attendance], int]:
    """Count what the registers say by centre and specialty, whatever the route."""
    counted = _WORDS_BY_CELL.ask(paper_id=paper_id)
    return {(uai, code, Attendance(word)): count for uai, code, word, count in counted}


def count_kept(paper_id: int) -> int:
    """Count who keeps a mark, and is expected nowhere."""
    return sum(count for _, count in _KEPT.ask(paper_id=paper_id))


def entries_by_tables(paper: Paper) -> dict[str, int]:
    """Count who is expected in each specialty without those who came off the list, or from another one."""
    counts = Counter(entries_by_specialty(paper.pk))
    counts.subtract(_come_besides(paper))
    return dict(counts)


def imported_entries(paper: Paper) -> dict[str, int]:
    """Count who is expected in each specialty by the journal: the last import, and all who came besides."""
    imports = audit.facts_on(f"session:{paper.session.code}", intake.CandidatesImported.__name__)
    counts = Counter(imports[-1]["entered"].get(paper.code, {}) if imports else {})
    counts.update(_come_besides(paper))
    return dict(counts)


def _come_besides(paper: Paper) -> Counter[str]:
    """Count by specialty and by the journal who came off the list, or from the list of another centre, and stayed."""
    subject = day_subject(paper, "")
    came = Counter(fact["specialty"] for fact in off_list_facts(paper))
    came.update(fact["specialty"] for fact in audit.facts_below(elsewhere.SeatedFromElsewhere.__name__, subject))
    came.subtract(fact["specialty"] for fact in audit.facts_below(elsewhere.SeatingTakenBack.__name__, subject))
    return came


def off_list_facts(paper: Paper) -> list[dict[str, Any]]:
    """List by the journal who came off the list: `candidate_number` and `specialty`."""
    return audit.facts_below(arrivals.OffListEntered.__name__, day_subject(paper, ""))


_CENTRES: Question[tuple[int, str]] = Question(
    lambda paper_ids: (
        RollCell.objects.filter(paper_id__in=paper_ids)
        .order_by("paper_id", "centre_uai")
        .values_list("paper_id", "centre_uai")
        .distinct()
    )
)


def centres_of(paper: Paper, specialties: Collection[str] | None = None) -> list[str]:
    """List the centres where somebody is expected, in one of these specialties or in any, by UAI."""
    return list(roll_by_centre(paper.pk, specialties))


def roll_rows(paper_id: int, specialties: Collection[str] | None = None) -> QuerySet[RollCell]:
    """Find the cells of a paper's roll, for areas that compare theirs with them by `centre_uai`."""
    cells = RollCell.objects.filter(paper_id=paper_id)
    return cells if specialties is None else cells.filter(specialty_code__in=specialties)


def centres_of_session(session_id: int) -> QuerySet[Any]:
    """List the centres where somebody is expected at a paper of a session, for areas that look them up by UAI."""
    return RollCell.objects.filter(paper__session_id=session_id).values("centre_uai")


def papers_entered_at(uai: str) -> QuerySet[Any]:
    """List the papers where somebody is expected at a centre, for areas that look them up."""
    return RollCell.objects.filter(centre_uai=uai).values("paper")


def count_centres(session_id: int) -> int:
    """Count the centres where somebody is expected at a paper of a session."""
    return next((count for _, count in _CENTRES_COUNTED.ask(session_id=session_id)), 0)


def entered_rows() -> QuerySet[Any, Any]:
    """Find where somebody is expected in each session, for areas that leave some out by `centre_uai`."""
    return RollCell.objects.values_list("paper__session_id", "centre_uai")


def centres_by_paper(paper_ids: Collection[int]) -> dict[int, set[str]]:
    """List the centres where somebody is expected at each of some papers; where nobody is, none."""
    places: dict[int, set[str]] = {paper_id: set() for paper_id in paper_ids}
    for paper_id, uai in _CENTRES.ask(paper_ids=list(paper_ids)) if paper_ids else ():
        places[paper_id].add(uai)
    return places


def count_expected(paper_ids: Collection[int]) -> Counter[int]:
    """Count who is expected at each of some papers."""
    cells = RollCell.objects.filter(paper_id__in=paper_ids).order_by("paper_id").values_list("paper_id")
    return Counter(dict(cells.annotate(Sum("expected"))))


def expected_in(session_id: int, uai_field: str) -> Coalesce:
    """Count who is expected at the papers of a session in the centre of a row, for a list that the database sorts."""
    cells = RollCell.objects.filter(paper__session_id=session_id, centre_uai=OuterRef(uai_field)).order_by()
    counted = cells.values("centre_uai").annotate(count=Sum("expected")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def count_roll(paper_id: int, specialties: Collection[str] | None = None) -> tuple[int, int]:
    """Count who is expected in these specialties or in all, and in how many centres."""
    some = None if specialties is None else sorted(specialties) or [""]
    counted = _COUNTED.ask(paper_id=paper_id, specialties=some)
    return next(((expected, centres) for _, expected, centres in counted), (0, 0))


def _roll_totals(paper_id: int, specialties: Collection[str] | None) -> QuerySet[Any, Any]:
    rows = roll_rows(paper_id, specialties).values_list("paper_id")
    return rows.annotate(expected=Sum("expected"), centres=Count("centre_uai", distinct=True))


_CENTRES_COUNTED: Question[tuple[int, int]] = Question(
    lambda session_id: (
        RollCell.objects.filter(paper__session_id=session_id)
        .order_by()
        .values_list("paper__session_id")
        .annotate(Count("centre_uai", distinct=True))
    )
)
_EXPECTED: Question[tuple[str, int]] = Question(
    lambda session_id, uais: (
        RollCell.objects.filter(paper__session_id=session_id, centre_uai__in=uais)
        .order_by("centre_uai")
        .values_list("centre_uai")
        .annotate(Sum("expected"))
    )
)
_EXPECTED_BY_SPECIALTY: Question[tuple[str, int]] = Question(
    lambda paper_id: (
        roll_rows(paper_id).order_by("specialty_code").values_list("specialty_code").annotate(Sum("expected"))
    )
)
_BY_CENTRE: Question[tuple[str, int]] = Question(
    lambda paper_id, specialties: (
        roll_rows(paper_id, specialties).order_by("centre_uai").values_list("centre_uai").annotate(Sum("expected"))
    )
)
_COUNTED: Question[tuple[int, int, int]] = Question(_roll_totals)


def expected_at(session_id: int, centre_uais: Collection[str]) -> dict[str, int]:
    return dict(_EXPECTED.ask(session_id=session_id, uais=list(centre_uais))) if centre_uais else {}


def roll_by_centre(paper_id: int, specialties: Collection[str] | None = None) -> dict[str, int]:
    """Count who is expected in each centre, by UAI."""
    some = None if specialties is None else sorted(specialties) or [""]
    return dict(_BY_CENTRE.ask(paper_id=paper_id, specialties=some))


def roll_by_specialty(paper_id: int) -> dict[str, int]:
    """Count who is expected in each specialty, whatever the route."""
    return dict(_EXPECTED_BY_SPECIALTY.ask(paper_id=paper_id))


def cells_of_one(paper: Paper, specialties: Collection[str] | None = None) -> list[tuple[str, str]]:
    """List the cells (centre, specialty) with a single expected candidate, whom a number's cell would tell."""
    cells = roll_rows(paper.pk, specialties).filter(expected=1)
    return list(cells.order_by("centre_uai", "specialty_code").values_list("centre_uai", "specialty_code"))
