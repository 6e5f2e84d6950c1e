"""Keeps the catalogues in step with the sentences of the program.

`messages.py` brings every catalogue up to date: new sentences come in empty, those that are gone leave, the rest stay.
`messages.py SNIPPET.po…` takes the translations of these files in as well.
`messages.py --check` writes nothing and says what is out of step.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

import polib
from django.utils.translation.template import templatize

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "src" / "massicot"
LANGUAGES = ("fr",)
HEADER = {
    "Project-Id-Version": "massicot",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
CALLS = {"N_", "_", "gettext", "gettext_lazy", "gettext_noop", "say"}
PLURAL_CALLS = {"NN_", "ngettext", "ngettext_lazy"}
QUOTED = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
PRESENT = re.compile(rf"\b(n?gettext|_)\(\s*((?:{QUOTED})(?:\s*,\s*(?:{QUOTED}))?)")
NO_BREAK, NARROW_NO_BREAK = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
PERCENT = re.compile(r"%\((\w+)\)[sd]")

Sentence = tuple[str, str]
"""A message id and its plural, empty when it has none."""


def sentences(package: Path) -> dict[Sentence, set[str]]:
    """List every sentence of the program with the files that say it."""
    said: dict[Sentence, set[str]] = defaultdict(set)
    for path in sorted(package.rglob("*")):
        reading = {".py": of_module, ".html": of_template, ".txt": of_template}.get(path.suffix)
        for sentence in reading(path.read_text(encoding="utf-8")) if reading else ():
            said[sentence].add(path.relative_to(package.parent).as_posix())
    return said


def of_module(text: str) -> Iterator[Sentence]:
    """List the sentences that a module marks."""
    return of_node(ast.parse(text))


def of_node(tree: ast.AST) -> Iterator[Sentence]:
    """List the sentences that a piece of a module marks."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        if name in CALLS and texts:
            yield texts[0], ""
        elif name in PLURAL_CALLS and len(texts) > 1:
            yield texts[0], texts[1]


def of_template(text: str) -> Iterator[Sentence]:
    """List the sentences that a template translates."""
    for name, literals in PRESENT.findall(templatize(text)):
        found = ast.literal_eval(f"({literals},)")
        yield found[0], found[1] if name == "ngettext" else ""


def catalogues(package: Path) -> list[Path]:
    """List the catalogues of the program, those still to be written included."""
    return [package / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]


def update(path: Path, said: dict[Sentence, set[str]], snippets: Sequence[Path] = ()) -> None:
    """Bring one catalogue up to date, in the order of its sentences; a snippet's translation replaces the one there."""
    old = _opened(path)
    known = _entries(old)
    for snippet in snippets:
        known |= {sentence: entry for sentence, entry in _entries(_opened(snippet)).items() if entry.translated()}
    new = polib.POFile(wrapwidth=120)
    new.metadata = old.metadata or HEADER
    for sentence in sorted(said):
        entry = _empty(sentence)
        if there := known.get(sentence):
            entry.msgstr = typeset(there.msgstr)
            entry.msgstr_plural = {form: typeset(text) for form, text in there.msgstr_plural.items()}
        entry.occurrences = [(file, "") for file in sorted(said[sentence])]
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))


def faults(path: Path, said: dict[Sentence, set[str]]) -> list[str]:
    """Tell what is wrong with a catalogue: a sentence missing, left over, empty, fuzzy, or with other values."""
    entries = {(entry.msgid, entry.msgid_plural): entry for entry in _opened(path)}
    found = [f"missing: {sentence[0]!r}" for sentence in sorted(said.keys() - entries.keys())]
    found += [f"left over: {sentence[0]!r}" for sentence in sorted(entries.keys() - said.keys())]
    for entry in entries.values():
        if entry.fuzzy or not entry.translated():
            found.append(f"empty or fuzzy: {entry.msgid!r}")
        elif _values_of(*_texts(entry)) != _values_of(entry.msgid, entry.msgid_plural):
            found.append(f"other values than its sentence: {entry.msgid!r}")
        elif any(text != typeset(text) for text in _texts(entry)):
            found.append(f"not set as French is: {entry.msgid!r}")
    return found


def typeset(text: str) -> str:
    """Set a sentence as French is printed: its apostrophes, and the spaces that never break a line."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"(?<=«)\s*|\s+(?=[:»])", NO_BREAK, text)
    return re.sub(r"\s+(?=[;?!])", NARROW_NO_BREAK, text)


def values_of(text: str) -> set[str]:
    """Name the values that a sentence is filled with: `{label}` or `%(label)s`."""
    named = {f"%({name})" for name in PERCENT.findall(text)}
    try:
        return named | {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return named


def _opened(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=120) if path.exists() else polib.POFile()


def _entries(catalogue: polib.POFile) -> dict[Sentence, polib.POEntry]:
    return {(entry.msgid, entry.msgid_plural): entry for entry in catalogue if not entry.obsolete and not entry.fuzzy}


def _values_of(*texts: str) -> set[str]:
    return set().union(*map(values_of, texts))


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _empty(sentence: Sentence) -> polib.POEntry:
    text, plural = sentence
    flags = ["python-format"] if PERCENT.search(text + plural) else ["python-brace-format"] if values_of(text) else []
    if plural:
        return polib.POEntry(msgid=text, msgid_plural=plural, msgstr_plural={0: "", 1: ""}, flags=flags)
    return polib.POEntry(msgid=text, flags=flags)


def main(arguments: list[str]) -> int:
    """Update the catalogues, or check them."""
    said = sentences(PACKAGE)
    if "--check" not in arguments:
        for path in catalogues(PACKAGE):
            update(path, said, [Path(snippet) for snippet in arguments])
        return 0
    found = [f"{path}: {fault}" for path in catalogues(PACKAGE) for fault in faults(path, said)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
