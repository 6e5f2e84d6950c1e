"""What people hand in, and what people who mean harm do: kept as it looks, or refused with what to do instead."""

import io
import re
import zlib

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from massicot.core.parsing import door, pdf_pages
from massicot.deposits import rules
from massicot.deposits.rules import DepositKind
from tests.deposits import papers

SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
SPEC = "<< /Type /Filespec /F (salaries.xls) /EF << /F 5 0 R >> >>"
HARM = {
    "a script that runs as it opens": papers.pdf(catalogue=f"/OpenAction {SCRIPT}"),
    "a script with a name": papers.pdf(catalogue=f"/Names << /JavaScript << /Names [(a) {SCRIPT}] >> >>"),
    "a script as the page is turned": papers.pdf(page=f"/AA << /O {SCRIPT} >>"),
    "a script under the mouse": papers.pdf(page=f"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A {SCRIPT} >>]"),
    "a file within the file": papers.pdf(
        catalogue=f"/Names << /EmbeddedFiles << /Names [(salaries.xls) {SPEC}] >> >> /AF [{SPEC}]",
        more=[papers.stream(b"embedded salaries", "/Type /EmbeddedFile")],
    ),
    "a form that is sent away": papers.pdf(
        catalogue="/AcroForm << /Fields [] /XFA 5 0 R >>", more=[papers.stream(b"<xdp>app.alert</xdp>")]
    ),
    "who made it with what": papers.pdf(
        trailer="/Info << /Author (Somebody) /Producer (salaries) >>",
        catalogue="/Metadata 5 0 R /PieceInfo << /X << /Private (salaries) >> >>",
        more=[papers.stream(b"<x:xmpmeta>Somebody</x:xmpmeta>", "/Type /Metadata /Subtype /XML")],
    ),
}


def text_of(content):
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()


def pixels_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return bytes(document[0].render(scale=0.5).buffer)


@pytest.mark.parametrize("name", HARM)
def test_what_acts_or_hides_in_a_pdf_is_left_behind(name):
    document = rules.read_document(HARM[name])
    assert (document.kind, document.pages, text_of(document.content)) == (DepositKind.PDF, 1, "Arret de travail")
    for word in (b"app.alert", b"JavaScript", b"salaries", b"Somebody", b"/Names", b"/EF", b"/Info", b"/AcroForm"):
        assert word not in document.content
    assert pixels_of(document.content) == pixels_of(HARM[name])


FIELD = "<< /Subtype /Widget /FT /Tx /V (Du 12 au 14 juin) /Rect [100 500 300 540] {} >>"
LOOKS = papers.stream(
    b"BT /F1 12 Tf 2 4 Td (Du 12 au 14 juin) Tj ET",
    f"/Subtype /Form /BBox [0 0 200 40] /Resources {papers.RESOURCES}",
)


@pytest.mark.parametrize("words", ["", "/TU <00E9>"], ids=["named in plain letters", "named in UTF-16"])
def test_a_field_that_was_filled_in_is_drawn_where_it_stood(words):
    filled = papers.pdf(page=f"/Annots [{FIELD.format(f'/F 4 /AP << /N 5 0 R >> {words}')}]", more=[LOOKS])
    kept = rules.read_document(filled).content
    assert "Du 12 au 14 juin" in text_of(kept)
    assert b"/Annots" not in kept
    # What pdfium draws of forms needs its form environment: the field is compared with the same words on the page.
    typed = b"\nq 1 0 0 1 100 500 cm BT /F1 12 Tf 2 4 Td (Du 12 au 14 juin) Tj ET Q"
    assert pixels_of(kept) == pixels_of(papers.pdf(papers.A_PAGE + typed))


def test_what_is_hidden_over_a_page_stays_out():
    hidden = papers.pdf(page=f"/Annots [{FIELD.format('/F 2 /AP << /N 5 0 R >>')}]", more=[LOOKS])
    assert text_of(rules.read_document(hidden).content) == "Arret de travail"


@pytest.mark.parametrize(
    "form",
    [papers.pdf(page=f"/Annots [{FIELD.format('')}]"), papers.pdf(catalogue="/NeedsRendering true")],
    ids=["a field that no program drew", "a page that a program makes up"],
)
def test_a_form_whose_words_would_be_lost_is_refused(form):
    with pytest.raises(rules.FormUndrawn):
        rules.read_document(form)


def locked():
    writer = PdfWriter(clone_from=io.BytesIO(papers.pdf()))
    writer.encrypt("secret", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def many_pages(count):
    kids = " ".join(["3 0 R"] * count)
    return papers.pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 9 9] >>",
        "<< /Type /Page /Parent 2 0 R >>",
    )


def own_pages(count):
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + count))
    return papers.pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 9 9] >>",
        *["<< /Type /Page /Parent 2 0 R >>"] * count,
    )


def picture_of(width, height, content=b"x", packing="/FlateDecode"):
    told = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    shown = "<< /XObject << /I 5 0 R >> >>"
    packed = zlib.compress(content) if packing == "/FlateDecode" else content
    return papers.pdf(
        b"q 300 0 0 300 9 9 cm /I Do Q", resources=shown, more=[papers.stream(packed, f"{told} /Filter {packing}")]
    )


def hidden_picture(subtype, more=()):
    told = f"{subtype} /Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode"
    return papers.pdf(b"/I Do", resources="<< /XObject << /I 5 0 R >> >>", more=[papers.stream(b"x", told), *more])


ENDLESS = "<< /Type /Pages /Kids [2 0 R] /Count 1 /MediaBox [0 0 9 9] >>"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", rules.DocumentEmpty, id="no byte"),
        pytest.param(b"MZ\x90\x00" + b"\0" * 500, rules.NotADocument, id="a program of Windows"),
        pytest.param(b"\x7fELF" + b"\0" * 500, rules.NotADocument, id="a program of Linux"),
        pytest.param(b"PK\x03\x04" + papers.pdf(), rules.NotADocument, id="an archive before a PDF"),
        pytest.param(b"<html><script>", rules.NotADocument, id="a page"),
        pytest.param(b"MZ".ljust(rules.BYTES_AT_MOST), rules.NotADocument, id="a program of ten megabytes"),
        pytest.param(b"%PDF-".ljust(rules.BYTES_AT_MOST + 1), rules.DocumentTooLarge, id="one byte too many"),
        pytest.param(b"%PDF-1.7\nnothing else", rules.DocumentDamaged, id="a PDF by its first line only"),
        pytest.param(papers.pdf()[:400], rules.DocumentDamaged, id="a PDF cut off"),
        pytest.param(locked(), rules.DocumentLocked, id="a PDF under a password"),
        pytest.param(
            re.sub(rb"<[0-9a-f]{32}>", b"<00e9>", locked()),
            rules.DocumentLocked,
            id="a PDF under a password, with words in UTF-16",
        ),
        pytest.param(many_pages(150), rules.DocumentDamaged, id="one page 150 times"),
        pytest.param(
            papers.pdf_of("<< /Type /Catalog /Pages 2 0 R >>", ENDLESS), rules.DocumentDamaged, id="a tree in a ring"
        ),
        pytest.param(picture_of(60_000, 60_000), rules.DocumentTooVast, id="a picture of 3.6 billion points"),
        pytest.param(hidden_picture("/Subtype 6 0 R", ["/Image"]), rules.DocumentTooVast, id="a kind said elsewhere"),
        pytest.param(hidden_picture(""), rules.DocumentTooVast, id="a picture of no kind"),
        pytest.param(picture_of(9, 9, papers.picture(), "/JPXDecode"), rules.PackingUnfit, id="JPEG 2000"),
        pytest.param(papers.pdf(page="/X " + "[" * 5_000), rules.DocumentDamaged, id="lists within lists"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_do(content, refusal):
    with pytest.raises(refusal):
        rules.read_document(content)


def test_a_hundred_thousand_pages_are_refused():
    with pytest.raises(rules.TooManyPages):
        rules.read_document(own_pages(100_000))


@pytest.mark.parametrize(
    ("size", "times"), [(200_000_000, 1), (400_000_000, 2)], ids=["200 MB in 200 kB", "packed twice"]
)
def test_what_unpacks_to_far_too_much_is_refused(size, times):
    content = b"0" * size  # packed here, not where the tests are listed: every worker lists them all
    for _ in range(times):
        content = zlib.compress(content)
    with pytest.raises(rules.DocumentTooVast):
        rules.read_document(papers.pdf(content, packed=f"/Filter [{'/FlateDecode ' * times}]"))


def test_lists_of_places_that_lead_in_a_ring_are_not_followed_for_ever():
    whole = papers.pdf()
    at = whole.index(b"xref")
    ring = whole.replace(b"/Root", b"/Prev %d /Root" % at)
    assert text_of(rules.read_document(ring).content) == "Arret de travail"


def test_pages_inherit_what_stands_above_them_and_share_what_they_show():
    kids = "/Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] /Rotate 90"
    whole = papers.pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages {kids} /Resources {papers.RESOURCES} >>",
        *["<< /Type /Page /Parent 2 0 R /Contents [5 0 R] >>"] * 2,
        papers.stream(papers.A_PAGE),
    )
    document = rules.read_document(whole)
    pages = PdfReader(io.BytesIO(document.content)).pages
    assert [(page.extract_text(), page.rotation, page.mediabox.width) for page in pages] == [
        ("Arret de travail", 90, 595)
    ] * 2
    assert document.content.count(papers.A_PAGE) == 1


@pytest.mark.parametrize(
    ("packed", "how"),
    [
        (zlib.compress(papers.A_PAGE), "/FlateDecode"),
        (papers.A_PAGE.hex().encode() + b">", "/ASCIIHexDecode"),
        (zlib.compress(papers.A_PAGE).hex().encode() + b">", "[/AHx /Fl]"),
        (bytes([len(papers.A_PAGE) - 1]) + papers.A_PAGE + b"\x80", "/RL"),
    ],
)
def test_a_page_is_kept_however_it_was_packed(packed, how):
    document = rules.read_document(papers.pdf(packed, packed=f"/Filter {how}"))
    assert text_of(document.content) == "Arret de travail"


def test_a_photograph_within_a_pdf_says_no_more_where_it_was_taken():
    photograph = papers.photograph()
    whole = picture_of(64, 48, photograph, "/DCTDecode")
    kept = rules.read_document(whole).content
    assert b"Telephone of somebody" in whole
    assert b"Telephone of somebody" not in kept
    assert pixels_of(kept) == pixels_of(whole)


def test_a_picture_may_say_its_size_elsewhere():
    told = "/Type /XObject /Subtype /Image /Width 6 0 R /Height 6 0 R /BitsPerComponent 8 /ColorSpace /DeviceGray"
    shown = "<< /XObject << /I 5 0 R >> >>"
    content = papers.pdf(b"9 0 0 9 9 9 cm /I Do", resources=shown, more=[papers.stream(b"x" * 81, told), "9"])
    assert pixels_of(rules.read_document(content).content) == pixels_of(content)


def test_names_that_pages_give_to_things_may_be_those_of_what_is_left_out():
    fonts = "<< /Font << /F 5 0 R /A 5 0 R >> >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = b"BT /F 24 Tf 72 700 Td (Arret) Tj /A 9 Tf (de travail) Tj ET"
    whole = papers.pdf(content, resources=fonts, more=[font])
    assert pixels_of(rules.read_document(whole).content) == pixels_of(whole)


class Says:
    """A conversation with a reader that somebody else speaks for."""

    def __init__(self, *lines):
        self.lines = lines

    def answer(self):
        """Give its lines."""
        return iter(self.lines)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b'{"type":"refusal","reason":"mine"}'],
        [b'{"type":"paper","kind":"pdf","pages":1,"size":9}', b'{"type":"part","content":"eA=="}'],
        [b'{"type":"paper","kind":"pdf","pages":1,"size":1}', b'{"type":"part","content":"eA=="}'],
        [b'{"type":"paper","kind":"pdf","pages":0,"size":5}', b'{"type":"part","content":"JVBERi0="}'],
        [b'{"type":"part","content":"eA=="}'],
    ],
)
def test_a_reader_is_not_believed(lines):
    with pytest.raises(door.ReaderDied):
        rules.document_told(Says(*lines))


def test_a_reader_that_dies_of_its_file_is_a_refusal(monkeypatch):
    monkeypatch.setattr(rules, "BOUNDS", door.Bounds(memory=1 << 25, cpu_s=1, wall_s=10))
    with pytest.raises(rules.DocumentTooVast):
        rules.read_document(papers.pdf(bytes(9_000_000)))


def test_both_sides_of_the_door_know_the_same_bounds():
    assert rules.PAGES_AT_MOST == pdf_pages.MOST_PAGES
    assert set(DepositKind) == {"pdf", "jpeg", "png"}
    assert rules.BYTES_AT_MOST == 10_000_000
