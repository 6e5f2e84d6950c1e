"""Batches merged and split: marks go over with their author, sheets open nothing, what cannot go over stays."""

import json
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches import rules as batch_rules
from massicot.batches import services as batch_acts
from massicot.batches.models import BatchScript, HandOut
from massicot.batches.rules import Acknowledgement, SplitChoice, Witnessed
from massicot.core import draws
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential, Mark, MarkChange, SecondMark
from massicot.marks.queries import referrals
from massicot.marks.rules import TypedLine, amendments, sheets
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY, ScriptKind
from tests import later_world, world
from tests.cast import KEY, MARC, ODILE, TYPING
from tests.keeping import kept
from tests.marks import second_acts
from tests.marks.second_acts import SecondSheet

pytestmark = pytest.mark.django_db

typed = kept(later_world.typed)

REASON = "Enveloppe déchirée"


def back(built):
    """Take every batch back from Bob; give those of the paper."""
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch)
    return batches.batches_of(built.paper.pk)


@pytest.fixture
def desk(typed):
    """Woodwork (8) and water (4), typed by Bob, at the desk."""
    wood, water = back(typed)
    return SimpleNamespace(built=typed, wood=wood, water=water)


def split(batch, from_line=None, typed=""):
    choice = SplitChoice(from_line, typed)
    return services.split_batch(code=batch.code, choice=choice, reason=REASON, by=MARC, at=TYPING)


def merge(*merged):
    return services.merge_batches(codes=[batch.code for batch in merged], reason=REASON, by=MARC, at=TYPING)


def lines_of(built):
    """Map each number to what is typed there, and by whom."""
    rows = Mark.objects.filter(batch__paper=built.paper)
    return {row.number: (row.hundredths, row.code, row.author) for row in rows}


def print_first(built, batch):
    said = {"portal_address": "http://127.0.0.1:8000/saisie/", "draw": draws.from_seed(2, batch.code)}
    _, built.sheets[batch.code] = services.print_sheet(batch_code=batch.code, **said, by=MARC, at=TYPING)


def again(built, batch, marker="CHARLIE"):
    """Print the sheet of a new batch, close its envelope and hand it out."""
    print_first(built, batch)
    world.seal(batches.batch_by_code(batch.code))
    world.lend(batches.batch_by_code(batch.code), marker, TYPING)
    return world.open_sheet(built, batch.code)


def test_a_batch_is_split_from_a_line_on_and_every_mark_keeps_its_author(desk):
    numbers, before = batches.numbers_of(desk.wood.pk), lines_of(desk.built)
    first, second = split(desk.wood, from_line=4)
    assert (first.code, second.code) == ("B-BTS-2017-CGE-0003", "B-BTS-2017-CGE-0004")
    assert batches.numbers_of(first.pk) == numbers[:3]
    assert batches.numbers_of(second.pk) == numbers[3:]
    assert lines_of(desk.built) == before
    assert queries.progress_of(second.pk).saved == 5
    assert all(ledger.where(ItemKind.SCRIPT, number).inside == first.code for number in numbers[:3])
    assert ledger.where(ItemKind.BATCH, desk.wood.code) is None
    assert HandOut.objects.filter(batch=desk.wood).exists()


def test_both_parts_are_merged_again_under_a_number_of_their_own(desk):
    numbers, before = batches.numbers_of(desk.wood.pk), lines_of(desk.built)
    whole = merge(*split(desk.wood, typed=f"{numbers[0][4:]} {numbers[5]}"))
    assert whole.code == "B-BTS-2017-CGE-0005"
    assert batches.numbers_of(whole.pk) == numbers
    assert lines_of(desk.built) == before
    assert batches.origins_of(whole.pk) == ["B-BTS-2017-CGE-0003", "B-BTS-2017-CGE-0004"]
    assert batches.codes_now(desk.wood.pk) == whole.code
    with pytest.raises(batch_rules.BatchWasRegrouped, match=whole.code):
        batches.batch_by_code(desk.wood.code)


def test_each_batch_tells_in_its_journal_where_its_scripts_went_and_came_from(desk):
    first, second = split(desk.wood, from_line=8)
    merged = merge(first, second)
    told = {batch.code: audit.acts_of(batches.subject_of(batch.code)) for batch in (desk.wood, first, merged)}
    facts = {code: [(line.act, json.loads(line.facts)) for line in lines] for code, lines in told.items()}
    act, fact = facts[desk.wood.code][-1]
    assert (act, fact["into"], fact["reason"]) == ("BatchSplit", [first.code, second.code], REASON)
    assert [act for act, _ in facts[first.code]] == ["BatchMadeOfBatches", "BatchMerged"]
    assert facts[merged.code][0][1]["made_of"] == [first.code, second.code]


def test_the_old_sheet_opens_nothing_and_says_which_one_does(desk):
    opened = world.open_sheet(desk.built, desk.wood.code)
    first, second = split(desk.wood, from_line=2)
    for act in (
        lambda: world.open_sheet(desk.built, desk.wood.code),
        lambda: save(opened.credential_id, opened.numbers[0], "12", ""),
    ):
        with pytest.raises(sheets.SheetRegrouped) as refused:
            act()
        assert refused.value.values["codes"] == f"{first.code}, {second.code}"
    assert not Credential.objects.filter(batch=desk.wood, is_revoked=False).exists()


def save(credential_id, number, value, seen):
    line = TypedLine(number, value, seen)
    return services.save_marks(credential_id=credential_id, save_id=uuid4(), lines=[line], at=TYPING)


def test_whoever_has_the_new_batch_corrects_and_locks_it_and_the_change_is_told(desk):
    merged = merge(*split(desk.wood, from_line=4))
    opened = again(desk.built, merged)
    number, shown = next(iter(queries.shown_marks(merged).items()))
    save(opened.credential_id, number, "15" if shown != "15" else "16", shown)
    assert MarkChange.objects.get(number=number).batch_id == merged.pk
    later_world.lock_all(desk.built)
    assert {row.author for row in Mark.objects.filter(batch=merged).exclude(number=number)} == {"BOB"}
    assert queries.is_locked(merged.pk)


def test_a_new_batch_that_is_typed_already_waits_for_its_lock_as_soon_as_its_sheet_is_printed(desk):
    first, _ = split(desk.wood, from_line=4)
    print_first(desk.built, first)
    assert queries.locked_or_complete([first.code]) == (set(), {first.code})


def test_the_ladder_has_no_gap_that_it_had_not_before_once_the_sheets_are_printed(desk):
    before = {gap.key for gap in results.ladder(desk.built.paper).open_gaps}
    for batch in split(desk.wood, from_line=4):
        print_first(desk.built, batch)
    renamed = {key.partition(":")[0] for key in before}
    assert {gap.key.partition(":")[0] for gap in results.ladder(desk.built.paper).open_gaps} == renamed


def test_batches_of_two_specialties_are_not_merged_nor_one_alone_nor_one_that_is_out(desk):
    with pytest.raises(batch_rules.SpecialtiesDiffer):
        merge(desk.wood, desk.water)
    with pytest.raises(batch_rules.BatchAlone):
        merge(desk.wood, desk.wood)
    world.lend(desk.water, "BOB", TYPING)
    with pytest.raises(batch_rules.BatchAlreadyOut):
        split(desk.water, from_line=2)


def test_no_merge_goes_over_the_ceiling(desk):
    first, second = split(desk.wood, from_line=4)
    type(desk.built.paper).objects.update(batch_size=5, batch_ceiling=7)
    with pytest.raises(batch_rules.MergedTooLarge) as refused:
        merge(first, second)
    assert (refused.value.values["count"], refused.value.values["ceiling"]) == (8, 7)


@pytest.mark.parametrize(
    ("from_line", "written", "refusal"),
    [
        (1, "", batch_rules.NothingMoves),
        (9, "", batch_rules.NothingMoves),
        (None, "", batch_rules.ChoiceMissing),
        (3, "0000A", batch_rules.ChoiceMissing),
        (None, "9999Z", batch_rules.ChoiceUnclear),
        (None, "bof", batch_rules.ChoiceUnclear),
    ],
)
def test_a_choice_that_says_nothing_splits_nothing(desk, from_line, written, refusal):
    with pytest.raises(refusal):
        split(desk.wood, from_line, written)
    assert BatchScript.objects.filter(batch=desk.wood).count() == 8


def test_a_locked_batch_stays_and_one_that_was_signed_too(desk):
    later_world.lock_all(desk.built)
    with pytest.raises(rules.BatchIsLocked):
        split(desk.wood, from_line=4)
    services.locks.unlock_batch_unchecked_lifting(batch_code=desk.wood.code, reason="Doute", by=ODILE, at=TYPING)
    with pytest.raises(amendments.BatchWasSigned):
        split(desk.wood, from_line=4)
    assert world.open_sheet(desk.built, desk.wood.code)


def test_a_reason_that_names_a_candidate_is_refused(desk):
    with pytest.raises(TextNamesCandidate):
        services.merge_batches(
            codes=[batch.code for batch in split(desk.wood, from_line=4)], reason="02100000001", by=MARC, at=TYPING
        )


def test_a_batch_made_of_others_is_not_unmade_since_its_marks_would_lie_in_none(desk):
    _, second = split(desk.wood, from_line=4)
    with pytest.raises(batch_rules.BatchMadeOfOthers, match=desk.wood.code):
        batch_acts.unmake_batch(code=second.code, reason="Trop tôt", by=MARC, at=TYPING)


def test_a_script_that_is_not_in_its_new_envelope_keeps_its_line_and_what_is_typed_there(desk):
    first, _ = split(desk.wood, from_line=4)
    print_first(desk.built, first)
    lost, *others = batches.numbers_of(first.pk)
    for number in others:
        batch_acts.check_script(code=first.code, number=number, by=MARC)
    signed = Witnessed("Introuvable", "Mme Second")
    assert services.seal_short(code=first.code, counted=2, signed=signed, by=MARC, at=TYPING) == [lost]
    first.refresh_from_db()
    assert (first.size, first.in_hand, first.sealed_at) == (3, 2, TYPING)
    assert (batches.numbers_of(first.pk), queries.progress_of(first.pk).saved) == ([lost, *others], 3)
    assert queries.printed_lines(first.paper_id)[first.code] == 3


def test_of_a_batch_made_of_others_nobody_is_told_whose_pupils_it_holds_and_what_slips_is_counted(desk):
    key = KEY.sub_key(PUPIL_KEY)
    _, second = split(desk.wood, from_line=3)
    slipped = batches.own_pupils_marked(desk.built.paper, key)
    print_first(desk.built, second)
    world.seal(batches.batch_by_code(second.code))
    said = {"code": second.code, "marker_identifier": "ALICE", "counted": 6, "pupil_key": key, "by": MARC}
    with pytest.raises(batch_rules.PupilsNotDenied):
        batch_acts.hand_out_batch(**said, acknowledgement=Acknowledgement("ALICE", 6), at=TYPING)
    world.lend(batches.batch_by_code(second.code), "ALICE", TYPING)
    assert batches.own_pupils_marked(desk.built.paper, key) > slipped


def test_what_slipped_in_a_small_batch_is_still_counted_once_it_is_merged(desk):
    key = KEY.sub_key(PUPIL_KEY)
    world.lend(desk.water, "ALICE", TYPING)
    world.give_back(batches.batch_by_code(desk.water.code), "ALICE")
    slipped = batches.own_pupils_marked(desk.built.paper, key)
    merge(*split(desk.water, from_line=2))
    assert batches.own_pupils_marked(desk.built.paper, key) == slipped == 1


def test_what_was_typed_twice_goes_over_and_is_asked_again(desk):
    second_acts.ask(desk.built.paper.pk)
    SecondSheet(desk.wood).fill("12")
    first, second = split(desk.wood, from_line=4)
    assert queries.second_progress_of(first.pk).typed == 3
    assert SecondMark.objects.filter(batch=second, author=second_acts.CHARLIE).count() == 5
    assert not Credential.objects.filter(batch=desk.wood, is_revoked=False).exists()


def test_a_line_that_waits_for_the_office_keeps_its_batch(desk):
    opened = world.open_sheet(desk.built, desk.water.code)
    kinds = scripts.kinds_of(opened.numbers)
    absent = next(number for number, kind in kinds.items() if kind is ScriptKind.PLACEHOLDER)
    services.refer_line(credential_id=opened.credential_id, number=absent, value="12", at=TYPING)
    with pytest.raises(amendments.LinesAtTheOffice, match=absent):
        split(desk.water, from_line=2)
    services.take_back_line(credential_id=opened.credential_id, number=absent, at=TYPING)
    parts = split(desk.water, from_line=2)
    assert sum(len(referrals.referrals_of_line(part.pk, absent)) for part in parts) == 1


def test_more_time_goes_over(desk):
    later = desk.built.paper.entry_closes_at + timedelta(days=2)
    services.extend_batch(batch_code=desk.wood.code, closes_at=later, reason="Malade", by=ODILE, at=TYPING)
    for part in split(desk.wood, from_line=4):
        assert queries.window_of_batch(desk.built.paper, part.pk).closes_at == later
