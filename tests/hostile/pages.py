"""A page read as strictly as no browser does: what is wrong with it, in words."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
NOT_WITHIN_ITSELF = frozenset({"a", "button", "form", "label", "option", "p", "select"})
NOT_WITHIN_P = frozenset("p div ul ol dl table form section article main header footer nav h1 h2 h3 h4 pre".split())
DATA_SCRIPTS = frozenset({"application/json", "importmap"})
LEFTOVERS = re.compile(r"\{\{|\{%|\{#|%\}|\}\}")

Attributes = list[tuple[str, str | None]]


class Reader(HTMLParser):
    """Notes every fault of a page while it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []

    def note(self, fault: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {fault}")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._check_place(tag)
        self._check_attributes(tag, attrs)
        self._check_inline(tag, dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and "svg" not in self.open:
            self.note(f"<{tag}/> is not closed by its slash")
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            self.note(f"</{tag}> closes while <{self.open[-1]}> is open")
            while self.open.pop() != tag:
                pass
        else:
            self.note(f"</{tag}> closes nothing")

    def close(self) -> None:
        super().close()
        for tag in self.open:
            self.note(f"<{tag}> is never closed")

    def _check_place(self, tag: str) -> None:
        if tag in NOT_WITHIN_ITSELF and tag in self.open:
            self.note(f"<{tag}> within <{tag}>")
        elif tag in NOT_WITHIN_P and self.open[-1:] == ["p"]:
            self.note(f"<{tag}> within <p>")

    def _check_attributes(self, tag: str, attrs: Attributes) -> None:
        names = [name for name, _ in attrs]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.note(f"<{tag}> has {name} twice")
        for name, value in attrs:
            if name == "id" and (value in self.ids or not value):
                self.note(f"id {value!r} is empty or used twice")
        self.ids.update(value for name, value in attrs if name == "id" and value)

    def _check_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        for name, value in attributes.items():
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.note(f"<{tag}> has an inline handler: {name}")
        if "style" in attributes or tag == "style":
            self.note(f"<{tag}> has an inline style, which the site's policy refuses")
        if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_SCRIPTS:
            self.note("<script> is inline, which the site's policy refuses")


def faults_of(html: str) -> list[str]:
    """Tell everything that is wrong with a page or a fragment."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.faults + [f"left of a template: {left!r}" for left in _leftovers(html)]


def _leftovers(html: str) -> Iterable[str]:
    for found in LEFTOVERS.finditer(html):
        yield html[max(0, found.start() - 20) : found.end() + 20]
