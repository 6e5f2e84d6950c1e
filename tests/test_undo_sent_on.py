"""The row of docs/undo.md about a script that was sent on to another marking centre, undone."""

import pytest

from massicot.setasides import queries, services
from massicot.setasides.rules import Oddity, SlipEnd
from tests import world
from tests.cast import MARC, MURIERS, TYPING
from tests.setasides.test_sent_on import second_marking_centre
from tests.setasides.test_services import STRANGER, put, settle
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("script sent on said never to have come")
def test_a_script_that_comes_after_all_is_looked_for_no_more():
    built = world.arrived()
    second_marking_centre(built)
    row = settle(put(built, Oddity.FOREIGN, number=STRANGER), SlipEnd.FORWARDED, MURIERS)
    said = {"code": row.code, "centre_uai": MURIERS, "by": MARC, "at": TYPING}
    services.deny_set_aside(**said)
    services.acknowledge_set_aside(**said)
    kept = queries.set_aside_by_code(row.code)
    assert (kept.is_lost_on_its_way, kept.never_came_by, kept.acknowledged_by) == (False, MARC.login, MARC.login)
    assert queries.open_slips().lost.total() == 0
