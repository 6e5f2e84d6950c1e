"""Batches that should be back at the exam office: on its home page, as many as the ladder says, with their way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.consignments import services as consignments
from massicot.exams import queries as exams
from massicot.exams.models import Paper
from massicot.results import queries
from tests import going_back, later_world
from tests.cast import ODILE
from tests.going_back import CAME
from tests.keeping import kept
from tests.web.visitors import PAPER, visitor

pytestmark = pytest.mark.django_db

built = kept(going_back.locked_and_back)


def overdue(built):
    """Give the sentence and the address of the task, if the home page has it."""
    tasks = [row.task for row in visitor(built, "office").get(reverse("office:home")).context["tasks"]]
    said = [(" ".join(task.sentence.split()).partition(" :")[0], task.address) for task in tasks]
    return [one for one in said if "au bureau des examens" in one[0] and "revenu" in one[0]]


def on_ladder(built):
    counted = queries.ladder_at(exams.paper_by_id(built.paper.pk), timezone.now())
    return sum(gap.kind == "not-returned" for gap in counted.rung("scripts returned").gaps)


def rung():
    return reverse("office:rung", kwargs=PAPER | {"slug": "retour-copies"}, query={"etat": "open"})


@pytest.mark.parametrize("is_lifted", [False, True])
def test_they_are_a_task_until_they_are_received_or_lost_lifted_or_not(built, is_lifted):
    if is_lifted:
        later_world.lift(built)
    assert (overdue(built), on_ladder(built)) == ([("2 lots devraient être revenus au bureau des examens", rung())], 2)
    parcel = going_back.receive(going_back.send(going_back.pack(built)))
    first, second = (batch.code for batch in batches.batches_of(built.paper.pk))
    consignments.tick_return(code=parcel.code, ref=first, by=ODILE, at=CAME)
    assert (overdue(built), on_ladder(built)) == ([("1 lot devrait être revenu au bureau des examens", rung())], 1)
    consignments.miss_return(code=parcel.code, ref=second, reason="Pas là", by=ODILE, at=CAME)
    assert on_ladder(built) == len(overdue(built)) == 1
    going_back.close(parcel.code)
    assert (overdue(built), on_ladder(built)) == ([], 0)


def test_none_is_overdue_before_the_day_nor_where_none_is_said(built):
    for day in (None, timezone.now() + timedelta(days=1)):
        Paper.objects.filter(pk=built.paper.pk).update(return_by=day)
        assert overdue(built) == []
    assert queries.matters_of([built.paper.pk])[built.paper.pk].to_return == 2


def test_what_lies_in_a_parcel_declared_lost_is_waited_for_no_more(built):
    parcel = going_back.send(going_back.pack(built))
    assert on_ladder(built) == 2
    assert len(overdue(built)) == 1
    consignments.lose_return(code=parcel.code, reason="Perdu", by=ODILE, at=going_back.OVERDUE)
    assert (overdue(built), on_ladder(built)) == ([], 0)
