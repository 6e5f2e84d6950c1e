"""docs/undo.md, the rows about candidates who sit elsewhere than the list says: each is undone here."""

from datetime import date

import pytest

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.models import Entry
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.results import services as results
from tests import kept_mark, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, ODILE, candidate_number
from tests.test_undo import undoes
from tests.web.examcentre.registers import in_three_rooms

pytestmark = pytest.mark.django_db


@undoes("candidate moved to another room of their centre")
def test_a_candidate_is_moved_back_to_the_room_of_the_list():
    built = in_three_rooms()
    who = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": candidate_number(1)}
    attendance.move_to_room(**who, room="2", seat="41", by=CLAIRE, at=EVENING)
    attendance.move_back(**who, by=CLAIRE, at=EVENING)
    row = candidates.room_rows(built.paper, CEDRES, "1")[0]
    assert (row.candidate_number, row.seat, row.attendance) == (candidate_number(1), "1", "not-keyed")


@undoes("candidate of another list, or with a kept mark, entered where they sat")
def test_who_did_not_sit_here_after_all_is_of_their_own_list_again():
    built = world.prepared()
    kept_mark.seat(built, 9, date(1997, 3, 1))
    who = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": candidate_number(9)}
    anonymity.take_back_seating(**who, key=KEY, by=CLAIRE, at=EVENING)
    assert len(candidates.entry_rows(built.paper, None, CEDRES)) == 8
    assert Entry.objects.get(candidate__candidate_number=candidate_number(9)).attendance == "not-keyed"


@undoes("kept mark or sitting decided")
def test_what_counts_of_a_kept_mark_is_said_otherwise():
    built = world.prepared()
    kept_mark.listed(built)
    kept_mark.seat(built)
    row = candidates.kept_and_sat(built.paper.pk)[0]
    for counts in (WhatCounts.MARK, WhatCounts.SITTING):
        said = {"counts": counts, "reason": "asked in writing", "by": ODILE, "at": EVENING}
        results.decide_kept_mark(paper=built.paper, entry_id=row.entry_id, **said)
    assert candidates.entries_not_counted(built.paper.pk) == set()
