"""Compare-and-set."""

import pytest
from django.db import transaction

from massicot.core.refused import Refused
from massicot.exams.models import Institution
from massicot.store.writes import swap_all, swap_one

pytestmark = pytest.mark.django_db


class Moved(Refused):
    sentence = "It moved meanwhile."


@pytest.fixture(autouse=True)
def _three_institutions():
    Institution.objects.bulk_create(Institution(uai=uai, name="old") for uai in "ABC")


def names():
    return dict(Institution.objects.values_list("uai", "name"))


def test_a_row_in_the_expected_state_is_moved_alone():
    swap_one(Institution.objects.filter(uai="A", name="old"), Moved(), name="new")
    assert names() == {"A": "new", "B": "old", "C": "old"}


def test_a_row_is_moved_once():
    still_old = Institution.objects.filter(uai="A", name="old")
    swap_one(still_old, Moved(), name="new")
    with pytest.raises(Moved):
        swap_one(still_old, Moved(), name="newer")
    assert names()["A"] == "new"


def test_two_rows_in_the_place_of_one_are_refused():
    with pytest.raises(Moved), transaction.atomic():
        swap_one(Institution.objects.filter(name="old"), Moved(), name="new")
    assert set(names().values()) == {"old"}


def test_all_the_expected_rows_are_moved_together():
    swap_all(Institution.objects.filter(name="old"), 3, Moved(), name="new")
    assert set(names().values()) == {"new"}


@pytest.mark.parametrize("expected", [2, 4])
def test_none_is_moved_when_their_number_is_another(expected):
    with pytest.raises(Moved), transaction.atomic():
        swap_all(Institution.objects.filter(name="old"), expected, Moved(), name="new")
    assert set(names().values()) == {"old"}
