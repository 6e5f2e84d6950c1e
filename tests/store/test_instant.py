"""Reading as of one instant while others write."""

import pytest
from django.db import connection, transaction

from massicot.exams.models import Institution
from massicot.store.instant import one_instant
from tests.racing import at_once


@pytest.mark.usefixtures("transactional_db")
def test_what_others_write_meanwhile_is_seen_afterwards():
    with one_instant():
        before = Institution.objects.count()
        at_once(lambda: Institution.objects.create(uai="A", name="new"))
        assert Institution.objects.count() == before
    assert Institution.objects.count() == before + 1


@pytest.mark.usefixtures("transactional_db")
def test_a_read_that_breaks_off_leaves_the_connection_free_to_write():
    with pytest.raises(ZeroDivisionError), one_instant():
        1 / Institution.objects.count()
    Institution.objects.create(uai="A", name="new")
    assert Institution.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_nothing_is_written_at_an_instant():
    with pytest.raises(Exception, match="read-only transaction"), one_instant():
        Institution.objects.create(uai="A", name="new")


@pytest.mark.django_db
def test_inside_a_transaction_its_own_writes_are_seen():
    with transaction.atomic(), one_instant():
        Institution.objects.create(uai="A", name="new")
        assert Institution.objects.count() == 1
    assert connection.in_atomic_block
