"""The wheel holds everything that the program reads: an installed Massicot needs no checkout."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, PROJECT

READ_BY_THE_PROGRAM = {
    "templates": "**/templates/**/*.html",
    "statics": "**/static/**/*",
    "sources of catalogues": "locale/*/LC_MESSAGES/*.po",
    "fonts": "documents/fonts/*",
    "Typst files": "documents/typst/*.typ",
    "examples": "exams/examples/*.toml",
    "modules": "**/*.py",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built without the network."""
    folder = tmp_path_factory.mktemp("dist")
    line = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    subprocess.run(line, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


@pytest.mark.parametrize("pattern", READ_BY_THE_PROGRAM.values(), ids=READ_BY_THE_PROGRAM)
def test_what_the_program_reads_is_in_the_wheel(pattern: str, wheel: zipfile.ZipFile) -> None:
    wanted = {f"massicot/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.glob(pattern) if _is_source(path)}
    assert wanted
    assert wanted <= set(wheel.namelist())


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_every_catalogue_is_compiled_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    sources = {name for name in names if name.endswith(".po")}
    assert sources
    assert {name.removesuffix(".po") + ".mo" for name in sources} <= names


def test_the_wheel_holds_the_package_its_licence_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    (described,) = tops - {"massicot"}
    assert described.endswith(".dist-info")
    assert f"{described}/licenses/LICENSE" in wheel.namelist()
    assert not [name for name in wheel.namelist() if name.endswith((".pyc", ".draft"))]


def test_the_wheel_gives_the_command(wheel: zipfile.ZipFile) -> None:
    (described,) = {name.partition("/")[0] for name in wheel.namelist()} - {"massicot"}
    assert "massicot = massicot.config.main:main" in wheel.read(f"{described}/entry_points.txt").decode()
    metadata = Parser().parsestr(wheel.read(f"{described}/METADATA").decode())
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "EUPL-1.2"
