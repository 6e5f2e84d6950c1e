"""What was checked of a room and stands no more: a count without its register, labels of whoever came since."""

import json
from datetime import date

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, services
from massicot.candidates.rules import OffList
from massicot.candidates.rules import checks as checking
from massicot.candidates.rules.checks import BY_ONE, Scrutiny
from tests.candidates import lycee
from tests.candidates.lycee import CLERK, EVENING, NORTH, ON_SITE, SCANNED, number

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """Two rooms of the north centre, two candidates each, nobody keyed."""
    session = lycee.make_session()
    lycee.enter(session, *(lycee.candidate(rank, salle="1" if rank < 3 else "2") for rank in (1, 2, 3, 4)))
    return lycee.paper_of(session)


def here(paper, room="1"):
    return {"paper": paper, "centre_uai": NORTH, "room": room, "by": CLERK, "at": EVENING}


def check(paper, *checks):
    return services.check_scripts(checks=checks or BY_ONE, **here(paper))


def compare(paper, room="1"):
    services.compare_labels(stuck_by="Mme Roux", compared_by="M. Brun", **here(paper, room))


def come(paper, rank=9, room="1", specialty=ON_SITE):
    one = OffList(
        candidate_number=number(rank),
        surname="Pipit",
        first_names="Noé",
        born_on=date(1998, 3, 1),
        specialty_code=specialty,
        room=room,
    )
    services.add_off_list_unnumbered(paper=paper, centre_uai=NORTH, candidate=one)


def move(paper, rank, room):
    where = {"paper": paper, "centre_uai": NORTH, "candidate_number": number(rank)}
    services.move_to_room(**where, room=room, seat="9", by=CLERK, at=EVENING)


def standing(paper, room="1"):
    return queries.checks_at({paper.pk: {ON_SITE}}).get((paper.pk, NORTH), {}).get(room, set())


def new_in(paper, room="1"):
    return [entry.candidate.candidate_number for entry in queries.not_compared(paper.pk, NORTH, room, {ON_SITE})]


def test_before_the_register_is_confirmed_all_four_are_three_and_the_count_stays_open(paper):
    assert check(paper) == [Scrutiny.NO_SIGN, Scrutiny.PAGES, Scrutiny.SORTED]
    for again in (BY_ONE, [Scrutiny.COUNTED]):
        with pytest.raises(checking.CountedTooSoon, match="room 1"):
            check(paper, *again)
    lycee.key(paper, counted=2)
    assert check(paper) == [Scrutiny.COUNTED]


def test_a_count_is_said_anew_once_the_register_makes_another_one(paper):
    lycee.key(paper, counted=2)
    check(paper)
    come(paper)
    with pytest.raises(checking.CountedTooSoon):
        check(paper)
    lycee.take_back(paper)
    lycee.key(paper, counted=3)
    with pytest.raises(checking.CheckedAlready):
        check(paper)


def test_who_comes_off_the_list_is_compared_anew_and_nobody_else(paper):
    compare(paper)
    assert standing(paper) == {Scrutiny.LABELS}
    come(paper)
    assert (standing(paper), new_in(paper)) == (set(), [number(9)])
    compare(paper)
    assert (standing(paper), new_in(paper)) == ({Scrutiny.LABELS}, [])
    line = json.loads(audit.acts_of(queries.day_subject(paper, NORTH))[-1].facts)
    assert line["anew"] == [number(9)]
    with pytest.raises(checking.CheckedAlready):
        compare(paper)


def test_who_comes_without_a_label_leaves_the_room_compared(paper):
    compare(paper)
    come(paper, specialty=SCANNED)
    assert (standing(paper), new_in(paper)) == ({Scrutiny.LABELS}, [])


def test_who_is_moved_is_compared_where_they_sit_and_the_room_that_they_left_stays_compared(paper):
    compare(paper)
    compare(paper, room="2")
    move(paper, 1, "2")
    assert (standing(paper), standing(paper, "2")) == ({Scrutiny.LABELS}, set())
    assert new_in(paper, "2") == [number(1)]
    compare(paper, room="2")
    assert standing(paper, "2") == {Scrutiny.LABELS}


def test_who_is_moved_by_a_table_is_compared_anew(paper):
    compare(paper)
    compare(paper, room="2")
    lycee.enter(paper.session, lycee.candidate(1, salle="2"))
    assert new_in(paper, "2") == [number(1)]


def test_labels_taken_back_are_those_of_the_whole_room(paper):
    compare(paper)
    come(paper)
    compare(paper)
    services.take_back_check(check=Scrutiny.LABELS, **here(paper))
    assert new_in(paper) == [number(1), number(2), number(9)]
    with pytest.raises(checking.NotChecked):
        services.take_back_check(check=Scrutiny.LABELS, **here(paper))


def test_who_was_compared_may_leave_the_paper_by_a_table(paper):
    compare(paper)
    lycee.enter(paper.session, lycee.candidate(1, epreuves="MATH"))
    assert [row.candidate_number for row in queries.room_rows(paper, NORTH, "1")] == [number(2)]
    assert standing(paper) == {Scrutiny.LABELS}
