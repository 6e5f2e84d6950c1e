"""Documents as people hand them in, and as people who mean harm do: written byte by byte."""

import io
import struct
import zlib

from PIL import Image

from massicot.deposits.rules import DepositKind, Document

A_PAGE = b"BT /F1 24 Tf 72 700 Td (Arret de travail) Tj ET"
RESOURCES = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
PARIS = "48 51 24.0 N"

CERTIFICATE = Document(DepositKind.PDF, b"%PDF-1.7 a certificate", 1)
"""A document that came through the door, as the tests of what comes after need one."""


def stream(content, more=""):
    """Write an object that holds bytes."""
    return f"<< {more} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def pdf_of(*objects, trailer=""):
    """Write a PDF of objects, numbered from 1; the first is its catalogue."""
    file = io.BytesIO(b"%PDF-1.7\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        body = content if isinstance(content, bytes) else content.encode()
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    at = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode())
    return file.getvalue()


def pdf(content=A_PAGE, *, catalogue="", page="", resources=RESOURCES, more=(), trailer="", packed=""):
    """Write a PDF of one page; further objects are numbered from 5."""
    return pdf_of(
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        f"<< /Type /Page /Parent 2 0 R /Resources {resources} /Contents 4 0 R {page} >>",
        stream(content, packed),
        *more,
        trailer=trailer,
    )


def picture(kind="JPEG", size=(64, 48), **more):
    """Draw a small picture, as a camera would store it."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste((200, 30, 30), (4, 4, 20, 20))
    file = io.BytesIO()
    drawn.save(file, kind, **more)
    return file.getvalue()


def photograph(orientation=6):
    """Draw a picture that says where it was taken, with what, and which way up it was held."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone of somebody"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return picture(exif=exif, comment=b"taken at home", icc_profile=b"a profile" * 20)


def png_of(width, height, drawn, *, depth=8, colour=2, more=b""):
    """Write a PNG whose header says a size, whatever it holds."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


def chunk(kind, said):
    """Write a part of a PNG."""
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
