"""Documents of a whole paper: for whom each kind is printed, and the manifest that lists them."""

import csv
import hashlib

import pytest

from massicot.core import draws
from massicot.results import services
from massicot.results.rules.papers import MANIFEST, PrintKind
from tests import world
from tests.cast import CEDRES, KEY, MARC, MARKING, MURIERS, PERRIN
from tests.keeping import kept

pytestmark = pytest.mark.django_db

batched = kept(world.batched)

CENTRES = [CEDRES, MURIERS]
PARCELS = [f"P-BTS-2017-CGE-{uai}-1" for uai in CENTRES]
BATCHES = ["B-BTS-2017-CGE-0001", "B-BTS-2017-CGE-0002"]


def printed(built, kind, subjects):
    run = services.PrintRun(built.paper, KEY, draws.from_seed(5), "https://notes.invalid/saisie/", MARC, MARKING)
    return list(services.print_documents(run=run, kind=kind, subjects=subjects))


@pytest.mark.parametrize(
    ("kind", "everybody", "of_one"),
    [
        (PrintKind.LABELS, CENTRES, [CEDRES]),
        (PrintKind.ANONYMITY_LISTS, CENTRES, [CEDRES]),
        (PrintKind.REGISTERS, CENTRES, [CEDRES]),
        (PrintKind.DESPATCH_NOTES, PARCELS, PARCELS[:1]),
        (PrintKind.MARK_SHEETS, BATCHES, []),
    ],
)
def test_each_kind_is_printed_for_those_it_is_for(batched, kind, everybody, of_one):
    assert list(services.subjects_of(batched.paper, kind)) == everybody
    assert list(services.subjects_of(batched.paper, kind, CEDRES)) == of_one
    (first, *_) = printed(batched, kind, everybody[:1])
    assert (first.file, first.subject) == (f"{kind}-CGE-{everybody[0]}.pdf", everybody[0])
    assert first.content.startswith(b"%PDF")


def test_mark_sheets_are_those_of_a_marking_centre(batched):
    assert list(services.subjects_of(batched.paper, PrintKind.MARK_SHEETS, PERRIN)) == BATCHES


def test_the_manifest_lists_every_document_of_its_folder_once(batched, tmp_path):
    folder = tmp_path / "papers"
    for kind, subjects in ((PrintKind.REGISTERS, CENTRES), (PrintKind.DESPATCH_NOTES, PARCELS)):
        for _ in range(2):
            assert services.write_documents(folder, printed(batched, kind, subjects)) == 2
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    assert tuple(head) == MANIFEST == ("file", "kind", "for", "pages", "sha256")
    assert [row[0] for row in rows] == sorted(path.name for path in folder.glob("*.pdf"))
    for name, _, _, pages, digest in rows:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        assert pages == "1"
