"""Known faults of what Massicot depends on: `make audit` asks an advisory service about every version that is pinned.

`audit.py [--service URL]`: the service answers as OSV does (https://google.github.io/osv.dev/api/), by default the
public one. Exit code 1 when a fault is known, or when the service gave no answer: silence is no good news. It is no
part of continuous integration, which must not turn red because somebody published a fault overnight.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "requirements" / "runtime.txt"
AUDITOR = Path(sys.executable).parent / "pip-audit"


def main() -> int:
    """Ask, and print what is known, one fault a line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--service", help="address of another advisory service that answers as OSV does")
    service = parser.parse_args().service
    command = [AUDITOR, "--requirement", REQUIREMENTS, "--require-hashes", "--disable-pip", "--format", "json"]
    command += ["--vulnerability-service", "osv", *(["--osv-url", service] if service else [])]
    command += ["--progress-spinner", "off", "--desc", "off"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        dependencies = json.loads(answer.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (answer.stderr.strip() or "no answer").splitlines()[-1]
        print(f"The advisory service cannot be asked ({why}): try again with a network.", file=sys.stderr)
        return 1
    return _tell(dependencies)


def _tell(dependencies: list[dict[str, object]]) -> int:
    """Print the known faults, and what was looked at; 1 when there is one."""
    faults = [(one, fault) for one in dependencies for fault in one.get("vulns", ())]
    for one, fault in faults:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}")
    print(f"{len(dependencies)} dependencies looked at, {len(faults)} known faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
