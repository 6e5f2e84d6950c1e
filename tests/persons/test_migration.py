"""A database of the release before: its markers, a row in each session, become persons."""

import subprocess
import sys

import pytest

from tests import programs

FILL = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", "markers", "0001", verbosity=0)
apps = MigrationExecutor(connection).loader.project_state(("markers", "0001_initial")).apps
Session, Marker = apps.get_model("exams", "Session"), apps.get_model("markers", "Marker")
old, new = (Session.objects.create(code=f"BTS-{year}", title="BTS", year=year) for year in (2016, 2017))
def add(session, identifier, surname, uai, email="x@y.example"):
    Marker.objects.create(session=session, identifier=identifier, surname=surname, first_name="Ida", email=email,
        institution_uai=uai, discipline="Lettres", telephone="04")
add(old, "M-1", "Roitelet", "0139901S", "old@y.example")
add(new, "M-1", "ROITELET", "0139902T", "new@y.example")
add(old, "M-2", "Merle", "0139901S")
add(new, "M-2", "Pinson", "0139901S")
"""


@pytest.mark.program
def test_markers_of_the_release_before_become_persons_and_none_is_lost(tmp_path):
    with programs.home(tmp_path, "massicot_persons") as home:
        settings = {"DJANGO_SETTINGS_MODULE": "massicot.config.settings"}
        subprocess.run([sys.executable, "-c", FILL], env=home.environment | settings, check=True, timeout=120)
        assert home.run("session", "example").returncode == 0
        assert home.rows("SELECT identifier, surname, email FROM persons_person ORDER BY identifier") == [
            ("M-1", "ROITELET", "new@y.example"),
            ("M-2", "Pinson", "x@y.example"),
            ("M-2-BTS-2016", "Merle", "x@y.example"),
        ]
        pools = "SELECT m.identifier, p.identifier FROM markers_marker m JOIN persons_person p ON p.id = m.person_id"
        assert sorted(home.rows(pools)) == [("M-1", "M-1")] * 2 + [("M-2", "M-2"), ("M-2", "M-2-BTS-2016")]
        situations = (
            "SELECT s.since, s.institution_uai FROM persons_situation s JOIN persons_person p ON p.id = s.person_id"
        )
        dated = home.rows(f"{situations} WHERE p.identifier = 'M-1' ORDER BY s.since")
        assert [(str(since), uai) for since, uai in dated] == [("2015-09-01", "0139901S"), ("2016-09-01", "0139902T")]
