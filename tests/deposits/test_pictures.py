"""Pictures that people hand in: what was drawn stays to the bit, what the camera said beside it goes."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from massicot.core.parsing import jpeg_parts, pictures, png_parts
from massicot.core.parsing.confinement import Unreadable
from massicot.deposits import rules
from massicot.deposits.rules import DepositKind
from tests.deposits import papers

JPEG = papers.photograph()
PNG = papers.picture("PNG")
TOLD = (b"Telephone", b"taken at home", b"a profile", b"GPS")


def drawn(content):
    with Image.open(io.BytesIO(content)) as image:
        return image.size, image.tobytes()


def test_a_photograph_keeps_which_way_up_it_was_held_and_nothing_else():
    document = rules.read_document(JPEG)
    with Image.open(io.BytesIO(document.content)) as image:
        assert dict(image.getexif()) == {0x0112: 6}
        assert not image.getexif().get_ifd(0x8825)
    assert all(word in JPEG or word == b"GPS" for word in TOLD)
    assert not any(word in document.content for word in TOLD)
    assert (document.kind, drawn(document.content)) == (DepositKind.JPEG, drawn(JPEG))


@pytest.mark.parametrize("orientation", range(9))
def test_a_picture_stands_as_its_camera_held_it(orientation):
    kept, _ = jpeg_parts.clean(papers.photograph(orientation))
    with Image.open(io.BytesIO(kept)) as image:
        assert image.getexif().get(0x0112, 1) == (orientation or 1)


@pytest.mark.parametrize(
    "made",
    [{"progressive": True}, {"quality": 95, "subsampling": 0}, {"restart_marker_blocks": 1}, {"optimize": True}],
    ids=lambda made: next(iter(made)),
)
def test_a_picture_is_drawn_as_before_however_it_was_stored(made):
    picture = papers.picture(size=(200, 120), **made)
    assert drawn(jpeg_parts.clean(picture)[0]) == drawn(picture)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_png_is_drawn_as_before_whatever_its_colours(mode):
    file = io.BytesIO()
    Image.new("RGB", (33, 7), (9, 99, 199)).convert(mode).save(file, "PNG")
    assert drawn(png_parts.clean(file.getvalue())) == drawn(file.getvalue())


def test_what_stands_behind_or_beside_a_picture_is_left_behind():
    hidden = b"PK\x03\x04 an archive"
    beside = papers.chunk(b"tEXt", b"Author\x00Somebody") + papers.chunk(b"eXIf", b"GPS")
    rows = b"".join(b"\x00" + bytes(9) for _ in range(3))
    png = papers.png_of(3, 3, zlib.compress(rows) + hidden, more=beside) + hidden
    for content in (JPEG + hidden, png):
        kept = rules.read_document(content).content
        assert hidden in content
        assert hidden not in kept
        assert not any(word in kept for word in (b"Somebody", *TOLD))
        assert drawn(kept) == drawn(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(JPEG[:-2], "cut_short", id="a JPEG without its end"),
        pytest.param(JPEG[: len(JPEG) // 2], "cut_short", id="half a JPEG"),
        pytest.param(b"\xff\xd8\xff\xd9", "damaged", id="a JPEG that draws nothing"),
        pytest.param(b"\xff\xd8\xff" + bytes(400), "damaged", id="a JPEG by its first bytes"),
        pytest.param(JPEG.replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"), "too_vast", id="4 billion points"),
        pytest.param(PNG[:-20], "cut_short", id="a PNG cut off"),
        pytest.param(PNG[:40] + b"\x00" + PNG[41:], "damaged", id="a PNG with a byte changed"),
        pytest.param(papers.png_of(50_000, 50_000, b""), "too_vast", id="a PNG of 2.5 billion points"),
        pytest.param(papers.png_of(10_000, 10_000, b"x", depth=16, colour=6), "too_vast", id="800 MB once unpacked"),
        pytest.param(papers.png_of(9, 9, zlib.compress(bytes(10**7))), "damaged", id="a PNG that never ends"),
        pytest.param(papers.png_of(9, 9, zlib.compress(b"x")), "cut_short", id="a PNG that ends too early"),
        pytest.param(papers.png_of(9, 9, b"no zlib"), "damaged", id="a PNG that nothing unpacks"),
        pytest.param(papers.png_of(9, 9, zlib.compress(b""), colour=3), "damaged", id="a PNG without its palette"),
        pytest.param(papers.png_of(0, 9, b""), "damaged", id="a PNG of no width"),
        pytest.param(papers.png_of(9, 9, b"", depth=7), "damaged", id="a PNG of seven bits"),
    ],
)
def test_a_picture_that_is_none_is_refused(content, reason):
    with pytest.raises(Unreadable) as refusal:
        pictures.rewrite(content)
    assert refusal.value.reason == reason


def test_a_picture_that_breaks_off_is_refused_at_the_door():
    with pytest.raises(rules.DocumentCutShort):
        rules.read_document(JPEG[:-2])


def read(content):
    """Write a picture anew; give the reason where it is refused."""
    try:
        return pictures.rewrite(content)[1], ""
    except Unreadable as refusal:
        return b"", refusal.reason


@given(st.integers(0, len(JPEG) - 1), st.binary(min_size=1, max_size=40))
def test_whatever_is_written_over_a_jpeg_it_is_read_or_refused(place, noise):
    kept, reason = read(jpeg_parts.START + (JPEG[:place] + noise + JPEG[place + len(noise) :])[2:])
    assert reason in rules.REASONS or kept[:2] == jpeg_parts.START
    assert reason or kept.endswith(jpeg_parts.END)
    assert b"GPS" not in kept


@given(st.integers(8, len(PNG) - 1), st.binary(min_size=1, max_size=40))
def test_whatever_is_written_over_a_png_it_is_as_it_was_or_refused(place, noise):
    kept, reason = read(PNG[:place] + noise + PNG[place + len(noise) :])
    assert reason in rules.REASONS or drawn(kept) == drawn(PNG)
