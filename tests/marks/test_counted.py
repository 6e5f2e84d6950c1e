"""What of the marking is paid: by paper, centre and author, of locked batches."""

from dataclasses import replace

import pytest

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as markers
from massicot.marks import queries, services
from massicot.marks.queries import counted as counts
from massicot.marks.queries.counted import CountedLines
from massicot.marks.rules import ReferralAnswer
from tests import cast, later_world, many, short_batches, world, world_of_two
from tests.cast import CEDRES, MURIERS, ODILE, PERRIN, PREPARED, TYPING
from tests.marks import second_acts
from tests.marks.test_office_acts import LATE, unlock, write
from tests.things_of_two import VERDON


def counted(built):
    """Give who counts how many marks and blanks of the paper."""
    return {row.author: (row.marks, row.blanks) for row in counts.counts_of_paper(built.paper.pk)}


def pass_on(desk, to="CHARLIE"):
    """Hand the woodwork batch over to another marker, at their place."""
    world.give_back(desk.wood.batch)
    world.lend(batches.batch_by_code(desk.wood.batch.code), to, TYPING)


@pytest.fixture
def filled(desk, absent_number):
    """Both batches typed by Bob: twelve scripts, of which one absent."""
    desk.wood.fill("12")
    desk.water.fill("10", **{absent_number: "AB"})
    return desk


def test_of_fifty_lines_with_three_absent_and_one_blank_forty_seven_count_of_which_one_blank(db):
    built = world.opened()
    lines = [
        f"{cast.candidate_number(rank)};QUIDAM{rank};Ève;01/02/1997;{MURIERS};{CEDRES};{many.WOOD};A1;{rank}"
        for rank in range(101, 143)
    ]
    table = world.read_table(built.session, "\n".join([many.COLUMNS, *lines]).encode())
    anonymity.import_candidates(session=built.session, table=table, key=None, by=ODILE, at=PREPARED)
    sat = world.sat(absent=(101, 102, 103), blank=(104,), world=world.prepared(built))
    received = world.received(world.arrived(world.packed(sat)))
    later_world.typed(world.handed_out(received))
    assert counted(built) == {}
    later_world.lock_all(built)
    wood, water = batches.batches_of(built.paper.pk)
    assert (wood.size, water.size) == (50, 4)
    unlock_batch(water)
    row = CountedLines(built.paper.pk, PERRIN, "BOB", marks=47, blanks=1)
    assert counts.counts_of_paper(built.paper.pk) == [row]


def unlock_batch(batch):
    """Open a locked batch again, as Odile does."""
    told = {"batch_code": batch.code, "reason": "Total faux", "by": ODILE, "at": TYPING}
    services.unlock_batch_unchecked_lifting(**told)


def test_a_batch_counts_once_it_is_locked_and_no_more_while_it_is_open_again(filled):
    assert counted(filled.world) == {}
    filled.wood.lock("8", "96")
    assert counted(filled.world) == {"BOB": (8, 0)}
    filled.water.lock("3", "30")
    assert counted(filled.world) == {"BOB": (11, 0)}
    unlock(filled.wood)
    assert counted(filled.world) == {"BOB": (3, 0)}
    filled.wood.lock("8", "96")
    assert counted(filled.world) == {"BOB": (11, 0)}


def test_where_two_marked_one_batch_each_has_the_lines_that_they_marked(desk):
    first, second, *others = desk.wood.numbers
    desk.wood.save(*((number, "12", "") for number in (first, second)))
    pass_on(desk)
    desk.wood.save(*((number, "12", "") for number in others))
    desk.wood.lock("8", "96")
    assert counted(desk.world) == {"BOB": (2, 0), "CHARLIE": (6, 0)}


def test_what_the_office_writes_counts_for_the_marker_in_whose_place_it_writes(desk):
    first, second, *others = desk.wood.numbers
    desk.wood.save((first, "12", ""))
    pass_on(desk)
    desk.wood.save(*((number, "12", "") for number in others))
    write(first, "15", seen="12")
    write(second, "CB")
    told = {"batch_code": desk.wood.batch.code, "typed_lines": "7", "typed_sum": "87", "by": ODILE, "at": LATE}
    services.lock_for_marker(**told)
    assert counted(desk.world) == {"BOB": (1, 0), "CHARLIE": (7, 1)}
    write(others[0], "09", seen="12")
    assert counted(desk.world) == {"BOB": (1, 0), "CHARLIE": (7, 1)}


def test_a_mark_that_was_given_before_its_script_was_lost_is_paid(desk):
    desk.wood.fill("12")
    short_batches.take_back_without(desk.wood.batch, desk.wood.numbers[0])
    desk.wood.lock("8", "96")
    assert counted(desk.world) == {"BOB": (8, 0)}


def test_a_script_that_is_withdrawn_counts_for_nobody(desk, absent_number):
    desk.water.save(*((number, "12", "") for number in desk.water.numbers if number != absent_number))
    said = {"credential_id": desk.water.credential_id, "number": absent_number, "value": "09"}
    referral = services.refer_line(**said, at=TYPING)
    answer = {"answer": ReferralAnswer.WITHDRAWN, "reason": "Fraude", "by": ODILE, "at": TYPING}
    services.answer_referral(referral_id=referral.pk, **answer)
    desk.water.lock("3", "36")
    assert counted(desk.world) == {"BOB": (3, 0)}


def test_a_line_that_is_struck_counts_for_nobody(db):
    built = short_batches.handed_out_short(world.batched())
    wood, _ = batches.batches_of(built.paper.pk)
    opened = world.open_sheet(built, wood.code)
    later_world.typed(built)
    totals = queries.totals_of(wood.pk)
    told = {"typed_lines": str(totals.numeric_lines), "typed_sum": str(totals.sum_hundredths // 100), "at": TYPING}
    services.lock_batch(credential_id=opened.credential_id, **told)
    assert len(opened.numbers) == 7
    assert sum(marks for marks, _ in counted(built).values()) == 7


def test_whoever_keys_a_second_time_counts_nothing(desk):
    second_acts.ask(desk.world.paper.pk)
    desk.wood.fill("12")
    second_acts.SecondSheet(desk.wood.batch).fill("12")
    desk.wood.lock("8", "96")
    assert counted(desk.world) == {"BOB": (8, 0)}


def test_a_marker_is_told_how_many_batches_of_theirs_wait_for_their_lock(filled):
    waiting = {"BOB": 2}
    assert counts.unlocked_of(filled.world.paper.pk, PERRIN) == waiting
    pass_on(filled)
    assert counts.unlocked_of(filled.world.paper.pk, PERRIN) == {"BOB": 2, "CHARLIE": 1}
    filled.wood.lock("8", "96")
    assert counts.unlocked_of(filled.world.paper.pk, PERRIN) == {"BOB": 1}
    assert counts.unlocked_of(filled.world.paper.pk, VERDON) == {}


@pytest.fixture
def two_locked(db):
    """Two sessions with two marking centres each, one batch in each, marked and locked."""
    for person in (cast.ODILE, cast.OMAR):
        markers.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    sessions = {code: world_of_two.session_of(code) for code in ("BTS-2017", "DCG-2017")}
    for built in sessions.values():
        world_of_two.written(built)
        world_of_two.arrived(built)
        world_of_two.made_up(built)
        for batch in batches.batches_of(built.paper.pk):
            world.seal(batch)
            world.lend(batches.batch_by_code(batch.code), taker_of(built, batch))
        later_world.typed(built)
        later_world.lock_all(built)
    return sessions


def taker_of(built, batch):
    """Eve marks in both centres of her session; of the other, Alice in one and Bob in the other."""
    if built.session.code == "DCG-2017":
        return "EVE"
    return "ALICE" if batch.centre_uai == VERDON else "BOB"


def test_centres_and_papers_are_told_apart(two_locked):
    bts, dcg = two_locked["BTS-2017"], two_locked["DCG-2017"]
    bobs = CountedLines(bts.paper.pk, PERRIN, "BOB", marks=8, blanks=1)
    alices = CountedLines(bts.paper.pk, VERDON, "ALICE", marks=3, blanks=0)
    eves = [replace(row, paper_id=dcg.paper.pk, author="EVE") for row in (alices, bobs)]
    assert counts.counts_of_session(bts.session.pk) == counts.counts_of_paper(bts.paper.pk) == [alices, bobs]
    assert counts.counts_of_session(dcg.session.pk) == counts.counts_of_paper(dcg.paper.pk) == eves
    assert counts.counts_of_author(bts.session.pk, "ALICE") == [alices]
    assert counts.counts_of_author(dcg.session.pk, "ALICE") == []


def test_a_count_is_one_statement(filled, django_assert_num_queries):
    filled.wood.lock("8", "96")
    session = filled.world.session.pk
    with django_assert_num_queries(3):
        counts.counts_of_session(session)
        counts.counts_of_author(session, "BOB")
        counts.unlocked_of(filled.world.paper.pk, PERRIN)
