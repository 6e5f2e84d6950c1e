"""Mark sheets on screen: those that nobody has are printed at once, those in somebody's hands only when confirmed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches.models import Batch
from massicot.jobs import queries as jobs
from massicot.jobs.rules import JobState, Work
from massicot.marks import queries as marks
from massicot.marks.models import Credential
from tests import world
from tests.cast import KEY
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.office.working import work
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAPER = ["BTS-2017", "CGE"]
ADDRESS = ["office:documents_of_kind", [*PAPER, "bordereaux-notation"]]
FIRST, SECOND = "B-BTS-2017-CGE-0001", "B-BTS-2017-CGE-0002"

batched = kept(world.batched)


@pytest.fixture
def office(batched, settings, tmp_path):
    (tmp_path / "anonymity.key").write_text(KEY.secret.hex(), encoding="ascii")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    return visitor(batched, "office")


@pytest.fixture
def fresh(batched):
    """Make one batch whose mark sheet nobody printed."""
    Credential.objects.filter(batch__code=FIRST).delete()
    Batch.objects.filter(code=FIRST).update(printed_at=None)


def sheets(office):
    return office.get(reverse(ADDRESS[0], args=ADDRESS[1]))


def ask(office, order, **typed):
    """Send the form of the page as it was shown, and let the sheets be printed."""
    seen = html.fromstring(sheets(office).content).xpath("string(//input[@name='seen']/@value)")
    answer = office.post(reverse(ADDRESS[0], args=ADDRESS[1]), {"order": order, "seen": seen} | typed)
    work()
    return answer


def printings():
    return tuple(marks.printings_among([FIRST, SECOND]).values())


def test_the_first_act_prints_what_nobody_has(office, fresh):
    assert "Imprimer le bordereau jamais imprimé" in words_of(sheets(office))
    assert ask(office, "all").status_code == 303
    assert printings() == (1, 1)
    (job,) = jobs.last_jobs([Work.PRINT], 1)
    assert (job.state, jobs.outcome_of(job)) == (JobState.DONE, {"documents": 1})


def test_where_every_sheet_is_printed_no_act_prints_all(office):
    page = words_of(sheets(office))
    assert "Tous les bordereaux sont imprimés." in page
    assert "2 bordereaux sont imprimés, et peut-être chez des correcteurs." in page
    assert ask(office, "all").status_code == 422
    assert printings() == (1, 1)


@pytest.mark.parametrize("order", ["all-again", "ticked-again"])
def test_sheets_are_printed_again_once_the_box_is_ticked(office, order):
    answer = ask(office, order, only=[FIRST])
    assert answer.status_code == 422
    assert "tant que cette case n’est pas cochée" in words_of(answer)
    assert html.fromstring(answer.content).xpath(f"//input[@name='only'][@value='{FIRST}']/@checked")
    assert printings() == (1, 1)
    assert ask(office, order, only=[FIRST], confirmed="on").status_code == 303
    assert printings() == (2, 2 if order == "all-again" else 1)


def test_a_sheet_that_somebody_has_is_not_printed_by_being_ticked(office, fresh):
    answer = ask(office, "ticked", only=[FIRST, SECOND])
    assert answer.status_code == 422
    assert f"Déjà imprimés : {SECOND}." in words_of(answer)
    assert printings() == (0, 1)
    assert ask(office, "ticked", only=[FIRST]).status_code == 303
    assert printings() == (1, 1)


def test_sheets_are_printed_again_once_by_a_button_pressed_twice(office):
    asked = {"order": "all-again", "confirmed": "on", "seen": Batch.objects.get(code=FIRST).printed_at.isoformat()}
    answers = []
    for _ in range(2):
        answers.append(office.post(reverse(ADDRESS[0], args=ADDRESS[1]), asked))
        work()
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "depuis que cette page est ouverte" in words_of(answers[1])
    assert printings() == (2, 2)


def test_a_sheet_printed_between_the_click_and_the_worker_is_left_to_who_has_it(office, fresh):
    office.post(reverse(ADDRESS[0], args=ADDRESS[1]), {"order": "all"})
    Batch.objects.filter(code=FIRST).update(printed_at=timezone.now() + timedelta(seconds=1))
    work()
    (job,) = jobs.last_jobs([Work.PRINT], 1)
    assert jobs.outcome_of(job) == {"documents": 0, "left": 1}
    assert "a été imprimé entre-temps" in words_of(office.get(reverse("office:job", args=[job.pk])))


def test_one_sheet_is_printed_once_by_its_button(office, fresh):
    page = html.fromstring(sheets(office).content)
    assert page.xpath("//button[@name='code']/@value") == [FIRST]
    assert "imprimé le" in words_of(sheets(office)).lower()
    sent = {"kind": "mark-sheets", "code": FIRST}
    first, second = (office.post(reverse("office:print_one", args=PAPER), sent) for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert (second.status_code, printings()) == (422, (1, 1))


def test_the_list_taken_away_says_when_each_sheet_was_printed(office, fresh):
    address = reverse(ADDRESS[0], args=ADDRESS[1], query={"format": "csv"})
    answer = office.get(address)
    table = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head, first, *_ = table.decode("utf-8-sig").splitlines()
    assert head.endswith("Imprimé le")
    assert first.endswith(f"{FIRST};jamais")
