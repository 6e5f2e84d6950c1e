"""`massicot print marker-registers`: a file for each place, by name or mission by mission."""

import pypdf
import pytest

from tests.cast import CEDRES, PERRIN
from tests.keeping import kept
from tests.presence import registers

pytestmark = pytest.mark.django_db


def two_places():
    """Convene people to the marking centre, and somebody to another place."""
    return registers.convene(registers.convened(), "ALICE", place=CEDRES, title="Réunion")


built = kept(two_places)


def run(english, folder, *more):
    return english("print", "marker-registers", "--session", "BTS-2017", *more, "--out", folder)


def pages(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


@pytest.mark.usefixtures("built")
def test_each_place_has_a_file_of_all_its_half_days(english, tmp_path):
    answer = run(english, tmp_path)
    assert (answer.code, answer.out) == (0, f"2 documents are in {tmp_path}.\n")
    for uai, name, people in ((PERRIN, "BADIANE", 4), (CEDRES, "AMANDE", 4)):
        found = pages(tmp_path / f"marker-registers-BTS-2017-{uai}.pdf")
        assert len(found) == people
        assert all(name in page for page in found)


@pytest.mark.usefixtures("built")
def test_one_place_is_printed_alone_and_mission_by_mission(english, tmp_path):
    assert run(english, tmp_path, "--centre", CEDRES, "--by-mission").code == 0
    (file,) = tmp_path.glob("*.pdf")
    assert "Réunion – 1 personne" in pages(file)[0].replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("built")
def test_a_place_that_nobody_is_called_to_is_told(english, tmp_path):
    answer = run(english, tmp_path, "--centre", "9900003Y")
    assert answer.code == 3
    assert "No convocation calls anybody there" in answer.err
