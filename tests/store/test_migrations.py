"""Programs started together on a new database: one makes its tables, the others wait for it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from massicot.store.migrations import migrate_if_needed
from tests import programs

TOGETHER = 3


@pytest.mark.program
def test_commands_started_together_on_a_new_database_all_work(tmp_path):
    with programs.home(tmp_path, "massicot_first_start") as home, ThreadPoolExecutor(TOGETHER) as starts:
        answers = list(starts.map(lambda _: home.run("session", "example"), range(TOGETHER)))
        assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, "")] * TOGETHER
        assert home.rows("SELECT count(*) FROM django_migrations WHERE app = 'anonymity'") == [(1,)]


def test_a_database_that_is_up_to_date_is_left_alone(django_assert_max_num_queries, db):
    with django_assert_max_num_queries(3) as seen:
        migrate_if_needed()
    assert all(query["sql"].lstrip().startswith("SELECT") or "c.relname" in query["sql"] for query in seen)
