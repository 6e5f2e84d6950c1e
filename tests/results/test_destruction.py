"""Scripts kept long enough are listed, signed by two and destroyed, but those left out; figures stay as they were."""

import json

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.custody import queries as ledger
from massicot.custody.models import Event
from massicot.custody.rules import ItemKind, Place
from massicot.exams.models import Session
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules.amendments import MarkOfDestroyed
from massicot.results import queries, services
from massicot.results.models import Lifting
from massicot.results.rules import destruction as due_rules
from massicot.results.rules.access import Asker
from massicot.results.rules.exports import ExportKind
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from massicot.shelves.queries.boxes import subject_of
from massicot.shelves.rules import destruction as rules
from massicot.shelves.rules import slips as slip_rules
from tests import destroying, later_world, shelving
from tests.anonymity import attacker
from tests.cast import CLAIRE, KEY, ODILE, OMAR
from tests.destroying import CODE, DESTROYED, LISTED
from tests.keeping import kept
from tests.results.asking import ask

pytestmark = pytest.mark.django_db

signed = kept(destroying.signed)


def test_two_sign_and_what_is_not_left_out_is_destroyed_at_one_instant_in_order(signed):
    every, [row] = destroying.boxed(signed), shelves.lists_of(signed.paper)
    spared = shelves.spared_numbers(row)
    destroying.destroy(signed)
    gone = [number for number in every if number not in spared]
    events = Event.objects.filter(kind=ItemKind.SCRIPT, act="destroyed").order_by("pk")
    assert [event.ref for event in events] == gone
    assert {(event.to_ref, event.at) for event in events} == {(CODE, DESTROYED)}
    assert {ledger.where(ItemKind.SCRIPT, number).place for number in gone} == {Place.DESTROYED}
    assert destroying.boxed(signed) == spared
    facts = json.loads(audit.acts_of(subject_of(signed.paper))[-1].facts)
    assert (facts["scripts"], facts["left_out"], facts["signed_first_by"]) == (len(gone), len(spared), ODILE.login)


def test_what_is_destroyed_is_told_so_when_it_is_asked_for_and_not_as_lying_in_no_box(signed):
    spared = shelves.spared_numbers(shelves.lists_of(signed.paper)[0])
    gone = next(number for number in destroying.boxed(signed) if number not in spared)
    destroying.destroy(signed)
    with pytest.raises(slip_rules.FetchedAfterDestruction):
        shelving.ask(signed.paper, gone)
    with pytest.raises(slip_rules.NothingToFetch):
        shelving.ask(signed.paper, "99999999Z")


def test_the_mark_of_what_is_destroyed_is_changed_no_more_and_that_of_the_sample_is(signed):
    spared = shelves.spared_numbers(shelves.lists_of(signed.paper)[0])
    gone = next(number for number in destroying.boxed(signed) if number not in spared)
    destroying.destroy(signed)
    for number in (gone, spared[0]):
        batch = batches.batch_of_number(number)
        act = {"number": number, "value": "20", "seen": marks.shown_marks(batch)[number], "reason": "Total"}
        if number == gone:
            with pytest.raises(MarkOfDestroyed):
                mark_acts.write_mark(**act, by=ODILE, at=DESTROYED)
        else:
            assert mark_acts.write_mark(**act, by=ODILE, at=DESTROYED).after is not None


def test_copies_on_either_side_differ_in_no_table_that_knows_a_name(signed):
    def rows():
        own = ("_row", "_tx")
        return {
            name: [{column: value for column, value in row.items() if column not in own} for row in rows]
            for name, rows in attacker.take_dump().tables.items()
        }

    before = rows()
    destroying.destroy(signed)
    after = rows()
    changed = {name for name, kept_rows in after.items() if kept_rows != before[name]}
    assert changed == {
        *("anonymity_link", "anonymity_oldversions", "audit_journalhead", "audit_journalline"),
        *("custody_event", "custody_item", "scripts_script", "shelves_boxcontent", "shelves_destructionlist"),
    }
    lines = audit.acts_of(subject_of(signed.paper))[-1:]
    assert [attacker.candidates_in({"facts": line.facts}) for line in lines] == [set()]


def test_one_person_does_not_sign_twice_nor_somebody_of_a_centre(signed):
    with pytest.raises(rules.SameSigner):
        destroying.destroy(signed, by=ODILE)
    with pytest.raises(NotFromOffice):
        destroying.destroy(signed, by=CLAIRE)
    assert Place.DESTROYED not in {
        item.place for item in ledger.spots_of(ItemKind.SCRIPT, destroying.boxed(signed)).values()
    }


@pytest.mark.parametrize("since", ["dispute", "request"])
def test_who_asks_before_the_second_signature_keeps_the_script(signed, since):
    [row] = shelves.lists_of(signed.paper)
    spared = shelves.spared_numbers(row)
    rank = next(one for one in (5, 9, 6, 4, 8, 10, 12, 13) if later_world.number_of(signed, one) not in spared)
    if since == "dispute":
        destroying.dispute(signed, rank)
    else:
        ask(signed, rank, asked_by=Asker.COURT, at=LISTED)
    with pytest.raises(due_rules.HeldSinceListed):
        destroying.destroy(signed)
    destroying.withdraw(signed)
    with pytest.raises(due_rules.ShareLowered):
        destroying.make_list(signed, share=1)
    again = destroying.make_list(signed, share=25)
    assert (again.seed, again.share, again.inquiries) == (row.seed, 25, 1)
    assert {later_world.number_of(signed, rank), *spared} <= set(shelves.spared_numbers(again))


def test_what_a_certificate_left_out_as_a_sample_is_on_no_later_list(signed):
    [row] = shelves.lists_of(signed.paper)
    destroying.destroy(signed)
    assert destroying.boxed(signed) == shelves.spared_numbers(row)
    with pytest.raises(rules.NothingToDestroy):
        destroying.make_list(signed, at=DESTROYED)


def test_a_box_that_changed_since_is_not_destroyed(signed):
    shelf_acts.open_box(paper=signed.paper, box=shelving.FIRST, reason="À répartir", by=ODILE, at=LISTED)
    with pytest.raises(rules.BoxesChanged) as refused:
        destroying.destroy(signed)
    assert refused.value.values["refs"] == shelves.not_listed(signed.paper)[0]


def test_a_script_that_is_out_or_found_since_changes_what_the_boxes_hold(signed):
    [row] = shelves.lists_of(signed.paper)
    number = next(one for one in destroying.boxed(signed) if one not in shelves.spared_numbers(row))
    assert not shelves.is_changed(row)
    shelving.ask(signed.paper, number)
    assert not shelves.is_changed(row)
    shelving.fetch(signed.paper)
    assert shelves.is_changed(row)
    shelving.put_back(signed.paper)
    assert not shelves.is_changed(row)


def test_one_list_is_open_at_a_time_and_a_withdrawn_one_destroys_nothing(signed):
    with pytest.raises(rules.ListOpen):
        destroying.make_list(signed)
    destroying.withdraw(signed)
    with pytest.raises(rules.ListMoved):
        destroying.destroy(signed)
    assert destroying.make_list(signed).code != CODE


def test_the_months_may_be_raised_before_the_second_signature(signed):
    Session.objects.update(scripts_kept_months=24)
    with pytest.raises(due_rules.DestructionNotDue):
        destroying.destroy(signed)
    Session.objects.update(scripts_kept_months=12)
    Lifting.objects.update(lifted_at=LISTED)
    with pytest.raises(due_rules.DestructionNotDue):
        destroying.destroy(signed)


def test_a_mark_that_changed_since_it_was_taken_away_is_taken_away_first(signed):
    later_world.amend(signed, 5, "13")
    with pytest.raises(due_rules.MarksNewerThanTaken) as refused:
        destroying.destroy(signed)
    assert refused.value.values["batches"].startswith("B-")
    destroying.withdraw(signed)
    with pytest.raises(due_rules.MarksNewerThanTaken):
        destroying.make_list(signed)
    services.export_table(paper=signed.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=LISTED)
    assert destroying.make_list(signed).code != CODE


def test_the_ladder_says_what_it_said(signed):
    before = queries.as_json(queries.ladder_at(signed.paper, DESTROYED))
    destroying.destroy(signed)
    assert queries.as_json(queries.ladder_at(signed.paper, DESTROYED)) == before


def test_its_story_and_its_box_tell_by_which_certificate(signed):
    destroying.destroy(signed)
    [row] = shelves.lists_of(signed.paper)
    spared = shelves.spared_numbers(row)[0]
    gone = Event.objects.filter(kind=ItemKind.SCRIPT, act="destroyed").first().ref
    held = queries.held_script(signed.paper, gone)
    assert (held.now.name, held.now.inside) == (CODE, "")
    assert (held.steps[-1].words, held.steps[-1].spot.name) == ("destroyed, once it was kept long enough", CODE)
    assert shelves.shelved_at(gone) is None
    assert shelves.shelved_at(spared).box in (shelving.FIRST, shelving.SECOND)
    boxes = shelves.boxes_of(signed.paper)
    assert {box.certificate for box in boxes} == {CODE}
    assert sum(box.scripts for box in boxes) == len(shelves.spared_numbers(row))


def test_what_is_left_out_stays_in_its_box_which_moves_whole(signed):
    destroying.destroy(signed)
    box = next(one for one in shelves.boxes_of(signed.paper) if one.scripts)
    shelving.shelve(signed.paper, box.code, shelf="grenier")
    spared = shelves.spared_numbers(shelves.lists_of(signed.paper)[0])
    assert "grenier" in {shelves.shelved_at(number).shelf for number in spared}
    with pytest.raises(rules.BoxKeepsSample):
        shelf_acts.open_box(paper=signed.paper, box=box.code, reason="Erreur", by=OMAR, at=DESTROYED)


def test_while_a_script_is_fetched_or_waits_to_be_nothing_is_destroyed(signed):
    number = destroying.boxed(signed)[0]
    shelving.ask(signed.paper, number)
    with pytest.raises(due_rules.ScriptsFetched):
        destroying.destroy(signed)
    assert ledger.where(ItemKind.SCRIPT, number).place != Place.DESTROYED
    shelf_acts.withdraw_slip(paper=signed.paper, number=number, **shelving.BY_OFFICE)
    destroying.destroy(signed)
