"""What the benchmarks share: a database of their own, interleaved rounds, medians, peak memory."""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable

ROUNDS = 5


def set_up() -> None:
    """Start Django on a data folder of its own, tables made."""
    os.environ["MASSICOT_HOME"] = tempfile.mkdtemp(prefix="massicot-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "massicot.config.settings"
    os.environ["MASSICOT_SAVES_PER_S"] = "0"  # programs type faster than people do
    import django

    django.setup()
    from massicot.store import scratch

    scratch.call_command("migrate", verbosity=0, interactive=False)


def interleaved(floor: Callable[[], None], ours: Callable[[], None], rounds: int = ROUNDS) -> tuple[float, float]:
    """Time both in turn, after one round that does not count; give the medians in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for rank in range(rounds + 1):
        for kept, work in zip(times, (floor, ours), strict=True):
            start = time.perf_counter()
            work()
            if rank:
                kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def peak_mb() -> int:
    """Tell the most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def tell(title: str, floor: float, ours: float, bound: str) -> None:
    """Print one line: both medians, their ratio, and the bound."""
    print(f"{title}: floor {floor:.3f} s, ours {ours:.3f} s, ratio {ours / floor:.2f} ({bound})")
