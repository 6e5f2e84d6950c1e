"""Two people of the office at the same time, who give two candidates one identity: the race, then the guard."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import transaction

from massicot.candidates import queries, services
from massicot.candidates.models import Candidate
from massicot.candidates.rules.candidate_row import called_as
from massicot.candidates.rules.candidates import Identity, fingerprint_of
from tests import cast, world
from tests.cast import ODILE, OMAR, TYPING
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 5


@pytest.fixture
def paper():
    return world.prepared().paper


def before(paper, rank):
    row = next(row for row in queries.entry_rows(paper) if row.candidate_number == cast.candidate_number(rank))
    return row.entry_id, Identity._make(getattr(row, name) for name in Identity._fields)


def renamed(identity, surname):
    """Give a candidate the surname and the birth that another is given as well."""
    return identity._replace(surname=surname, first_names="Camille", born_on=date(1998, 3, 1))


def rename(paper, rank, surname, by):
    entry_id, stands = before(paper, rank)
    services.correct_person(
        paper=paper,
        entry_id=entry_id,
        seen=fingerprint_of(stands),
        person=renamed(stands, surname),
        is_same_person=True,
        reason="Nom lu de travers",
        by=by,
        at=TYPING,
    )


def called(surname):
    return Candidate.objects.filter(surname=surname).count()


def test_without_the_guard_two_candidates_would_have_one_identity(paper):
    looked = threading.Barrier(2, timeout=WAIT_S)

    def rename_unguarded(rank):
        _, stands = before(paper, rank)
        person = renamed(stands, "TARDIF")
        with transaction.atomic():
            assert not Candidate.objects.filter(called=called_as(person).called, born_on=person.born_on).exists()
            looked.wait()
            stored = Candidate.objects.filter(candidate_number=cast.candidate_number(rank))
            stored.update(surname="TARDIF", called=called_as(person).called, born_on=person.born_on)

    at_once(lambda: rename_unguarded(1), lambda: rename_unguarded(2))
    assert called("TARDIF") == 2


def test_two_who_give_one_identity_at_once_give_it_to_one_candidate(paper):
    for turn in range(ROUNDS):
        surname = f"TARDIF{'ABCDE'[turn]}"
        acts = [partial(rename, paper, rank, surname, by) for rank, by in ((1, ODILE), (2, OMAR))]
        outcomes = at_once(*acts)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "PersonIsAnother"]
        assert called(surname) == 1
