"""What is laid over a page of a PDF and can be seen: fields that were filled in, stamps, remarks written by hand.

Each is drawn where it stands, as the standard says (ISO 32000-1, 12.5.5): its form, turned by its matrix, fits the
rectangle. What is hidden, or only opens something, is left out. A field that was filled in and that no program has
drawn would be lost without a word: the file is refused.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from massicot.core.parsing.confinement import Unreadable
from massicot.core.parsing.pdf_objects import Copies, resolve

MOST_ON_A_PAGE = 2_000
_HIDDEN = 0b100010
"""Not shown at all, or not on a screen."""

_NOT_DRAWN = frozenset({"/Popup", "/Link", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"})
_WRITTEN = frozenset({"/Tx", "/Ch"})
_DEEPEST_FIELD = 10
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


class DrawnForm(NamedTuple):
    """A form that is drawn on a page, and how it comes to its place."""

    form: Any
    matrix: Matrix


def forms_over(page: DictionaryObject) -> list[DrawnForm]:
    """List what is seen over a page, in its order; raise Unreadable."""
    laid = resolve(page.get("/Annots")) or []
    if len(laid) > MOST_ON_A_PAGE:
        raise Unreadable("too_vast")
    return list(_forms_of([resolve(layer) for layer in laid]))


def add_forms(
    copies: Copies, resources: PdfObject, contents: Sequence[IndirectObject], forms: Sequence[DrawnForm]
) -> tuple[DictionaryObject, list[IndirectObject]]:
    """Add what is seen over a page to what it shows: its resources, and its parts in their order."""
    own = DictionaryObject(resources) if isinstance(resources, DictionaryObject) else DictionaryObject()
    named = own.get("/XObject")
    named = copies.numbered[named.idnum - 1] if isinstance(named, IndirectObject) else named
    forms_by_name = DictionaryObject(named) if isinstance(named, DictionaryObject) else DictionaryObject()
    words = [b"Q"]
    for rank, form in enumerate(forms):
        name = f"/MsDrawn{rank}"
        forms_by_name[NameObject(name)] = copies.add_copy(form.form)
        numbers = " ".join(f"{number:.5f}" for number in form.matrix)
        words.append(f"q {numbers} cm {name} Do Q".encode())
    own[NameObject("/XObject")] = forms_by_name
    before = copies.add(_stream(b"q\n"))
    return own, [before, *contents, copies.add(_stream(b"\n" + b"\n".join(words)))]


def _forms_of(laid: Sequence[Any]) -> Iterator[DrawnForm]:
    for layer in laid:
        if not isinstance(layer, DictionaryObject) or layer.get("/Subtype") in _NOT_DRAWN:
            continue
        if int(layer.get("/F", 0)) & _HIDDEN:
            continue
        form = _form(layer)
        if form is None:
            _check_empty(layer)
        elif (matrix := _matrix(resolve(form), layer)) is not None:
            yield DrawnForm(form, matrix)


def _form(layer: DictionaryObject) -> Any:
    """Find how something looks now: a form, or that of its state; None where no program has drawn it."""
    looks = resolve(layer.get("/AP"))
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    form = looks.raw_get("/N")
    states = resolve(form)
    if isinstance(states, StreamObject):
        return form
    state = layer.get("/AS")
    if isinstance(states, DictionaryObject) and state in states:
        return states.raw_get(state)
    return None


def _check_empty(layer: DictionaryObject) -> None:
    if layer.get("/Subtype") == "/Widget" and _of_field(layer, "/FT") in _WRITTEN and _of_field(layer, "/V"):
        raise Unreadable("undrawn_form")


def _of_field(field: Any, name: str) -> Any:
    """Find what a field says, itself or one of those that it belongs to."""
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(field, DictionaryObject):
            return None
        if name in field:
            return resolve(field[name])
        field = resolve(field.get("/Parent"))
    return None


def _matrix(form: Any, layer: DictionaryObject) -> Matrix | None:
    """Compute how a form comes to its rectangle; None where either is flat."""
    if not isinstance(form, StreamObject):
        return None
    left, bottom, right, top = _box(layer.get("/Rect"))
    a, b, c, d, e, f = _numbers(form.get("/Matrix")) or _IDENTITY
    x0, y0, x1, y1 = _box(form.get("/BBox"))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs = [x for x, _ in corners]
    ys = [y for _, y in corners]
    wide = max(xs) - min(xs)
    high = max(ys) - min(ys)
    if not (wide and high):
        return None
    across, up = (right - left) / wide, (top - bottom) / high
    return across, 0.0, 0.0, up, left - min(xs) * across, bottom - min(ys) * up


def _box(corners: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = _numbers(corners) or (0.0, 0.0, 0.0, 0.0)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _numbers(value: Any) -> list[float]:
    array = resolve(value)
    return [float(resolve(number)) for number in array] if isinstance(array, ArrayObject) else []


def _stream(content: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream
