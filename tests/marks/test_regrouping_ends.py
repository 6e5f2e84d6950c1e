"""Batches merged or split of which nothing is there any more, and those before them: no dead end."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from massicot.batches import queries as batches
from massicot.consignments.rules.despatch import AllBut
from massicot.exams.models import Paper
from massicot.marks import queries, rules, services
from massicot.marks.rules import BatchNeverHandedOut, MarkWritten
from massicot.results import queries as results
from massicot.results.rules.access import ON_BATCH
from tests import later_world, short_batches, world
from tests.cast import MARC, ODILE, TYPING
from tests.keeping import kept
from tests.marks import second_acts
from tests.marks.test_regrouping import back, print_first, split

pytestmark = pytest.mark.django_db

typed = kept(later_world.typed)


@pytest.fixture
def desk(typed):
    """Woodwork (8) and water (4), typed by Bob, at the desk."""
    wood, water = back(typed)
    return SimpleNamespace(built=typed, wood=wood, water=water)


def emptied(desk):
    """Part the last script off, which is not there when its envelope is closed; the office decides of it."""
    _, batch = split(desk.wood, from_line=8)
    print_first(desk.built, batch)
    services.seal_short(code=batch.code, counted=0, signed=short_batches.SIGNED, by=MARC, at=TYPING)
    services.settle_short(number=batches.numbers_of(batch.pk)[0], by=ODILE, at=TYPING)
    return batches.batch_by_code(batch.code)


def sign(batch):
    totals = queries.totals_of(batch.pk)
    typed = {"typed_lines": str(totals.numeric_lines), "typed_sum": str(totals.sum_hundredths // 100)}
    at = Paper.objects.get().entry_closes_at + timedelta(minutes=1)
    return services.lock_for_marker(batch_code=batch.code, **typed, by=ODILE, at=at)


def test_what_was_typed_of_scripts_that_are_all_lost_is_locked_by_the_office_for_who_held_them(desk):
    batch = emptied(desk)
    assert (batch.size, batch.in_hand) == (1, 0)
    assert sign(batch).author == "BOB"
    assert f"not-locked:{batch.code}" not in {gap.key for gap in results.ladder(desk.built.paper).open_gaps}


def test_the_line_of_a_script_that_is_named_as_missing_on_one_count_stays_with_its_mark(desk):
    part, _ = split(desk.wood, from_line=4)
    print_first(desk.built, part)
    lost = batches.numbers_of(part.pk)[0]
    said = {"counted": 2, "lacking": AllBut([lost[4:]], "Mme Roux")}
    assert services.seal_all_but(code=part.code, **said, by=MARC, at=TYPING) == [lost]
    part = batches.batch_by_code(part.code)
    assert (part.size, part.lacking, part.in_hand) == (3, 1, 2)
    assert queries.live_credentials().get(batch=part).lines == 3
    assert lost in batches.numbers_of(part.pk)


def test_a_batch_of_which_scripts_are_there_is_signed_for_whoever_marks_it_first(desk):
    first, _ = split(desk.wood, from_line=4)
    print_first(desk.built, first)
    with pytest.raises(BatchNeverHandedOut):
        sign(batches.batch_by_code(first.code))


def test_nobody_locks_a_batch_at_the_portal_that_they_never_held(desk):
    batch = emptied(desk)
    credential = world.open_sheet(desk.built, batch.code).credential_id
    with pytest.raises(rules.BatchNeverHandedOut):
        services.lock_batch(credential_id=credential, typed_lines="1", typed_sum="1", at=TYPING)


def test_the_end_of_a_second_keying_names_no_batch_that_was_split(desk):
    second_acts.ask(desk.built.paper.pk)
    parts = {batch.code for batch in split(desk.wood, from_line=4)}
    ended = services.end_second_keying(paper=desk.built.paper, seen=100, reason="Fini", by=ODILE, at=TYPING)
    assert set(ended) == parts | {desk.water.code}


def test_the_story_of_a_script_tells_what_the_office_wrote_in_the_batch_before(desk):
    number, shown = next(iter(queries.shown_marks(desk.wood).items()))
    at = Paper.objects.get().entry_closes_at + timedelta(minutes=1)
    services.write_mark(number=number, value="19", seen=shown, reason="Mal lue", by=ODILE, at=at)
    split(split(desk.wood, from_line=8)[0], from_line=2)
    told = [step.words for step in results.held_script(desk.built.paper, number).steps]
    assert ON_BATCH[MarkWritten.__name__] in told
