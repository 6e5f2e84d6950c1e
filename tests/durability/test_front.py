"""The front server of the documentation, in front of the program: TLS, whole requests, nothing on its disk."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import programs
from tests.durability.server import server
from tests.durability.visitor import Visitor

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or shutil.which("nginx")
pytestmark = [
    pytest.mark.once("sockets, whatever the database"),
    pytest.mark.skipif(NGINX is None, reason="needs Debian's nginx: apt-get install nginx"),
]

SITE = Path(__file__).parents[2] / "docs" / "front" / "massicot.nginx"
NAME, PATIENCE_S, SILENT = "massicot.example", 20, 200
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

    def __init__(self, folder: Path, port: int, process: int) -> None:
        self.folder = folder
        self.process = process
        self.port = port
        self.trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))

    def connect(self) -> ssl.SSLSocket:
        """Open a connection, and see that it is with the one that it says."""
        line = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
        return self.trust.wrap_socket(line, server_hostname=NAME)

    def kept_on_disk(self) -> list[str]:
        """Name what its workers hold open of bodies: files that are in no folder any more, too."""
        workers = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        held = [str(file.readlink()) for worker in workers for file in Path(f"/proc/{worker}/fd").iterdir()]
        return [name for name in held if name.startswith(str(self.folder / "body"))]

    def visitor(self) -> Visitor:
        """Let somebody come."""
        come = Visitor(self.port)
        come.line.sock = self.connect()
        come.line.host, come.line.port = NAME, 443
        return come


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


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The program behind the site of the documentation: its ports and its certificate alone are others."""
    folder, port = tmp_path_factory.mktemp("front"), free_port()
    certify(folder)
    settings = {
        "MASSICOT_BASE_URL": f"https://{NAME}",
        "MASSICOT_ALLOWED_HOSTS": NAME,
        "MASSICOT_TRUSTED_PROXIES": "127.0.0.1",
    }
    with programs.home(folder / "home", "front") as home, server(home, **settings) as serving:
        home.folder.mkdir(exist_ok=True)
        serving.port = free_port()
        serving.start()
        changed = {
            "listen 443": f"listen 127.0.0.1:{port}",
            "listen 80": f"listen 127.0.0.1:{free_port()}",
            "127.0.0.1:8000": f"127.0.0.1:{serving.port}",
            "/etc/ssl/certs/massicot.pem": str(folder / "certificate.pem"),
            "/etc/ssl/private/massicot.key": str(folder / "key.pem"),
        }
        site = SITE.read_text()
        for before, after in changed.items():
            assert before in site
            site = site.replace(before, after)
        (folder / "site").write_text(site)
        user = "user root;" if Path("/root").owner() == "root" and folder.owner() == "root" else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        assert NGINX is not None
        running = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"])
        try:
            yield waited_for(Front(folder, port, running.pid), running)
        finally:
            running.terminate()
            running.wait(PATIENCE_S)


def waited_for(front: Front, running: "subprocess.Popen[bytes]") -> Front:
    """Return once the front server listens."""
    while True:
        assert running.poll() is None, (front.folder / "error.log").read_text()
        try:
            front.connect().close()
        except ConnectionRefusedError:
            continue
        return front


def begun(front: Front, path: str, length: int) -> ssl.SSLSocket:
    """Begin a request, and send nothing of its body."""
    line = front.connect()
    head = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    line.sendall(head.encode())
    return line


def test_a_form_is_sent_through_tls_while_others_fall_silent(front: Front) -> None:
    with ExitStack() as kept:
        for _ in range(SILENT):
            kept.enter_context(begun(front, "/saisie/", 200))
        visitor = front.visitor()
        assert visitor.get("/saisie/")[0] == 200
        assert visitor.post_json("/saisie/lot/notes", "{}")[0] in {401, 403}
        visitor.leave()


def test_too_large_a_request_is_refused_and_a_table_goes_through_without_lying_on_the_disk(front: Front) -> None:
    with begun(front, "/saisie/", 200_000) as large, begun(front, "/bureau/imports/", 10**9) as huge:
        assert [line.recv(12) for line in (large, huge)] == [b"HTTP/1.1 413"] * 2
    with begun(front, "/bureau/tableaux/", 2_000_000) as table:
        table.sendall(b"x" * 1_999_999)
        assert front.kept_on_disk() == []
        table.sendall(b"x")
        assert table.recv(12) in {b"HTTP/1.1 403", b"HTTP/1.1 404"}
