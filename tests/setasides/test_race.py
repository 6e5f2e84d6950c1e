"""Two clerks with one script that is set aside at the same time: the race with the guard off, then the guard."""

import pytest
from django.db import IntegrityError

from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.setasides import queries, rules, services
from massicot.setasides.models import SetAside
from massicot.setasides.rules import Oddity, SlipEnd
from tests import world
from tests.cast import CEDRES, CLAIRE, MARC, MURIERS, TYPING
from tests.racing import at_once, meanwhile
from tests.setasides.test_sent_on import second_marking_centre
from tests.setasides.test_services import STRANGER, put, settle

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def settle_unheld(row, ending):
    """Give a script its end as somebody would who looked first and holds nothing."""
    assert row.is_open
    return SetAside.objects.filter(pk=row.pk).update(ending=ending, ended_at=TYPING)


def test_without_the_guard_one_script_has_two_ends():
    row = put(world.arrived(), Oddity.DOUBLED, number=STRANGER)
    ends = (SlipEnd.DESTROYED, SlipEnd.RETURNED)
    assert meanwhile(*(lambda end=end: settle_unheld(row, end) for end in ends)) == [1, 1]


def test_two_clerks_who_end_one_script_give_it_one_end():
    row = put(world.arrived(), Oddity.DOUBLED, number=STRANGER)
    first, second = meanwhile(
        lambda: settle(row, SlipEnd.DESTROYED, "Mme Roux"), lambda: settle(row, SlipEnd.RETURNED, CEDRES)
    )
    assert first.ending == SlipEnd.DESTROYED
    assert isinstance(second, rules.SetAsideEnded)
    kept = queries.set_aside_by_code(row.code)
    assert (kept.ending, kept.ending_ref) == (SlipEnd.DESTROYED, "Mme Roux")
    assert ledger.where(ItemKind.SET_ASIDE, row.code) is None


def test_two_scripts_set_aside_at_once_have_a_slip_each():
    built = world.arrived()
    rows = at_once(lambda: put(built), lambda: put(built))
    assert not any(isinstance(row, IntegrityError) for row in rows)
    assert sorted(row.code for row in rows) == ["A-BTS-2017-CGE-0001", "A-BTS-2017-CGE-0002"]


def test_two_who_acknowledge_one_end_do_it_once():
    row = settle(put(world.arrived(), Oddity.DOUBLED, number=STRANGER), SlipEnd.RETURNED, CEDRES)
    acts = [
        lambda by=by: services.acknowledge_set_aside(code=row.code, centre_uai=CEDRES, by=by, at=TYPING)
        for by in (CLAIRE, MARC)
    ]
    first, second = meanwhile(*acts)
    assert first is None
    assert isinstance(second, rules.NothingToAcknowledge)
    assert queries.set_aside_by_code(row.code).acknowledged_by == CLAIRE.login


def test_of_two_who_say_what_came_of_a_script_sent_on_the_first_one_does():
    built = world.arrived()
    second_marking_centre(built)
    row = settle(put(built, Oddity.FOREIGN, number=STRANGER), SlipEnd.FORWARDED, MURIERS)
    said = {"code": row.code, "centre_uai": MURIERS, "by": MARC, "at": TYPING}
    first, second = meanwhile(lambda: services.acknowledge_set_aside(**said), lambda: services.deny_set_aside(**said))
    assert first is None
    assert isinstance(second, rules.NothingToAcknowledge)
    assert not queries.set_aside_by_code(row.code).never_came_by
