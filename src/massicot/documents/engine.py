"""The press: one Typst template and its values give one PDF, the same bytes for the same values.

Values reach Typst as JSON in `sys.inputs`, never as source text: a name that holds `#`, `*` or `"` prints as written.
"""

import functools
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter

TEMPLATES = Path(__file__).with_name("typst")
FONTS = Path(__file__).with_name("fonts")

CREATED_AT = 0
"""The creation instant written in each PDF: fixed, so that printing again gives identical bytes."""


LARGE_CONTENT = 250_000
"""Signs of JSON from which a document is large: a label sheet of some two hundred candidates."""

REMEMBERED_COMPILES = 10
"""Typst keeps what it worked out for its last ten documents: half a gigabyte when they are large."""


class DefectiveTemplateError(RuntimeError):
    """A template that Typst cannot set, or only with a warning: a fault of the program, never of the values."""


class UndrawableSignError(DefectiveTemplateError):
    """A sign that none of our fonts has, in a letter that must be read aloud."""


def render(template: str, content: Mapping[str, object]) -> bytes:
    """Set one document; raise DefectiveTemplateError rather than print with a warning (a missing font is only one)."""
    # Tags make a sheet of codes ten times larger; they are for letters.
    return _render(template, content, pdf_tags=False)


def render_letter(template: str, content: Mapping[str, object]) -> bytes:
    """Set one letter, tagged so that it can be read aloud (PDF/UA-1); raise DefectiveTemplateError.

    A name with a sign that our fonts have not is printed with an empty box for it, as on every other document: the
    letter is tagged all the same and leaves, without the promise of the standard, which allows no such box.
    """
    try:
        return _render(template, content, pdf_standards="ua-1")
    except UndrawableSignError:
        return _render(template, content)


def _render(template: str, content: Mapping[str, object], **options: Any) -> bytes:
    values = json.dumps(content, ensure_ascii=False)
    try:
        pdf, warnings = _compile(TEMPLATES / template, values, options)
    except typst.TypstError as error:
        kind = UndrawableSignError if "could not be displayed with font" in error.message else DefectiveTemplateError
        raise kind(f"{template}: {error.message} {error.diagnostic}") from error
    if warnings:
        raise DefectiveTemplateError(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    if len(values) >= LARGE_CONTENT:
        _forget()
    return pdf


def _compile(source: Path, values: str, options: Mapping[str, Any]) -> tuple[bytes, list[typst.TypstWarning]]:
    return typst.compile_with_warnings(
        source,
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"content": values},
        timestamp=CREATED_AT,
        **options,
    )


def _forget() -> None:
    """Set empty documents until Typst has dropped what it remembers of a large one."""
    for _ in range(REMEMBERED_COMPILES):
        typst.compile(b"", font_paths=_fonts(), format="pdf")


@functools.cache
def _fonts() -> typst.Fonts:
    """Read our own fonts once: what the machine has must not change a document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def merge(documents: Iterable[bytes]) -> bytes:
    """Put documents one after the other into one, each page as it was."""
    whole = PdfWriter()
    for document in documents:
        whole.append(PdfReader(io.BytesIO(document)), import_outline=False)
    # Fonts and images that the documents share are kept once.
    whole.compress_identical_objects()
    content = io.BytesIO()
    whole.write(content)
    return content.getvalue()
