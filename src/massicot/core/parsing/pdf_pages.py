"""A PDF that somebody hands in, written anew: its pages as they look, and nothing else. Runs in a process of its own.

The new file has pages, what they show, and no more: no action, no script, no file within the file, no form, no remark,
no word on who made it. Fields and remarks that can be seen are drawn into their page.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from massicot.core.parsing import pdf_drawn, told_papers
from massicot.core.parsing.confinement import Told, Unreadable
from massicot.core.parsing.pdf_objects import Copies, resolve

PDF = "pdf"
MOST_PAGES = 200
MOST_NODES = 2_000
"""Of the tree of pages: beside each page, what holds some of them."""

MOST_PARTS = 1_000
"""What one page shows may come in parts."""

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_OF_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
_START = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def tell(content: bytes, _questions: Iterable[int]) -> Told:
    """Tell a PDF written anew."""
    try:
        pages, written = rewrite(content)
    except (MemoryError, Unreadable):
        raise
    except FileNotDecryptedError:
        raise Unreadable("encrypted") from None
    except Exception:
        # Whatever a damaged file makes the library stumble over.
        raise Unreadable("damaged") from None
    yield from told_papers.tell(PDF, written, pages)


def rewrite(content: bytes) -> tuple[int, bytes]:
    """Write a PDF anew, and count its pages."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Unreadable("encrypted")
    root = reader.root_object
    if root.get("/NeedsRendering"):
        raise Unreadable("undrawn_form")
    copies = Copies()
    catalogue = copies.add(DictionaryObject())
    tree = copies.add(DictionaryObject())
    pages = [_page(copies, page, tree) for page in _pages(root.raw_get("/Pages"))]
    if not pages:
        raise Unreadable("damaged")
    copies.numbered[catalogue.idnum - 1] = _dictionary(Type="/Catalog", Pages=tree)
    copies.numbered[tree.idnum - 1] = _dictionary(
        Type="/Pages", Kids=ArrayObject(pages), Count=NumberObject(len(pages))
    )
    return len(pages), _write_file(copies.numbered)


def _pages(tree: PdfObject) -> Iterator[DictionaryObject]:
    """Go through the tree of pages from the first page to the last, each with what it inherits."""
    ahead: list[tuple[Any, dict[str, Any]]] = [(tree, {})]
    seen: set[tuple[int, int]] = set()
    count = 0
    while ahead:
        reference, inherited = ahead.pop()
        if isinstance(reference, IndirectObject):
            _note(reference, seen)
        node = resolve(reference)
        if not isinstance(node, DictionaryObject):
            raise Unreadable("damaged")
        passed_on = inherited | {name: node.raw_get(name) for name in _INHERITED if name in node}
        if "/Kids" in node:
            kids = resolve(node["/Kids"])
            if len(ahead) + len(kids) > MOST_NODES:
                raise Unreadable("too_many_pages")
            ahead.extend((kid, passed_on) for kid in reversed(kids))
            continue
        count += 1
        if count > MOST_PAGES:
            raise Unreadable("too_many_pages")
        yield _with_inherited(node, passed_on)


def _with_inherited(page: DictionaryObject, passed_on: dict[str, Any]) -> DictionaryObject:
    whole = DictionaryObject()
    for name in page:
        whole[NameObject(name)] = page.raw_get(name)
    for name, value in passed_on.items():
        whole[NameObject(name)] = value
    return whole


def _note(reference: IndirectObject, seen: set[tuple[int, int]]) -> None:
    """Remember a node; refuse one that stands in the tree twice, which may be a tree without an end."""
    key = (reference.idnum, reference.generation)
    if key in seen:
        raise Unreadable("damaged")
    seen.add(key)


def _page(copies: Copies, page: DictionaryObject, tree: IndirectObject) -> IndirectObject:
    if not isinstance(resolve(page.get("/MediaBox")), ArrayObject):
        raise Unreadable("damaged")
    copy = _dictionary(Type="/Page", Parent=tree)
    for name in _OF_PAGE:
        if name in page:
            copy[NameObject(name)] = copies.copy(page.raw_get(name))
    contents = [copies.add_copy(part) for part in _contents(page)]
    resources = copies.copy(resolve(page.get("/Resources")))
    if drawn := pdf_drawn.forms_over(page):
        resources, contents = pdf_drawn.add_forms(copies, resources, contents, drawn)
    copy[NameObject("/Resources")] = resources
    copy[NameObject("/Contents")] = ArrayObject(contents)
    return copies.add(copy)


def _contents(page: DictionaryObject) -> list[PdfObject]:
    parts = resolve(page.get("/Contents"))
    if parts is None:
        return []
    if not isinstance(parts, ArrayObject):
        return [page.raw_get("/Contents")]
    if len(parts) > MOST_PARTS:
        raise Unreadable("too_vast")
    return list(parts)


def _dictionary(**entries: PdfObject | str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject(f"/{name}"): NameObject(value) if isinstance(value, str) and value[:1] == "/" else value
            for name, value in entries.items()
        }
    )


def _write_file(objects: list[PdfObject]) -> bytes:
    """Write a file of numbered objects, the first of which is its catalogue, and the list of where each stands."""
    file = io.BytesIO()
    file.write(_START)
    places = []
    for number, value in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number)
        value.write_to_stream(file)
        file.write(b"\nendobj\n")
    list_at = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, list_at))
    return file.getvalue()
