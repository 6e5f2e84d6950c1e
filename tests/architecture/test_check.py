"""`make check` runs the tests that stand nearest to what changed, and those in which every act has a part."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import PROJECT
from tools import check


def nearest(*changed: str) -> set[str]:
    """Name the folders and files of tests that some changes bring, beside those that are always run."""
    brought = set(check.tests_for(changed, PROJECT)) - set(check.tests_for((), PROJECT))
    return {str(Path(name).parent) for name in brought}


@pytest.mark.parametrize(
    ("changed", "folder"),
    [
        ("src/massicot/batches/services/batches.py", "tests/batches"),
        ("src/massicot/batches/models.py", "tests/batches"),
        ("src/massicot/web/office/centres/views.py", "tests/web/office/centres"),
        ("src/massicot/web/office/templates/office/centres/centres_of_paper.html", "tests/web/office/centres"),
        ("src/massicot/web/markingcentre/urls.py", "tests/web/markingcentre"),
        ("src/massicot/web/examcentre/static/examcentre/register/keys.mjs", "tests/web/examcentre"),
        ("src/massicot/web/shared/templates/shared/letters/link.txt", "tests/web/shared"),
        ("tests/web/portal/conftest.py", "tests/web/portal"),
    ],
)
def test_a_file_brings_the_tests_in_the_folder_of_its_name(changed: str, folder: str) -> None:
    assert nearest(changed) == {folder}


@pytest.mark.parametrize("changed", ["docs/map.md", "tests/world.py", "src/massicot/locale/fr/LC_MESSAGES/django.po"])
def test_what_stands_beside_no_test_brings_none(changed: str) -> None:
    assert nearest(changed) == set()


def test_a_file_of_tests_brings_itself_alone_unless_it_is_gone() -> None:
    always = set(check.tests_for((), PROJECT))
    own = "tests/batches/test_making.py"
    assert set(check.tests_for([own, "tests/batches/test_gone.py"], PROJECT)) == {*always, own}


def test_access_undo_and_the_shape_of_the_program_are_always_run() -> None:
    always = check.tests_for((), PROJECT)
    assert {"tests/web/test_access.py", "tests/test_undo.py", "tests/test_undo_rooms.py"} < set(always)
    assert {"tests/architecture/test_catalogues.py", "tests/architecture/test_contracts.py"} < set(always)


@pytest.mark.parametrize(
    ("changed", "are_due"),
    [
        (["pyproject.toml"], True),
        (["docs/map.md", "tests/architecture/test_walls_fall.py"], True),
        (["src/massicot/batches/models.py", "tests/batches/test_making.py"], False),
        ([], False),
        (None, True),
    ],
)
def test_the_proofs_are_due_when_what_the_walls_are_made_of_changed(changed: list[str] | None, are_due: bool) -> None:
    assert check.are_proofs_due(changed) is are_due


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A work tree of two commits on main."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path, "first.py")
    commit(tmp_path, "second.py")
    return tmp_path


def git(tree: Path, *words: str) -> None:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.invalid")
    subprocess.run(["git", *who, *words], cwd=tree, check=True, capture_output=True)


def commit(tree: Path, name: str) -> None:
    (tree / name).touch()
    git(tree, "add", name)
    git(tree, "commit", "--quiet", "-m", name)


def test_on_main_the_last_commit_and_what_is_not_committed_have_changed(tree: Path) -> None:
    (tree / "été.py").touch()
    assert check.changed_files(tree) == ["second.py", "été.py"]


def test_on_a_branch_all_that_it_did_has_changed_and_nothing_that_main_did_since(tree: Path) -> None:
    git(tree, "switch", "--quiet", "--create", "branch")
    commit(tree, "third.py")
    commit(tree, "fourth.py")
    (tree / "first.py").write_text("edited")
    git(tree, "switch", "--quiet", "main")
    commit(tree, "fifth.py")
    git(tree, "switch", "--quiet", "branch")
    assert check.changed_files(tree) == ["first.py", "fourth.py", "third.py"]


def test_where_git_tells_nothing_nobody_knows(tmp_path: Path) -> None:
    assert check.changed_files(tmp_path) is None
