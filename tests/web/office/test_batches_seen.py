"""What the office decides of a batch is decided of what its page showed, and its pages say what comes next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.batches import queries as batches
from massicot.exams.models import Paper
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.marks.models import Referral
from massicot.marks.rules import Line
from massicot.scripts import queries as scripts
from massicot.scripts.rules import Kind
from tests import world
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=["BTS-2017", "CGE", *more])


def open_window(closes=timedelta(days=1)):
    """Open the entry around now, or close it."""
    Paper.objects.update(entry_opens_at=timezone.now() - timedelta(days=2), entry_closes_at=timezone.now() + closes)


def sent_by(page, **typed):
    """Give what the form of a page sends: what it hides, and what is typed."""
    hidden = html.fromstring(page.content.decode()).xpath("//main//form//input[@type='hidden']")
    return {one.get("name"): one.get("value", "") for one in hidden} | typed


@pytest.fixture
def absent():
    """A line on which a placeholder is said to be a script, its batch and its marker's sheet."""
    built = world.handed_out()
    open_window()
    water = batches.batches_of(built.paper.pk)[1]
    sheet = world.open_sheet(built, water.code)
    number = next(one for one in sheet.numbers if scripts.kinds_of([one])[one] is Kind.PLACEHOLDER)
    services.refer_line(credential_id=sheet.credential_id, number=number, value="12", at=timezone.now())
    sheet.office, sheet.number, sheet.batch = visitor(built, "office"), number, water
    return sheet


def typed(sheet, value, seen=""):
    """Type the line as its marker does."""
    line = Line(sheet.number, value, seen)
    services.save_marks(credential_id=sheet.credential_id, save_id=uuid4(), lines=[line], at=timezone.now())


@pytest.mark.parametrize("answer", ["marker", "withdrawn"])
def test_no_answer_takes_the_place_of_a_mark_that_its_page_did_not_show(absent, answer):
    address = at("referral", Referral.objects.get().pk)
    sent = sent_by(absent.office.get(address), answer=answer, reason="Arrivé en retard.")
    typed(absent, "AB")
    refused = absent.office.post(address, sent)
    assert refused.status_code == 422
    assert "AB" in html.fromstring(refused.content.decode()).xpath("string(//dl)")
    assert "Arrivé en retard." in refused.content.decode()
    assert marks.shown_marks(absent.batch)[absent.number] == "AB"
    assert absent.office.post(address, sent_by(refused, answer=answer, reason="Vu.")).status_code == 303
