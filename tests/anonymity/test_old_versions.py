"""Whoever holds the raw files of the database, with what its rows said before, once the worker has erased that.

A day is closed, opened again for one correction, and closed anew: both versions of one number name the candidate.
"""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from massicot.anonymity import queries, services
from massicot.anonymity.rules import links
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.scripts import queries as scripts
from massicot.scripts.models import Script
from massicot.store import old_versions
from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.anonymity.test_pairs import corrected
from tests.cast import CEDRES, CLAIRE, EVENING

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.alone]

MUCH_LATER = EVENING + timedelta(hours=3)


@pytest.fixture
def built():
    """The crowd, its numbers drawn, on a disk that tells nothing of what other tests wrote."""
    built = crowd.prepared()
    assert old_versions.erase(("scripts_script", "consignments_leftout", "consignments_parcelscript")), readers()
    return built


def readers():
    """Say who holds old rows back, where the database tells it: what a red test needs to name."""
    if connection.vendor != "postgresql":
        return []
    asked = "SELECT datname, state, xact_start, query FROM pg_stat_activity WHERE backend_xmin IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} AND pid <> pg_backend_pid()")
        return cursor.fetchall()


def live_the_day(built):
    world.key_room(built, CEDRES, absent=(2, 110, 111, 112), blank=(5,))
    crowd.close_again(built, minutes=2)
    corrected(110)(built)


def of_two_kinds():
    return {number for number, kinds in attacker.kinds_on_disk().items() if len(kinds) > 1}


def test_old_versions_tell_who_was_corrected_until_they_are_erased(built):
    live_the_day(built)
    assert of_two_kinds() == {later_world.number_of(built, 110)}
    assert len(queries.old_versions_left()) == 3
    assert services.erase_old_versions(at=MUCH_LATER), readers()
    assert of_two_kinds() == set()
    assert len(attacker.kinds_on_disk()) > 40
    assert queries.old_versions_left() == {}


def pack_all_but(built, number):
    """Make a parcel of all that Les Cèdres holds but one number, and open it again."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route = world.on_site_route(built)
    counted = len(scripts.in_hand_of_centre(built.paper.pk, CEDRES)) - 1
    lacking = AllBut([number], "Mme Second")
    parcel = consignments.pack_numbered(route=route, counted=counted, lacking=lacking, **where)
    consignments.unpack_parcel(code=parcel.code, reason="Register to be corrected", by=CLAIRE, at=EVENING)
    return counted


def test_what_was_not_there_before_a_correction_is_told_by_no_file_once_it_is_erased(built):
    world.key_room(built, CEDRES, absent=(2, 110, 111, 112), blank=(5,))
    crowd.close_again(built, minutes=2)
    lost = later_world.number_of(built, 110)
    packed = pack_all_but(built, lost)
    corrected(110)(built)
    assert attacker.left_out_on_disk() == {lost}
    assert len(attacker.packed_on_disk()) == packed
    assert services.erase_old_versions(at=MUCH_LATER), readers()
    assert (attacker.left_out_on_disk(), attacker.packed_on_disk()) == (set(), set())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of the embedded database")
@pytest.mark.parametrize("setting", ["ON", "OFF"])
def test_what_is_deleted_is_overwritten_by_a_setting_of_every_connection(built, setting):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
        cursor.execute(f"PRAGMA secure_delete = {setting}")
    live_the_day(built)
    Script.objects.all().delete()
    assert services.erase_old_versions(at=MUCH_LATER), readers()
    assert bool(attacker.kinds_on_disk()) == (setting == "OFF")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a log of the embedded database")
def test_a_reader_of_an_older_state_puts_the_erasing_off(built, monkeypatch):
    monkeypatch.setattr(old_versions, "PATIENCE_MS", 20)
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM scripts_script").fetchone()
            live_the_day(built)
            assert not services.erase_old_versions(at=MUCH_LATER)
            assert queries.old_versions_left()
            cursor.execute("ROLLBACK")
    finally:
        reader.close()
    assert services.erase_old_versions(at=MUCH_LATER), readers()
    assert of_two_kinds() == set()


@pytest.mark.postgres
def test_a_transaction_that_may_read_an_older_state_puts_the_erasing_off(built, monkeypatch):
    monkeypatch.setattr(old_versions, "PATIENCE_MS", 20)
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM accounts_account")
            live_the_day(built)
            assert not services.erase_old_versions(at=MUCH_LATER)
            cursor.execute("ROLLBACK")
    finally:
        reader.close()
    monkeypatch.undo()
    assert services.erase_old_versions(at=MUCH_LATER), readers()
    assert of_two_kinds() == set()


@pytest.mark.postgres
def test_a_reader_who_is_soon_gone_is_waited_for(built):
    reader = connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM accounts_account")
        live_the_day(built)
    leaving = threading.Timer(0.3, reader.connection.close)
    leaving.start()
    try:
        assert services.erase_old_versions(at=MUCH_LATER), readers()
    finally:
        leaving.join()
    assert of_two_kinds() == set()


@pytest.mark.postgres
def test_a_table_in_use_is_left_for_another_time(built, monkeypatch):
    monkeypatch.setattr(old_versions, "PATIENCE_MS", 20)
    live_the_day(built)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE scripts_script IN ROW EXCLUSIVE MODE")
            assert not services.erase_old_versions(at=MUCH_LATER)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    monkeypatch.undo()
    assert services.erase_old_versions(at=MUCH_LATER), readers()


def test_an_act_that_is_taken_back_asks_for_nothing(built):
    with transaction.atomic():
        live_the_day(built)
        transaction.set_rollback(True)
    assert queries.old_versions_left() == {}
    assert services.erase_old_versions(at=MUCH_LATER), readers()


def at(text):
    return datetime.fromisoformat(f"2026-06-01 {text}+00:00")


@pytest.mark.parametrize(
    ("asked", "now", "is_due"),
    [
        ((), "18:19", False),
        (("18:00", "18:05", "18:09"), "18:18", False),
        (("18:00", "18:05", "18:09"), "18:19", True),
        (("18:00", "18:30", "18:55"), "18:59", False),
        (("18:00", "18:30", "18:55"), "19:00", True),
    ],
)
def test_old_versions_are_erased_ten_minutes_after_the_last_act_or_an_hour_after_the_first(asked, now, is_due):
    assert links.is_due([at(one) for one in asked], at(now)) == is_due
