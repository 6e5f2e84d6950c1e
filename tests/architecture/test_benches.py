"""Every bench can be started at a size of seconds, and continuous integration starts them all."""

import re

from tests.architecture.sources import PROJECT

BENCHES = sorted((PROJECT / "bench").glob("bench_*.py"))


def test_every_bench_says_how_small_it_can_be_and_reads_no_option_by_itself() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in BENCHES}
    assert texts
    assert [name for name, text in texts.items() if "smoke=" not in text or "sys.argv" in text] == []


def test_continuous_integration_starts_every_bench_and_both_halves_of_the_suite() -> None:
    assert "make ci" in (PROJECT / ".ci/run").read_text(encoding="utf-8").splitlines()
    targets = dict(re.findall(r"^([\w-]+):(.*)$", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"lint", "test", "test-the-other-half", "bench-smoke"} <= set(targets["ci"].split())
