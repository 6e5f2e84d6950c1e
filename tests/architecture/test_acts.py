"""One name is one act; nobody calls past the one that checks; a rehearsal plays the acts of the screens."""

from pathlib import Path

import pytest

from tests.architecture import acts
from tests.architecture.sources import PACKAGE, PROJECT, Module, modules_below

PROGRAM = {
    "exams/services/invitations.py": "def appoint_unchecked_pool(): ...",
    "markers/services.py": "def appoint():\n    return exam_acts.appoint_unchecked_pool()",
    "web/office/views.py": "from massicot.markers import services\n\nservices.appoint()",
    "commands/worker/calls.py": "from massicot.markers.services import appoint",
    "rehearsal/cast.py": "from massicot.markers import services as markers\n\nmarkers.appoint()",
}
"""A program where everything is called as it should be."""

CALLED = "from massicot.exams import services\n\nservices.appoint_unchecked_pool()"


@pytest.fixture(scope="module")
def program() -> list[Module]:
    return modules_below(PACKAGE)


def written(root: Path, **more: str) -> list[Module]:
    """Write the sound program into a folder, some of its files anew, and read it."""
    for name, text in (PROGRAM | {name.replace("__", "/") + ".py": text for name, text in more.items()}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return modules_below(root)


def test_no_two_areas_have_an_act_of_one_name(program: list[Module]) -> None:
    assert acts.twins(program) == []


def test_nobody_calls_past_the_act_that_completes_another(program: list[Module]) -> None:
    assert acts.calls_past_the_upper(program, acts.modules_beside(PROJECT)) == []


def test_what_an_act_lacks_another_act_completes(program: list[Module]) -> None:
    assert acts.uncompleted(program) == []


def test_a_rehearsal_plays_the_acts_of_the_screens(program: list[Module]) -> None:
    assert acts.played_by_no_screen(program, acts.PLAYED_OTHERWISE.keys()) == []


def test_what_a_rehearsal_plays_otherwise_is_still_so(program: list[Module]) -> None:
    told = {fault.rpartition(": ")[2].split()[0] for fault in acts.played_by_no_screen(program)}
    assert told == acts.PLAYED_OTHERWISE.keys()


def test_each_act_of_a_page_is_undone_or_says_why_not(program: list[Module]) -> None:
    assert acts.untold_of_undoing(program, (PROJECT / "docs" / "undo.md").read_text(encoding="utf-8")) == []


def test_an_act_that_undo_does_not_know_is_found_and_one_that_it_makes_up(tmp_path: Path) -> None:
    signed = "def appoint(*, by, at): ...\n\n\ndef invite(*, by, at): ...\n\n\ndef count(): ..."
    views = "from massicot.markers import services\n\nservices.appoint()\nservices.invite()\nservices.count()"
    modules = written(tmp_path, markers__services=signed, web__office__views=views)
    assert acts.untold_of_undoing(modules, "| somebody appointed | `appoint` | `dismiss` |") == [
        "invite: neither undone nor a reason why not",
        "dismiss: no act",
    ]


def test_nothing_is_found_in_a_sound_program(tmp_path: Path) -> None:
    modules = written(tmp_path)
    assert acts.twins(modules) == []
    assert acts.calls_past_the_upper(modules) == []
    assert acts.uncompleted(modules) == []
    assert acts.played_by_no_screen(modules) == []


def test_a_second_act_of_one_name_is_found_in_both_places(tmp_path: Path) -> None:
    modules = written(tmp_path, batches__services__pool="def appoint(): ...")
    assert acts.twins(modules) == ["batches/services/pool.py:1: appoint", "markers/services.py:1: appoint"]


@pytest.mark.parametrize(
    "text",
    [
        CALLED,
        "from massicot.exams.services.invitations import appoint_unchecked_pool",
        "from functools import partial\n\nact = partial(world.exam_acts.appoint_unchecked_pool, by=None)",
    ],
)
@pytest.mark.parametrize("where", ["web__office__views", "rehearsal__cast", "results__services"])
def test_a_call_past_the_upper_act_is_found(tmp_path: Path, where: str, text: str) -> None:
    (fault,) = acts.calls_past_the_upper(written(tmp_path, **{where: text}))
    assert fault.startswith(where.replace("__", "/"))


def test_another_act_of_the_upper_area_completes_nothing(tmp_path: Path) -> None:
    more = f"{PROGRAM['markers/services.py']}\n\n\ndef import_pool():\n    exam_acts.appoint_unchecked_pool()"
    assert acts.calls_past_the_upper(written(tmp_path, markers__services=more)) == [
        "markers/services.py:6: appoint_unchecked_pool skips what its upper act looks at"
    ]


def test_tests_of_its_own_area_alone_may_call_the_lower_act(tmp_path: Path) -> None:
    for folder in ("exams", "markers"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / "test_wall.py").write_text(CALLED)
    found = acts.calls_past_the_upper(written(tmp_path / "src"), acts.modules_beside(tmp_path))
    assert [fault.partition(":")[0] for fault in found] == ["markers/test_wall.py"]


def test_an_act_that_nothing_completes_is_found(tmp_path: Path) -> None:
    (fault,) = acts.uncompleted(written(tmp_path, markers__services="def appoint(): ..."))
    assert fault.startswith("exams/services/invitations.py:1")


@pytest.mark.parametrize(
    "text",
    [
        "from massicot.markers import services as markers\n\nmarkers.appoint_all()",
        "from massicot.markers.services import appoint_all\n\nappoint_all()",
    ],
)
def test_an_act_of_no_screen_is_found_in_a_rehearsal(tmp_path: Path, text: str) -> None:
    acts_there = f"{PROGRAM['markers/services.py']}\n\n\ndef appoint_all(): ..."
    modules = written(tmp_path, markers__services=acts_there, rehearsal__cast=text)
    assert acts.played_by_no_screen(modules) == ["rehearsal/cast.py:3: markers.appoint_all is no act of a screen"]
    assert acts.played_by_no_screen(modules, ["markers.appoint_all"]) == []
