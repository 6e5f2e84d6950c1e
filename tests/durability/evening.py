"""An evening of typing in a demonstration, under whose typists what serves them is killed; and what must hold after it.

The long one is bench/bench_kill.py.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

from tests.durability.desk import Desk
from tests.durability.server import Server, server
from tests.durability.typist import Typist
from tests.programs import Home

TOLD = ("marks_markchange", "audit_journalline")
Kill = Callable[[Server], None]


@contextmanager
def typed(home: Home, **about: int) -> Iterator[tuple[Server, list[Typist], SimpleNamespace]]:
    """Serve a demonstration; give the server, its typists, and what is asked of the evening afterwards."""
    last = {table: home.rows(f"SELECT max(id) FROM {table}")[0][0] or 0 for table in TOLD}
    sheets = json.loads((home.folder / "demo.json").read_text())["batches"]
    with server(home) as serving:
        serving.start()
        typists = [Typist(sheet, seed, serving.port, **about) for seed, sheet in enumerate(sheets)]
        yield serving, typists, SimpleNamespace(home=home, typists=typists, last=last)


def restart_server(serving: Server) -> None:
    """Kill the server with its workers, and start it again."""
    serving.kill()
    serving.start()


def type_and_kill(serving: Server, typists: list[Typist], kills: list[Kill], saves: tuple[int, int]) -> None:
    """Let the typists type, and kill after some acknowledged saves, again and again."""
    desk, chance = Desk(), random.Random(20)
    with ThreadPoolExecutor(len(typists)) as threads:
        evenings = [threads.submit(typist.type_until_told, desk) for typist in typists]
        try:
            for kill in kills:
                desk.say_served()
                desk.wait_for(chance.randint(*saves))
                desk.say_gone()
                kill(serving)
        finally:
            desk.close()
    for typist, evening_of_one in zip(typists, evenings, strict=True):
        typist.visitor.leave()
        evening_of_one.result()


def check_marks(evening: SimpleNamespace) -> None:
    """Check that every acknowledged mark is there once, with its last value."""
    acknowledged = {
        number: int(values[-1]) * 100 for typist in evening.typists for number, values in typist.history.items()
    }
    numbers = ", ".join(f"'{number}'" for number in acknowledged)
    rows = evening.home.rows(f"SELECT number, hundredths FROM marks_mark WHERE number IN ({numbers})")
    assert sorted(rows) == sorted(acknowledged.items())


def check_changes(evening: SimpleNamespace) -> None:
    """Check that the changes tell each mark as it was acknowledged, no more and no less."""
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


def check_saves(evening: SimpleNamespace, kills: int) -> None:
    """Check that a save sent again after a kill counts once."""
    sent_again = {save for typist in evening.typists for save in typist.sent_again}
    acknowledged = {save for typist in evening.typists for save in typist.acknowledged}
    kept = Counter(str(row[0]).replace("-", "") for row in evening.home.rows("SELECT save_id FROM marks_save"))
    assert len(sent_again) >= kills
    assert sent_again <= acknowledged
    assert {kept[save.replace("-", "")] for save in acknowledged} == {1}


def check_journal(evening: SimpleNamespace) -> None:
    """Check that the journal tells each change once, and that every chain holds."""
    last = evening.last["audit_journalline"]
    lines = evening.home.rows(f"SELECT facts FROM audit_journalline WHERE act = 'MarksSaved' AND id > {last}")
    told = Counter(tuple(line) for (facts,) in lines for line in json.loads(facts)["lines"])
    assert told == Counter(change for typist in evening.typists for change in typist.changes)
    verified = evening.home.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout
