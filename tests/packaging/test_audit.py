"""`make audit` tells the known faults of what the program depends on, and never takes silence for good news."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.architecture.sources import PROJECT

FAULT = {
    "id": "TEST-2026-1",
    "affected": [
        {
            "package": {"name": "granian", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


@contextmanager
def advising(faults: dict[str, dict]) -> Iterator[str]:
    """Answer on loopback as an advisory service does: package → its fault."""

    class Service(BaseHTTPRequestHandler):
        """Answers what it is asked about one version of one package."""

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
            content = json.dumps({"vulns": [faults[asked]]} if asked in faults else {}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def audited(service: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, PROJECT / "tools" / "audit.py", "--service", service]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("faults", "code"), [({}, 0), ({"granian": FAULT}, 1)], ids=["none", "one"])
def test_a_known_fault_is_told_and_turns_the_exit_code(faults, code):
    with advising(faults) as service:
        told = audited(service)
    assert told.returncode == code, told.stderr
    assert f"{len(faults)} known faults" in told.stdout
    assert ("TEST-2026-1, mended in 99.0" in told.stdout) == bool(faults)


def test_a_service_that_cannot_be_reached_is_no_good_news():
    with advising({}) as service:
        pass
    told = audited(service)
    assert told.returncode == 1
    assert "cannot be asked" in told.stderr
    assert told.stdout == ""
