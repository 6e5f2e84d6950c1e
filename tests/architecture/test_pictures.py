"""The pictures of every page, which show that a redraw changed nothing: what is one view, and what is a difference."""

import importlib

import pytest
from PIL import Image

from tests.architecture.sources import PROJECT

BATCHES, RUNG = "/bureau/BTS-2017/CGE/lots", "/bureau/BTS-2017/CGE/echelle/notes/"


@pytest.fixture(scope="module")
def pictures():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(PROJECT / "tools"))
        yield importlib.import_module("pictures")


@pytest.fixture
def folders(tmp_path):
    """A picture and a document, before and after, both times the same."""
    for name in ("before", "after"):
        (tmp_path / name / "fr").mkdir(parents=True)
        Image.new("RGB", (20, 10), "white").save(tmp_path / name / "fr" / "page@390.png")
        (tmp_path / name / "fr" / "sheet.pdf").write_bytes(b"%PDF")
    return [tmp_path / "before", tmp_path / "after"]


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (f"{BATCHES}/B-BTS-2017-CGE-0001/", f"{BATCHES}/B-BTS-2017-CGE-0002/", True),
        (f"{BATCHES}/B-BTS-2017-CGE-0001/", f"{BATCHES}/retirees/", False),
        (f"{RUNG}?tri=first", f"{BATCHES}/?tri=code", True),
        (f"{RUNG}?etat=open", f"{BATCHES}/?etat=open", False),
        (RUNG, f"{RUNG}?etat=open", False),
    ],
)
def test_two_things_of_one_kind_are_one_view(pictures, one, other, are_one):
    assert (pictures.shape_of(one) == pictures.shape_of(other)) is are_one


def test_what_is_the_same_differs_nowhere(pictures, folders, capsys):
    assert pictures.main(["compare", *map(str, folders)]) == 0
    assert capsys.readouterr().out == "2 identical\n"


def test_one_pixel_is_a_difference_and_named_with_its_place(pictures, folders, capsys):
    with Image.open(folders[1] / "fr" / "page@390.png") as picture:
        picture.putpixel((3, 4), (0, 0, 0))
        picture.save(folders[1] / "fr" / "page@390.png")
    assert pictures.main(["compare", *map(str, folders)]) == 1
    assert "differs: fr/page@390.png in (3, 4, 4, 5), 0.500% of the pixels\n" in capsys.readouterr().out
    assert pictures.main(["compare", *map(str, folders), "--except", "fr/page@*"]) == 0


def test_a_document_of_other_bytes_and_a_page_that_is_gone_are_differences(pictures, folders, capsys):
    (folders[0] / "fr" / "sheet.pdf").write_bytes(b"%PDF-1")
    (folders[1] / "fr" / "page@390.png").unlink()
    assert pictures.main(["compare", *map(str, folders)]) == 1
    printed = capsys.readouterr().out
    assert "only before: fr/page@390.png\n" in printed
    assert "differs: fr/sheet.pdf 6 and 4 bytes\n" in printed
