"""The ladder of a large paper as the office sees it: the count that a worker keeps, or else the page's own."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.exams import queries as exams
from massicot.results import queries, services
from massicot.results.models import LadderCount
from massicot.results.rules import Decision, counts
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind
from massicot.web.office.ladder import reads
from massicot.web.office.ladder.snapshots import SnapshotCache
from massicot.web.shared import instants
from tests import going_back
from tests.cast import ODILE, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db
built = kept(going_back.locked_with_no_day)
LADDER = reverse("office:ladder", args=["BTS-2017", "CGE"])


@pytest.fixture(autouse=True)
def _new_process(monkeypatch):
    """Look with the eyes of a process that has just started, and holds no snapshot."""
    monkeypatch.setattr(reads, "SNAPSHOTS", SnapshotCache())


@pytest.fixture
def office(built):
    """Somebody of the office, in their browser."""
    return visitor(built, "office")


def keep(built, at):
    """Let a worker count, whatever the journal says."""
    LadderCount.objects.all().delete()
    services.keep_count(paper=built.paper, at=at)


def change():
    """Let a blank script be a written one, behind the program's back: no line of the journal tells it."""
    Script.objects.filter(pk=Script.objects.filter(kind=ScriptKind.BLANK).order_by("pk")[:1]).update(
        kind=ScriptKind.WRITTEN
    )


def gaps_shown(office):
    """Read the kinds of gaps that the page of the ladder names."""
    return [link.split("key=")[1].split("%3A")[0] for link in parsed(office).xpath("//ol[@class='ladder']//p/a/@href")]


def parsed(office):
    return html.fromstring(office.get(LADDER).content.decode())


def test_without_a_count_that_is_kept_the_page_counts_by_itself(office):
    change()
    assert gaps_shown(office) == ["items", "blank"]


def test_the_page_shows_the_count_that_is_kept(built, office):
    keep(built, timezone.now())
    change()
    assert gaps_shown(office) == []


def test_the_next_count_is_shown_once_it_is_made(built, office):
    keep(built, timezone.now() - timedelta(seconds=20))
    assert gaps_shown(office) == []
    change()
    keep(built, timezone.now())
    assert gaps_shown(office) == ["items", "blank"]


def test_a_new_count_that_the_server_read_is_shown_without_a_page_reading_it(built, office):
    keep(built, timezone.now() - timedelta(seconds=20))
    assert gaps_shown(office) == []
    change()
    keep(built, timezone.now())
    reads.renew(timezone.now())
    LadderCount.objects.update(content=b"")
    assert gaps_shown(office) == ["items", "blank"]


def test_until_the_server_has_read_it_the_one_before_is_shown_as_of_its_own_instant(built):
    begun, now = timezone.now() - timedelta(seconds=20), timezone.now()
    keep(built, begun)
    reads.look_at(built.paper, now)
    reads.renew(now)
    change()
    keep(built, now)
    LadderCount.objects.update(content=b"")
    look = reads.look_at(built.paper, now)
    assert (look.stands_at, look.count_open()) == (begun, 0)


def test_a_count_that_was_damaged_since_is_left_aside(built, office):
    keep(built, timezone.now())
    change()
    content = LadderCount.objects.get().content
    LadderCount.objects.update(content=content[:-1] + bytes([content[-1] ^ 1]))
    assert gaps_shown(office) == ["items", "blank"]


def test_a_paper_whose_count_cannot_be_read_holds_up_no_other_and_the_page_says_so(built, office, caplog):
    keep(built, timezone.now() - timedelta(seconds=20))
    assert gaps_shown(office) == []
    keep(built, timezone.now())
    LadderCount.objects.update(content=counts.with_sum(b"nothing that can be read"))
    reads.renew(timezone.now())
    assert "a worker met a fault of the program" in caplog.text
    office.raise_request_exception = False
    assert office.get(LADDER).status_code == HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_count_that_no_worker_looks_after_is_left_aside(built, office):
    change()
    keep(built, timezone.now() - counts.SELDOM - counts.PATIENCE)
    LadderCount.objects.update(content=b"")
    assert gaps_shown(office) == ["items", "blank"]


def test_what_is_decided_since_is_added_to_the_count(built, office):
    change()
    keep(built, timezone.now())
    gap, _ = queries.ladder(built.paper).open_gaps
    results = {"paper": built.paper, "decision": Decision.ACCEPTED, "by": ODILE, "at": timezone.now()}
    services.decide_gap(key=gap.key, seen=gap.figures, reason="Said by the centre.", **results)
    assert "1 écart a été décidé" in words_of(office.get(LADDER))


def test_a_count_that_still_stands_is_shown_as_of_now(built, office):
    begun, now = TYPING + timedelta(hours=1), timezone.now()
    keep(built, begun - counts.SETTLED_AFTER)
    services.keep_count(paper=built.paper, at=begun)
    change()
    services.keep_count(paper=built.paper, at=now)
    assert LadderCount.objects.get().counted_at == begun
    assert gaps_shown(office) == []
    assert day_of(built, now) in words_of(office.get(LADDER))


@pytest.mark.parametrize("name", ["ladder", "centres_of_paper", "centres_map", "lifting"])
def test_no_page_counts_a_paper_whose_count_is_kept(built, office, name, django_assert_max_num_queries):
    keep(built, timezone.now())
    with django_assert_max_num_queries(20):
        assert office.get(reverse(f"office:{name}", args=["BTS-2017", "CGE"])).status_code == HTTPStatus.OK


def test_nor_does_the_home_page(built, office, django_assert_max_num_queries):
    keep(built, timezone.now())
    with django_assert_max_num_queries(20):
        assert office.get(reverse("office:home")).status_code == HTTPStatus.OK


def day_of(built, at):
    return instants.day(exams.local(built.paper, at))
