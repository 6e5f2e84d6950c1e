"""Large bodies on the wire: sent as far as the server takes them, by somebody or nobody; what they cost it."""

import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.durability.server import Server

ROOT, PATIENCE_S, HUGE = Path(__file__).parents[2], 60, 100_000_000
IMPORTS = "/bureau/imports/"
TOKEN, SENT = "t" * 32, "wormwood"
PARTS = f"multipart/form-data; boundary={SENT}"
FILE = f'--{SENT}\r\nContent-Disposition: form-data; name="file"; filename="{SENT}.csv"\r\n\r\n'.encode()
END = f"\r\n--{SENT}--\r\n".encode()
PIECE = f"{SENT};\n".encode() * 100_000


def come_in(serving: Server, *who: str) -> list[str]:
    """Let people come in, as come_in.py has it; give the keys of their browser sessions."""
    command = [sys.executable, "-m", "tests.durability.come_in", *who]
    told = subprocess.run(command, cwd=ROOT, env=serving.home.environment, check=True, capture_output=True, text=True)
    return told.stdout.split()


def begun(serving: Server, path: str, length: int, key: str = "", kind: str = PARTS, more: str = "") -> socket.socket:
    """Begin a request, and send nothing of its body."""
    line = socket.create_connection(("127.0.0.1", serving.port), PATIENCE_S)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}"
    cookies = f"massicot_session={key}; csrftoken={TOKEN}" if key else f"csrftoken={TOKEN}"
    line.sendall(f"{head}Cookie: {cookies}\r\nX-CSRFToken: {TOKEN}\r\n\r\n".encode())
    return line


def answer_on(line: socket.socket) -> str:
    """Read an answer to its end, or to that of its connection."""
    told = b""
    while not _is_whole(told) and (piece := line.recv(65_536)):
        told += piece
    return told.decode()


def _is_whole(told: bytes) -> bool:
    head, _, page = told.partition(b"\r\n\r\n")
    length = re.search(rb"\ncontent-length: (\d+)", head)
    return bool(length) and len(page) >= int(length[1])


def answer_to(serving: Server, path: str, body: bytes, key: str = "", kind: str = PARTS, more: str = "") -> str:
    """Send a whole request; give what is answered."""
    with begun(serving, path, len(body), key, kind, more) as line:
        line.sendall(body)
        return answer_on(line)


def table_sent(serving: Server, key: str, **chosen: str) -> str:
    """Send a table as far as it is taken; give what is answered, empty where the connection was ended."""
    fields = "".join(field(name, value) for name, value in {**chosen, "csrfmiddlewaretoken": TOKEN}.items()).encode()
    length = len(fields) + len(FILE) + HUGE // len(PIECE) * len(PIECE) + len(END)
    with suppress(ConnectionError), begun(serving, IMPORTS, length, key) as line:
        with suppress(ConnectionError):
            line.sendall(fields + FILE)
            for _ in range(HUGE // len(PIECE)):
                line.sendall(PIECE)
            line.sendall(END)
        return answer_on(line)
    return ""


def field(name: str, value: str) -> str:
    """Write one field of a form in parts."""
    return f'--{SENT}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def memory_mb(process: int, which: str) -> int:
    """Tell what a process holds, or ever held."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{which}:"))
