"""Compiles the catalogues: while a wheel is built or installed for editing, and by hand in a checkout.

The .mo files are never committed; each is put in place in one step, so that nobody reads half a catalogue.
"""

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue of a checkout and list what stands there now."""
    return [_compiled(source) for source in sorted(root.glob("src/massicot/locale/*/LC_MESSAGES/*.po"))]


def _compiled(source: Path) -> Path:
    target = source.with_suffix(".mo")
    compiled = polib.pofile(str(source)).to_binary()
    if not target.exists() or target.read_bytes() != compiled:
        draft = target.with_suffix(".mo.draft")
        draft.write_bytes(compiled)
        draft.replace(target)
    return target


class CatalogueBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues before files are gathered."""
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent.parent)
