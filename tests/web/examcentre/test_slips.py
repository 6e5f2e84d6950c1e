"""Scripts set aside at a marking centre, as their exam centre sees them: no search, an acknowledgement."""

import pytest

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.exams.models import Institution
from massicot.setasides import queries, services
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN, TYPING
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page, text_of
from tests.web.visitors import SENT, SLIP

pytestmark = pytest.mark.django_db


def one_missing():
    """The parcel of Les Cèdres misses a script."""
    built = world.arrived()
    consignments.declare_missing(code=SENT["code"], number=number_of(built), by=MARC, at=ARRIVAL)
    return built


def number_of(built):
    return parcels.contents_of(parcels.parcels_of(built.paper.pk, CEDRES)[0])[0].number


def lay_aside(built):
    oddment = Oddment(oddity=Oddity.FOREIGN, place="Coffre", number=number_of(built))
    return services.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)


def find_and_end(built):
    """Tick the script in its parcel, and say so on its slip."""
    consignments.find_script(code=SENT["code"], number=number_of(built), by=MARC, at=TYPING)
    outcome = SlipOutcome(SlipEnd.PARCEL, SENT["code"], "Vue")
    services.settle_set_aside(code=SLIP, outcome=outcome, by=MARC, at=TYPING)


built = kept(one_missing)


def home():
    return text_of(claire().get("/epreuves/"))


def test_nobody_is_asked_to_search_for_what_lies_in_a_safe(built):
    assert "n’a pas été trouvée à l’arrivée" in home()
    lay_aside(built)
    assert "n’a pas été trouvée à l’arrivée" not in home()
    parcel = page(claire(), "parcel", SENT["code"])
    assert "cherchez-la dans vos salles" not in parcel
    assert SLIP in parcel
    assert "ne la cherchez pas" in parcel
    assert "Coffre" not in parcel
    Institution.objects.filter(uai=PERRIN).update(name="Lycée Perrin", town="Marseille")
    assert f"{SLIP}, Lycée Perrin, Marseille ({PERRIN})" in page(claire(), "parcel", SENT["code"])


def test_an_end_that_concerns_the_centre_is_its_task_until_it_is_acknowledged(built):
    lay_aside(built)
    assert "vous concerne" not in home()
    find_and_end(built)
    assert "1 copie mise à l’écart vous concerne" in home()
    assert "1 copie attend votre accusé de réception" in page(claire(), "slips")
    answer = claire().post(address("acknowledge_slip", SLIP))
    assert (answer.status_code, answer["Location"]) == (303, address("slips"))
    assert "vous concerne" not in home()
    assert "Il a été accusé réception de tout" in page(claire(), "slips")
    assert not queries.set_aside_by_code(SLIP).is_to_acknowledge


def test_a_second_acknowledgement_is_refused_and_an_open_slip_is_not_there(built):
    lay_aside(built)
    assert claire().post(address("acknowledge_slip", SLIP)).status_code == 404
    find_and_end(built)
    claire().post(address("acknowledge_slip", SLIP))
    again = claire().post(address("acknowledge_slip", SLIP))
    assert again.status_code == 422
    assert "votre centre l’a déjà donné" in text_of(again)
