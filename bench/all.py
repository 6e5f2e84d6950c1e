"""Every bench in turn, each in a process of its own, to the last; what failed is told at the end.

`all.py [--smoke]`: options are handed to each. A smoke, which continuous integration runs, asks for PostgreSQL, since
some measure nothing elsewhere: tools/with-postgres.sh.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

import database
import ground

HERE = Path(__file__).parent


def started(script: Path) -> bool:
    """Let one bench go its way; say whether it came through, and what it cost."""
    print(f"— {script.name}", flush=True)
    start, before = time.perf_counter(), spent()
    code = subprocess.run([sys.executable, script, *sys.argv[1:]], check=False).returncode
    print(f"  {time.perf_counter() - start:.0f} s, {spent() - before:.0f} s of processor", flush=True)
    return code == 0


def spent() -> float:
    """Tell the processor time of everything that was started from here and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    ground.set_up()
    ground.leave_database()
    database.offer()
    failed = [script.name for script in sorted(HERE.glob("bench_*.py")) if not started(script)]
    print(f"{spent():.0f} s of processor in all")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
