"""Bulk insert and reserved keys, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from massicot.anonymity.models import Link
from massicot.audit.models import JournalLine
from massicot.exams.models import Institution, Paper, Session
from massicot.store.writes import insert_rows, reserve_ids

AT = datetime(2017, 5, 10, 18, 0, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def insert_institutions(*rows):
    insert_rows(Institution, ("uai", "name", *AND_EMPTY, "latitude", "has_staff_restaurant"), map(filled, rows))


AND_EMPTY = ("academy", "address", "postcode", "town", "insee_code", "email", "telephone")


def filled(row):
    uai, name, latitude, has_restaurant = row
    return uai, name, *[""] * len(AND_EMPTY), latitude, has_restaurant


def test_rows_come_in_their_order_with_what_was_given():
    insert_institutions(("B", "deux", 43.5, True), ("A", "un", None, None))
    rows = Institution.objects.order_by("pk").values_list("uai", "name", "latitude", "has_staff_restaurant")
    assert list(rows) == [("B", "deux", 43.5, True), ("A", "un", None, None)]


def test_no_row_at_all_is_nothing_to_do():
    insert_institutions()
    assert Institution.objects.count() == 0


def test_an_instant_is_kept_to_the_microsecond_in_any_time_zone():
    paris = timezone(timedelta(hours=2))
    columns = ("subject", "sequence", "at", "by", "act", "facts", "previous", "digest")
    rows = [("s", n, at, "b", "a", "{}", "", "") for n, at in enumerate((AT, AT.astimezone(paris)))]
    insert_rows(JournalLine, columns, rows)
    assert list(JournalLine.objects.order_by("pk").values_list("at", flat=True)) == [AT, AT]
    assert JournalLine.objects.filter(at=AT).count() == 2


def test_days_and_missing_instants_are_kept():
    session = Session.objects.create(code="S", title="S", year=2017)
    values = {
        "session_id": session.pk, "code": "P", "title": "P", "starts_at": AT, "ends_at": AT + timedelta(hours=4),
        "despatch_hours": 48, "marking_opens_on": date(2017, 5, 31), "marking_closes_on": date(2017, 6, 2),
        "entry_opens_at": AT, "entry_closes_at": AT + timedelta(days=9), "site_code": "A", "lowest_hundredths": 0,
        "highest_hundredths": 2000, "step_hundredths": 100, "digits": 2, "are_totals_required": True,
        "batch_size": 50, "batch_ceiling": 60, "prepared_at": None,
    }  # fmt: skip
    columns = [name.removesuffix("_id") for name in values]
    insert_rows(Paper, columns, [list(values.values())])
    assert {name: getattr(Paper.objects.get(), name) for name in values} == values


def test_bytes_are_kept():
    rows = [(bytes(range(16)), bytes(16), bytes(range(256))), (b"\xff" * 16, b"\\x00" * 4, b"\n\t\\N;")]
    insert_rows(Link, ("number_index", "entry_index", "sealed"), rows)
    kept = Link.objects.order_by("number_index").values_list("number_index", "entry_index", "sealed")
    assert [tuple(map(bytes, row)) for row in kept] == rows


def test_a_constraint_of_the_database_refuses_all_the_rows():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_institutions(("A", "un", None, None), ("B", "deux", None, None), ("A", "trois", None, None))
    assert Institution.objects.count() == 0


def test_an_unknown_column_is_a_fault_of_the_program():
    with pytest.raises(FieldDoesNotExist):
        insert_rows(Institution, ("uai", "nom"), [("A", "un")])


def test_reserved_keys_ascend_and_are_given_to_nobody_else():
    first = list(reserve_ids(Institution, 3))
    assert first == sorted(set(first))
    insert_rows(Institution, ("id", "uai", "name", *AND_EMPTY), [(pk, f"U{pk}", "n", *[""] * 7) for pk in first])
    second = list(reserve_ids(Institution, 2))
    created = Institution.objects.create(uai="C", name="n")
    assert second[0] > first[-1]
    assert created.pk > first[-1]


def test_the_key_of_a_row_that_left_is_not_given_again():
    left = Institution.objects.create(uai="A", name="n")
    last = left.pk
    left.delete()
    assert list(reserve_ids(Institution, 1)) > [last]


def test_no_key_is_reserved_for_nobody():
    assert list(reserve_ids(Institution, 0)) == []


class AnyText(TestCase):
    """Rows of any text: the two databases quote differently."""

    @settings(max_examples=60, suppress_health_check=[HealthCheck.differing_executors])
    @given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)))
    def test_any_text_is_kept(self, texts):
        with transaction.atomic():
            insert_institutions(*((f"U{rank}", text, None, None) for rank, text in enumerate(texts)))
            assert list(Institution.objects.order_by("pk").values_list("name", flat=True)) == texts
            transaction.set_rollback(True)
