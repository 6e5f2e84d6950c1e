"""An encrypted line to the mail server: used when the certificate is trusted, never otherwise."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from massicot.core.actor import SYSTEM
from massicot.post import services
from massicot.post.rules import LetterState
from tests.post import mail_server, posting

pytestmark = pytest.mark.django_db

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Make a certificate of this machine that nobody vouches for but itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "here.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def context(certificate):
    """Let a server show the certificate."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    return serving


def send(server):
    services.write_letter(to="claire@cedres.invalid", subject="Accès", body="Lien", by=SYSTEM, at=NOON)
    return posting.send(server, at=NOON)


LINES = [("ssl_context", "is_encrypted"), ("tls_context", "is_encrypted_after_greeting")]


@pytest.mark.parametrize(("option", "encrypted"), LINES, ids=["from the first byte", "after the greeting"])
def test_a_letter_goes_over_an_encrypted_line_that_is_trusted(context, certificate, option, encrypted, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster, **{option: context}) as server:
        assert send(replace(server, **{encrypted: True})).state == LetterState.SENT
    assert len(postmaster.accepted) == 1


@pytest.mark.parametrize(("option", "encrypted"), LINES, ids=["from the first byte", "after the greeting"])
def test_a_letter_waits_while_the_line_is_not_trusted(context, option, encrypted):
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster, **{option: context}) as server:
        put_off = send(replace(server, **{encrypted: True}))
    assert (put_off.state, "certificate" in put_off.said.lower()) == (LetterState.WAITING, True)
    assert postmaster.accepted == []
