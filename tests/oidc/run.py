"""Runs the provider: `python -m tests.oidc.run FOLDER RETURN_ADDRESS`.

It prints its address once it answers, and ends when its standard input is closed.
"""

import os
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.apps import apps
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tests.oidc.people import CHECKED, CLIENT_ID, CLIENT_SECRET, PASSWORD


class Threaded(ThreadingMixIn, WSGIServer):
    """Answers several at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Keeps no log."""

    def log_message(self, *args):
        pass


def main(folder: str, return_address: str) -> None:
    """Make the tables, the people and the client; answer until nobody listens any more."""
    with make_server("127.0.0.1", 0, None, Threaded, Silent) as server:
        issuer = f"http://127.0.0.1:{server.server_port}/o"
        start_django(Path(folder), issuer)
        settle(return_address)
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(issuer, flush=True)
        sys.stdin.read()


def start_django(folder: Path, issuer: str) -> None:
    """Draw the key with which the provider signs, and set its Django up."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.oidc.settings",
        "OAUTHLIB_INSECURE_TRANSPORT": "1",  # on loopback only
        "PROVIDER_FOLDER": str(folder),
        "PROVIDER_ISSUER": issuer,
    }
    django.setup()
    call_command("migrate", verbosity=0)


def settle(return_address: str) -> None:
    """Let the people in, and the one client that may ask about them."""
    for email in CHECKED:
        apps.get_model("auth", "User").objects.create_user(email, password=PASSWORD)
    apps.get_model("oauth2_provider", "Application").objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=return_address,
        algorithm="RS256",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
