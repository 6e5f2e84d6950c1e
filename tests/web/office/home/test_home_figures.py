"""What the office's home page counts: work to come by its kind, parcels of every route, and a deadline that is one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from massicot.consignments.models import Parcel
from massicot.exams import queries as exams
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.web.shared.instants import day_and_hour
from tests import flips, later_world, world
from tests.cast import ODILE
from tests.web.office.home.test_home import PAPER, move_paper, tasks_for
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

CENTRES = reverse("office:centres_of_paper", args=PAPER)
AWAITED = f"{CENTRES}?tri=-parcels"
LATE = "3 paquets sont partis et ne sont pas arrivés : ils sont en retard."


def home():
    return html.fromstring(signed_in(ODILE.login).get(reverse("office:home")).content.decode())


def figures():
    """Read what the board counts: its word, the count, where it leads, whether it is a fault."""
    return {
        div.xpath("string(dt)"): (int(div.xpath("string(dd)")), div.xpath("string(dt/a/@href)"), div.get("class") or "")
        for div in home().xpath("//section[@class='standing']/dl/div")
    }


def all_sent(ends_in):
    """Send every parcel, with one of another route, of a paper that ends so long from now; give that one."""
    built = world.packed()
    scanned = world.packed_for_the_hub(built)
    for code in Parcel.objects.values_list("code", flat=True):
        world.send(code)
    move_paper(built, ends_in)
    return scanned


def test_parcels_of_every_route_are_on_their_way():
    all_sent(timedelta(hours=-2))
    assert figures()["paquets en route"] == (3, AWAITED, "")
    assert LATE not in tasks_for()


def test_parcels_of_every_route_are_late_48_hours_after_the_paper():
    all_sent(timedelta(hours=-49))
    assert figures()["paquets en retard"] == (3, AWAITED, "is-bad")
    assert tasks_for()[LATE] == AWAITED


def test_a_parcel_for_a_place_that_records_no_arrival_is_not_awaited():
    scanned = all_sent(timedelta(hours=-49))
    Parcel.objects.filter(pk=scanned.pk).update(destination_uai="")
    assert figures()["paquets en retard"][0] == 2


def test_scripts_that_wait_for_a_batch_are_work_to_come_and_no_gap():
    built = world.received()
    move_paper(built, timedelta(days=-3))
    rung = reverse("office:rung", args=(*PAPER, "lots")) + "?etat=open"
    assert figures()["copies à mettre en lots"] == (12, rung, "")
    assert not [title for title in figures() if "écart" in title]


def test_a_missing_script_is_a_fault_and_batches_are_counted_until_they_are_locked():
    world.handed_out(later_world.with_one_lost())
    assert figures()["copie manquante"][::2] == (1, "is-bad")
    assert figures()["lots à verrouiller"] == (2, reverse("office:batches", args=PAPER), "")


def test_a_ladder_without_a_gap_says_so():
    later_world.locked()
    assert figures()["écart ouvert sur l’échelle"] == (0, reverse("office:ladder", args=PAPER), "")


def due_of(sentence):
    tasks = home().xpath("//ol[@class='tasks']/li")
    (task,) = [one for one in tasks if sentence in one.xpath("string(.)")]
    return task.xpath("string(.//p[contains(@class, 'task-due')])").strip()


@pytest.mark.parametrize(
    ("ends_in", "moved", "due"),
    [(10, "entry_closes_at", "starts_at"), (-2, "entry_closes_at", "entry_closes_at"), (-2, "marking_closes_on", "")],
)
def test_a_draft_is_due_before_the_paper_then_before_the_first_hour_that_it_moves(ends_in, moved, due):
    built = world.prepared()
    move_paper(built, timedelta(days=ends_in))
    paper = exams.paper_by_code(*PAPER)
    later = CalendarChange(**{moved: getattr(paper, moved) + timedelta(days=3)})
    flips.drafted(built, calendar=later)
    told = due_of("DIEC/17-800")
    assert (day_and_hour(exams.local(paper, getattr(paper, due))) in told) if due else told == ""
    assert "retard" not in told
