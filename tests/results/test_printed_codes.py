"""What scanners read on the papers of a paper: every number, on both parts, and in the order of the screen."""

from collections import Counter
from datetime import timedelta

import pytest
import zxingcpp
from django.utils import timezone
from lxml import html

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.core import draws
from massicot.documents.labels import GEOMETRY
from massicot.exams.models import Paper
from massicot.results import services
from massicot.results.rules.papers import PrintKind
from tests import cast, world
from tests.cast import KEY, ODILE, PREPARED
from tests.documents.reading import Reader
from tests.keeping import kept

pytestmark = pytest.mark.django_db

SYMBOLOGIES = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
ADDRESS = "http://127.0.0.1:8000/saisie/"
TITLES = ("\nSITE\n", "\nIDENTIFIANT\n", "\nMOT DE PASSE\n")

batched = kept(world.batched)


def printed(built, kind):
    """Print all the documents of a kind; map each subject to its reader."""
    known = dict.fromkeys(built.sheets, 1)
    run = services.PrintRun(
        paper=built.paper,
        key=KEY,
        draw=draws.from_system(),
        portal_address=ADDRESS,
        by=ODILE,
        at=PREPARED,
        printings=known,
    )
    documents = services.print_documents(run=run, kind=kind, subjects=services.subjects_of(built.paper, kind))
    return {document.subject: Reader(document.content) for document in documents}


def part_of(code):
    """Tell on which part of its pair a code stands: the strip above, the script below."""
    return "strip" if (code.top - GEOMETRY.top) % GEOMETRY.row_pitch < GEOMETRY.label_height else "script"


def numbers_of_entries(built, centre):
    """List the numbers bound to the on-site entries of a centre, opened under the key."""
    rows = candidates.entry_rows(built.paper, {"90001", "90002"}, centre)
    sealer = anonymity.sealer_of(built.paper, KEY)
    return set(anonymity.numbers_of_entries(sealer, [row.entry_id for row in rows]).values())


def spares_of(built, centre):
    return set(anonymity.unused_spares(built.paper, centre, anonymity.sealer_of(built.paper, KEY)))


@pytest.mark.parametrize("symbology", SYMBOLOGIES, ids=str)
def test_the_labels_of_a_centre_are_its_entries_and_its_spares_once_on_each_part(batched, symbology):
    sheets = printed(batched, PrintKind.LABELS)
    assert set(sheets) == {cast.CEDRES, cast.MURIERS}
    for centre, sheet in sheets.items():
        entries, spares = numbers_of_entries(batched, centre), spares_of(batched, centre)
        assert len(entries) == 6
        assert spares
        codes = [code for page in range(len(sheet.pages)) for code in sheet.codes(page, symbology)]
        expected = {(number, part): 1 for number in entries | spares for part in ("strip", "script")}
        assert Counter((code.text, part_of(code)) for code in codes) == expected


def test_the_mark_sheet_lists_its_batch_in_the_order_of_the_screen(batched, client):
    Paper.objects.update(entry_opens_at=timezone.now(), entry_closes_at=timezone.now() + timedelta(days=1))
    sheets = printed(batched, PrintKind.MARK_SHEETS)
    assert sorted(len(lines_of(sheet)) for sheet in sheets.values()) == [4, 8]
    for sheet in sheets.values():
        site, identifier, password = (after(sheet, title) for title in TITLES)
        codes = [code.text for code in sheet.codes(0, zxingcpp.BarcodeFormat.QRCode)]
        assert codes == [f"{ADDRESS}{site}/{identifier}"]
        assert client.get(codes[0].removeprefix("http://127.0.0.1:8000")).status_code == 200
        signed_in = client.post("/saisie/", {"site": site, "identifiant": identifier, "mot_de_passe": password})
        assert signed_in.status_code == 302
        page = html.fromstring(client.get("/saisie/lot/").content.decode())
        assert lines_of(sheet) == page.xpath("//tbody//input/@data-number")


def lines_of(sheet):
    """List the numbers of a mark sheet, line by line."""
    words = [line.split() for page in sheet.pages for line in page.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    lines = {int(line[0]): "".join(line[1:]) for line in words if len(line) == 4 and line[0].isdigit()}
    return [lines[rank] for rank in sorted(lines)]


def after(sheet, title):
    """Read what stands after a title of the sheet."""
    return sheet.text.partition(title)[2].split()[0]
