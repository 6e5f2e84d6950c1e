"""Documents that people hand in, ten megabytes each: what reading one behind the door costs, keeping it, opening it.

The floor of reading is the start of a bare interpreter that takes as many bytes and gives them back; that of keeping and
of opening is the same bytes in a row, unsealed. `bench_deposits.py BYTES`.
"""

import io
import secrets
import subprocess
import sys
from datetime import UTC, datetime

import ground
import sized

ground.set_up()

from PIL import Image

from massicot.core.actor import SYSTEM
from massicot.deposits import queries, services
from massicot.deposits.models import Deposit, SealedContent, WrappedKey
from massicot.deposits.rules import read_document
from massicot.store import key_file

BYTES = sized.number(9_500_000, smoke=100_000)
AT = datetime(2017, 5, 10, tzinfo=UTC)
ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"


def noise(kind: str, side: int) -> bytes:
    """Draw a picture that nothing packs tighter."""
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), secrets.token_bytes(side * side * 3)).save(file, kind, quality=90)
    return file.getvalue()


def scans(count: int) -> bytes:
    """Write a PDF of many scanned pages."""
    picture = noise("JPEG", max(40, int((BYTES / count / 0.55) ** 0.5)))
    pages = [Image.open(io.BytesIO(picture)) for _ in range(count)]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def bare(content: bytes) -> None:
    subprocess.run([sys.executable, "-I", "-c", ECHO], input=content, capture_output=True, check=True, env={})


documents = {
    "a PDF of twenty scans": scans(20),
    "a photograph": noise("JPEG", max(40, int((BYTES / 0.92) ** 0.5))),
    "a PNG": noise("PNG", max(40, int((BYTES / 3.1) ** 0.5))),
}
for name, content in documents.items():
    read = ground.interleaved(lambda content=content: bare(content), lambda content=content: read_document(content))
    ground.tell(f"{name} of {len(content) / 1e6:.1f} MB read", *read, at_most=20)

FINGERPRINT = key_file.read_or_make().fingerprint
document = read_document(documents["a photograph"])
plain: list[int] = []
codes: list[str] = []


def insert() -> None:
    row = Deposit.objects.create(code=secrets.token_hex(5), kind="pdf", size=1, pages=1, key=FINGERPRINT, kept_at=AT)
    SealedContent.objects.create(deposit=row, sealed=document.content)
    WrappedKey.objects.create(deposit=row, wrapped=bytes(60))
    plain.append(row.pk)


def keep() -> None:
    codes.append(services.keep_document(document=document, about="bench:1", destroy_on=None, by=SYSTEM, at=AT).code)


ground.tell("kept", *ground.interleaved(insert, keep), at_most=3)
opened = ground.interleaved(
    lambda: bytes(SealedContent.objects.get(pk=plain[-1]).sealed), lambda: queries.content_of(codes[-1])
)
ground.tell("opened", *opened, at_most=12)
print(f"peak memory of this process {ground.peak_mb()} MB")
sized.end()
