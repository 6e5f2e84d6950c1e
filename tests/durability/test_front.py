"""The front server of the documentation, in front of the program: TLS, whole requests, nothing on its disk."""

import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import programs
from tests.durability.server import Server, server
from tests.durability.visitor import Visitor

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or shutil.which("nginx")
pytestmark = [
    pytest.mark.once("sockets, whatever the database"),
    pytest.mark.skipif(NGINX is None, reason="needs Debian's nginx: apt-get install nginx"),
]

SITE = Path(__file__).parents[2] / "docs" / "front" / "massicot.nginx"
PAGES = SITE.with_name("pages")
COME_IN = Path(__file__).with_name("come_in.py")
NAME, PATIENCE_S, SILENT = "massicot.example", 20, 200
ABSENCE = "/correcteur/missions/AAAA/empechement/"
AROUND = """
pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; {user}
events {{ worker_connections 2000; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site;
}}
"""


class Front:
    """The front server: where it listens, and whose certificate it shows."""

    def __init__(self, folder: Path, port: int, plain_port: int, process: int) -> None:
        self.folder = folder
        self.process = process
        self.port, self.plain_port = port, plain_port
        self.trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))

    def connect(self, name: str = NAME) -> ssl.SSLSocket:
        """Open a connection, and see that it is with the one that it says."""
        line = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
        return self.trust.wrap_socket(line, server_hostname=name)

    def kept_on_disk(self) -> list[str]:
        """Name what its workers hold open of bodies: files that are in no folder any more, too."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        held = [name for worker in workers for name in files_open(worker)]
        places = [str(self.folder / kind) for kind in ("body", "proxy")]
        left = [str(file) for place in places for file in Path(place).rglob("*") if file.is_file()]
        return left + [name for name in held if name.startswith(tuple(places))]

    def visitor(self) -> Visitor:
        """Let somebody come."""
        come = Visitor(self.port)
        come.line.sock = self.connect()
        come.line.host, come.line.port = NAME, 443
        return come


def files_open(process: str) -> Iterator[str]:
    """Name the files that a process holds open: one may be closed between its listing and its reading."""
    for file in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(file.readlink())


def certify(folder: Path) -> None:
    """Write a certificate for the name of the documentation, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(written)
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, upstream: int) -> Iterator[Front]:
    """The site of the documentation before a port: its own ports, its certificate and its pages alone lie elsewhere."""
    folder.mkdir()
    port, plain_port = free_port(), free_port()
    certify(folder)
    changed = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{plain_port}",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/ssl/certs/massicot.pem": str(folder / "certificate.pem"),
        "/etc/ssl/private/massicot.key": str(folder / "key.pem"),
        "/etc/nginx/massicot/": f"{PAGES}/",
    }
    site = SITE.read_text()
    for before, after in changed.items():
        assert before in site
        site = site.replace(before, after)
    (folder / "site").write_text(site)
    user = "user root;" if Path("/root").owner() == "root" and folder.owner() == "root" else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        yield waited_for(Front(folder, port, plain_port, process.pid), process)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program as it is told of the front server."""
    settings = {
        "MASSICOT_BASE_URL": f"https://{NAME}",
        "MASSICOT_ALLOWED_HOSTS": NAME,
        "MASSICOT_TRUSTED_PROXIES": "127.0.0.1",
    }
    with programs.home(tmp_path_factory.mktemp("home"), "front") as home, server(home, **settings) as serving:
        serving.port = free_port()
        serving.start()
        yield serving


@pytest.fixture(scope="module")
def front(served: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The program behind its front server."""
    with running(tmp_path_factory.mktemp("front") / "nginx", served.port) as front:
        yield front


@pytest.fixture(scope="module")
def cookies(served: Server) -> dict[str, str]:
    """The cookies with which somebody of the office and a marker have come in."""
    told = subprocess.run(
        [sys.executable, COME_IN, "office", "marker"],
        env=served.home.environment | served.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(("office", "marker"), told.stdout.split(), strict=True))


def waited_for(front: Front, running: "subprocess.Popen[bytes]") -> Front:
    """Return once the front server listens."""
    while True:
        assert running.poll() is None, (front.folder / "error.log").read_text()
        try:
            front.connect().close()
        except ConnectionRefusedError:
            continue
        return front


def begun(front: Front, path: str, length: int, cookie: str = "") -> ssl.SSLSocket:
    """Begin a request, and send nothing of its body."""
    line = front.connect()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nCookie: massicot_session={cookie}\r\nConnection: close\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    )
    line.sendall(head.encode())
    return line


def answer_of(line: socket.socket) -> str:
    """Read an answer to the end of its connection."""
    pieces = []
    while piece := line.recv(1 << 16):
        pieces.append(piece)
    return b"".join(pieces).decode()


def is_our_page(answer: str, status: int) -> bool:
    """Say whether an answer ends with the page of the front server for a status, and bears its headers."""
    head, _, page = answer.partition("\r\n\r\n")
    names = {line.split(":")[0] for line in head.split("\r\n")}
    return (
        head.startswith(f"HTTP/1.1 {status} ")
        and "Content-Type: text/html; charset=utf-8" in head
        and {"Strict-Transport-Security", "Content-Security-Policy"} <= names
        and page == (PAGES / f"{status}.html").read_text()
    )


def test_a_form_is_sent_through_tls_while_others_fall_silent(front: Front) -> None:
    with ExitStack() as kept:
        for _ in range(SILENT):
            kept.enter_context(begun(front, "/saisie/", 200))
        visitor = front.visitor()
        assert visitor.get("/saisie/")[0] == 200
        assert visitor.post_json("/saisie/lot/notes", "{}")[0] in {401, 403}
        visitor.leave()


@pytest.mark.parametrize(
    ("path", "length"), [("/saisie/", 200_000), ("/bureau/tableaux/", 200_000), ("/bureau/imports/", 10**9)]
)
def test_too_large_a_request_is_refused_with_our_page(front: Front, path: str, length: int) -> None:
    with begun(front, path, length) as large:
        large.sendall(b"x" * 100_000)
        assert is_our_page(answer_of(large), 413)


@pytest.mark.parametrize(
    ("role", "path", "length"), [("marker", ABSENCE, 5_000_000), ("office", "/bureau/imports/", 30_000_000)]
)
def test_a_document_and_a_table_go_through_without_lying_on_the_disk(
    front: Front, cookies: dict[str, str], role: str, path: str, length: int
) -> None:
    with begun(front, path, length, cookies[role]) as file:
        file.sendall(b"x" * (length - 1))
        assert front.kept_on_disk() == []
        file.sendall(b"x")
        answer = answer_of(file)
    # It was read to its end by the program, which found that no page of its own had sent it.
    assert answer.startswith("HTTP/1.1 403")
    assert "Massicot" in answer
    assert front.kept_on_disk() == []


def test_what_the_front_server_cannot_read_is_told_on_our_page(front: Front) -> None:
    with front.connect() as line:
        line.sendall(f"GET /{'x' * 9_000} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
        head, _, page = answer_of(line).partition("\r\n\r\n")
    assert (head.split()[1], page) == ("414", (PAGES / "400.html").read_text())


def test_who_comes_while_the_program_is_away_reads_our_page(tmp_path: Path) -> None:
    with running(tmp_path / "nginx", free_port()) as alone:
        for path in ("/", "/bureau/imports/"):
            with begun(alone, path, 1) as line:
                line.sendall(b"x")
                assert is_our_page(answer_of(line), 502)


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1", f"{NAME}.evil.example"])
def test_another_name_is_neither_answered_nor_led_anywhere(front: Front, name: str) -> None:
    request = f"GET /x HTTP/1.1\r\nHost: {name}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", front.plain_port), PATIENCE_S) as line:
        line.sendall(request)
        assert answer_of(line) == ""
    with front.connect() as line:
        line.sendall(request)
        assert answer_of(line) == ""


def test_a_request_without_a_name_is_not_told_which_server_this_is(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.plain_port), PATIENCE_S) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n")
        assert "nginx/" not in answer_of(line)


def test_our_own_name_is_led_to_tls_and_to_nothing_else(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.plain_port), PATIENCE_S) as line:
        line.sendall(f"GET /saisie/?a=1 HTTP/1.1\r\nHost: {NAME}:80\r\nConnection: close\r\n\r\n".encode())
        answer = answer_of(line)
    assert answer.startswith("HTTP/1.1 301")
    assert f"\r\nLocation: https://{NAME}/saisie/?a=1\r\n" in answer
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized[ _]name"):
        front.connect("evil.example")
