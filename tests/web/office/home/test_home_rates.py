"""What the office's home page says of rates: how many wait for a second person, to whoever may be that person."""

import pytest
from django.urls import reverse

from massicot.expenses import services
from tests.cast import ODILE, OMAR
from tests.expenses.entering import BTS, BY_ODILE, BY_OMAR, typed
from tests.keeping import kept
from tests.web.office.home.test_home import tasks_for
from tests.world import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(opened)

ONE = "1 taux attend qu’une deuxième personne le confirme."
TWO = "2 taux attendent qu’une deuxième personne les confirme."


def test_rates_that_wait_are_counted_for_whoever_did_not_enter_them():
    rows = [services.enter_rate(rate=typed(**changed), **BY_ODILE) for changed in ({}, {"key": "BAC"})]
    services.take_over_rate(**BTS, **BY_OMAR)
    assert tasks_for(OMAR)[TWO] == reverse("office:rates")
    assert ONE in tasks_for(ODILE)
    services.confirm_rate(rate_id=rows[0].pk, **BY_OMAR)
    assert ONE in tasks_for(OMAR)
    services.take_back_rate(rate_id=rows[1].pk, reason="Mauvaise note", **BY_OMAR)
    assert not [sentence for sentence in tasks_for(OMAR) if "taux" in sentence]
