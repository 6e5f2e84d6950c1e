"""A header strip that is not there any more once a parcel has left: the office decides, and the centre is let go."""

import pytest
from django.utils import timezone

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.home.tasks import tasks_of
from tests import boxing, world
from tests.cast import CEDRES, CLAIRE, EVENING, MORNING, ODILE
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page, text_of

pytestmark = pytest.mark.django_db

KEY = f"strips:{CEDRES}"
REASON = "Deux en-têtes comptés pour un"


def filed(built, count):
    return boxing.box(built, count, at=MORNING)


def one_short():
    """The box of Les Cèdres was taken back once its parcels had left; five of its six strips are there."""
    built = world.arrived()
    (ref,) = anonymity.boxes_of_centre(built.paper, CEDRES)
    said = {"reason": REASON, "by": CLAIRE, "at": EVENING}
    services.unbox_strips(paper=built.paper, centre_uai=CEDRES, ref=ref, **said)
    filed(built, 5)
    return built


short = kept(one_short)


def decide(built):
    seen = next(gap.figures for gap in results.ladder(built.paper).gaps if gap.key == KEY)
    said = {"decision": Decision.ACCEPTED, "reason": "Copies toutes là", "by": ODILE, "at": MORNING}
    result_acts.decide_gap(paper=built.paper, key=KEY, seen=seen, **said)


def is_asked(built):
    board = board_of(CentrePaper(built.paper, CEDRES, "Les Cèdres"), timezone.now())
    return any("en-tetes/" in task.address for task in tasks_of([board], timezone.now()))


def test_nobody_is_sent_to_a_day_that_is_not_opened_again(short):
    beyond = claire().post(address("box_strips"), boxing.typed(short, 2))
    assert (beyond.status_code, "il en reste 1" in text_of(beyond)) == (422, True)
    assert "rouvrez d’abord la journée" not in text_of(beyond)
    assert "appelez le bureau des examens" in text_of(beyond)
    assert "un en-tête reste introuvable : appelez le bureau des examens" in page(claire(), "box_strips")
    assert is_asked(short)


def test_the_strip_is_no_longer_asked_for_once_the_office_decided(short):
    decide(short)
    assert not is_asked(short)
    assert "1 autre n’est plus attendu, par décision du bureau des examens" in page(claire(), "paper")
    shown = page(claire(), "box_strips")
    assert "Ce qui manque n’est plus attendu, par décision du bureau des examens" in shown
    assert "Fermer la boîte" in shown


def test_a_strip_found_after_the_decision_is_filed_and_another_count_is_asked_for_again(short):
    decide(short)
    first = next(iter(anonymity.boxes_of_centre(short.paper, CEDRES)))
    services.unbox_strips(paper=short.paper, centre_uai=CEDRES, ref=first, reason=REASON, by=CLAIRE, at=MORNING)
    filed(short, 4)
    assert is_asked(short)
    filed(short, 2)
    assert not is_asked(short)


def test_the_page_of_the_boxes_says_which_was_taken_back_why_and_by_whom(short):
    shown = page(claire(), "box_strips").partition("Boîtes rouvertes")[2]
    assert all(said in shown for said in ("Boîte 1", "6 en-têtes", REASON, CLAIRE.login))
