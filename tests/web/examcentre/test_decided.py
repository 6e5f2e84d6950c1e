"""A day whose centre had a script decided of: it is opened again no more, and the page says so before anybody tries."""

import pytest

from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import CEDRES, EVENING, ODILE
from tests.web.examcentre.desk import address, claire, page

pytestmark = pytest.mark.django_db


def test_once_the_office_has_decided_the_form_to_open_the_day_again_is_not_there():
    built = world.sat()
    lost = next(iter(scripts.in_hand_of_centre(built.paper.pk, CEDRES)))
    assert address("reopen_day") in page(claire(), "close_day")
    said = {"decision": Decision.LOST, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    results.decide_gap(paper=built.paper, key=f"not-packed:{lost}", seen="", **said)
    shown = page(claire(), "close_day")
    assert address("reopen_day") not in shown
    assert "Le bureau des examens a décidé de ce que devient une de vos copies" in shown
