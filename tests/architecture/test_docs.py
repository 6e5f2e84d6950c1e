"""The documents are in step with the program."""

import re

import pytest

from tests.architecture import docs
from tests.architecture.sources import PROJECT


def text_of(name: str) -> str:
    return (docs.DOCS / name).read_text(encoding="utf-8")


def test_the_map_names_every_room_and_no_other() -> None:
    assert docs.map_faults(text_of("map.md")) == []


def test_the_glossary_names_every_area() -> None:
    assert docs.glossary_faults(text_of("glossary.md")) == []


def test_a_room_left_out_and_a_room_made_up_are_found() -> None:
    rooms = docs.rooms_and_desks()
    text = " ".join(f"`{room}/`" for room in sorted(rooms - {"marks"} | {"attics"}))
    assert docs.map_faults(text) == ["marks: not on the map", "attics: on the map, not in the program"]


def test_an_area_left_out_of_the_glossary_is_found() -> None:
    terms = docs.areas() - {"custody"}
    assert docs.glossary_faults(" ".join(f"`{term}`" for term in terms)) == ["custody"]


@pytest.mark.parametrize("name", [path.name for path in docs.DOCS.rglob("*.md")] or ["map.md"])
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    path = next(docs.DOCS.rglob(name))
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_no_document_and_no_file_of_ours_holds_a_path_of_this_machine() -> None:
    files = [*docs.DOCS.rglob("*.md"), PROJECT / "Makefile", PROJECT / "pyproject.toml", PROJECT / "README.md"]
    assert [path.name for path in files if str(PROJECT) in path.read_text(encoding="utf-8")] == []
