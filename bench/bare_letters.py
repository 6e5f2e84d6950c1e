"""One process of a floor: letters set by Typst alone, tagged, from what ours would hand to it. `bare_letters.py FILE`.

Each line of the file is the content of one letter. It says when it is ready, waits for a word, and tells its seconds.
"""

import sys
import time
from pathlib import Path

import typst

from massicot.documents import engine


def letter(content: str) -> bytes:
    return typst.compile(
        engine.TEMPLATES / "convocation.typ",
        root=engine.TEMPLATES,
        font_paths=engine._fonts(),
        format="pdf",
        sys_inputs={"content": content},
        timestamp=0,
        pdf_standards="ua-1",
    )


if __name__ == "__main__":
    first, *contents = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    letter(first)
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    for content in contents:
        letter(content)
    print(time.perf_counter() - start, flush=True)
