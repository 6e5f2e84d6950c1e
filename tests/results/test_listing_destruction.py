"""The list of the scripts to be destroyed: from which day on, what stands on it, signed first with a consent."""

from dataclasses import replace
from datetime import date

import pytest

from massicot.anonymity import queries as anonymity
from massicot.anonymity.rules.strips import NoStripsDue
from massicot.core import draws
from massicot.results import services
from massicot.results.rules import destruction as due_rules
from massicot.scripts import queries as scripts
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from massicot.shelves.rules import destruction as rules
from tests import destroying, shelving
from tests.cast import KEY, ODILE
from tests.destroying import CODE, CONSENT, DESTROYED, LAST, LISTED
from tests.keeping import kept

pytestmark = pytest.mark.django_db

due = kept(destroying.due)


def test_it_is_due_the_day_after_the_last_on_which_scripts_are_shown(due):
    with pytest.raises(due_rules.DestructionNotDue) as refused:
        destroying.make_list(due, at=LAST)
    assert refused.value.values == {"paper": "CGE", "day": "01/06/2018"}
    row = destroying.make_list(due)
    assert (row.code, row.share, row.inquiries) == (CODE, 25, 0)


def test_it_names_each_box_and_batch_and_what_is_left_out_in_order(due):
    destroying.make_list(due)
    [row] = shelves.lists_of(due.paper)
    lines = shelves.destroyed_contents(row)
    spared = shelves.spared_numbers(row)
    every = destroying.boxed(due)
    assert sorted(line.box for line in lines) == [shelving.FIRST, shelving.SECOND]
    assert sum(line.count for line in lines) + len(spared) == len(every)
    assert spared == sorted(spared)
    assert set(spared) < set(every)
    assert len(spared) == -(-len(every) * 25 // 100)


def test_what_lies_in_no_box_is_told_and_not_listed(due):
    shelf_acts.open_box(paper=due.paper, box=shelving.FIRST, reason="À répartir", by=ODILE, at=LISTED)
    row = destroying.make_list(due)
    [line] = shelves.destroyed_contents(row)
    assert line.box == shelving.SECOND
    assert len(shelves.not_listed(due.paper)) == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reference": "  "}, rules.ConsentMissing),
        ({"reference": "\u200b"}, rules.ConsentMissing),
        ({"reference": "A" * 121}, rules.ConsentTooLong),
        ({"given_on": date(2018, 6, 3)}, rules.ConsentTomorrow),
        ({"given_on": date(2018, 6, 1)}, rules.ConsentBeforeList),
    ],
)
def test_nothing_is_signed_without_the_consent_of_the_archives(due, changed, refusal):
    destroying.make_list(due)
    with pytest.raises(refusal):
        destroying.sign(due, consent=replace(CONSENT, **changed))
    assert shelves.open_list(due.paper).signed_first_at is None


def test_a_dispute_that_ended_keeps_nothing(due):
    row = destroying.dispute(due, 5)
    services.end_dispute(paper=due.paper, dispute_id=row.pk, reason="Jugé", by=ODILE, at=LISTED)
    assert destroying.make_list(due).inquiries == 0


def test_the_seed_of_a_paper_is_drawn_for_its_first_list(due):
    said = {"paper": due.paper, "share": 25, "key": KEY, "by": ODILE, "at": LISTED}
    first = services.list_destruction(draw=draws.from_seed("one"), **said)
    assert (first.seed, len(first.seed)) == (f"{draws.from_seed('one').below(16**16):016x}", 16)
    destroying.withdraw(due)
    assert services.list_destruction(draw=draws.from_seed("two"), **said).seed == first.seed


def test_with_no_sample_a_box_is_destroyed_with_all_it_held(due):
    destroying.make_list(due, share=0)
    destroying.sign(due)
    destroying.destroy(due)
    assert destroying.boxed(due) == []
    with pytest.raises(rules.BoxDestroyed):
        shelving.shelve(due.paper, shelving.FIRST, shelf="grenier")
    assert [box.destroyed_by for box in shelves.boxes_of(due.paper)] == [CODE, CODE]
    assert not shelves.to_box(due.paper)
    with pytest.raises(rules.NothingToDestroy):
        destroying.make_list(due, share=0, at=DESTROYED)


def test_a_list_is_withdrawn_with_a_reason_that_somebody_sees(due):
    destroying.make_list(due)
    for reason in (" ", "\u200b"):
        with pytest.raises(rules.WithdrawalReasonMissing):
            destroying.withdraw(due, reason=reason)


def test_no_header_strip_is_to_be_destroyed_before_the_scripts_are(due):
    assert anonymity.strips_due_by_centre(due.paper) == {}
    assert scripts.strips_of_destroyed(due.paper.pk) == {}
    with pytest.raises(NoStripsDue):
        destroying.certify(due)
