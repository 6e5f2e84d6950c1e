"""docs/undo.md, row by row: what can be undone of the towns of institutions."""

import pytest

from massicot.expenses import queries, services
from tests.cast import CEDRES
from tests.expenses.entering import BY_ODILE, BY_OMAR
from tests.expenses.town_lines import ALLAUCH, MARSEILLE, towns
from tests.test_undo import undoes
from tests.world import opened

pytestmark = pytest.mark.django_db


@undoes("town of an institution confirmed, alone or among those ticked")
def test_a_town_that_was_confirmed_is_put_right():
    opened()
    services.import_towns(table=towns(MARSEILLE, ALLAUCH), **BY_ODILE)
    services.confirm_towns_of_institutions(codes={CEDRES: "13055"}, **BY_ODILE)
    services.name_town_of_institution(uai=CEDRES, code="13002", **BY_OMAR)
    assert queries.town_of_institution(CEDRES) == "13002"
