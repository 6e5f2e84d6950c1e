"""PostgreSQL keeps in each row the transaction that wrote it: none writes one candidate's entry and one number."""

import pytest
from django.db import transaction

from massicot.candidates.models import Entry
from massicot.scripts.models import Script
from tests import later_world
from tests.anonymity import attacker, crowd
from tests.cast import candidate_number

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def test_no_transaction_writes_one_entry_and_one_number():
    crowd.after_an_eventful_day()
    assert attacker.by_transaction(attacker.take_dump()) == {}


def test_a_candidate_entered_and_numbered_at_once_would_be_told():
    built = crowd.after_an_eventful_day()
    who, number = candidate_number(crowd.OFF_LIST), later_world.number_of(built, crowd.OFF_LIST)
    with transaction.atomic():
        Entry.objects.filter(candidate__candidate_number=who).update(seat="12")
        Script.objects.filter(number=number).update(kind="written")
    assert attacker.by_transaction(attacker.take_dump()) == {who: number}
