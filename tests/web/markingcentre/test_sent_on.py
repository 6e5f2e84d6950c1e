"""What another marking centre sent on: on the home page and the list of the centre that marks it, and of its sender."""

import pytest
from django.utils import timezone

from massicot.exams.models import Route
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from massicot.setasides.services import deny_set_aside, set_aside, settle_set_aside
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.home.tasks import tasks_of
from tests import world
from tests.cast import ARRIVAL, MARC, MURIERS, PERRIN, TYPING
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address
from tests.web.visitors import SLIP

pytestmark = pytest.mark.django_db
STRANGER = "00000042W"


def sent_between():
    """The Mûriers mark the paper as well: a script that Perrin sent to them, or they to Perrin, lies under a slip."""
    built = world.arrived()
    route = Route.objects.filter(paper=built.paper, kind="on-site").first()
    route.pk, route.steering_academy, route.destination_uai = None, "Lyon", MURIERS
    route.save()
    return built


built = kept(sent_between)


def send_on(built, sender, receiver):
    oddment = Oddment(oddity=Oddity.FOREIGN, place="Coffre", number=STRANGER)
    row = set_aside(paper=built.paper, centre_uai=sender, oddment=oddment, by=MARC, at=ARRIVAL)
    outcome = SlipOutcome(SlipEnd.FORWARDED, receiver, "Appelé")
    settle_set_aside(code=row.code, outcome=outcome, by=MARC, at=TYPING)


def sentences(built):
    return " ".join(task.sentence for task in tasks_of([MarkedPaper(built.paper, PERRIN)], timezone.now()))


def test_what_is_on_its_way_is_said_to_be_here_or_never_to_have_come(built):
    send_on(built, MURIERS, PERRIN)
    assert "1 copie sous fiche est en route vers votre centre" in sentences(built)
    desk = Desk(built)
    shown = desk.read("set_asides")
    assert "Envoyées à votre centre" in shown
    assert SLIP in shown
    denied = desk.client.post(f"{address('set_asides')}{SLIP}/jamais-venue/", follow=True).content.decode()
    assert "n’est jamais venue" in denied
    assert "en route vers votre centre" not in sentences(built)
    assert desk.client.post(f"{address('set_asides')}{SLIP}/jamais-venue/").status_code == 422
    assert desk.client.post(f"{address('set_asides')}{SLIP}/arrivee/").status_code == 303
    assert desk.client.post(f"{address('set_asides')}{SLIP}/arrivee/").status_code == 422


def test_whoever_sent_it_is_asked_to_look_once_it_never_came(built):
    send_on(built, PERRIN, MURIERS)
    assert "jamais arrivée" not in sentences(built)
    assert "Envoyées à votre centre" not in Desk(built).read("set_asides")
    deny_set_aside(code=SLIP, centre_uai=MURIERS, by=MARC, at=TYPING)
    assert "1 copie que vous avez envoyée n’est jamais arrivée" in sentences(built)
    assert "jamais arrivée là-bas" in Desk(built).read("set_asides")


def test_what_was_sent_to_another_centre_is_not_there(built):
    send_on(built, PERRIN, MURIERS)
    for act in ("arrivee", "jamais-venue"):
        assert Desk(built).client.post(f"{address('set_asides')}{SLIP}/{act}/").status_code == 404
