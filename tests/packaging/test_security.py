"""SECURITY.md names each library of ours that is not Python, and says how it is kept apart."""

import re
from importlib import metadata

from tests.architecture.sources import PROJECT

COMPILED = (".so", ".pyd", ".dylib")


def test_every_compiled_library_that_the_program_installs_is_named_with_how_it_is_confined():
    pinned = re.findall(
        r"^([\w.-]+)==", (PROJECT / "requirements" / "runtime.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    here = {one.metadata["Name"].lower(): one for one in metadata.distributions()}
    files = {name: here[name].files or [] for name in pinned if name in here}
    compiled = [name for name, listed in files.items() if any(file.suffix in COMPILED for file in listed)]
    rows = [row for row in (PROJECT / "SECURITY.md").read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    first_cells = " ".join(row.split("|")[1] for row in rows)
    named = set(re.findall(r"[\w-]+", first_cells.lower()))
    assert len(compiled) > 5
    assert [name for name in compiled if name.removesuffix("-bindings") not in named] == []
