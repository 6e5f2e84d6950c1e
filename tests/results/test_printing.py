"""Documents of a whole paper: for whom each kind is printed, and the manifest that lists them."""

import csv
import hashlib
from datetime import timedelta

import pytest

from massicot.batches.models import Batch
from massicot.core import draws
from massicot.marks import queries as marks
from massicot.marks.rules.sheets import SheetPrintedMeanwhile
from massicot.results import queries, services
from massicot.results.rules.papers import MANIFEST, PrintKind
from tests import world
from tests.cast import CEDRES, KEY, MARC, MARKING, MURIERS, PERRIN
from tests.keeping import kept

pytestmark = pytest.mark.django_db

batched = kept(world.batched)

CENTRES = [CEDRES, MURIERS]
PARCELS = [f"P-BTS-2017-CGE-{uai}-1" for uai in CENTRES]
BATCHES = ["B-BTS-2017-CGE-0001", "B-BTS-2017-CGE-0002"]


def run_of(built, known=None):
    address = "https://notes.invalid/saisie/"
    return services.PrintRun(
        paper=built.paper,
        key=KEY,
        draw=draws.from_seed(5),
        portal_address=address,
        by=MARC,
        at=MARKING,
        printings=known or {},
    )


def printed(built, kind, subjects):
    run = run_of(built, dict.fromkeys(BATCHES, 1))
    return list(services.print_documents(run=run, kind=kind, subjects=subjects))


def test_a_mark_sheet_in_somebodys_hands_is_not_printed_again_unasked(batched):
    before = marks.printings_among(BATCHES)
    with pytest.raises(SheetPrintedMeanwhile):
        list(services.print_documents(run=run_of(batched), kind=PrintKind.MARK_SHEETS, subjects=BATCHES[:1]))
    assert marks.printings_among(BATCHES) == before


def test_a_sheet_printed_since_is_left_alone_and_an_older_one_is_printed_again(batched):
    kept_away = []
    for since, is_printed in ((MARKING, False), (MARKING + timedelta(seconds=1), True)):
        asked = {"run": run_of(batched), "code": BATCHES[0], "since": since, "keep": kept_away.append}
        assert services.print_sheet_unless(**asked) is is_printed
    assert [one.subject for one in kept_away] == BATCHES[:1]
    assert marks.printings_among(BATCHES) == {BATCHES[0]: 2, BATCHES[1]: 1}


def test_a_sheet_that_could_not_be_put_away_is_not_printed(batched):
    def keep(_document):
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the very one of above
        services.print_sheet_unless(run=run_of(batched), code=BATCHES[0], since=MARKING + timedelta(days=1), keep=keep)
    assert marks.printings_among(BATCHES)[BATCHES[0]] == 1


def test_sheets_asked_for_are_those_that_nobody_has_unless_it_is_said(batched):
    Batch.objects.filter(code=BATCHES[0]).update(printed_at=None)
    later = MARKING + timedelta(days=1)
    assert queries.sheets_printed(batched.paper) == (1, 1, MARKING)
    assert queries.sheets_asked(batched.paper, (), again=False, asked_at=later) == BATCHES[:1]
    assert queries.sheets_asked(batched.paper, (), again=False, asked_at=MARKING) == BATCHES
    assert queries.sheets_asked(batched.paper, (), again=True, asked_at=later) == BATCHES[1:]
    assert queries.sheets_asked(batched.paper, BATCHES[:1], again=True, asked_at=later) == BATCHES[:1]


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
