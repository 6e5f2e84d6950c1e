"""The documents are in step with the program."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import docs
from tests.architecture.sources import PROJECT


def text_of(name: str) -> str:
    return (docs.DOCS / name).read_text(encoding="utf-8")


def test_the_map_names_every_room_and_no_other() -> None:
    assert docs.map_faults(text_of("map.md")) == []


@pytest.mark.parametrize("desk", docs.SUBJECTS)
def test_the_map_names_every_subject_of_a_desk_and_its_further_files(desk: str) -> None:
    assert docs.subject_faults(text_of("map.md"), desk) == []


def test_the_glossary_names_every_area() -> None:
    assert docs.glossary_faults(text_of("glossary.md")) == []


def test_a_room_left_out_and_a_room_made_up_are_found() -> None:
    rows = [f"| `{room}` | `shared`, `portal` |" for room in sorted(docs.rooms() - {"marks"} | {"attics"})]
    found = docs.map_faults("\n".join(["| room | what it holds |", "|---|---|", *rows]))
    assert {"marks: not on the map", "attics: on the map, not in the program", "web/office: not on the map"} <= set(
        found
    )
    assert not any("portal" in fault or "batches" in fault for fault in found)


def test_a_subject_left_out_and_a_further_file_made_up_are_found() -> None:
    text = text_of("map.md").replace("| `journal` |", "| `diary` |").replace("`charts`", "`drawings`")
    assert {
        "journal/__init__: not on the map",
        "journal/where: not on the map",
        "diary/__init__: on the map, not in the program",
        "centres/charts: not on the map",
        "centres/drawings: on the map, not in the program",
    } <= set(docs.subject_faults(text, "office"))
    assert not any("people" in fault or "views" in fault for fault in docs.subject_faults(text, "office"))


def test_an_area_left_out_of_the_glossary_is_found() -> None:
    terms = ", ".join(sorted(docs.areas() - {"custody"}))
    assert docs.glossary_faults(f"| in code | French |\n|---|---|\n| {terms} | … |") == ["custody"]


def test_the_rules_are_where_their_table_says() -> None:
    assert docs.rule_faults(text_of("rules.md")) == []


def test_a_rule_that_is_not_where_the_table_says_is_found() -> None:
    places = [
        "core.marks",
        "batches.rules.batches.batch_sizes",
        "exams.rules.editing.LIMITS",
        "core.lost",
        "marks.rules.lost",
    ]
    rows = [f"| of {place} | decision | `{place}` |" for place in places]
    told = "\n".join(["| rule | source | where |", "|---|---|---|", *rows])
    assert docs.rule_faults(told) == ["core.lost", "marks.rules.lost"]


def tables() -> set[str]:
    """Name the tables of the database that hold rows of the exam, or of who signs in."""
    unused = ("auth.", "contenttypes.")
    return {table._meta.label for table in apps.get_models() if not table._meta.label.startswith(unused)}


def test_of_every_table_it_is_said_how_long_it_is_kept() -> None:
    assert docs.kept_faults(text_of("kept.md"), tables()) == []


def test_a_table_kept_without_a_word_one_made_up_and_one_said_twice_are_found() -> None:
    told = "| kind of data | tables |\n|---|---|\n| marks | `marks.Mark`, `marks.Lost` |\n| saves | `marks.Mark` |"
    assert docs.kept_faults(told, {"marks.Mark", "marks.Save"}) == [
        "marks.Save: how long it is kept is said nowhere",
        "marks.Lost: not a table",
        "marks.Mark: said twice",
    ]


def test_every_hard_case_has_one_owner_a_rule_a_test_and_a_journey() -> None:
    assert docs.row_faults(text_of("rows.md")) == []


def test_a_hard_case_that_is_not_answered_whole_is_found() -> None:
    text = text_of("rows.md")
    sizes = "`batches.rules.batches.batch_sizes`, `batches.rules.batches.propose`"
    broken = text.replace(sizes, "`exams.rules.despatch_deadline`")
    broken = broken.replace("| 13 |", "| 113 |").replace("| `custody` |", "| `guards` |")
    broken = broken.replace("`setasides.rules.check_oddment`", "`setasides.rules.lost`")
    broken = re.sub(r"\[`test_no_sequence_of_moves[^)]*\), \[[^)]*\)", "", broken)
    faults = docs.row_faults(broken)
    assert faults[0].startswith("cases: 2, 3")
    assert faults[1:] == [
        "11: setasides.rules.lost: not there",
        "113: `guards`: no owner",
        "113: no rule of its owner",
        "113: no test",
        "19: no rule of its owner",
    ]


@pytest.mark.parametrize("path", sorted(docs.DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_what_a_document_names_stands_where_its_link_leads(path: Path) -> None:
    assert docs.link_faults(path.read_text(encoding="utf-8"), path.parent) == []


def test_every_part_of_what_can_be_added_names_an_example() -> None:
    parts = re.split(r"^## ", text_of("adding.md"), flags=re.MULTILINE)[1:]
    subjects = [part.splitlines()[0].split()[1] for part in parts]
    assert subjects == "act page button table document rung area test".split()
    assert all(part.count("](../") > 1 for part in parts)


def test_a_name_that_is_not_where_its_link_leads_is_found(tmp_path: Path) -> None:
    (tmp_path / "making.py").write_text("def make(): ...")
    (tmp_path / "house.toml").write_text('id = "layers"')
    sound = "[`make`](making.py), [`making.py`](making.py), [`layers`](house.toml), [what is made](making.py)"
    assert docs.link_faults(sound, tmp_path) == []
    faulty = "[`unmake`](making.py), [`walls`](house.toml), [`make`](lost.py), [`lost.py`](lost.py)"
    assert [fault.partition(":")[0] for fault in docs.link_faults(faulty, tmp_path)] == [
        "unmake",
        "walls",
        "make",
        "lost.py",
    ]


def test_every_link_between_documents_leads_somewhere() -> None:
    lost = [
        f"{path.relative_to(PROJECT)}: {link}"
        for path in [*docs.DOCS.rglob("*.md"), PROJECT / "README.md"]
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert lost == []


def test_no_document_and_no_file_of_ours_holds_a_path_of_this_machine() -> None:
    files = [*docs.DOCS.rglob("*.md"), PROJECT / "Makefile", PROJECT / "pyproject.toml", PROJECT / "README.md"]
    assert [path.name for path in files if str(PROJECT) in path.read_text(encoding="utf-8")] == []
