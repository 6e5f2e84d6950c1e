"""The provider as a process of its own, and a person between the two sites with one browser for each."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import environ
import pytest
import requests
from django.test import Client

from massicot.config import environment
from tests.oidc.people import CLIENT_ID, CLIENT_SECRET, PASSWORD

RETURN = "/connexion/identite/retour/"
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the provider, and give its address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MASSICOT_", "DJANGO_"))}
    folder = str(tmp_path_factory.mktemp("provider"))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.oidc.run", folder, f"http://testserver{RETURN}"],
        cwd=PROJECT,
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process.stdout.readline().strip()
        process.stdin.close()


@pytest.fixture
def configured(issuer, settings, monkeypatch):
    """Name the provider in the environment, as whoever installs the program does."""
    for name, value in {
        "URL": issuer,
        "CLIENT_ID": CLIENT_ID,
        "SECRET": CLIENT_SECRET,
        "NAME": "Rectorat",
    }.items():
        monkeypatch.setenv(f"MASSICOT_OIDC_{name}", value)
    settings.MASSICOT_OIDC_NAME, settings.SOCIALACCOUNT_PROVIDERS = environment.provider(environ.Env())


@dataclass
class Person:
    """Somebody who goes to and fro between the two sites; coming back writes, as every sign-in does."""

    email: str
    here: Client = field(default_factory=Client)
    there: requests.Session = field(default_factory=requests.Session)

    def leave(self, start: str = "/connexion/identite/") -> str:
        """Press the button, and give the address of the provider to which it leads."""
        return self.here.get(start)["Location"]

    def agree(self, address: str, **answer: str) -> str:
        """Sign in at the provider and agree, or not; give the address here to which it leads back."""
        page = self.there.get(address)
        if "/sign-in/" in page.url:
            page = self._send(page, username=self.email, password=PASSWORD)
        back = self._send(page, **(answer or {"allow": "Authorize"}))
        return back.headers["Location"].removeprefix("http://testserver")

    def come_in(self, start: str = "/connexion/identite/"):
        """Go all the way."""
        return self.here.get(self.agree(self.leave(start)))

    def _send(self, page: requests.Response, **typed: str) -> requests.Response:
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        answer = self.there.post(page.url, {**hidden, **typed}, allow_redirects=False)
        if answer.headers.get("Location", "").startswith("/"):
            return self.there.get(requests.compat.urljoin(page.url, answer.headers["Location"]))
        return answer
