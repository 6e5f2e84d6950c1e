"""The rungs of what comes back to the office, on the screen: what is not there yet is to come, and no difference."""

import pytest
from django.urls import reverse
from lxml import html

from tests import going_back, shelving
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db


def states(office, **asked):
    address = reverse("office:rung", kwargs={**PAPER, "slug": "retour-copies"})
    page = html.fromstring(office.get(address, asked).content.decode())
    return [cell.text_content().strip() for cell in page.xpath("//main//tbody//td[@data-title='État']")]


def test_batches_whose_day_is_not_over_are_to_come():
    office = visitor(going_back.locked_with_no_day(), "office")
    assert states(office) == ["à venir", "à venir"]
    assert len(states(office, etat="to-come")) == 2
    assert not states(office, etat="holds")


def test_once_received_they_agree():
    office = visitor(shelving.received(), "office")
    assert states(office) == ["concorde", "concorde"]
    assert not states(office, etat="to-come")
