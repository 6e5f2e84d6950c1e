"""What the benchmarks share: a database of their own, interleaved rounds, medians, peak memory."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import database
import sized

ROUNDS = 5


def set_up() -> None:
    """Start Django on a data folder and a database of its own, tables made."""
    has_tables = database.make()
    os.environ["DJANGO_SETTINGS_MODULE"] = "massicot.config.settings"
    os.environ["MASSICOT_SAVES_PER_S"] = "0"  # programs type faster than people do
    import django

    django.setup()
    from massicot.store import scratch

    if not has_tables:
        scratch.call_command("migrate", verbosity=0, interactive=False)


def leave_database() -> None:
    """Close this process's connection."""
    from django.db import connection

    connection.close()


def interleaved(floor: Callable[[], None], ours: Callable[[], None], rounds: int = ROUNDS) -> tuple[float, float]:
    """Time both in turn, after one round that does not count; give the medians in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for rank in range(sized.pick(rounds, smoke=1) + 1):
        for kept, work in zip(times, (floor, ours), strict=True):
            start = time.perf_counter()
            work()
            if rank:
                kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def columns_of(model) -> list[str]:
    """Name every column of a table, the key too: a new one has its place in a floor from its first day."""
    return [field.attname for field in model._meta.concrete_fields]


def peak_mb(process: int | str = "self") -> int:
    """Tell the most memory that a process ever held, in MB: this one, or one that still runs.

    Of that program alone: `ru_maxrss` starts from that of whoever started it.
    """
    return int(Path(f"/proc/{process}/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) // 1024


def tell(title: str, floor: float, ours: float, *, at_most: float | None) -> None:
    """Print one line: both medians, their ratio, and the bound, which binds."""
    bound = "no bound" if at_most is None else f"at most {at_most:g}"
    print(f"{title}: floor {floor:.3f} s, ours {ours:.3f} s, ratio {ours / floor:.2f} ({bound})", flush=True)
    if at_most is not None:
        sized.bind(f"{title}: over its bound", is_kept=ours <= at_most * floor)
