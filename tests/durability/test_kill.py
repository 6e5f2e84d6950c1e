"""`kill -9` of the server while marks are typed: what was acknowledged is there, and nothing counts twice.

A kill shows that a save is whole or not at all; that it waits for the disk is shown by tests/store/test_durability.py.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests import programs
from tests.durability.desk import Desk
from tests.durability.server import Server, server
from tests.durability.typist import Typist

ROUNDS = 20
MOST_SAVES_OF_A_ROUND = 25
TOLD = ("marks_markchange", "audit_journalline")


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Type in a demonstration whose server is killed twenty times; give its home, its typists, what was told before."""
    folder = tmp_path_factory.mktemp("killed")
    with programs.home(folder, "killed") as home:
        built = home.run("demo", "--no-serve", "--json", str(folder / "demo.json"))
        assert built.returncode == 0, built.stderr
        last = {table: home.rows(f"SELECT max(id) FROM {table}")[0][0] or 0 for table in TOLD}
        sheets = json.loads((folder / "demo.json").read_text())["batches"]
        with server(home) as serving:
            serving.start()
            typists = [Typist(sheet, seed, serving.port) for seed, sheet in enumerate(sheets)]
            type_and_kill(serving, typists)
        yield SimpleNamespace(home=home, typists=typists, last=last)


def type_and_kill(serving: Server, typists: list[Typist]) -> None:
    """Let the typists type, and kill their server after some acknowledged saves, again and again."""
    desk, chance = Desk(), random.Random(20)
    with ThreadPoolExecutor(len(typists)) as threads:
        evenings = [threads.submit(typist.type_until_told, desk) for typist in typists]
        try:
            for _ in range(ROUNDS):
                desk.say_served()
                desk.wait_for(chance.randint(1, MOST_SAVES_OF_A_ROUND))
                desk.say_gone()
                serving.kill()
                serving.start()
        finally:
            desk.close()
    for typist, evening_of_one in zip(typists, evenings, strict=True):
        typist.visitor.leave()
        evening_of_one.result()


def test_every_acknowledged_mark_is_there_once_with_its_last_value(evening: SimpleNamespace) -> None:
    acknowledged = {
        number: int(values[-1]) * 100 for typist in evening.typists for number, values in typist.history.items()
    }
    numbers = ", ".join(f"'{number}'" for number in acknowledged)
    rows = evening.home.rows(f"SELECT number, hundredths FROM marks_mark WHERE number IN ({numbers})")
    assert sorted(rows) == sorted(acknowledged.items())


def test_the_changes_tell_each_mark_as_it_was_acknowledged(evening: SimpleNamespace) -> None:
    last = evening.last["marks_markchange"]
    told: dict[str, list[tuple[str, str]]] = {}
    for number, *change in evening.home.rows(
        f"SELECT number, before, after FROM marks_markchange WHERE id > {last} ORDER BY id"
    ):
        told.setdefault(number, []).append(tuple(change))
    acknowledged: dict[str, list[tuple[str, str]]] = {}
    for number, before, after in (change for typist in evening.typists for change in typist.changes if change[1]):
        acknowledged.setdefault(number, []).append((before, after))
    assert told == acknowledged


def test_a_save_sent_again_after_a_kill_counts_once(evening: SimpleNamespace) -> None:
    sent_again = {save for typist in evening.typists for save in typist.sent_again}
    acknowledged = {save for typist in evening.typists for save in typist.acknowledged}
    kept = Counter(str(row[0]).replace("-", "") for row in evening.home.rows("SELECT save_id FROM marks_save"))
    assert len(sent_again) >= ROUNDS
    assert sent_again <= acknowledged
    assert {kept[save.replace("-", "")] for save in acknowledged} == {1}


def test_the_journal_tells_each_change_once_and_holds(evening: SimpleNamespace) -> None:
    last = evening.last["audit_journalline"]
    lines = evening.home.rows(f"SELECT facts FROM audit_journalline WHERE act = 'MarksSaved' AND id > {last}")
    told = Counter(tuple(line) for (facts,) in lines for line in json.loads(facts)["lines"])
    assert told == Counter(change for typist in evening.typists for change in typist.changes)
    verified = evening.home.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout
