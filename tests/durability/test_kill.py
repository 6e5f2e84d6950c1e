"""`kill -9` of what serves those who type: what was acknowledged is there, and nothing counts twice.

The server is killed on both databases, and PostgreSQL itself where the tests run on it. A kill shows that a save is
whole or not at all; that it waits for the disk is shown by tests/store/test_durability.py and test_disk.py.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests import programs
from tests.durability import evening as evenings
from tests.durability.cluster import cluster
from tests.durability.conftest import Demonstration

SERVER_KILLS, DATABASE_KILLS = 4, 4
"""The short profile; the long one, of 200 kills, is bench/bench_kill.py."""
SAVES_OF_A_ROUND = (1, 25)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory, demonstration: Demonstration) -> Iterator[SimpleNamespace]:
    """Type in a demonstration whose server is killed a few times."""
    with (
        demonstration(tmp_path_factory.mktemp("killed"), "killed") as home,
        evenings.typed(home) as (serving, typists, told),
    ):
        evenings.type_and_kill(serving, typists, [evenings.restart_server] * SERVER_KILLS, SAVES_OF_A_ROUND)
        yield told


def test_every_acknowledged_mark_is_there_once_with_its_last_value(evening: SimpleNamespace) -> None:
    evenings.check_marks(evening)


def test_the_changes_tell_each_mark_as_it_was_acknowledged(evening: SimpleNamespace) -> None:
    evenings.check_changes(evening)


def test_a_save_sent_again_after_a_kill_counts_once(evening: SimpleNamespace) -> None:
    evenings.check_saves(evening, SERVER_KILLS)


def test_the_journal_tells_each_change_once_and_holds(evening: SimpleNamespace) -> None:
    evenings.check_journal(evening)


@pytest.mark.postgres
def test_a_kill_of_the_database_server_loses_nothing_and_the_server_finds_it_again(tmp_path) -> None:
    with cluster() as server:

        def restart_database(_serving) -> None:
            server.kill()
            server.start()

        home = programs.Home(tmp_path, server.url)
        programs.demonstrate(home)
        with evenings.typed(home) as (serving, typists, told):
            evenings.type_and_kill(serving, typists, [restart_database] * DATABASE_KILLS, SAVES_OF_A_ROUND)
        for check in (evenings.check_marks, evenings.check_changes, evenings.check_journal):
            check(told)
        evenings.check_saves(told, DATABASE_KILLS)
