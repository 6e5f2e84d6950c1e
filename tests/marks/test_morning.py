"""What waits at the desk for its marker: given back on an earlier day, or opened again by the office since."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.batches import queries as batches
from massicot.marks import queries, services
from massicot.marks.queries.standing import AtDesk
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import ODILE, PERRIN, TYPING
from tests.keeping import kept
from tests.marks.second_acts import ask
from tests.short_batches import take_back_without

pytestmark = pytest.mark.django_db

EVENING = datetime(2017, 6, 1, 16, tzinfo=UTC)
NIGHT = datetime(2017, 6, 1, 21, 59, tzinfo=UTC)
MORNING = datetime(2017, 6, 1, 22, tzinfo=UTC)
"""Midnight in Paris."""

built = kept(world.handed_out)


def count(built, at):
    return queries.count_at_desk(built.paper, PERRIN, at)


def codes(built, at):
    rows, _ = queries.back_at_desk(built.paper, PERRIN, at)
    return [row.code for row in rows]


def come_back(built, at=EVENING):
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch, at=at)


def open_again(batch, at=MORNING):
    services.unlock_batch_unchecked_lifting(batch_code=batch.code, reason="Somme fausse.", by=ODILE, at=at)


def test_what_came_back_waits_from_the_midnight_of_the_session_on(built):
    come_back(built)
    assert count(built, NIGHT) == AtDesk(0, 0)
    assert count(built, MORNING) == AtDesk(2, 0)
    assert codes(built, MORNING) == [batch.code for batch in batches.batches_of(built.paper.pk)]


def test_what_is_complete_and_not_locked_waits_for_its_lock_and_what_is_locked_for_nothing(built):
    later_world.typed(built)
    come_back(built)
    assert count(built, MORNING) == AtDesk(0, 2)
    later_world.lock_all(built)
    assert count(built, MORNING) == AtDesk(0, 0)
    assert queries.back_at_desk(built.paper, PERRIN, MORNING) == ([], 2)


def test_what_the_office_opened_again_waits_at_once_until_it_has_gone_out_and_come_back(built):
    wood, _ = batches.batches_of(built.paper.pk)
    later_world.locked(built)
    come_back(built)
    open_again(wood, EVENING + timedelta(minutes=1))
    assert (count(built, NIGHT), codes(built, NIGHT)) == (AtDesk(0, 1), [wood.code])
    world.lend(wood, "BOB", NIGHT)
    assert (count(built, NIGHT), codes(built, NIGHT)) == (AtDesk(0, 0), [])
    world.give_back(wood, at=NIGHT)
    assert (count(built, NIGHT), codes(built, NIGHT)) == (AtDesk(0, 0), [])
    assert (count(built, MORNING), codes(built, MORNING)) == (AtDesk(0, 1), [wood.code])


def test_what_was_opened_again_with_its_marker_waits_from_the_next_morning(built):
    wood, water = batches.batches_of(built.paper.pk)
    later_world.locked(built)
    open_again(wood, TYPING)
    come_back(built)
    assert count(built, NIGHT) == AtDesk(0, 0)
    assert codes(built, MORNING) == [wood.code]
    assert water.code not in codes(built, MORNING)


def test_what_is_to_be_typed_by_somebody_else_does_not_wait_for_its_marker(built):
    ask(built.paper.pk)
    later_world.typed(built)
    come_back(built)
    assert count(built, MORNING) == AtDesk(0, 0)


def test_a_complete_batch_that_awaits_an_answer_of_the_office_does_not_wait_for_its_marker(built):
    later_world.typed(built)
    for batch in batches.batches_of(built.paper.pk):
        opened = world.open_sheet(built, batch.code)
        absent = [number for number, kind in scripts.kinds_of(opened.numbers).items() if kind is ScriptKind.PLACEHOLDER]
        for number in absent[:1]:
            services.refer_line(credential_id=opened.credential_id, number=number, value="12", at=TYPING)
    come_back(built)
    assert queries.waiting_on_paper(built.paper.pk).count() == 1
    assert count(built, MORNING) == AtDesk(0, 1)


def test_nothing_waits_once_its_entry_is_closed_but_what_was_given_more_time(built):
    wood, _ = batches.batches_of(built.paper.pk)
    closing = built.paper.entry_closes_at
    later_world.typed(built)
    come_back(built)
    assert count(built, closing - timedelta(seconds=1)) == AtDesk(0, 2)
    assert count(built, closing) == AtDesk(0, 0)
    later = {"closes_at": closing + timedelta(days=1), "reason": "Grève des trains."}
    services.extend_batch(batch_code=wood.code, **later, by=ODILE, at=closing)
    assert count(built, closing) == AtDesk(0, 1)


def test_what_comes_back_on_the_day_of_its_closing_waits_at_once(built):
    wood, water = batches.batches_of(built.paper.pk)
    closing = built.paper.entry_closes_at
    later = {"closes_at": closing + timedelta(days=1), "reason": "Grève des trains."}
    services.extend_batch(batch_code=water.code, **later, by=ODILE, at=TYPING)
    later_world.typed(built)
    come_back(built, closing - timedelta(hours=1))
    assert count(built, closing - timedelta(minutes=30)) == AtDesk(0, 1)
    assert codes(built, closing - timedelta(minutes=30)) == [wood.code]


def waiting(built, at):
    counted = queries.waiting_for_second([PERRIN], at)
    return counted.total(), len(queries.second_to_print(built.paper.pk, PERRIN, at))


def test_no_second_keying_waits_once_its_entry_is_closed_but_of_what_was_given_more_time(built):
    wood, _ = batches.batches_of(built.paper.pk)
    closing = built.paper.entry_closes_at
    ask(built.paper.pk)
    later_world.typed(built)
    assert waiting(built, closing - timedelta(seconds=1)) == (2, 2)
    assert waiting(built, closing) == (0, 0)
    later = {"closes_at": closing + timedelta(days=1), "reason": "Grève des trains."}
    services.extend_batch(batch_code=wood.code, **later, by=ODILE, at=closing)
    assert waiting(built, closing) == (1, 1)


def test_no_second_keying_waits_while_a_line_is_with_the_office(built):
    ask(built.paper.pk)
    later_world.typed(built)
    for batch in batches.batches_of(built.paper.pk):
        opened = world.open_sheet(built, batch.code)
        for number, kind in scripts.kinds_of(opened.numbers).items():
            if kind is ScriptKind.PLACEHOLDER:
                services.refer_line(credential_id=opened.credential_id, number=number, value="12", at=TYPING)
    assert waiting(built, TYPING) == (1, 1)


def test_a_batch_of_which_nothing_is_left_waits_for_nobody(built):
    wood, water = batches.batches_of(built.paper.pk)
    world.give_back(wood, at=EVENING)
    lost = batches.numbers_of(water.pk)
    take_back_without(water, *lost)
    for number in lost:
        services.settle_short(number=number, by=ODILE, at=EVENING)
    assert codes(built, MORNING) == [wood.code]
    assert count(built, MORNING) == AtDesk(1, 0)
