"""Programs started together on a new database: one makes its tables, as the migrations do, the others wait for it."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from massicot.store.migrations import migrate_if_needed
from tests import programs

TOGETHER = 3

LAID_DOWN = """
    SELECT 'applied', app || '.' || name FROM django_migrations
    UNION ALL SELECT 'kind', app_label || '.' || model FROM django_content_type
    UNION ALL SELECT 'right', codename FROM auth_permission
"""
EMBEDDED = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
SERVED = """
    SELECT table_name::text, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable,
        column_default, identity_generation) FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT sequencename, data_type::text FROM pg_sequences
"""
PARTS = re.compile(r",(?![^(]*\))\s*")
"""What parts the columns of a table of SQLite: the commas that stand in no parenthesis."""


def made_by(ask):
    """Tell the tables of a database, with their columns, constraints and indexes, and what is laid down in them."""
    rows = [*ask(SERVED if programs.SERVER else EMBEDDED), *ask(LAID_DOWN)]
    # Nothing asks for columns in their order, which a table that was changed does not keep.
    return sorted((name, sorted(PARTS.split(told.replace("(", "(,", 1).removesuffix(")")))) for name, told in rows)


@contextmanager
def migrated(folder):
    """Make a database by the migrations, one after the other."""
    (folder / "migrated").mkdir()
    with programs.home(folder / "migrated", "massicot_migrated") as home:
        made = [sys.executable, "-m", "django", "migrate", "--settings", "massicot.config.settings"]
        subprocess.run(made, env=home.environment, check=True, capture_output=True)
        yield home


@pytest.mark.program
def test_commands_started_together_on_a_new_database_all_work(tmp_path):
    with programs.home(tmp_path, "massicot_first_start") as home, ThreadPoolExecutor(TOGETHER) as starts:
        answers = list(starts.map(lambda _: home.run("session", "example"), range(TOGETHER)))
        assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, "")] * TOGETHER
        with migrated(tmp_path) as slowly:
            assert made_by(home.rows) == made_by(slowly.rows)


def test_a_database_that_is_up_to_date_is_left_alone(django_assert_max_num_queries, db):
    with django_assert_max_num_queries(3) as seen:
        migrate_if_needed()
    assert all(query["sql"].lstrip().startswith("SELECT") or "c.relname" in query["sql"] for query in seen)
