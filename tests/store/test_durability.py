"""No connection is opened that could lose an acknowledged write (decision 0002)."""

import copy
import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from massicot.store.durability import ConnectionNotDurable, check_durable
from massicot.store.postgresql import base as postgresql
from massicot.store.sqlite import base as sqlite

DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


@pytest.fixture
def open_sqlite(db, tmp_path):
    """Open an embedded database in a file, as the settings do but for its first statements."""
    opened = []

    def opening(init_command):
        values = copy.deepcopy(connections.settings["default"])
        values.update(ENGINE="massicot.store.sqlite", NAME=tmp_path / "m.sqlite3")
        values["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": init_command}
        wrapper = sqlite.DatabaseWrapper(values, "durable")
        opened.append(wrapper)
        wrapper.connect()
        return wrapper

    yield opening
    for wrapper in opened:
        wrapper.close()


@pytest.mark.parametrize("init_command", [DURABLE, "PRAGMA journal_mode=WAL; PRAGMA synchronous=EXTRA;"])
def test_an_embedded_database_that_waits_for_the_disk_is_opened(open_sqlite, init_command):
    with open_sqlite(init_command).cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] >= 2


@pytest.mark.parametrize(
    ("init_command", "setting", "value"),
    [
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;", "synchronous", 0),
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;", "synchronous", 1),
        ("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=FULL;", "journal_mode", "memory"),
        ("PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL;", "journal_mode", "off"),
    ],
)
def test_an_embedded_database_that_does_not_wait_is_refused(open_sqlite, init_command, setting, value):
    with pytest.raises(ConnectionNotDurable) as refusal:
        open_sqlite(init_command)
    assert refusal.value.values == {"setting": setting, "value": value}


def test_the_settings_ask_the_embedded_database_to_wait():
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if connection.vendor == "sqlite":
        assert (options["init_command"], options["transaction_mode"]) == (DURABLE, "IMMEDIATE")
    assert settings.DATABASES["default"]["ENGINE"].startswith("massicot.store.")


@pytest.fixture
def open_postgresql(db):
    """Open the database of the tests again, with other options."""
    opened = []

    def opening(options):
        values = copy.deepcopy(connection.settings_dict)
        values["OPTIONS"] = {**values["OPTIONS"], "options": options}
        wrapper = postgresql.DatabaseWrapper(values, "durable")
        opened.append(wrapper)
        wrapper.connect()
        return wrapper

    yield opening
    for wrapper in opened:
        wrapper.close()


@pytest.mark.postgres
@pytest.mark.parametrize("value", ["on", "local", "remote_apply"])
def test_a_server_that_waits_for_the_disk_is_opened(open_postgresql, value):
    with open_postgresql(f"-c synchronous_commit={value}").cursor() as cursor:
        assert cursor.execute("SELECT current_setting('synchronous_commit')").fetchone() == (value,)


@pytest.mark.postgres
def test_a_server_that_does_not_wait_is_refused(open_postgresql):
    with pytest.raises(ConnectionNotDurable, match="synchronous_commit is off"):
        open_postgresql("-c synchronous_commit=off")


@pytest.mark.postgres
def test_what_a_page_asks_is_neither_compiled_nor_divided(open_postgresql):
    with open_postgresql(
        "-c jit=on -c jit_above_cost=0 -c parallel_setup_cost=0 -c min_parallel_table_scan_size=0"
    ).cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE) SELECT count(*) FROM audit_journalline")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "JIT" not in plan
    assert "Parallel" not in plan


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_every_thread_opens_a_connection_that_is_checked():
    found = []

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            found.append(cursor.fetchone())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [("on", "on")]


def test_a_server_without_fsync_is_refused_with_what_to_put_back():
    check_durable({"fsync": "on", "synchronous_commit": "on"})
    with pytest.raises(ConnectionNotDurable, match=r"fsync is off.*put the setting back"):
        check_durable({"fsync": "off", "synchronous_commit": "on"})
